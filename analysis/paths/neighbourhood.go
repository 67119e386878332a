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
	// First is how many entities there may be, Of among them.
	First int
	// Scope.Limit is how many relationships there may be.
	analysis.Scope
}

// MaxNeighbourhoodHops is how far away the entities of a neighbourhood are at most.
const MaxNeighbourhoodHops = 4

// NeighbourhoodAnswer is what is around an entity.
type NeighbourhoodAnswer struct {
	// Nodes are the ids of the entities, the nearest first, equally near ones by id; Of is the first.
	Nodes []string
	// Links are all links between Nodes, those of the nearest first.
	Links []analysis.Link
	// Visited is how many links were looked at; Truncated says that there are more entities or links.
	Visited   int
	Truncated bool
}

// Neighbourhood finds the entities within some hops of another, and what connects them. It goes level by level, and ends within a level
// where there are enough entities.
func Neighbourhood(ctx context.Context, r *analysis.Reader, ask NeighbourhoodQuestion) (*NeighbourhoodAnswer, error) {
	if ask.Hops < 1 || ask.Hops > MaxNeighbourhoodHops {
		return nil, analysis.Wrong("hops: %d is outside 1 to %d", ask.Hops, MaxNeighbourhoodHops)
	}
	of, err := r.Now(ctx, "of", ask.Of, "Entity")
	if err != nil {
		return nil, err
	}
	l, err := r.Links(ask.Relationships, ask.Scope)
	if err != nil {
		return nil, err
	}
	answer := &NeighbourhoodAnswer{Nodes: []string{of}}
	place := map[string]int{of: 0}
	level := answer.Nodes
	for hop := 0; hop < ask.Hops && len(level) > 0 && !answer.Truncated; hop++ {
		next, err := levelAround(ctx, l, ask, level, place, answer)
		if err != nil {
			return nil, err
		}
		slices.Sort(next)
		if room := ask.First - len(answer.Nodes); len(next) > room {
			next, answer.Truncated = next[:room], true
		}
		for _, id := range next {
			place[id] = len(answer.Nodes)
			answer.Nodes = append(answer.Nodes, id)
		}
		level = next
	}
	return answer, within(ctx, l, ask.Limit, place, answer)
}

// levelAround are the entities that the links of a level lead to and that are not in place yet, each once.
func levelAround(
	ctx context.Context, l *analysis.LinkReader, ask NeighbourhoodQuestion, level []string, place map[string]int, answer *NeighbourhoodAnswer,
) ([]string, error) {
	read, err := l.Bulk(ctx, level, analysis.Bulk{Most: ask.Limit})
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

// within reads the links between the entities of a neighbourhood.
func within(ctx context.Context, l *analysis.LinkReader, limit int, place map[string]int, answer *NeighbourhoodAnswer) error {
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
