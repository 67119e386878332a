// Package file keeps the records of the embedded store in a SQLite file, each page with a checksum, and says what is wrong with a damaged one.
package file

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	_ "modernc.org/sqlite" // the driver

	"partnir/embedded/memory"
)

const (
	// applicationID marks the file as one of this program: "PtNR".
	applicationID = 0x50744e52
	// fileFormat is the number of the form of the file; user_version in SQLite's terms. It must be raised when records take another
	// form, and also when search.Words or search.Text makes something else of a text: the full-text index holds what it made.
	fileFormat = 3
)

// schema makes the tables of a new file. `state` and `inventory` say what the others hold (see inventory.go). Of a row, `record` holds
// everything (see encoding.go); the row number is what other records refer to. The words of the full-text index are folded beforehand and hold letters, digits and marks only, so that the plain tokenizer
// splits them as search.Words does.
var schema = []string{
	`CREATE TABLE state (generation INTEGER NOT NULL, names INTEGER NOT NULL, nodes INTEGER NOT NULL, relationships INTEGER NOT NULL)`,
	`INSERT INTO state VALUES (0, 0, 0, 0)`,
	`CREATE TABLE inventory (part INTEGER, row INTEGER, records INTEGER NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (part, row)) WITHOUT ROWID`,
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
	DB   *sql.DB
	// pages is the file as bytes; nil in memory.
	pages *os.File
	// Inventory is what the file holds.
	Inventory *Inventory
	// Writer holds the write transaction; holding says that it does.
	Writer  *sql.Conn
	Holding bool
	// version is SQLite's number of the state of the file; it changes when another connection writes.
	version int
}

// InMemory reports whether a path stands for a graph that is kept in no file.
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
		if !registerVFS() {
			return nil, fmt.Errorf("open %s: SQLite does not take the file system that makes checksums", path)
		}
		if err := f.openPages(absolute); err != nil {
			f.Close()
			return nil, f.Explain("open", err)
		}
		// The log is moved to the file by us, after the load is acknowledged: see commit.
		dsn = (&url.URL{Scheme: "file", Path: filepath.ToSlash(absolute)}).String() +
			"?vfs=" + VFSName + "&_pragma=journal_mode(WAL)&_pragma=wal_autocheckpoint(0)&"
	}
	db, err := sql.Open("sqlite", dsn+"_pragma=busy_timeout(1000)&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, f.Explain("open", err)
	}
	f.DB = db
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

// prepare takes the file for this process, makes the tables of a new one, and looks at those of an old one.
func (f *File) prepare(ctx context.Context) error {
	var err error
	if f.Writer, err = f.DB.Conn(ctx); err != nil {
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
		return f.recover(ctx)
	case application == applicationID:
		return formatError(format)
	case application != 0 || tables > 0:
		return ErrOther
	}
	for _, statement := range schema {
		if _, err := f.Writer.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	f.Inventory = &Inventory{}
	return f.Commit(ctx, &Inventory{})
}

// recover reads what the file says that it holds, and moves to it what a process that was killed has left in the log.
func (f *File) recover(ctx context.Context) error {
	var err error
	if f.Inventory, err = f.readInventory(ctx); err != nil {
		return err
	}
	last, err := f.acknowledged()
	if err != nil {
		return err
	}
	if f.Inventory.generation < last {
		return &damage{fmt.Sprintf("what was loaded last is missing, for the log beside it, %s-wal, has been changed or removed", f.Path)}
	}
	if f.logged() {
		if err := f.release(ctx); err != nil {
			return err
		}
		if err := f.moveLog(ctx); err != nil {
			return err
		}
		if err := f.Begin(ctx); err != nil {
			return err
		}
	}
	f.acknowledge(f.Inventory.generation)
	return nil
}

// release ends the write transaction, in which nothing was written.
func (f *File) release(ctx context.Context) error {
	f.Holding = false
	_, err := f.Writer.ExecContext(ctx, "ROLLBACK")
	return err
}

// moveLog moves the log of SQLite to the file, and empties it. No transaction may be open.
func (f *File) moveLog(ctx context.Context) error {
	var busy bool
	var pages, moved int
	if err := f.Writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return err
	}
	if busy {
		return errInUse
	}
	return nil
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

// longLog is from how many bytes on the log is moved to the file after a load.
const longLog = 4 << 20

// Commit ends the write transaction for good, with the inventory of what is written, and opens the next one. What was written is safe once
// it returns nil. It goes on when ctx is done: file and graph must not part because nobody knows whether it came to its end.
//
// The log is moved to the file only after the generation is noted there. So a start knows a log that was damaged: SQLite would pass over what
// follows the damage, as over a transaction that did not come to its end.
func (f *File) Commit(ctx context.Context, next *Inventory) error {
	ctx = context.WithoutCancel(ctx)
	if err := f.writeInventory(ctx, next); err != nil {
		return err
	}
	if _, err := f.Writer.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	f.Holding, f.Inventory = false, next
	// What is committed stays so whether or not the rest succeeds: the next load tries again, and reports it.
	f.acknowledge(next.generation)
	if f.pages != nil && f.logSize() >= longLog {
		_ = f.moveLog(ctx)
	}
	_ = f.Begin(ctx)
	return nil
}

// Rollback takes back what was written since the last commit.
func (f *File) Rollback() {
	ctx := context.Background()
	_, _ = f.Writer.ExecContext(ctx, "ROLLBACK") // an error says that SQLite did so already
	f.Holding = false
	_ = f.Begin(ctx)
}

// Close ends what is open, and closes the file.
func (f *File) Close() (err error) {
	if f.Writer != nil {
		_, _ = f.Writer.ExecContext(context.Background(), "ROLLBACK")
		_ = f.Writer.Close()
	}
	if f.DB != nil {
		err = f.DB.Close()
	}
	if f.pages != nil {
		err = errors.Join(err, f.pages.Close())
	}
	return err
}

// readRows calls do with the first two columns of each row, an integer and bytes. The bytes are the caller's. It goes past database/sql,
// which takes as long for a row as SQLite itself.
func readRows(ctx context.Context, conn *sql.Conn, query string, args []int64, do func(row uint32, record []byte) error) error {
	return conn.Raw(func(c any) error {
		values := make([]driver.NamedValue, len(args))
		for i, v := range args {
			values[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
		}
		rows, err := c.(driver.QueryerContext).QueryContext(ctx, query, values)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns := make([]driver.Value, 2)
		for {
			err := rows.Next(columns)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			row, isRow := columns[0].(int64)
			record, isRecord := columns[1].([]byte)
			if !isRow || !isRecord || row < 0 || row >= 1<<32-1 {
				return memory.ErrDamaged
			}
			if err := do(uint32(row), record); err != nil {
				return err
			}
		}
	})
}
