package serve

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestSchemaIsServed shows that the schema stands beside the API, full and flat.
func TestSchemaIsServed(t *testing.T) {
	routed := routes(http.NotFoundHandler(), options{})
	for path, want := range map[string]string{
		"/schema.graphql": "interface Actor implements ", "/schema.graphql?flat=1": "interface Actor {",
	} {
		w := httptest.NewRecorder()
		routed.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s answers %d and has no %q", path, w.Code, want)
		}
	}
}
