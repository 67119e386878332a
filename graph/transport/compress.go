package transport

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

const (
	// minCompressed is the smallest answer in bytes that is compressed: smaller ones fit into one packet anyway.
	minCompressed = 1400
	// compressionLevel gives most of what can be gained in two fifths of the time of gzip's own default, 6: of the benchmark answer of
	// 186 KB, a tenth is left against a fourteenth.
	compressionLevel = 1
)

// compressed compresses the answers of a handler with gzip for clients that accept it, errors too.
func compressed(h http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed), gzhttp.CompressionLevel(compressionLevel), gzhttp.EnableZstd(false))
	if err != nil {
		panic(err) // the options are those above
	}
	return wrap(h)
}
