package paths

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"partnir/analysis"
	"partnir/plan/mapping"
)

// NeighbourhoodQuestion asks what is around an entity.
type NeighbourhoodQuestion struct {
	// Of is the id of the entity.
	Of string
	// Hops is how many relationships away an entity may be, from 1 to MaxNeighbourhoodHops.
	Hops int
	// Relationships are the names of the relationship types to follow, in either direction; empty for all.
	Relationships []string
	// Types are the types that other entities may be of; empty for all. What is of another type is not passed through either.
	Types []*mapping.NodeType
	// MaxEntities is how many entities there may be, Of among them; from 1 to MaxNeighbours.
	MaxEntities int
	// Scope.MaxVisited is how many relationships there may be.
	analysis.Scope
}

// The bounds of a neighbourhood: how far away its entities are at most, how many there are, and how many links.
const (
	MaxNeighbourhoodHops = 4
	MaxNeighbours        = 1000
	MaxNeighbourLinks    = 100_000
)

// NeighbourhoodAnswer is what is around an entity.
type NeighbourhoodAnswer struct {
	// Nodes are the ids of the entities, the nearest first, equally near ones by id; Of is the first. Hops says how far away each is.
	Nodes []string
	Hops  map[string]int
	// Links are all links between Nodes, those of the nearest first.
	Links []analysis.Link
	// Reach counts the links that were looked at to find the entities; it is truncated where there are more entities or links.
	analysis.Reach
}

// Neighbourhood finds the entities within some hops of another, and what connects them. It goes level by level, and ends within a level
// where there are enough entities.
func Neighbourhood(ctx context.Context, r *analysis.Reader, ask NeighbourhoodQuestion) (*NeighbourhoodAnswer, error) {
	err := cmp.Or(
		analysis.Within("hops", ask.Hops, 1, MaxNeighbourhoodHops), analysis.Within("maxEntities", ask.MaxEntities, 1, MaxNeighbours),
		analysis.Within("maxVisited", ask.MaxVisited, 1, MaxNeighbourLinks),
	)
	if err != nil {
		return nil, err
	}
	of, err := r.ResolveOne(ctx, "of", ask.Of, "Entity")
	if err != nil {
		return nil, err
	}
	l, err := r.Links(ask.Relationships, ask.Scope)
	if err != nil {
		return nil, err
	}
	answer := &NeighbourhoodAnswer{Nodes: []string{of}, Hops: map[string]int{of: 0}}
	place := map[string]int{of: 0}
	level := answer.Nodes
	for hop := 0; hop < ask.Hops && len(level) > 0 && !answer.Truncated; hop++ {
		next, err := levelAround(ctx, l, ask, level, place, answer)
		if err != nil {
			return nil, err
		}
		slices.Sort(next)
		if room := ask.MaxEntities - len(answer.Nodes); len(next) > room {
			next, answer.Truncated = next[:room], true
		}
		for _, id := range next {
			place[id], answer.Hops[id] = len(answer.Nodes), hop+1
			answer.Nodes = append(answer.Nodes, id)
		}
		level = next
	}
	return answer, between(ctx, l, ask.MaxVisited, place, answer)
}

// levelAround are the entities that the links of a level lead to and that are not in place yet, each once.
func levelAround(
	ctx context.Context, l *analysis.LinkReader, ask NeighbourhoodQuestion, level []string, place map[string]int, answer *NeighbourhoodAnswer,
) ([]string, error) {
	read, err := l.Bulk(ctx, level, analysis.Bulk{Most: ask.MaxVisited})
	if err != nil {
		return nil, err
	}
	var next []string
	fresh := map[string]bool{}
	for i, of := range read {
		answer.Visited += len(of.Links)
		answer.Truncated = answer.Truncated || of.Cut
		for _, link := range of.Links {
			id := link.Other(level[i])
			if _, in := place[id]; !in && !fresh[id] && ask.takes(l.Mapping.TypeOf(id)) {
				fresh[id] = true
				next = append(next, id)
			}
		}
	}
	return next, nil
}

// takes says that a neighbourhood may have entities of a type.
func (q *NeighbourhoodQuestion) takes(t *mapping.NodeType) bool {
	return len(q.Types) == 0 || slices.Contains(q.Types, t)
}

// between reads the links between the entities of a neighbourhood.
func between(ctx context.Context, l *analysis.LinkReader, limit int, place map[string]int, answer *NeighbourhoodAnswer) error {
	links, err := l.Between(ctx, answer.Nodes, answer.Nodes)
	if err != nil {
		return err
	}
	slices.SortFunc(links, func(a, b analysis.Link) int {
		nearA, farA := order(place[a.From], place[a.To])
		nearB, farB := order(place[b.From], place[b.To])
		return cmp.Or(farA-farB, nearA-nearB, strings.Compare(a.ID, b.ID))
	})
	if len(links) > limit {
		links, answer.Truncated = links[:limit], true
	}
	answer.Links = links
	return nil
}

// order is the smaller of two numbers, then the larger.
func order(a, b int) (int, int) { return min(a, b), max(a, b) }
