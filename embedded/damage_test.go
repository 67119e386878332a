package embedded

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"partnir/embedded/file"
	"partnir/plan/mapping"
	"partnir/store"
)

// damageCount is how many damages TestDamage tries; the deep run sets PARTNIR_TEST_DAMAGES.
func damageCount(t *testing.T) int {
	text := os.Getenv("PARTNIR_TEST_DAMAGES")
	if text == "" {
		return 300
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// snapshot is a file and its log as they lay on the disk at some moment, and the graphs that it may be opened to.
type snapshot struct {
	name      string
	file, log []byte
	states    []*contentsAndWords
}

// contentsAndWords is all that a store answers from.
type contentsAndWords struct {
	records *store.Records
	words   map[string][]int64
}

// allOf reads all that a store answers from, the full-text index too.
func allOf(t *testing.T, s *Store) *contentsAndWords {
	t.Helper()
	all := &contentsAndWords{records: contents(t, s), words: map[string][]int64{}}
	if _, err := s.file.Writer.ExecContext(t.Context(), "CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, search, instance)"); err != nil {
		t.Fatal(err)
	}
	defer s.file.Writer.ExecContext(context.Background(), "DROP TABLE temp.places")
	rows, err := s.file.Writer.QueryContext(t.Context(), "SELECT term, doc FROM places")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var word string
		var row int64
		if err := rows.Scan(&word, &row); err != nil {
			t.Fatal(err)
		}
		all.words[word] = append(all.words[word], row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func (a *contentsAndWords) equals(b *contentsAndWords) bool {
	return reflect.DeepEqual(a.records, b.records) && maps.EqualFunc(a.words, b.words, slices.Equal)
}

// snapshots makes files: one that was closed, one whose last load is in the log, and one in the midst of a load.
func snapshots(t *testing.T, m *mapping.Mapping) []snapshot {
	path := filepath.Join(t.TempDir(), "graph.db")
	take := func(name string, states ...*contentsAndWords) snapshot {
		t.Helper()
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		log, err := os.ReadFile(path + "-wal")
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return snapshot{name, file, log, states}
	}
	s := mustOpen(t, path, m)
	for i := range 3 {
		mustLoad(t, s, generation(m, i, 200))
	}
	leavePagesFree(t, s)
	first := allOf(t, s)
	s.Close(t.Context())
	closed := take("closed", first)
	s = mustOpen(t, path, m)
	mustLoad(t, s, generation(m, 3, 200))
	second := allOf(t, s)
	logged := take("logged", second)
	var loading snapshot
	records := starterGraph(m, 0.02)
	// With little memory SQLite writes to the log before the load is committed.
	if _, err := s.file.Writer.ExecContext(t.Context(), "PRAGMA cache_size = 20"); err != nil {
		t.Fatal(err)
	}
	err := s.Load(t.Context(), records, func(done, total int) {
		if loading.file == nil && done > total/2 {
			loading = take("loading", second)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Close(t.Context())
	t.Logf("files of %d, %d and %d bytes, logs of %d and %d", len(closed.file), len(logged.file), len(loading.file), len(logged.log), len(loading.log))
	if len(logged.log) == 0 || len(loading.log) <= len(logged.log) || len(freePages(closed.file)) == 0 {
		t.Fatalf("the logs have %d and %d bytes, and %d pages are free: this shows too little",
			len(logged.log), len(loading.log), len(freePages(closed.file)))
	}
	return []snapshot{closed, logged, loading}
}

// leavePagesFree writes something, and takes it out of the file again.
func leavePagesFree(t *testing.T, s *Store) {
	t.Helper()
	for _, statement := range []string{"CREATE TABLE gone AS SELECT zeroblob(40000)", "DROP TABLE gone"} {
		if _, err := s.file.Writer.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
		if err := s.file.Commit(t.Context(), s.file.Inventory.Clone()); err != nil {
			t.Fatal(err)
		}
	}
}

// freePages are the numbers of the pages that SQLite has on its list of free ones.
func freePages(path []byte) []int {
	number := func(page, at int) int { return int(binary.BigEndian.Uint32(path[(page-1)*file.PageSize+at:])) }
	var free []int
	for trunk := number(1, 32); trunk != 0; trunk = number(trunk, 0) {
		free = append(free, trunk)
		for i := range number(trunk, 4) {
			free = append(free, number(trunk, 8+4*i))
		}
	}
	return free
}

// TestDamage damages files at random, as disks and people do. No damaged file may be served: it is not opened, and what is wrong and what to do
// is said without a byte of the file, or all that it answers from is as it was written.
func TestDamage(t *testing.T) {
	m := readSchema(t)
	all := snapshots(t, m)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	refused, unharmed := map[string]int{}, map[string]int{}
	for i := range damageCount(t) {
		whole := all[i%len(all)]
		d := &damager{Rand: r, file: slices.Clone(whole.file), log: slices.Clone(whole.log), path: filepath.Join(t.TempDir(), "graph.db")}
		kind := d.damage(t)
		name := fmt.Sprintf("%d, %s: %s", i, whole.name, d.what)
		if slices.Equal(d.file, whole.file) && slices.Equal(d.log, whole.log) {
			t.Errorf("%s: nothing was changed", name)
			continue
		}
		d.write(t)
		s, err := Open(t.Context(), d.path, m)
		if err != nil {
			refused[kind]++
			expectRefusal(t, name, d.path, err)
			continue
		}
		unharmed[kind]++
		is := allOf(t, s)
		s.Close(t.Context())
		if !slices.ContainsFunc(whole.states, is.equals) {
			t.Errorf("%s: the damaged file is served", name)
		}
	}
	t.Logf("refused: %v; opened to what was written: %v", refused, unharmed)
}

// expectRefusal looks at what is said of a damaged file.
func expectRefusal(t *testing.T, name, path string, err error) {
	t.Helper()
	text := err.Error()
	damaged := strings.Contains(text, ": the file is damaged: ") && strings.HasSuffix(text, file.Remedy)
	if !strings.HasPrefix(text, "open "+path+": ") || !damaged && !strings.HasSuffix(text, file.ErrOther.Error()) {
		t.Errorf("%s: it does not say what is wrong and what to do: %v", name, err)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
		t.Errorf("%s: it shows bytes of the file: %q", name, text)
	}
}

// TestDamageIsNamed shows what is said of some damages.
func TestDamageIsNamed(t *testing.T) {
	m := readSchema(t)
	all := snapshots(t, m)
	closed, logged := all[0], all[1]
	for _, c := range []struct {
		of   snapshot
		do   func(d *damager)
		want string
	}{
		{closed, func(d *damager) { d.sql(t, true, "DELETE FROM nodes WHERE row = 7") },
			"table nodes, rows 0 to 1023: 1 of 241 records are missing"},
		{closed, func(d *damager) { d.sql(t, true, "INSERT INTO nodes SELECT 5000, record FROM nodes WHERE row = 7") },
			"table nodes, rows 4096 to 5119: there are 1 records, and 0 were written"},
		{closed, func(d *damager) { d.sql(t, true, "UPDATE relationships SET record = x'00' WHERE row = 7") },
			"table relationships, rows 0 to 1023: a record has been changed"},
		{closed, func(d *damager) { d.sql(t, true, "UPDATE relationships SET record = 'text' WHERE row = 7") },
			"table relationships cannot be read from row 7 on"},
		{closed, func(d *damager) { d.sql(t, true, "UPDATE names SET name = 'other' WHERE number = 7") },
			"table names, rows 0 to 1023: a record has been changed"},
		{closed, func(d *damager) { d.sql(t, true, "DELETE FROM inventory WHERE part = 1") },
			"table inventory: it has 0 records of nodes, and 241 were written"},
		{closed, func(d *damager) { d.sql(t, true, "DELETE FROM state") }, "table state cannot be read"},
		{closed, func(d *damager) { d.sql(t, true, "DROP TABLE relationships") }, "table relationships cannot be read from row 0 on"},
		{closed, func(d *damager) { d.sql(t, false, "DELETE FROM search WHERE rowid = 7") }, "has been changed"},
		{closed, func(d *damager) { d.file = d.file[:5*file.PageSize] }, fmt.Sprintf("it has 20480 bytes, and %d were written", len(closed.file))},
		{closed, func(d *damager) { d.file = append(d.file, "more"...) }, fmt.Sprintf("it has %d bytes", len(closed.file)+4)},
		{closed, func(d *damager) { d.file[20]++ }, "page 1, the head of the file, has been changed"},
		{closed, func(d *damager) { d.file[len(d.file)-1]++ }, fmt.Sprintf("page %d of %[1]d has been changed", len(closed.file)/file.PageSize)},
		{logged, func(d *damager) { d.log = nil }, "what was loaded last is missing, for the log beside it, "},
	} {
		d := &damager{Rand: rand.New(rand.NewPCG(1, 1)), file: slices.Clone(c.of.file), log: slices.Clone(c.of.log),
			path: filepath.Join(t.TempDir(), "graph.db")}
		c.do(d)
		d.write(t)
		s, err := Open(t.Context(), d.path, m)
		if err == nil {
			s.Close(t.Context())
			t.Errorf("%s: it is opened", c.want)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
		expectRefusal(t, c.want, d.path, err)
	}
}
