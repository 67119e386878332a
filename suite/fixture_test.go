package suite

import (
	"testing"

	"partnir/plan/mapping"
)

// TestFixture checks that the graph is as rich as the cases need it.
func TestFixture(t *testing.T) {
	m := Mapping(t)
	records := Fixture(m)
	nodes, relationships := map[*mapping.NodeType]int{}, map[*mapping.RelationshipType]int{}
	ids, degree := map[string]bool{}, map[string]int{}
	for _, n := range records.Nodes {
		nodes[n.Type]++
		ids[n.ID] = true
	}
	for _, r := range records.Relationships {
		relationships[r.Type]++
		degree[r.From]++
		degree[r.To]++
		if !ids[r.From] || !ids[r.To] {
			t.Errorf("%s from %s to %s: an end is not there", r.Type.Name, r.From, r.To)
		}
		for _, e := range r.Evidence {
			if !ids[e.Source] {
				t.Errorf("%s: source %s is not there", r.ID, e.Source)
			}
		}
	}
	for _, x := range m.Types {
		if nodes[x] < 2 {
			t.Errorf("%d nodes of type %s, want at least 2", nodes[x], x.Name)
		}
	}
	for _, x := range m.Relationships {
		if relationships[x] == 0 {
			t.Errorf("no relationship of type %s", x.Name)
		}
	}
	if degree["indicator:hub"] < 60 {
		t.Errorf("the hub has %d neighbours", degree["indicator:hub"])
	}
	t.Logf("%d nodes, %d relationships", len(records.Nodes), len(records.Relationships))
}
