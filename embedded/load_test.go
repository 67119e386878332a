package embedded

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/store"
)

// contents returns all that a store holds as records, in the order of their ids.
func contents(t testing.TB, s *Store) *store.Records {
	t.Helper()
	g := s.graph.Load()
	plainList := func(v any) any {
		list, ok := v.([]any)
		if !ok {
			return v
		}
		texts := []string{}
		for _, item := range list {
			texts = append(texts, item.(string))
		}
		return texts
	}
	records := &store.Records{}
	for i := range g.Ids {
		node := uint32(i)
		block := g.BlockOf[node]
		n := store.Node{Type: g.TypeOf(node), ID: g.ID(node), FormerIDs: g.FormerIDs[node]}
		for _, p := range n.Type.Properties {
			if p.Name == "id" {
				n.Values = append(n.Values, n.ID)
			} else {
				n.Values = append(n.Values, plainList(g.NodeValue(node, p)))
			}
		}
		n.Evidence = g.PlainEvidence(g.NodeSources.List(g.NodeEvidence[block].At(node - g.Starts[block])))
		records.Nodes = append(records.Nodes, n)
	}
	for _, rels := range g.Relationships {
		for i := range rels.From {
			r := store.Relationship{Type: rels.T, ID: rels.Ids.At(uint32(i)), From: g.ID(rels.From[i]), To: g.ID(rels.To[i])}
			for slot, p := range r.Type.Properties {
				var v any
				if rels.Codes[slot] != nil {
					v = g.Dictionaries[p.Number].Value(rels.Codes[slot][i])
				}
				if slot == rels.IDSlot {
					v = r.ID
				}
				r.Values = append(r.Values, plainList(v))
			}
			r.Evidence = g.PlainEvidence(g.RelationshipSources.List(rels.Evidence.At(uint32(i))))
			records.Relationships = append(records.Relationships, r)
		}
	}
	return sorted(records)
}

// storedValues are values as stores hold them.
func storedValues(properties []*mapping.Property, values []any) []any {
	all := make([]any, len(values))
	for i, p := range properties {
		all[i] = p.Stored(values[i])
	}
	return all
}

// sorted returns records in the order of their ids, with their values as stores hold them, and nil for empty lists.
func sorted(records *store.Records) *store.Records {
	r := &store.Records{Nodes: slices.Clone(records.Nodes), Relationships: slices.Clone(records.Relationships)}
	for i := range r.Nodes {
		n := &r.Nodes[i]
		n.Values = storedValues(n.Type.Properties, n.Values)
		if len(n.Evidence) == 0 {
			n.Evidence = nil
		}
		if len(n.FormerIDs) == 0 {
			n.FormerIDs = nil
		}
	}
	for i := range r.Relationships {
		r.Relationships[i].Values = storedValues(r.Relationships[i].Type.Properties, r.Relationships[i].Values)
		if len(r.Relationships[i].Evidence) == 0 {
			r.Relationships[i].Evidence = nil
		}
	}
	slices.SortFunc(r.Nodes, func(a, b store.Node) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(r.Relationships, func(a, b store.Relationship) int { return strings.Compare(a.ID, b.ID) })
	return r
}

// same fails where two sets of records are not, and names the first difference.
func same(t testing.TB, what string, got, want *store.Records) {
	t.Helper()
	if len(got.Nodes) != len(want.Nodes) || len(got.Relationships) != len(want.Relationships) {
		t.Fatalf("%s: got %d nodes and %d relationships, want %d and %d", what,
			len(got.Nodes), len(got.Relationships), len(want.Nodes), len(want.Relationships))
	}
	for i := range want.Nodes {
		if !reflect.DeepEqual(got.Nodes[i], want.Nodes[i]) {
			t.Fatalf("%s:\ngot  %+v\nwant %+v", what, got.Nodes[i], want.Nodes[i])
		}
	}
	for i := range want.Relationships {
		if !reflect.DeepEqual(got.Relationships[i], want.Relationships[i]) {
			t.Fatalf("%s:\ngot  %+v\nwant %+v", what, got.Relationships[i], want.Relationships[i])
		}
	}
}

// TestLoadInPieces loads a graph in pieces, some of whose records come in an older version first, and opens it again: it must be what
// it is when it is loaded at once, and answer the same.
func TestLoadInPieces(t *testing.T) {
	m := readSchema(t)
	for seed := range uint64(4) {
		records, older := smallGraph(m, seed), smallGraph(m, seed)
		r := rand.New(rand.NewPCG(seed, 1))
		age(r, m, older, nil)
		path := filepath.Join(t.TempDir(), "graph.db")
		s := mustOpen(t, path, m)
		cut := func(n int) int { return n/4 + r.IntN(n/2) }
		nodes, rels := cut(len(records.Nodes)), cut(len(records.Relationships))
		for _, piece := range []*store.Records{
			{Nodes: older.Nodes[:4]}, // sources
			{Nodes: older.Nodes[nodes:]},
			{Nodes: older.Nodes},
			{Nodes: records.Nodes[:nodes], Relationships: older.Relationships[rels:]},
			{Relationships: records.Relationships[:rels]},
			{Nodes: records.Nodes, Relationships: records.Relationships[rels/2:]},
		} {
			mustLoad(t, s, piece)
		}
		want := sorted(records)
		same(t, "loaded in pieces", contents(t, s), want)
		p := &planner{Rand: r, m: m, records: records}
		x := newNaive(m, records)
		for range 100 {
			pl := p.plan()
			if got, want := mustRead(t, s, pl), x.read(pl); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d:\n%s\ngot  %v\nwant %v", seed, plan.Print(pl), got, want)
			}
		}
		if err := s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "opened again", contents(t, mustOpen(t, path, m)), want)
	}
}

// age changes some values, ends and sources of records, as if they were older. sources are there besides those in the records.
func age(r *rand.Rand, m *mapping.Mapping, records *store.Records, sources []string) {
	g := newGenerator(m, r.Uint64())
	g.byType["Source"] = sources
	for i := range records.Nodes {
		n := &records.Nodes[i]
		g.byType[n.Type.Name] = append(g.byType[n.Type.Name], n.ID)
		for slot, p := range n.Type.Properties {
			if !p.Unique && !p.Computed && g.IntN(4) == 0 {
				n.Values[slot] = g.value(p, i)
			}
		}
		inOrder(n.Type.Properties, n.Values)
		if g.IntN(3) == 0 {
			n.FormerIDs = nil
		}
	}
	for i := range records.Relationships {
		rel := &records.Relationships[i]
		rel.Evidence = g.evidence()
		if other := records.Relationships[g.IntN(len(records.Relationships))]; other.Type == rel.Type {
			rel.From = other.From
		}
	}
}

func TestLoadTwiceChangesNothing(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, filepath.Join(t.TempDir(), "graph.db"), m)
	records := smallGraph(m, 1)
	mustLoad(t, s, records)
	before := s.graph.Load()
	var done, total int
	if err := s.Load(t.Context(), records, func(d, n int) { done, total = d, n }); err != nil {
		t.Fatal(err)
	}
	if s.graph.Load() != before || done != 0 || total != 0 {
		t.Errorf("the second load wrote %d of %d records", done, total)
	}
	changed := *records
	changed.Nodes = slices.Clone(records.Nodes)
	changed.Nodes[7].Values = slices.Clone(records.Nodes[7].Values)
	changed.Nodes[7].Values[changed.Nodes[7].Type.Slot(m.Type("Entity").Property("name"))] = "Another name"
	if err := s.Load(t.Context(), &changed, func(d, n int) { done, total = d, n }); err != nil {
		t.Fatal(err)
	}
	if done != 1 || total != 1 {
		t.Errorf("one record is another, and %d of %d were written", done, total)
	}
	same(t, "with one change", contents(t, s), sorted(&changed))
}

func TestLoadStopsWhenContextIsDone(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, filepath.Join(t.TempDir(), "graph.db"), m)
	records := starterGraph(m, 0.04)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Load(ctx, records, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if counts, _ := s.Counts(t.Context()); counts.Nodes["Country"] != 0 {
		t.Errorf("a load that was stopped left %v", counts)
	}
	mustLoad(t, s, records)
	same(t, "loaded after one that was stopped", contents(t, s), sorted(records))
}

// TestValuesAreShared sees to it that equal values and equal evidence take memory once.
func TestValuesAreShared(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, "", m)
	mustLoad(t, s, smallGraph(m, 1))
	g := s.graph.Load()
	for _, p := range []*mapping.Property{m.Type("Entity").Property("createdAt"), m.Type("Observation").Property("value")} {
		d := g.Dictionaries[p.Number]
		for i := 1; i < d.Len(); i++ {
			if memory.CompareValues(d.Values[i-1], d.Values[i]) >= 0 {
				t.Errorf("%s: %v is before %v", p.Name, d.Values[i-1], d.Values[i])
			}
		}
	}
	if n := g.Dictionaries[m.Type("Entity").Property("createdAt").Number].Len(); n != 3 {
		t.Errorf("there are three times, and %d in the dictionary", n)
	}
	if n, most := len(g.RelationshipSources), len(m.Relationships)*60; n == 0 || n > most*3/4 {
		t.Errorf("%d relationships rest on %d lists of evidence", most, n)
	}
}

// TestReplacedValuesAreForgotten sees to it that a store does not grow by what it no longer holds.
func TestReplacedValuesAreForgotten(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, "", m)
	records := village(m)
	slot := records.Nodes[2].Type.Slot(m.Type("Entity").Property("description"))
	for i := range 10 {
		records.Nodes[2].Values[slot] = fmt.Sprint("description ", i)
		records.Relationships[0].Evidence[0].Quote = fmt.Sprint("quote ", i)
		mustLoad(t, s, records)
	}
	g := s.graph.Load()
	if n := g.Dictionaries[m.Type("Entity").Property("description").Number].Len(); n != 1 {
		t.Errorf("there is one description, and %d in the dictionary", n)
	}
	if n := len(g.RelationshipSources); n != 2 {
		t.Errorf("there are two lists of evidence, and %d are kept", n)
	}
}
