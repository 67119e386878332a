package transport

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"partnir/graph/noun"
)

// long answers every root field with a JSON of some kilobytes.
var long = answers(func(context.Context) (noun.Noun, error) {
	return noun.Noun(`{"text":"` + strings.Repeat("industrial cooperation ", 200) + `"}`), nil
})

// TestCompression shows which answers are compressed, that they are the same as plain ones, and that caches are told.
func TestCompression(t *testing.T) {
	h, _ := handler(long)
	good, bad := `{"query":"{ countries { totalCount } }"}`, `{"query":"{ `+strings.Repeat("nothing ", 100)+`}"}`
	for _, c := range []struct {
		name, body, accept string
		compressed         bool
	}{
		{"an answer", good, "gzip", true},
		{"among others", good, "deflate, gzip;q=0.5, br", true},
		{"errors", bad, "gzip", true},
		{"small", typename, "gzip", false},
		{"small errors", "x", "gzip", false},
		{"not accepted", good, "", false},
		{"refused", good, "gzip;q=0", false},
		{"another", good, "br, zstd", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			plain := httptest.NewRecorder()
			h.ServeHTTP(plain, post(c.body))
			got := httptest.NewRecorder()
			h.ServeHTTP(got, post(c.body, "Accept-Encoding", c.accept))
			if compressed := got.Header().Get("Content-Encoding") == "gzip"; compressed != c.compressed {
				t.Fatalf("compressed: %t, want %t; headers %v", compressed, c.compressed, got.Header())
			}
			text, size := io.Reader(got.Body), got.Body.Len()
			if c.compressed {
				var err error
				if text, err = gzip.NewReader(got.Body); err != nil {
					t.Fatal(err)
				}
			}
			all, err := io.ReadAll(text)
			if err != nil || string(all) != plain.Body.String() || got.Code != plain.Code {
				t.Errorf("%d %s, %v\nwant %d %s", got.Code, all, err, plain.Code, plain.Body)
			}
			if c.compressed && size > len(all)/2 {
				t.Errorf("%d of %d bytes are left", size, len(all))
			}
			if length := got.Header().Get("Content-Length"); length != "" && length != fmt.Sprint(size) {
				t.Errorf("Content-Length: %s, it has %d bytes", length, size)
			}
			if vary := strings.Join(got.Header().Values("Vary"), ", "); vary != "Accept-Encoding, Accept" {
				t.Errorf("Vary: %s", vary)
			}
		})
	}
}

// TestCompressionOverHTTP shows that a client of Go gets the same answer, however it was sent.
func TestCompressionOverHTTP(t *testing.T) {
	h, _ := handler(long)
	server := httptest.NewServer(h)
	defer server.Close()
	response, err := http.Post(server.URL, "application/json", strings.NewReader(`{"query":"{ countries { totalCount } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || !response.Uncompressed || !strings.HasPrefix(string(text), `{"data":{"countries":{"text":"industrial`) {
		t.Errorf("uncompressed by the client: %t, %v\n%s", response.Uncompressed, err, text)
	}
}
