package file

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"hash/crc32"
	"slices"
)

// Inventory is what the file says that it holds, so that a start finds what was changed without the program: for each table of records and
// each group of rows how many records there are, and a sum over them. It lies in the table `inventory`; the table `state` has the
// numbers of all records, and the generation. All of it is written in the transaction that writes the records.
type Inventory struct {
	// generation is how many transactions have written the file.
	generation uint64
	// groups are those of each table, by row ÷ rowsPerGroup.
	groups [len(tables)][]rowGroup
}

// rowGroup is what a group of rows holds. sum is the sum of the fingerprints of its records, whatever their order, so that a change of one needs no look
// at the others.
type rowGroup struct {
	records int64
	sum     uint64
}

// rowsPerGroup is how many rows have one sum.
const rowsPerGroup = 1024

// Table is a table of records, by its place in tables.
type Table int

const (
	inNames Table = iota
	// InNodes and InRelationships are the tables of records.
	InNodes
	InRelationships
)

var tables = [...]struct{ name, row, record string }{
	inNames:         {"names", "number", "CAST(name AS BLOB)"},
	InNodes:         {"nodes", "row", "record"},
	InRelationships: {"relationships", "row", "record"},
}

func (t Table) String() string { return tables[t].name }

// query is the text that reads the table in the order of its rows; where narrows it, "" does not.
func (t Table) query(where string) string {
	x := tables[t]
	return "SELECT " + x.row + ", " + x.record + " FROM " + x.name + where + " ORDER BY " + x.row
}

// fingerprint makes a number of a record and its row: of the two in another row, or of another record, it makes another one, but for one in four
// billion.
func fingerprint(row uint32, record []byte) uint64 {
	x := uint64(row)<<32 | uint64(crc32.Checksum(record, castagnoli))
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9 // the end of SplitMix64, which leaves no two numbers equal
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Clone returns a copy that changes apart.
func (v *Inventory) Clone() *Inventory {
	c := *v
	for t, groups := range v.groups {
		c.groups[t] = slices.Clone(groups)
	}
	return &c
}

// group returns that of a row.
func (v *Inventory) group(t Table, row uint32) *rowGroup {
	i := int(row / rowsPerGroup)
	for len(v.groups[t]) <= i {
		v.groups[t] = append(v.groups[t], rowGroup{})
	}
	return &v.groups[t][i]
}

// Add notes a record that is in a row.
func (v *Inventory) Add(t Table, row uint32, record []byte) {
	g := v.group(t, row)
	g.records++
	g.sum += fingerprint(row, record)
}

func (v *Inventory) remove(t Table, row uint32, record []byte) {
	g := v.group(t, row)
	g.records--
	g.sum -= fingerprint(row, record)
}

// records is how many records of a table there are.
func (v *Inventory) records(t Table) (n int64) {
	for _, g := range v.groups[t] {
		n += g.records
	}
	return n
}

// compare says in which way a table that was read is not what the inventory says; nil where it is.
func (v *Inventory) compare(t Table, read *Inventory) error {
	for i := range max(len(v.groups[t]), len(read.groups[t])) {
		row := uint32(i) * rowsPerGroup
		said, is := *v.group(t, row), *read.group(t, row)
		if said == is {
			continue
		}
		what := "a record has been changed"
		switch {
		case is.records < said.records:
			what = fmt.Sprintf("%d of %d records are missing", said.records-is.records, said.records)
		case is.records > said.records:
			what = fmt.Sprintf("there are %d records, and %d were written", is.records, said.records)
		}
		return &damage{fmt.Sprintf("table %s, rows %d to %d: %s", t, row, row+rowsPerGroup-1, what)}
	}
	return nil
}

// readInventory reads the inventory from the file.
func (f *File) readInventory(ctx context.Context) (*Inventory, error) {
	v := &Inventory{}
	var total [len(tables)]int64
	err := f.Writer.QueryRowContext(ctx, "SELECT generation, names, nodes, relationships FROM state").Scan(
		&v.generation, &total[inNames], &total[InNodes], &total[InRelationships])
	if err != nil {
		return nil, damaged(err, "table state cannot be read")
	}
	rows, err := f.Writer.QueryContext(ctx, "SELECT part, row / ?, records, sum FROM inventory ORDER BY part, row", rowsPerGroup)
	if err != nil {
		return nil, damaged(err, "table inventory cannot be read")
	}
	defer rows.Close()
	for rows.Next() {
		var t, i, records, sum int64
		if err := rows.Scan(&t, &i, &records, &sum); err != nil || t < 0 || int(t) >= len(tables) || i < 0 || i > 1<<32/rowsPerGroup {
			return nil, &damage{"table inventory cannot be right"}
		}
		*v.group(Table(t), uint32(i)*rowsPerGroup) = rowGroup{records, uint64(sum)}
	}
	if err := rows.Err(); err != nil {
		return nil, damaged(err, "table inventory cannot be read")
	}
	for t, n := range total {
		if v.records(Table(t)) != n {
			return nil, &damage{fmt.Sprintf("table inventory: it has %d records of %s, and %d were written", v.records(Table(t)), Table(t), n)}
		}
	}
	return v, nil
}

// writeInventory writes what is new in the next inventory, which is of the next generation.
func (f *File) writeInventory(ctx context.Context, next *Inventory) error {
	next.generation = f.Inventory.generation + 1
	for t := range next.groups {
		for i := range next.groups[t] {
			row := uint32(i) * rowsPerGroup
			if g := next.groups[t][i]; g != *f.Inventory.group(Table(t), row) {
				_, err := f.Writer.ExecContext(ctx, "REPLACE INTO inventory (part, row, records, sum) VALUES (?, ?, ?, ?)",
					t, row, g.records, int64(g.sum))
				if err != nil {
					return err
				}
			}
		}
	}
	_, err := f.Writer.ExecContext(ctx, "UPDATE state SET generation = ?, names = ?, nodes = ?, relationships = ?",
		int64(next.generation), next.records(inNames), next.records(InNodes), next.records(InRelationships))
	return err
}

// ReadRecords reads all nodes and relationships, each in the order of their rows, and compares all of the file with what it says of itself. A file
// on the disk is read over two connections at the same time, and its pages beside them; nodes and relationships are then told by two
// goroutines. The bytes are the caller's.
func (f *File) ReadRecords(ctx context.Context, nodes, relationships func(row uint32, record []byte) error) error {
	if InMemory(f.Path) {
		return cmp.Or(f.scan(ctx, f.Writer, InNodes, nodes), f.scan(ctx, f.Writer, InRelationships, relationships))
	}
	conn, err := f.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	done, pages := make(chan error, 1), make(chan error, 1)
	go func() { done <- f.scan(ctx, conn, InRelationships, relationships) }()
	go func() { pages <- f.checkPages(ctx) }()
	err = f.scan(ctx, f.Writer, InNodes, nodes)
	return worse(cmp.Or(err, <-done), <-pages)
}

// scan reads a table in the order of its rows and compares it with the inventory. An error of the table is told before one of do, which
// may come of it.
func (f *File) scan(ctx context.Context, conn *sql.Conn, t Table, do func(row uint32, record []byte) error) error {
	read, next, refused := &Inventory{}, uint32(0), error(nil)
	err := readRows(ctx, conn, t.query(""), nil, func(row uint32, record []byte) error {
		read.Add(t, row, record)
		next = row + 1
		if refused == nil {
			refused = do(row, record)
		}
		return nil
	})
	if err != nil {
		return damaged(err, fmt.Sprintf("table %s cannot be read from row %d on", t, next))
	}
	if err := f.Inventory.compare(t, read); err != nil {
		return err
	}
	return refused
}

// Forget takes the records in some rows, ascending, out of the next inventory: others take their places.
func (f *File) Forget(ctx context.Context, next *Inventory, t Table, rows []uint32) error {
	for len(rows) > 0 {
		first := rows[0] / rowsPerGroup * rowsPerGroup
		last := first + (rowsPerGroup - 1)
		err := readRows(ctx, f.Writer, t.query(" WHERE row BETWEEN ? AND ?"), []int64{int64(first), int64(last)}, func(row uint32, record []byte) error {
			if len(rows) > 0 && rows[0] == row {
				next.remove(t, row, record)
				rows = rows[1:]
			}
			return nil
		})
		if err != nil {
			return err
		}
		if len(rows) > 0 && rows[0] <= last {
			return &damage{fmt.Sprintf("table %s, row %d: there is no record", t, rows[0])}
		}
	}
	return nil
}
