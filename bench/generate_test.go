package main

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"partnir/graph"
	"partnir/plan/mapping"
)

// TestGraph holds the generated graph to what is said of it: as many nodes and relationships as asked for, no id twice, both ends of
// every relationship there, the hubs as large as they should be, and the same graph from the same seed.
func TestGraph(t *testing.T) {
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	g, err := newShape(quick)
	if err != nil {
		t.Fatal(err)
	}
	nodes, relationships, located := map[string]bool{}, map[string]bool{}, map[string]int{}
	for b := range g.batches(m) {
		for _, n := range b.Nodes {
			nodes[n.ID] = true
		}
		for _, r := range b.Relationships {
			if relationships[r.ID] {
				t.Errorf("%s %s → %s is there twice", r.Type.Name, r.From, r.To)
			}
			relationships[r.ID] = true
			if !nodes[r.From] || !nodes[r.To] {
				t.Errorf("%s %s → %s: an end is missing", r.Type.Name, r.From, r.To)
			}
			if r.Type.Name == "LOCATED_IN" {
				located[r.To]++
			}
		}
	}
	if len(nodes) != quick.Nodes || len(relationships) != quick.Relationships {
		t.Errorf("%d nodes and %d relationships, want %d and %d", len(nodes), len(relationships), quick.Nodes, quick.Relationships)
	}
	if located[g.hubCountry()] != g.hub || located[g.fewCountry()] != g.few || located[g.countryID(0)] != g.small {
		t.Errorf("the hubs have %d, %d and %d organizations, want %d, %d and %d",
			located[g.hubCountry()], located[g.fewCountry()], located[g.countryID(0)], g.hub, g.few, g.small)
	}
	first := digest(g, m)
	if again := digest(g, m); first != again {
		t.Error("one seed gave two graphs")
	}
	if other, _ := newShape(sizes{Nodes: quick.Nodes, Relationships: quick.Relationships, Seed: quick.Seed + 1}); digest(other, m) == first {
		t.Error("two seeds gave one graph")
	}
}

func digest(g shape, m *mapping.Mapping) string {
	h := sha256.New()
	for b := range g.batches(m) {
		for _, n := range b.Nodes {
			fmt.Fprintln(h, n.ID, n.Values)
		}
		for _, r := range b.Relationships {
			fmt.Fprintln(h, r.ID, r.Values)
		}
	}
	return string(h.Sum(nil))
}

// TestTooSmall is refused: the questions need what the smallest graph has.
func TestTooSmall(t *testing.T) {
	for _, s := range []sizes{{Nodes: 100, Relationships: 1000}, {Nodes: 4000, Relationships: 4000}} {
		if _, err := newShape(s); err == nil {
			t.Errorf("%v was taken", s)
		}
	}
}
