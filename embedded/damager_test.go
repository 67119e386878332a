package embedded

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"partnir/embedded/file"
)

// damager damages a copy of a file and of its log; what says what it did.
type damager struct {
	*rand.Rand
	file, log []byte
	path      string
	what      string
}

func (d *damager) write(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(d.path, d.file, 0o600); err != nil {
		t.Fatal(err)
	}
	os.Remove(d.path + "-wal")
	os.Remove(d.path + "-shm")
	if len(d.log) > 0 {
		if err := os.WriteFile(d.path+"-wal", d.log, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// damage makes one damage of a kind that is drawn, and returns the kind.
func (d *damager) damage(t *testing.T) string {
	kinds := []struct {
		name string
		do   func()
	}{
		{"flip in the file", func() { d.flip(d.file, 0, len(d.file)) }},
		{"flip in the head", func() { d.flip(d.file, 0, 100) }},
		{"flip at the end of a page", func() {
			page := d.IntN(len(d.file) / file.PageSize)
			d.flip(d.file, page*file.PageSize+file.Usable, (page+1)*file.PageSize)
		}},
		{"flip in a free page", func() {
			free := freePages(d.file)
			page := free[d.IntN(len(free))]
			d.flip(d.file, (page-1)*file.PageSize, page*file.PageSize)
		}},
		{"cut", func() {
			d.file = d.file[:d.IntN(len(d.file))]
			d.what = fmt.Sprintf("cut to %d bytes", len(d.file))
		}},
		{"a page in another's place", func() {
			pages := len(d.file) / file.PageSize
			from, to := d.IntN(pages), d.IntN(pages)
			if from == to {
				to = (from + 1) % pages
			}
			copy(d.file[to*file.PageSize:(to+1)*file.PageSize], d.file[from*file.PageSize:])
			d.what = fmt.Sprintf("page %d instead of page %d", from+1, to+1)
		}},
		{"a sector of zeros", func() { d.zeros() }},
		{"a row deleted", func() { d.delete(t) }},
		{"two rows swapped", func() { d.swap(t) }},
		{"flip in the log", func() { d.flip(d.log, 0, len(d.log)) }},
		{"log cut", func() {
			d.log = d.log[:d.IntN(len(d.log))]
			d.what = fmt.Sprintf("log cut to %d bytes", len(d.log))
		}},
	}
	n := len(kinds)
	if len(d.log) == 0 {
		n -= 2
	}
	if len(freePages(d.file)) == 0 {
		kinds[3] = kinds[0]
	}
	kind := kinds[d.IntN(n)]
	kind.do()
	return kind.name
}

// flip changes some bytes from low up to high.
func (d *damager) flip(b []byte, low, high int) {
	at, n := low+d.IntN(high-low), 1
	if d.IntN(3) == 0 {
		n = min(1+d.IntN(64), high-at)
	}
	for i := range n {
		b[at+i] ^= byte(1 + d.IntN(255))
	}
	d.what = fmt.Sprintf("%d bytes changed from byte %d on", n, at)
}

// zeros writes zeros over a sector of the disk that was not empty.
func (d *damager) zeros() {
	for {
		sector := d.file[d.IntN(len(d.file)/512)*512:][:512]
		if slices.Max(sector) > 0 {
			clear(sector)
			d.what = "a sector of zeros"
			return
		}
	}
}

// sql changes the file by SQL. Where sealed is set it goes the program's own way to write pages, so that their checksums are right.
func (d *damager) sql(t *testing.T, sealed bool, statements ...string) {
	t.Helper()
	d.write(t)
	dsn := "file:" + d.path
	if sealed {
		dsn += "?vfs=" + file.VFSName
		d.what = "with right checksums, "
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	db.Close()
	d.what += strings.Join(statements, "; ")
	if d.file, err = os.ReadFile(d.path); err != nil {
		t.Fatal(err)
	}
	d.log = nil
}

func (d *damager) delete(t *testing.T) {
	table := []string{"names", "nodes", "relationships", "nodes", "relationships", "inventory", "state"}[d.IntN(7)]
	key := map[string]string{"names": "number", "inventory": "(part, row)", "state": "rowid"}[table]
	if key == "" {
		key = "row"
	}
	columns := strings.Trim(key, "()")
	d.sql(t, d.IntN(2) == 0, fmt.Sprintf("DELETE FROM %[1]s WHERE %[2]s IN (SELECT %[3]s FROM %[1]s LIMIT 1 OFFSET %[4]d %% (SELECT count(*) FROM %[1]s))",
		table, key, columns, d.IntN(1<<20)))
}

// swap gives two rows the records of each other.
func (d *damager) swap(t *testing.T) {
	table := []string{"nodes", "relationships"}[d.IntN(2)]
	a, b := 1+d.IntN(100), 101+d.IntN(100)
	d.sql(t, d.IntN(2) == 0, fmt.Sprintf("CREATE TEMP TABLE kept AS SELECT * FROM %s WHERE row IN (%d, %d)", table, a, b),
		fmt.Sprintf("UPDATE %s SET record = (SELECT record FROM kept WHERE row = %d) WHERE row = %d", table, b, a),
		fmt.Sprintf("UPDATE %s SET record = (SELECT record FROM kept WHERE row = %d) WHERE row = %d", table, a, b))
}
