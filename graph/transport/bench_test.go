package transport_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"partnir/embedded"
	"partnir/graph"
	"partnir/graph/nouns"
	"partnir/graph/transport"
	"partnir/plan"
	"partnir/store"
	"partnir/suite"
)

// still is a store that answers each shape of plan with the row that it gave first: what is left of a request is our own.
type still struct {
	store.Store
	rows map[*plan.Shape][]any
}

func (s *still) Read(ctx context.Context, p *plan.Plan) ([]any, error) {
	if row := s.rows[p.Shape]; row != nil {
		return row, nil
	}
	row, err := s.Store.Read(ctx, p)
	if p.Shape != nil {
		s.rows[p.Shape] = row
	}
	return row, err
}

// requests are questions to the fixture of package suite, with variables.
var requests = []struct{ name, query, variables string }{
	{"one", `query One($id: ID) { country(id: $id) { id name iso3 } }`, `{"id": "country:CHN"}`},
	{"list", `query List($first: Int, $filter: EntityFilter) { entities(first: $first, filter: $filter, orderBy: [{name: ASC}]) {
		totalCount pageInfo { hasNextPage endCursor } edges { cursor node { __typename id iri name description aliases
			... on Country { iso3 ldc } ... on Organization { kind country { id name } } } } } }`,
		`{"first": 100, "filter": {"name": {"ne": "x"}}}`},
}

// BenchmarkRequest measures what a request costs over the store, from its bytes to those of the answer, with its plan kept.
func BenchmarkRequest(b *testing.B) {
	h := stillHandler(b)
	for _, r := range requests {
		b.Run(r.name, func(b *testing.B) {
			ask, answer := again(b, h, r.query, r.variables)
			fields := strings.Count(answer, `":`)
			b.ReportAllocs()
			for b.Loop() {
				ask()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*fields), "ns/field")
			b.ReportMetric(float64(fields), "fields")
			b.ReportMetric(float64(len(answer)), "B/answer")
		})
	}
}

// TestRequestAllocations bounds what a request allocates over the store: so much for itself, and less than one for each field.
func TestRequestAllocations(t *testing.T) {
	h := stillHandler(t)
	for _, r := range requests {
		ask, answer := again(t, h, r.query, r.variables)
		fields := strings.Count(answer, `":`)
		if n := testing.AllocsPerRun(20, ask); n > 120+float64(fields)/2 {
			t.Errorf("%s: a request with an answer of %d fields makes %v allocations", r.name, fields, n)
		}
	}
}

// stillHandler is a handler on a still store.
func stillHandler(t testing.TB) http.Handler {
	t.Helper()
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	store, err := embedded.Open(t.Context(), ":memory:", m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close(context.Background()) })
	if err := store.Load(t.Context(), suite.Fixture(m), nil); err != nil {
		t.Fatal(err)
	}
	return transport.NewHandler(transport.Options{Nouns: nouns.NewReader(&still{store, map[*plan.Shape][]any{}}, m, suite.BaseIRI)})
}

// again asks a question, and returns a function that asks it again.
func again(t testing.TB, h http.Handler, query, variables string) (ask func(), answer string) {
	t.Helper()
	body := fmt.Sprintf(`{"query": %q, "variables": %s}`, query, variables)
	w := &answered{header: http.Header{}}
	ask = func() {
		request, err := http.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		w.text = w.text[:0]
		clear(w.header)
		h.ServeHTTP(w, request)
	}
	ask()
	if w.status != http.StatusOK || strings.Contains(string(w.text), `"errors"`) {
		t.Fatalf("%d %s", w.status, w.text)
	}
	return ask, string(w.text)
}

// answered keeps an answer.
type answered struct {
	header http.Header
	status int
	text   []byte
}

func (a *answered) Header() http.Header { return a.header }

func (a *answered) WriteHeader(status int) { a.status = status }

func (a *answered) Write(b []byte) (int, error) {
	a.text = append(a.text, b...)
	return len(b), nil
}
