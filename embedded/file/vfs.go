package file

import (
	"sync"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	sqlite3 "modernc.org/sqlite/lib"
)

// VFSName is the name of the file system that gives each page of a file its checksum as it is written, and compares it as it is read.
// SQLite keeps room for that at the end of each page (see pages.go), and does not look at it.
//
// It is SQLite's own file system of the machine, but for reading and writing pages of a database. The log has checksums of SQLite's.
const VFSName = "partnir"

// registerVFS makes the file system known to SQLite, once for the process.
var registerVFS = sync.OnceValue(func() bool {
	tls := libc.NewTLS()
	defer tls.Close()
	original := sqlite3.Xsqlite3_vfs_find(tls, 0)
	if original == 0 {
		return false
	}
	osVFS = pointee[sqlite3.Tsqlite3_vfs](original)
	own := *osVFS // its other functions find what they need in what is copied
	name, err := libc.CString(VFSName)
	if err != nil {
		return false
	}
	own.FzName, own.FpNext, own.FxOpen = name, 0, pointerTo(openDatabase)
	place := libc.Xcalloc(tls, 1, types.Size_t(unsafe.Sizeof(own)))
	if place == 0 {
		return false
	}
	*pointee[sqlite3.Tsqlite3_vfs](place) = own
	return sqlite3.Xsqlite3_vfs_register(tls, place, 0) == sqlite3.SQLITE_OK
})

// osVFS is the file system of the machine, set before any file is opened.
var osVFS *sqlite3.Tsqlite3_vfs

// methods are those of a database file: the original ones, with reading and writing in their place taken by readPage and writePage.
type methods struct {
	// own must be first: SQLite takes a pointer to methods for one to it.
	own         sqlite3.Tsqlite3_io_methods
	read, write transfer
}

// transfer is xRead or xWrite of SQLite: it moves size bytes between a buffer and an offset of a file.
type transfer func(tls *libc.TLS, file, buffer uintptr, size int32, offset int64) int32

// methodsByOriginal are the methods made so far, by the place of the original ones: there are few.
var (
	methodsMu         sync.Mutex
	methodsByOriginal = map[uintptr]uintptr{}
)

// openDatabase is xOpen.
func openDatabase(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32 {
	open := functionAt[func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32](osVFS.FxOpen)
	rc := open(tls, vfs, name, file, flags, outFlags)
	if f := pointee[sqlite3.Tsqlite3_file](file); rc == sqlite3.SQLITE_OK && flags&sqlite3.SQLITE_OPEN_MAIN_DB != 0 && f.FpMethods != 0 {
		if f.FpMethods = methodsFor(tls, f.FpMethods); f.FpMethods == 0 {
			return sqlite3.SQLITE_NOMEM
		}
	}
	return rc
}

func methodsFor(tls *libc.TLS, original uintptr) uintptr {
	methodsMu.Lock()
	defer methodsMu.Unlock()
	place, ok := methodsByOriginal[original]
	if !ok {
		if place = libc.Xcalloc(tls, 1, types.Size_t(unsafe.Sizeof(methods{}))); place == 0 {
			return 0
		}
		m := pointee[methods](place)
		m.own = *pointee[sqlite3.Tsqlite3_io_methods](original)
		m.read, m.write = functionAt[transfer](m.own.FxRead), functionAt[transfer](m.own.FxWrite)
		m.own.FxRead, m.own.FxWrite = pointerTo(readPage), pointerTo(writePage)
		methodsByOriginal[original] = place
	}
	return place
}

// readPage is xRead. Pages are read whole; SQLite reads parts only of the head of a file, before it knows the size of its pages.
func readPage(tls *libc.TLS, file, buffer uintptr, size int32, offset int64) int32 {
	rc := methodsOf(file).read(tls, file, buffer, size, offset)
	if rc == sqlite3.SQLITE_OK && size == PageSize && offset%PageSize == 0 && !intact(pointee[Page](buffer), offset/PageSize+1) {
		return sqlite3.SQLITE_IOERR_DATA
	}
	return rc
}

// writePage is xWrite. It changes the end of the buffer, which SQLite has no use for.
func writePage(tls *libc.TLS, file, buffer uintptr, size int32, offset int64) int32 {
	m := methodsOf(file)
	if size == PageSize && offset%PageSize == 0 {
		p := pointee[Page](buffer)
		if offset == 0 { // what is acknowledged stands beside what SQLite writes, and stays
			if rc := m.read(tls, file, uintptr(unsafe.Pointer(&p[Usable])), acknowledgedSize, Usable); rc != sqlite3.SQLITE_OK {
				setAcknowledged(p, 0)
			}
		}
		Seal(p, offset/PageSize+1)
	}
	return m.write(tls, file, buffer, size, offset)
}

func methodsOf(file uintptr) *methods {
	return pointee[methods](pointee[sqlite3.Tsqlite3_file](file).FpMethods)
}

// pointee is what lies at a place in the memory of SQLite, which Go does not move.
func pointee[T any](place uintptr) *T { return *(**T)(unsafe.Pointer(&place)) }

// functionAt is the function that SQLite calls by a pointer, and pointerTo is the way back. The function must be one of a package, which has
// its place for good.
func functionAt[F any](pointer uintptr) F { return *(*F)(unsafe.Pointer(&struct{ uintptr }{pointer})) }

func pointerTo[F any](function F) uintptr { return *(*uintptr)(unsafe.Pointer(&function)) }
