package dataset

import (
	"os"
	"reflect"
	"slices"
	"sync"
	"testing"

	"partnir/plan/mapping"
	"partnir/store"
)

// readSchema reads the mapping from the hand-written schema.
var readSchema = sync.OnceValues(func() (*mapping.Mapping, error) {
	sources, err := mapping.Sources(os.DirFS("../graph"), "schema")
	if err != nil {
		return nil, err
	}
	return mapping.Read(sources...)
})

func schema(t testing.TB) *mapping.Mapping {
	t.Helper()
	m, err := readSchema()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// graph is the records, made easy to ask.
type graph struct {
	*store.Records
	nodes   map[string]*store.Node
	out, in map[string][]*store.Relationship
}

func newGraph(r *store.Records) *graph {
	g := &graph{r, map[string]*store.Node{}, map[string][]*store.Relationship{}, map[string][]*store.Relationship{}}
	for i := range r.Nodes {
		g.nodes[r.Nodes[i].ID] = &r.Nodes[i]
	}
	for i := range r.Relationships {
		rel := &r.Relationships[i]
		g.out[rel.From] = append(g.out[rel.From], rel)
		g.in[rel.To] = append(g.in[rel.To], rel)
	}
	return g
}

var readStarter = sync.OnceValues(func() (*graph, error) {
	m, err := readSchema()
	if err != nil {
		return nil, err
	}
	r, err := Starter(m)
	if err != nil {
		return nil, err
	}
	return newGraph(r), nil
})

func starter(t testing.TB) *graph {
	t.Helper()
	g, err := readStarter()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// of returns a property of a node; nil where it is missing.
func (g *graph) of(t testing.TB, id, property string) any {
	t.Helper()
	n, ok := g.nodes[id]
	if !ok {
		t.Fatalf("there is no %s", id)
	}
	p := n.Type.Property(property)
	if p == nil {
		t.Fatalf("%s has no property %s", n.Type.Name, property)
	}
	return n.Values[n.Type.Slot(p)]
}

// on returns a property of a relationship; nil where it is missing.
func on(t testing.TB, r *store.Relationship, property string) any {
	t.Helper()
	p := r.Type.Property(property)
	if p == nil {
		t.Fatalf("%s has no property %s", r.Type.Name, property)
	}
	return r.Values[r.Type.Slot(p)]
}

// to are the ids that relationships of a type lead to from a node, sorted.
func (g *graph) to(relationship, from string) []string {
	var ids []string
	for _, r := range g.out[from] {
		if r.Type.Name == relationship {
			ids = append(ids, r.To)
		}
	}
	slices.Sort(ids)
	return ids
}

// from are the ids that relationships of a type lead from to a node, sorted.
func (g *graph) from(relationship, to string) []string {
	var ids []string
	for _, r := range g.in[to] {
		if r.Type.Name == relationship {
			ids = append(ids, r.From)
		}
	}
	slices.Sort(ids)
	return ids
}

// between is the one relationship of a type between two nodes.
func (g *graph) between(t testing.TB, relationship, from, to string) *store.Relationship {
	t.Helper()
	var found []*store.Relationship
	for _, r := range g.out[from] {
		if r.Type.Name == relationship && r.To == to {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d %s from %s to %s, want 1", len(found), relationship, from, to)
	}
	return found[0]
}

func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %#v, want %#v", what, got, want)
	}
}

// TestStarterTwice: loading twice changes nothing, so reading twice must give the same.
func TestStarterTwice(t *testing.T) {
	again, err := Starter(schema(t))
	if err != nil {
		t.Fatal(err)
	}
	sameValue := func(a, b any) bool {
		list, ok := a.([]string)
		if !ok {
			return a == b
		}
		other, ok := b.([]string)
		return ok && slices.Equal(list, other)
	}
	if !slices.EqualFunc(starter(t).Nodes, again.Nodes, func(a, b store.Node) bool {
		return a.Type == b.Type && a.ID == b.ID && slices.EqualFunc(a.Values, b.Values, sameValue) &&
			slices.Equal(a.Evidence, b.Evidence) && slices.Equal(a.FormerIDs, b.FormerIDs)
	}) {
		t.Error("the nodes of two readings differ")
	}
	if !slices.EqualFunc(starter(t).Relationships, again.Relationships, func(a, b store.Relationship) bool {
		return a.Type == b.Type && a.ID == b.ID && a.From == b.From && a.To == b.To &&
			slices.EqualFunc(a.Values, b.Values, sameValue) && slices.Equal(a.Evidence, b.Evidence)
	}) {
		t.Error("the relationships of two readings differ")
	}
}

// TestWellFormed checks the records against the schema, by itself and not by what verify does.
func TestWellFormed(t *testing.T) {
	g := starter(t)
	if len(g.nodes) != len(g.Nodes) {
		t.Errorf("%d nodes share %d ids", len(g.Nodes), len(g.nodes))
	}
	check := func(what string, properties []*mapping.Property, values []any, id string, evidence []store.Evidence) {
		if len(values) != len(properties) {
			t.Fatalf("%s has %d values, want %d", what, len(values), len(properties))
		}
		for i, p := range properties {
			text, isText := values[i].(string)
			switch {
			case p.Name == "id" && values[i] != id:
				t.Errorf("%s: the value of id is %v", what, values[i])
			case p.Computed && values[i] != nil:
				t.Errorf("%s: %s is computed and must stay nil, not %v", what, p.Name, values[i])
			case p.Required && !p.List && !p.Computed && values[i] == nil:
				t.Errorf("%s: %s is required", what, p.Name)
			case isText && p.Check(text) != nil:
				t.Errorf("%s: %s: %v", what, p.Name, p.Check(text))
			case p.Name == "confidence" && values[i] == nil && id[:4] == "rel:":
				t.Errorf("%s says nothing of its confidence", what)
			}
		}
		if len(evidence) == 0 {
			t.Errorf("%s has no source", what)
		}
		for _, e := range evidence {
			if n := g.nodes[e.Source]; n == nil || n.Type.Name != "Source" {
				t.Errorf("%s: %q is no source", what, e.Source)
			}
		}
	}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		check(n.ID, n.Type.Properties, n.Values, n.ID, n.Evidence)
		if schema(t).TypeOf(n.ID) != n.Type {
			t.Errorf("%s is no id of a %s", n.ID, n.Type.Name)
		}
	}
	ids := map[string]bool{}
	for i := range g.Relationships {
		r := &g.Relationships[i]
		what := r.From + " " + r.Type.Name + " " + r.To
		check(what, r.Type.Properties, r.Values, r.ID, r.Evidence)
		if ids[r.ID] {
			t.Errorf("%s: its id is taken", what)
		}
		ids[r.ID] = true
		from, to := g.nodes[r.From], g.nodes[r.To]
		if from == nil || to == nil || !slices.Contains(r.Type.From, from.Type) || !slices.Contains(r.Type.To, to.Type) {
			t.Errorf("%s: an end is missing or of a wrong type", what)
		}
	}
}

// TestSingles: where the schema promises one node at the other end, there is exactly one; otherwise at most one.
func TestSingles(t *testing.T) {
	g := starter(t)
	for i := range g.Nodes {
		n := &g.Nodes[i]
		for _, l := range n.Type.Links {
			if l.Many {
				continue
			}
			ends := g.to(l.Step.Relationship.Name, n.ID)
			if l.Step.In {
				ends = g.from(l.Step.Relationship.Name, n.ID)
			}
			if len(ends) > 1 || len(ends) == 0 && l.Required {
				t.Errorf("%s.%s leads to %v", n.ID, l.Name, ends)
			}
		}
	}
}

func BenchmarkStarter(b *testing.B) {
	m := schema(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Starter(m); err != nil {
			b.Fatal(err)
		}
	}
}
