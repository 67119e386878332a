package suite

import (
	"partnir/cypher/form"
	"partnir/plan/mapping"
	"partnir/store"
)

// StatisticsOf counts records as Neo4j counts what it holds.
func StatisticsOf(m *mapping.Mapping, all *store.Records) *form.Statistics {
	s := &form.Statistics{Nodes: map[string]int64{}, Relationships: map[string]int64{}, Sides: map[form.Side]int64{}}
	for _, n := range all.Nodes {
		for _, label := range n.Type.Labels {
			s.Nodes[label]++
		}
	}
	for _, r := range all.Relationships {
		s.Relationships[r.Type.Name]++
		s.Sides[form.Side{Type: r.Type.Name, Label: m.TypeOf(r.From).Name}]++
		s.Sides[form.Side{Type: r.Type.Name, Label: m.TypeOf(r.To).Name, End: true}]++
	}
	return s
}

// LargeGraph are the statistics of a graph with much of everything: with them all forms of statements come up.
func LargeGraph(m *mapping.Mapping) *form.Statistics {
	s := &form.Statistics{Nodes: map[string]int64{}, Relationships: map[string]int64{}, Sides: map[form.Side]int64{}}
	for _, types := range [][]*mapping.NodeType{m.Types, m.Interfaces} {
		for _, n := range types {
			s.Nodes[n.Name] = int64(3000 * len(n.Objects))
		}
	}
	for _, r := range m.Relationships {
		s.Relationships[r.Name] = 30_000
		for _, n := range r.From {
			s.Sides[form.Side{Type: r.Name, Label: n.Name}] = 30_000
		}
		for _, n := range r.To {
			s.Sides[form.Side{Type: r.Name, Label: n.Name, End: true}] = 30_000
		}
	}
	return s
}
