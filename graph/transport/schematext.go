package transport

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"partnir/graph"
)

// NewSchemaHandler returns the handler that serves the schema as text, in GraphQL's schema language: as it is, and with ?flat=1 for
// clients that refuse interfaces that implement interfaces. It takes no notice of the path.
func NewSchemaHandler() http.Handler {
	full, flat := text(graph.Text(false)), text(graph.Text(true))
	return compressed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wanted := full
		if values, given := r.URL.Query()["flat"]; given {
			yes, err := strconv.ParseBool(values[0])
			if err != nil {
				http.Error(w, fmt.Sprintf("flat is %q; give 1 for the flat schema, or leave it out", values[0]), http.StatusBadRequest)
				return
			}
			if yes {
				wanted = flat
			}
		}
		wanted.ServeHTTP(w, r)
	}))
}

// text serves a text that does not change while the program runs. A client that has it already is told so.
func text(content string) http.Handler {
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(content)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(content))
	})
}
