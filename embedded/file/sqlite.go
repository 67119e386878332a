package file

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"partnir/embedded/memory"
	"partnir/fault"
	"partnir/plan/mapping"
)

const (
	// applicationID marks the file as one of this program: "PtNR".
	applicationID = 0x50744e52
	// fileFormat is the number of the form of the file; user_version in SQLite's terms. It must be raised when records take another
	// form, and also when plan.SearchWords splits or folds otherwise: the full-text index holds what it made.
	fileFormat = 1
)

// schema makes the tables of a new file. Of a row, `record` holds everything (see encoding.go); the row number is what other records
// refer to. The words of the full-text index are folded beforehand and hold letters and digits only, so that the plain tokenizer
// splits them as plan.SearchWords does.
var schema = []string{
	`CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)`,
	`CREATE TABLE nodes (row INTEGER PRIMARY KEY, record BLOB NOT NULL)`,
	`CREATE TABLE relationships (row INTEGER PRIMARY KEY, record BLOB NOT NULL)`,
	`CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii')`,
	`CREATE VIRTUAL TABLE vocabulary USING fts5vocab(search, 'row')`,
	fmt.Sprintf(`PRAGMA application_id = %d`, applicationID),
	fmt.Sprintf(`PRAGMA user_version = %d`, fileFormat),
}

// File is the SQLite file of a store. One connection holds a write transaction all the time, so that a second process that opens the
// file is turned away instead of changing it underneath the graph in memory.
type File struct {
	Path string
	Db   *sql.DB
	// Writer holds the write transaction; holding says that it does.
	Writer  *sql.Conn
	Holding bool
	// version is SQLite's number of the state of the file; it changes when another connection writes.
	version int
}

func InMemory(path string) bool { return path == "" || path == ":memory:" }

// OpenFile opens a file, or makes it where there is none. Its errors name the file, and say what to do.
func OpenFile(ctx context.Context, path string) (*File, error) {
	f := &File{Path: path}
	dsn := ":memory:?"
	if !InMemory(path) {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
		if err := look(absolute); err != nil {
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
		dsn = (&url.URL{Scheme: "file", Path: filepath.ToSlash(absolute)}).String() + "?_pragma=journal_mode(WAL)&"
	}
	db, err := sql.Open("sqlite", dsn+"_pragma=busy_timeout(1000)&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, f.Explain("open", err)
	}
	f.Db = db
	connections := 2 + 2*runtime.GOMAXPROCS(0)
	if InMemory(path) {
		connections = 1 // every connection would be a database of its own
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := f.prepare(ctx); err != nil {
		f.Close()
		return nil, f.Explain("open", err)
	}
	return f, nil
}

var errOther = errors.New("it is no file of this program; name another file")

// look reads the head of a file before SQLite does, so that a file of another program is left as it is. What SQLite has not yet
// moved from its log to the file, prepare sees later.
func look(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, 100)
	n, err := io.ReadFull(file, head)
	switch {
	case n == 0 && errors.Is(err, io.EOF): // made, and not yet written
		return nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	case n < len(head) || string(head[:16]) != "SQLite format 3\x00":
		return errOther
	}
	changes, application := binary.BigEndian.Uint32(head[40:]), binary.BigEndian.Uint32(head[68:])
	if application != applicationID && (application != 0 || changes != 0) { // changes of the schema: 0 where there are no tables
		return errOther
	}
	return nil
}

// prepare takes the file for this process, makes the tables of a new one, and looks at those of an old one.
func (f *File) prepare(ctx context.Context) error {
	var err error
	if f.Writer, err = f.Db.Conn(ctx); err != nil {
		return err
	}
	if err := f.Begin(ctx); err != nil {
		return err
	}
	var application, format, tables int
	if err := f.Writer.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`).Scan(&application, &format, &tables); err != nil {
		return err
	}
	switch {
	case application == applicationID && format == fileFormat:
		return nil
	case application == applicationID:
		return fmt.Errorf("it has the format %d, and this version of the program reads format %d; load it anew, or use the "+
			"version that wrote it", format, fileFormat)
	case application != 0 || tables > 0:
		return errOther
	}
	for _, statement := range schema {
		if _, err := f.Writer.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return f.Commit(ctx)
}

// Begin opens the write transaction, unless it is open. Between a commit and the next begin another process may get hold of the file;
// what it wrote is not in the graph in memory, and nothing may be written on top of it.
func (f *File) Begin(ctx context.Context) error {
	if f.Holding {
		return nil
	}
	if _, err := f.Writer.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	var version int
	if err := f.Writer.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return err
	}
	if f.version != 0 && f.version != version {
		_, _ = f.Writer.ExecContext(ctx, "ROLLBACK") // there is nothing to take back
		return errors.New("another process has changed the file; open it again")
	}
	f.Holding, f.version = true, version
	return nil
}

// Commit ends the write transaction for good, and opens the next one. What was written is safe once it returns nil. It goes on when ctx
// is done: file and graph must not part because nobody knows whether it came to its end.
func (f *File) Commit(ctx context.Context) error {
	if _, err := f.Writer.ExecContext(context.WithoutCancel(ctx), "COMMIT"); err != nil {
		return err
	}
	f.Holding = false
	// What is committed stays so whether or not this succeeds: the next load tries again, and reports it.
	_ = f.Begin(context.WithoutCancel(ctx))
	return nil
}

// Rollback takes back what was written since the last commit.
func (f *File) Rollback() {
	ctx := context.Background()
	_, _ = f.Writer.ExecContext(ctx, "ROLLBACK") // an error says that SQLite did so already
	f.Holding = false
	_ = f.Begin(ctx)
}

func (f *File) Close() error {
	if f.Writer != nil {
		_, _ = f.Writer.ExecContext(context.Background(), "ROLLBACK")
		_ = f.Writer.Close()
	}
	return f.Db.Close()
}

// Explain puts an error, met when the file was to be opened, searched …, in the words of somebody who has the file before him.
func (f *File) Explain(action string, err error) error {
	name := f.Path
	if InMemory(name) {
		name = "the store in memory"
	}
	var known *sqlite.Error
	code := 0
	if errors.As(err, &known) {
		code = known.Code() & 0xff
	}
	what := ""
	switch {
	case code == sqlite3.SQLITE_BUSY, code == sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%s %s: another process uses the file; stop it, or name another file: %w", action, name, fault.ErrUnavailable)
	case code == sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s %s: %w", action, name, errOther)
	case code == sqlite3.SQLITE_CORRUPT, errors.Is(err, memory.ErrDamaged):
		what = "the file is damaged; put back a copy, or remove it and load anew: "
	case code == sqlite3.SQLITE_CANTOPEN, code == sqlite3.SQLITE_PERM, code == sqlite3.SQLITE_AUTH:
		what = "the file cannot be opened; see that its folder exists and that file and folder may be read and written: "
	case code == sqlite3.SQLITE_READONLY:
		what = "the file may not be written; see to its permissions: "
	case code == sqlite3.SQLITE_FULL:
		what = "the disk is full: "
	}
	return fmt.Errorf("%s %s: %s%w", action, name, what, err)
}

// Read calls do with the first two columns of each row, an integer and bytes. The bytes are the caller's. It goes past database/sql,
// which takes as long for a row as SQLite itself.
func Read(ctx context.Context, conn *sql.Conn, query string, do func(row uint32, record []byte) error) error {
	return conn.Raw(func(c any) error {
		rows, err := c.(driver.QueryerContext).QueryContext(ctx, query, nil)
		if err != nil {
			return err
		}
		defer rows.Close()
		values := make([]driver.Value, 2)
		for {
			err := rows.Next(values)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			row, isRow := values[0].(int64)
			record, isRecord := values[1].([]byte)
			if !isRow || !isRecord || row < 0 || row >= 1<<32-1 {
				return memory.ErrDamaged
			}
			if err := do(uint32(row), record); err != nil {
				return err
			}
		}
	})
}

// Names reads the numbers of the names from the file, and gives the schema's new names theirs.
func (f *File) Names(ctx context.Context, m *mapping.Mapping) (*memory.Names, error) {
	n := &memory.Names{Numbers: map[string]int{}}
	rows, err := f.Writer.QueryContext(ctx, "SELECT number, name FROM names ORDER BY number")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var name string
		if err := rows.Scan(&number, &name); err != nil {
			return nil, err
		}
		if number != len(n.All) {
			return nil, memory.ErrDamaged
		}
		n.Numbers[name], n.All = number, append(n.All, name)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	known := len(n.All)
	for _, name := range memory.NamesOf(m) {
		if _, ok := n.Numbers[name]; !ok {
			n.Numbers[name], n.All = len(n.All), append(n.All, name)
		}
	}
	n.Relationships = make([]*mapping.RelationshipType, len(n.All))
	for i, name := range n.All {
		n.Relationships[i] = m.Relationship(name)
	}
	if known == len(n.All) {
		return n, nil
	}
	for number, name := range n.All[known:] {
		if _, err := f.Writer.ExecContext(ctx, "INSERT INTO names VALUES (?, ?)", known+number, name); err != nil {
			return nil, err
		}
	}
	return n, f.Commit(ctx)
}
