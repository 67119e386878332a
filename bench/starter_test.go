package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"partnir/dataset"
	"partnir/graph"
	"partnir/store"
)

const baseIRI = "http://localhost:8080"

// records are those of the starter graph, read once.
var records = sync.OnceValues(func() (*store.Records, error) {
	m, err := graph.Mapping()
	if err != nil {
		return nil, err
	}
	return dataset.Starter(m)
})

// starter is a store that holds the starter graph, and the server before it.
type starter struct {
	store   store.Store
	handler http.Handler
}

// ask sends a query with its variables, and returns the body of the answer.
func (s *starter) ask(t testing.TB, query string, variables json.RawMessage) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return bytes.TrimSpace(w.Body.Bytes())
}
