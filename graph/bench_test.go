package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"partnir/embedded"
	"partnir/graph"
	"partnir/plan"
	"partnir/plan/plantest"
)

// still is a store that answers each shape of plan with the row that it gave first: what is left of a request is our own.
type still struct {
	plan.Store
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

// requests are questions to the fixture of package plantest, with variables.
var requests = []struct{ name, query, variables string }{
	{"one", `query One($id: ID) { country(id: $id) { id name iso3 } }`, `{"id": "country:CHN"}`},
	{"list", `query List($first: Int, $filter: EntityFilter) { entities(first: $first, filter: $filter, orderBy: [{name: ASC}]) {
		totalCount pageInfo { hasNextPage endCursor } edges { cursor node { __typename id iri name description aliases
			... on Country { iso3 ldc } ... on Organization { kind country { id name } } } } } }`,
		`{"first": 100, "filter": {"name": {"ne": "x"}}}`},
}

// BenchmarkRequest measures what a request costs over the store, from its bytes to those of the answer, with its plan kept.
func BenchmarkRequest(b *testing.B) {
	m, err := graph.Mapping()
	if err != nil {
		b.Fatal(err)
	}
	store, err := embedded.Open(b.Context(), ":memory:", m)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close(context.WithoutCancel(b.Context()))
	if err := store.Load(b.Context(), plantest.Fixture(m), nil); err != nil {
		b.Fatal(err)
	}
	s := &still{store, map[*plan.Shape][]any{}}
	h := graph.NewHandler(graph.Options{Nouns: graph.NewReader(s, m, plantest.BaseIRI)})
	for _, r := range requests {
		b.Run(r.name, func(b *testing.B) {
			body := fmt.Sprintf(`{"query": %q, "variables": %s}`, r.query, r.variables)
			w := &answered{header: http.Header{}}
			ask := func() {
				request, err := http.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
				if err != nil {
					b.Fatal(err)
				}
				request.Header.Set("Content-Type", "application/json")
				w.text = w.text[:0]
				clear(w.header)
				h.ServeHTTP(w, request)
			}
			ask()
			fields := strings.Count(string(w.text), `":`)
			if w.status != http.StatusOK || strings.Contains(string(w.text), `"errors"`) {
				b.Fatalf("%d %s", w.status, w.text)
			}
			b.ReportAllocs()
			for b.Loop() {
				ask()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*fields), "ns/field")
			b.ReportMetric(float64(fields), "fields")
			b.ReportMetric(float64(len(w.text)), "B/answer")
		})
	}
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
