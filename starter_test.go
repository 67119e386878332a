package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"golang.org/x/tools/txtar"

	"partnir/analysis"
	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/dataset"
	"partnir/embedded"
	"partnir/graph"
	"partnir/graph/nouns"
	"partnir/graph/transport"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite"
)

var update = flag.Bool("update", false, "write the answers of the embedded store into testdata, README.md and docs")

const baseIRI = "http://localhost:8080"

// starter is a store that holds the starter graph, and the server before it.
type starter struct {
	store   store.Store
	handler http.Handler
	// statements counts the statements that Neo4j got.
	statements *statements
}

type statements struct {
	sync.Mutex
	texts []string
}

func (s *statements) add(text string) {
	s.Lock()
	defer s.Unlock()
	s.texts = append(s.texts, text)
}

// take returns the statements since the last call.
func (s *statements) take() []string {
	s.Lock()
	defer s.Unlock()
	texts := s.texts
	s.texts = nil
	return texts
}

var records = sync.OnceValues(func() (*store.Records, error) {
	m, err := graph.Mapping()
	if err != nil {
		return nil, err
	}
	return dataset.Starter(m)
})

// stores are the stores with the starter graph in them, made at first use and kept for all tests.
var stores = map[string]func(t *testing.T) *starter{
	"embedded": keep(func(t *testing.T, m *mapping.Mapping) *starter {
		store, err := embedded.Open(context.Background(), ":memory:", m)
		if err != nil {
			t.Fatal(err)
		}
		return &starter{store: store}
	}),
	"neo4j": keep(func(t *testing.T, m *mapping.Mapping) *starter {
		s := &starter{statements: &statements{}}
		uri := neo4jtest.Require(t)
		driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth())
		if err != nil {
			t.Fatal(err)
		}
		defer driver.Close(t.Context())
		if err := neo4jtest.Wipe(t.Context(), driver); err != nil {
			t.Fatal(err)
		}
		s.store, err = cypher.Open(context.Background(), cypher.Config{URI: uri, QueryTimeout: time.Minute, OnStatement: s.statements.add}, m)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}),
}

func keep(open func(*testing.T, *mapping.Mapping) *starter) func(*testing.T) *starter {
	var kept *starter
	return func(t *testing.T) *starter {
		t.Helper()
		if kept != nil {
			return kept
		}
		m, err := graph.Mapping()
		if err != nil {
			t.Fatal(err)
		}
		r, err := records()
		if err != nil {
			t.Fatal(err)
		}
		s := open(t, m)
		if err := s.store.Load(context.Background(), r, nil); err != nil {
			t.Fatal(err)
		}
		s.handler = transport.NewHandler(transport.Options{
			Nouns: nouns.NewReader(s.store, m, baseIRI), Analysis: &analysis.Reader{Store: s.store, Mapping: m},
			Log: slog.New(slog.DiscardHandler),
		})
		kept = s
		return s
	}
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

func indented(t *testing.T, b []byte) string {
	t.Helper()
	text, err := suite.Pretty(b)
	if err != nil {
		t.Fatalf("%s: %s", err, b)
	}
	return text
}

// TestQuestions asks the twelve questions of the design, and the other questions in testdata, of both stores.
func TestQuestions(t *testing.T) { asked(t, "testdata/questions/*.txtar", 12) }

// TestReported asks what servers of others were reported to answer wrongly; the 27th is the part "many like words" of the suite.
func TestReported(t *testing.T) { asked(t, "testdata/reported/*.txtar", 26) }

// asked asks the questions of files, of which there are at least so many, of both stores.
func asked(t *testing.T, pattern string, least int) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) < least {
		t.Fatalf("%d questions, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			query, variables, want := string(section(a, "query.graphql")), section(a, "variables.json"), section(a, "answer.json")
			if *update {
				want = []byte(indented(t, stores["embedded"](t).ask(t, query, variables)))
				set(a, "answer.json", want)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for name, open := range stores {
				t.Run(name, func(t *testing.T) {
					if got := indented(t, open(t).ask(t, query, variables)); got != string(want) {
						t.Errorf("%s answers\n%s\nwant\n%s", name, got, want)
					}
				})
			}
		})
	}
}

func section(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func set(a *txtar.Archive, name string, data []byte) {
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
	a.Files = append(a.Files, txtar.File{Name: name, Data: data})
}

// TestOneStatement shows that every root noun is one statement on Neo4j, however deep it goes.
func TestOneStatement(t *testing.T) {
	s := stores["neo4j"](t)
	files, err := filepath.Glob("testdata/questions/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		query := string(section(a, "query.graphql"))
		document, err := parser.ParseQuery(&ast.Source{Input: query})
		if err != nil {
			t.Fatal(err)
		}
		s.statements.take()
		s.ask(t, query, section(a, "variables.json"))
		want := len(document.Operations[0].SelectionSet)
		if got := s.statements.take(); len(got) != want {
			t.Errorf("%s: %d statements, want %d:\n%s", file, len(got), want, strings.Join(got, "\n"))
		}
	}
}

// TestLoadTwice shows that loading the starter graph again changes nothing. Of Neo4j the deep run shows it.
func TestLoadTwice(t *testing.T) {
	s := stores["embedded"](t)
	before, err := s.store.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := records()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.Load(t.Context(), r, nil); err != nil {
		t.Fatal(err)
	}
	after, err := s.store.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
}
