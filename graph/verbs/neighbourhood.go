package verbs

import (
	"partnir/analysis"
	"partnir/analysis/paths"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// neighbourhood shows what is around an entity.
func neighbourhood(found *paths.NeighbourhoodAnswer) *model.Subgraph {
	hops := func(id string) int { return found.Hops[id] }
	near := func(l analysis.Link) string { return nearer(found, l.From, l.To) }
	far := func(l analysis.Link) string { return l.Other(near(l)) }
	return &model.Subgraph{
		Nodes: model.FoundEntityConnection{List: list.Of(found.Nodes, noun.Of, list.Up(hops), list.Up(same[string]))},
		Relationships: model.RelationshipConnection{List: list.Of(found.Links, relationship,
			list.Up(func(l analysis.Link) int { return hops(far(l)) }), list.Up(far),
			list.Up(func(l analysis.Link) int { return hops(near(l)) }), list.Up(near),
			list.Up(func(l analysis.Link) string { return l.ID }))},
		Truncated: found.Truncated, Visited: found.Visited,
	}
}

// nearer is the one of two entities that comes first in a neighbourhood.
func nearer(found *paths.NeighbourhoodAnswer, a, b string) string {
	if found.Hops[b] < found.Hops[a] || found.Hops[b] == found.Hops[a] && b < a {
		return b
	}
	return a
}
