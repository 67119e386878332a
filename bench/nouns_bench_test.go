package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"partnir/embedded"
	"partnir/graph"
	"partnir/graph/nouns"
	"partnir/graph/transport"
	"partnir/plan/mapping"
	"partnir/store"
)

// nested asks for 20 countries → 10 organizations → 5 projects → 3 technologies each: about 150 KB of JSON.
const nested = `{
  countries(first: 20, orderBy: [{name: ASC}]) { nodes { id name
    organizations(first: 10, orderBy: [{node: {name: ASC}}]) { nodes { id name
      projects(first: 5, orderBy: [{node: {name: ASC}}]) { nodes { id name
        technologies(first: 3, orderBy: [{node: {name: ASC}}]) { nodes { id name } } } } } } } }
}`

// nestedGraph has twice as much of everything as the query asks for.
func nestedGraph(m *mapping.Mapping) *store.Records {
	r := &store.Records{}
	evidence := []store.Evidence{{Source: "source:bench"}}
	node := func(typeName, id, name string, more map[string]any) string {
		t := m.Type(typeName)
		n := store.Node{Type: t, ID: id, Values: make([]any, len(t.Properties)), Evidence: evidence}
		set := func(property string, v any) { n.Values[t.Slot(t.Property(property))] = v }
		set("id", id)
		set("name", name)
		set("createdAt", "2026-01-01T00:00:00Z")
		set("updatedAt", "2026-01-01T00:00:00Z")
		for property, v := range more {
			set(property, v)
		}
		r.Nodes = append(r.Nodes, n)
		return id
	}
	link := func(typeName, from, to string) {
		t := m.Relationship(typeName)
		id := mapping.NewRelationshipID(typeName, from, to)
		values := make([]any, len(t.Properties))
		values[t.Slot(t.Property("id"))] = id
		r.Relationships = append(r.Relationships, store.Relationship{
			Type: t, ID: id, From: from, To: to, Values: values, Evidence: evidence,
		})
	}
	node("Source", "source:bench", "Benchmark", map[string]any{"title": "Benchmark"})
	const countries, organizations, projects, technologies = 40, 20, 10, 6
	for i := range 200 {
		node("Technology", fmt.Sprintf("tech:t%03d", i), fmt.Sprintf("T %03d", i),
			map[string]any{"kind": "TECHNOLOGY", "area": "DIGITAL"})
	}
	for c := range countries {
		code := fmt.Sprintf("%c%c%c", 'A'+c/26, 'A'+c%26, 'X')
		country := node("Country", "country:"+code, "C "+code, map[string]any{"iso2": code[:2], "iso3": code})
		for o := range organizations {
			key := fmt.Sprintf("%s-%02d", code, o)
			organization := node("Organization", "org:"+key, "O "+key, map[string]any{"kind": "COMPANY"})
			link("LOCATED_IN", organization, country)
			for p := range projects {
				key := fmt.Sprintf("%s-%02d", key, p)
				project := node("Project", "project:"+key, "P "+key, map[string]any{"kind": "FINANCE"})
				link("PARTICIPATES_IN", organization, project)
				for t := range technologies {
					link("USES", project, fmt.Sprintf("tech:t%03d", (c*7+o*31+p*13+t*29)%200))
				}
			}
		}
	}
	return r
}

// BenchmarkNested measures the nested query on the embedded store, from the bytes of the request to the bytes of the answer.
func BenchmarkNested(b *testing.B) { benchmark(b, nested, nil) }

// BenchmarkOne measures a single entity by its id in the same way.
func BenchmarkOne(b *testing.B) {
	benchmark(b, `query One($id: ID!) { country(id: $id) { id name iso3 } }`, json.RawMessage(`{"id": "country:AKX"}`))
}

// BenchmarkSearch measures full-text search on the starter graph: rare words, a misspelt one, common ones, and the beginning of very many.
func BenchmarkSearch(b *testing.B) {
	m, err := graph.Mapping()
	if err != nil {
		b.Fatal(err)
	}
	r, err := records()
	if err != nil {
		b.Fatal(err)
	}
	db, err := embedded.Open(b.Context(), ":memory:", m)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close(context.WithoutCancel(b.Context()))
	if err := db.Load(b.Context(), &store.Records{Nodes: r.Nodes}, nil); err != nil {
		b.Fatal(err)
	}
	s := &starter{store: db, handler: transport.NewHandler(transport.Options{
		Nouns: nouns.NewReader(db, m, baseIRI), Log: slog.New(slog.DiscardHandler),
	})}
	for _, text := range []string{"industrial internet", "industrial internt", "china", "loan china", "a"} {
		b.Run(text, func(b *testing.B) {
			variables, err := json.Marshal(map[string]string{"text": text})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				s.ask(b, `query($text: String!) { search(text: $text, first: 10) { edges { score node { id name } } } }`, variables)
			}
		})
	}
}

func benchmark(b *testing.B, query string, variables json.RawMessage) {
	m, err := graph.Mapping()
	if err != nil {
		b.Fatal(err)
	}
	store, err := embedded.Open(b.Context(), ":memory:", m)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close(context.WithoutCancel(b.Context()))
	if err := store.Load(b.Context(), nestedGraph(m), nil); err != nil {
		b.Fatal(err)
	}
	s := &starter{store: store, handler: transport.NewHandler(transport.Options{
		Nouns: nouns.NewReader(store, m, baseIRI), Log: slog.New(slog.DiscardHandler),
	})}
	answer := s.ask(b, query, variables)
	if !strings.HasPrefix(string(answer), `{"data":{"countr`) {
		b.Fatalf("%s", answer)
	}
	b.ReportAllocs()
	for b.Loop() {
		if got := len(s.ask(b, query, variables)); got != len(answer) {
			b.Fatalf("%d bytes, want %d", got, len(answer))
		}
	}
	b.ReportMetric(float64(len(answer))/1024, "KB/answer")
}
