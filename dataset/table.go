package dataset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// table is a CSV file that was read: blanks around values are cut.
type table struct {
	name    string
	columns map[string]int
	width   int
	// fields are the values of all rows, one row after the other.
	fields []string
	// lines are the lines at which the rows begin.
	lines []int32
}

func (t *table) rows() int { return len(t.lines) }

func (t *table) row(i int) []string { return t.fields[i*t.width : (i+1)*t.width] }

// open reads manifest and tables, side by side. The tables are nil where one could not be read as a table at all; other
// problems leave them usable, so that more can be found.
func open(fsys fs.FS) (*manifest, map[string]*table, *problems) {
	found := &problems{}
	manifest := readManifest(fsys, found)
	read := make([]*table, len(files))
	each := make([]problems, len(files))
	var wait sync.WaitGroup
	for i, f := range files {
		wait.Go(func() { read[i] = f.read(fsys, manifest, &each[i]) })
	}
	wait.Wait()
	tables := map[string]*table{}
	for i, t := range read {
		found.take(each[i])
		if t != nil {
			tables[files[i].name] = t
		}
	}
	strangers(fsys, found)
	if len(tables) < len(files) || manifest == nil {
		return manifest, nil, found
	}
	return manifest, tables, found
}

// strangers reports tables that nobody reads.
func strangers(fsys fs.FS, found *problems) {
	names, err := fs.Glob(fsys, "*.csv*")
	if err != nil {
		found.add(Problem{Want: "the folder cannot be listed: " + err.Error()})
	}
	for _, name := range names {
		known := func(f file) bool { return name == f.name+".csv" || name == f.name+".csv.gz" }
		if !slices.ContainsFunc(files, known) {
			found.add(Problem{File: name, Want: "no such table is known; take the file out, or give it the name of a table"})
		}
	}
}

// read reads and checks one table; nil where it cannot be read as one.
func (f file) read(fsys fs.FS, m *manifest, found *problems) *table {
	name := f.name + ".csv"
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = decompress(fsys, name+".gz")
	}
	if err != nil {
		found.add(Problem{File: name, Want: "the table cannot be read: " + err.Error()})
		return nil
	}
	t := f.parse(data, found)
	if t == nil {
		return nil
	}
	f.compare(t, data, m, found)
	f.unique(t, found)
	return t
}

// decompress reads a compressed file.
func decompress(fsys fs.FS, name string) ([]byte, error) {
	packed, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", name, err)
	}
	// A gzip file ends with the size of its content: room for that is taken at once, if it is no damaged, immense number.
	size := int(binary.LittleEndian.Uint32(packed[len(packed)-4:]))
	data := bytes.NewBuffer(make([]byte, 0, min(size, 64*len(packed))+bytes.MinRead))
	if _, err := data.ReadFrom(z); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", name, err)
	}
	return data.Bytes(), nil
}

// parse splits a table into rows; nil where it is not well-formed.
func (f file) parse(data []byte, found *problems) *table {
	t := &table{name: f.name + ".csv", columns: map[string]int{}}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.ReuseRecord = true
	first, err := r.Read()
	if err != nil {
		found.add(Problem{File: t.name, Line: 1, Want: "the line with the names of the columns is missing"})
		return nil
	}
	header := slices.Clone(first)
	t.width = len(header)
	for i, name := range header {
		t.columns[name] = i
	}
	if !f.fits(t, header, found) {
		return nil
	}
	estimate := bytes.Count(data, []byte("\n"))
	t.fields, t.lines = make([]string, 0, estimate*t.width), make([]int32, 0, estimate)
	for {
		record, err := r.Read()
		if err == io.EOF {
			return t
		}
		if err != nil {
			found.add(broken(t, err, len(record)))
			return nil
		}
		line, _ := r.FieldPos(0)
		t.lines = append(t.lines, int32(line))
		for i, value := range record {
			if !utf8.ValidString(value) {
				found.add(Problem{File: t.name, Line: line, Column: header[i], Value: value, Want: "want text in UTF-8"})
			}
			t.fields = append(t.fields, strings.TrimSpace(value))
		}
	}
}

// fits compares the header with the columns that the table must have.
func (f file) fits(t *table, header []string, found *problems) bool {
	want := f.header()
	ok := true
	for _, name := range want {
		if _, has := t.columns[name]; !has {
			found.add(Problem{File: t.name, Line: 1, Want: fmt.Sprintf("the column %s is missing; want %s", name, strings.Join(want, ", "))})
			ok = false
		}
	}
	for i, name := range header {
		if !slices.Contains(want, name) || t.columns[name] != i {
			found.add(Problem{File: t.name, Line: 1, Column: name, Value: name, Want: "the column is unknown or there twice; want " + strings.Join(want, ", ")})
			ok = false
		}
	}
	return ok
}

// broken tells what is wrong with a line that cannot be split.
func broken(t *table, err error, fields int) Problem {
	p := Problem{File: t.name, Want: err.Error()}
	var at *csv.ParseError
	if errors.As(err, &at) {
		p.Line, p.Want = at.Line, at.Err.Error()
		if errors.Is(at, csv.ErrFieldCount) {
			p.Want = fmt.Sprintf("the line has %d values; want %d", fields, t.width)
		}
	}
	return p
}

// compare checks the table against the manifest.
func (f file) compare(t *table, data []byte, m *manifest, found *problems) {
	if m == nil || len(m.Files) == 0 {
		return
	}
	want, ok := m.Files[t.name]
	if !ok {
		found.add(Problem{File: manifestName, Want: "the table " + t.name + " is not listed"})
		return
	}
	if t.rows() != want.Rows {
		found.add(Problem{File: t.name, Want: fmt.Sprintf("the table has %d rows; want %d by %s", t.rows(), want.Rows, manifestName)})
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want.SHA256 {
		found.add(Problem{File: t.name, Want: "the checksum differs from " + manifestName + ": the file is damaged or was changed"})
	}
}

// unique checks that the key of each row is there and occurs once.
func (f file) unique(t *table, found *problems) {
	first := make(map[string]int32, t.rows())
	var key []byte
	for i, line := range t.lines {
		row := t.row(i)
		key = key[:0]
		for _, column := range f.key {
			key = append(append(key, row[t.columns[column]]...), 0)
		}
		if before, twice := first[string(key)]; twice {
			value := strings.ReplaceAll(string(key[:len(key)-1]), "\x00", ", ")
			found.add(Problem{File: t.name, Line: int(line), Column: strings.Join(f.key, ", "), Value: value,
				Want: fmt.Sprintf("the same is on line %d; want it once", before)})
			continue
		}
		first[string(key)] = line
	}
}
