package file

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"partnir/embedded/memory"
	"partnir/fault"
)

// damage is what is wrong with a file that was changed without the program, or by a disk that fails: where, and in which way. It shows nothing of
// what is in the file.
type damage struct{ what string }

func (d *damage) Error() string { return d.what }

// StartAnew is what to do where a file cannot be read, and remedy where it is damaged.
const (
	StartAnew = "delete the file and start again: the starter graph is then loaded anew, and other data must be imported again"
	Remedy    = "restore a backup of it, or " + StartAnew
)

func formatError(format int) error {
	return fmt.Errorf("it has the format %d, and this version of the program reads format %d; use the version that wrote it, or "+StartAnew,
		format, fileFormat)
}

var errInUse = fmt.Errorf("another process uses the file; stop it, or name another file: %w", fault.ErrUnavailable)

// damaged turns an error that was met while a part of the file was read into what is wrong with it. Errors that are not about what is in the
// file stay as they are.
func damaged(err error, what string) error {
	switch code := resultCode(err); {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
	case isDamage(code), code&0xff == sqlite3.SQLITE_ERROR, errors.Is(err, memory.ErrDamaged), errors.Is(err, sql.ErrNoRows):
		return &damage{what}
	}
	return err
}

// worse joins what was found in the records with what was found in the pages that they lie on.
func worse(records, pages error) error {
	var d *damage
	switch {
	case pages == nil:
		return records
	case records == nil || !errors.As(pages, &d):
		return pages
	case errors.As(records, &d):
		return &damage{fmt.Sprintf("%s (%s)", records, pages)}
	}
	return pages
}

// resultCode is the code of an error of SQLite, 0 for others.
func resultCode(err error) int {
	var known *sqlite.Error
	if errors.As(err, &known) {
		return known.Code()
	}
	return 0
}

// isDamage reports whether a code says that what was read cannot be right.
func isDamage(code int) bool {
	switch code {
	case sqlite3.SQLITE_IOERR_DATA, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS:
		return true
	}
	return code&0xff == sqlite3.SQLITE_CORRUPT
}

// Explain puts an error, met when the file was to be opened, searched …, in the words of somebody who has the file before him.
func (f *File) Explain(action string, err error) error {
	name := f.Path
	if InMemory(name) {
		name = "the store in memory"
	}
	var found *damage
	code := resultCode(err)
	what := ""
	switch base := code & 0xff; {
	case errors.As(err, &found):
		return fmt.Errorf("%s %s: the file is damaged: %w; %s", action, name, found, Remedy)
	case isDamage(code), errors.Is(err, memory.ErrDamaged):
		return fmt.Errorf("%s %s: the file is damaged: %w; %s", action, name, err, Remedy)
	case base == sqlite3.SQLITE_BUSY, base == sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%s %s: %w", action, name, errInUse)
	case base == sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s %s: %w", action, name, ErrOther)
	case base == sqlite3.SQLITE_CANTOPEN, base == sqlite3.SQLITE_PERM, base == sqlite3.SQLITE_AUTH,
		errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		what = "the file cannot be opened; see that its folder exists and that file and folder may be read and written: "
	case base == sqlite3.SQLITE_READONLY:
		what = "the file may not be written; see to its permissions: "
	case base == sqlite3.SQLITE_FULL:
		what = "the disk is full: "
	}
	return fmt.Errorf("%s %s: %s%w", action, name, what, err)
}
