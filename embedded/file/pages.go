package file

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// The file is a SQLite database whose pages end with some bytes that SQLite leaves to us:
//
//	generation  8 bytes  of the first page only: the generation of the last load that was acknowledged (see state.go), 0 on other pages
//	checksum    4 bytes  of the generation
//	checksum    4 bytes  of the page up to here but for those two, and of its number
//
// Numbers are little-endian, checksums are CRC-32C.
const (
	PageSize = 4096
	reserved = 16
	Usable   = PageSize - reserved

	acknowledgedSize = 12
	checksumAt       = PageSize - 4
)

// Page is a page of the file, with its checksum at the end.
type Page [PageSize]byte

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum is that of a page with its number; the first page has the number 1.
func checksum(p *Page, number int64) uint32 {
	var n [8]byte
	binary.LittleEndian.PutUint64(n[:], uint64(number))
	return crc32.Update(crc32.Checksum(p[:Usable], castagnoli), castagnoli, n[:])
}

// Seal puts the checksum of a page into it.
func Seal(p *Page, number int64) {
	binary.LittleEndian.PutUint32(p[checksumAt:], checksum(p, number))
}

func intact(p *Page, number int64) bool {
	return binary.LittleEndian.Uint32(p[checksumAt:]) == checksum(p, number)
}

// setAcknowledged writes into the first page which generation was acknowledged.
func setAcknowledged(p *Page, generation uint64) {
	binary.LittleEndian.PutUint64(p[Usable:], generation)
	binary.LittleEndian.PutUint32(p[Usable+8:], crc32.Checksum(p[Usable:Usable+8], castagnoli))
}

// acknowledged reads it; it is false where it is damaged.
func acknowledged(p *Page) (generation uint64, ok bool) {
	ok = binary.LittleEndian.Uint32(p[Usable+8:]) == crc32.Checksum(p[Usable:Usable+8], castagnoli)
	return binary.LittleEndian.Uint64(p[Usable:]), ok
}

// emptyPage is the first page of a new file: a database without a table, with a log, and with room at the end of its pages. The form is
// that of https://www.sqlite.org/fileformat2.html.
func emptyPage() *Page {
	p := new(Page)
	copy(p[:], "SQLite format 3\x00")
	binary.BigEndian.PutUint16(p[16:], PageSize)
	p[18], p[19], p[20] = 2, 2, reserved // written and read with a log
	p[21], p[22], p[23] = 64, 32, 32     // always so
	binary.BigEndian.PutUint32(p[28:], 1)
	p[100] = 13 // an empty leaf of the table of tables; what it holds begins at the end
	binary.BigEndian.PutUint16(p[105:], Usable)
	setAcknowledged(p, 0)
	Seal(p, 1)
	return p
}

// openPages opens a file, or makes it where there is none, and looks at its first page before SQLite does, so that a file of another program
// and a damaged one are left as they are. What SQLite has not yet moved from its log to the file is looked at later.
//
// The handle stays open as long as SQLite has the file: to close one ends the locks of all, by the rules of POSIX.
func (f *File) openPages(path string) error {
	var err error
	if f.pages, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		return err
	}
	info, err := f.pages.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 { // made just now, or not yet written
		return f.makePages()
	}
	var p Page
	n, err := f.pages.ReadAt(p[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := checkHead(&p, n); err != nil || f.logged() {
		return err
	}
	if !intact(&p, 1) {
		return errHead
	}
	return checkSize(&p, info.Size())
}

// makePages writes the first page of a new file. A log that an older file of the name has left behind is not its own.
func (f *File) makePages() error {
	for _, end := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(f.pages.Name() + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if _, err := f.pages.WriteAt(emptyPage()[:], 0); err != nil {
		return err
	}
	return f.pages.Sync()
}

var (
	// ErrOther says that a file is none of this program.
	ErrOther = errors.New("it is no file of this program; name another file")
	errHead  = &damage{"page 1, the head of the file, has been changed"}
)

// checkHead looks at the first n bytes of a file. A first page that says which load was acknowledged is one of ours, whatever else it says.
func checkHead(p *Page, n int) error {
	changes, format := binary.BigEndian.Uint32(p[40:]), binary.BigEndian.Uint32(p[60:])
	application := binary.BigEndian.Uint32(p[68:])
	_, ours := acknowledged(p)
	switch {
	case ours && n == len(p):
		if format != fileFormat && application == applicationID && intact(p, 1) {
			return formatError(int(format))
		}
		return nil
	case n < 100 || string(p[:16]) != "SQLite format 3\x00":
		return ErrOther
	case application != applicationID && (application != 0 || changes != 0): // changes of the schema: 0 where there are no tables
		return ErrOther
	case application == applicationID && p[20] != reserved:
		return formatError(int(format))
	case n < len(p):
		return &damage{"it has been cut short"}
	}
	return nil
}

func checkSize(first *Page, size int64) error {
	pages := int64(binary.BigEndian.Uint32(first[28:]))
	if size != pages*PageSize {
		return &damage{fmt.Sprintf("it has %d bytes, and %d were written", size, pages*PageSize)}
	}
	return nil
}

// logged reports whether there is a log of SQLite's, from which something may not have been moved to the file.
func (f *File) logged() bool { return f.logSize() > 0 }

func (f *File) logSize() int64 {
	info, err := os.Stat(f.pages.Name() + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// acknowledge notes in the first page that a generation is written for good. It need not be safe at once: where it is lost, the file is
// only newer than it says.
func (f *File) acknowledge(generation uint64) {
	if f.pages != nil {
		var p Page
		setAcknowledged(&p, generation)
		_, _ = f.pages.WriteAt(p[Usable:Usable+acknowledgedSize], Usable)
	}
}

// acknowledged is the generation that was acknowledged last.
func (f *File) acknowledged() (uint64, error) {
	var p Page
	if _, err := f.pages.ReadAt(p[:], 0); err != nil {
		return 0, err
	}
	generation, ok := acknowledged(&p)
	if !ok {
		return 0, &damage{"page 1: the number of the last load has been changed"}
	}
	return generation, nil
}

// checkPages compares all pages with their checksums, those that nothing is on too: SQLite may write on them one day. The log must be empty.
func (f *File) checkPages(ctx context.Context) error {
	if f.pages == nil {
		return nil
	}
	info, err := f.pages.Stat()
	if err != nil {
		return err
	}
	all := info.Size() / PageSize
	buffer := make([]byte, 256*PageSize)
	for number := int64(1); number <= all; {
		n, err := f.pages.ReadAt(buffer, (number-1)*PageSize)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		for b := buffer[:n-n%PageSize]; len(b) > 0; b, number = b[PageSize:], number+1 {
			p := (*Page)(b)
			if !intact(p, number) {
				return &damage{fmt.Sprintf("page %d of %d has been changed", number, all)}
			}
			if number == 1 {
				if err := checkSize(p, info.Size()); err != nil {
					return err
				}
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}
