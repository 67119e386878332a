package transport

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"partnir/graph"
)

func getSchema(t *testing.T, query string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/schema.graphql"+query, nil)
	for name, values := range header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	NewSchemaHandler().ServeHTTP(w, r)
	return w
}

func TestSchemaText(t *testing.T) {
	for query, want := range map[string]string{"": graph.Text(false), "?flat=0": graph.Text(false), "?flat=1": graph.Text(true), "?flat=true": graph.Text(true)} {
		got := getSchema(t, query, nil)
		if got.Code != http.StatusOK || got.Body.String() != want {
			t.Errorf("%s is answered by %d and %d bytes, want %d bytes", query, got.Code, got.Body.Len(), len(want))
		}
		if media := got.Header().Get("Content-Type"); media != "text/plain; charset=utf-8" {
			t.Errorf("%s has the media type %s", query, media)
		}
	}
	if got := getSchema(t, "?flat=perhaps", nil); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), `flat is "perhaps"`) {
		t.Errorf("?flat=perhaps is answered by %d %s", got.Code, got.Body)
	}
}

// TestSchemaTextAgain shows that a client that has the text is not sent it again, and that the two texts are told apart.
func TestSchemaTextAgain(t *testing.T) {
	tag := getSchema(t, "", nil).Header().Get("ETag")
	if got := getSchema(t, "", http.Header{"If-None-Match": {tag}}); got.Code != http.StatusNotModified || got.Body.Len() > 0 {
		t.Errorf("the text that the client has is answered by %d and %d bytes", got.Code, got.Body.Len())
	}
	if got := getSchema(t, "?flat=1", http.Header{"If-None-Match": {tag}}); got.Code != http.StatusOK {
		t.Errorf("the flat text is answered by %d to a client that has the full one", got.Code)
	}
	if got := getSchema(t, "", http.Header{"Accept-Encoding": {"gzip"}}); got.Header().Get("Content-Encoding") != "gzip" || got.Body.Len() > len(graph.Text(false))/5 {
		t.Errorf("a client that takes gzip is sent %d bytes, encoded %q", got.Body.Len(), got.Header().Get("Content-Encoding"))
	}
}
