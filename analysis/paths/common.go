package paths

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"partnir/analysis"
)

// CommonQuestion asks what entities share.
type CommonQuestion struct {
	// Of are the ids of the entities, from 2 to MaxCommon.
	Of []string
	// Relationships are the names of the relationship types to look at; empty for all.
	Relationships []string
	analysis.Scope
}

// MaxCommon is of how many entities one can ask at once what they share.
const MaxCommon = 20

// CommonAnswer is what entities share.
type CommonAnswer struct {
	// Entities are those that a link connects with each: those with the fewest links of all first, as the others say less; equal ones
	// by id.
	Entities []CommonEntity
	// Reach counts links.
	analysis.Reach
}

// CommonEntity is an entity that several others share.
type CommonEntity struct {
	ID   string
	Kind CommonKind
	// Degree is how many links it has in all.
	Degree int
	// Links are all that connect it with the others.
	Links []analysis.Link
}

// CommonKind is what an entity is to those that share it.
type CommonKind int

// The kinds: an entity is of the first that fits.
const (
	// CommonGroup: each of them belongs to it, by MEMBER_OF.
	CommonGroup CommonKind = iota
	CommonTechnology
	CommonProject
	CommonRule
	// CommonPartner is any other actor.
	CommonPartner
	CommonOther
)

// Common finds the entities that share a link with each of several others. It looks at all links of the one of them that has the fewest,
// and then only at the links between the others and what that led to.
func Common(ctx context.Context, r *analysis.Reader, ask CommonQuestion) (*CommonAnswer, error) {
	if err := ask.Check(); err != nil {
		return nil, err
	}
	of, err := r.ResolveEach(ctx, analysis.Asked{Argument: "of", IDs: ask.Of, Types: []string{"Entity"}}, 2, MaxCommon)
	if err != nil {
		return nil, err
	}
	l, err := r.Links(ask.Relationships, ask.Scope)
	if err != nil {
		return nil, err
	}
	degrees, err := l.Degrees(ctx, of)
	if err != nil {
		return nil, err
	}
	fewest := slices.Index(degrees, slices.Min(degrees))
	read, err := l.Bulk(ctx, of[fewest:fewest+1], analysis.Bulk{Most: ask.MaxVisited})
	if err != nil {
		return nil, err
	}
	answer := &CommonAnswer{Reach: analysis.Reach{Visited: len(read[0].Links), Truncated: read[0].Cut}}
	links := slices.DeleteFunc(read[0].Links, func(link analysis.Link) bool { return slices.Contains(of, link.Other(of[fewest])) })
	if len(links) == 0 {
		return answer, nil
	}
	near := make([]string, len(links))
	for i, link := range links {
		near[i] = link.Other(of[fewest])
	}
	others, err := others(ctx, l, slices.Delete(slices.Clone(of), fewest, fewest+1), near, answer)
	if err != nil {
		return nil, err
	}
	links = append(links, others...)
	slices.SortFunc(links, analysis.ByEnds)
	answer.Entities = shared(r, of, links)
	return answer, rank(ctx, l, answer.Entities)
}

// others are the links of some entities with what is near to another, as many as the limit has room for.
func others(ctx context.Context, l *analysis.LinkReader, of, near []string, answer *CommonAnswer) ([]analysis.Link, error) {
	slices.Sort(near)
	room := l.Scope.MaxVisited - answer.Visited
	read, err := l.Bulk(ctx, of, analysis.Bulk{To: slices.Compact(near), Most: room + 1})
	if err != nil {
		return nil, err
	}
	var all []analysis.Link
	for _, one := range read {
		all = append(all, one.Links...)
	}
	if len(all) > room {
		all, answer.Truncated = all[:room], true
	}
	answer.Visited += len(all)
	return all, nil
}

// shared are the entities that links connect with each of some others.
func shared(r *analysis.Reader, of []string, links []analysis.Link) []CommonEntity {
	at := map[string][]analysis.Link{}
	for _, l := range links {
		id := l.To
		if slices.Contains(of, id) {
			id = l.From
		}
		at[id] = append(at[id], l)
	}
	var all []CommonEntity
	for id, links := range at {
		with := func(is func(*analysis.Link) bool) bool {
			return !slices.ContainsFunc(of, func(one string) bool {
				return !slices.ContainsFunc(links, func(l analysis.Link) bool { return l.Other(id) == one && is(&l) })
			})
		}
		if with(func(*analysis.Link) bool { return true }) {
			group := with(func(l *analysis.Link) bool { return l.Type.Name == "MEMBER_OF" && l.To == id })
			all = append(all, CommonEntity{ID: id, Kind: commonKind(r, id, group), Links: links})
		}
	}
	return all
}

func commonKind(r *analysis.Reader, id string, group bool) CommonKind {
	t := r.Mapping.TypeOf(id)
	switch {
	case group:
		return CommonGroup
	case t.Name == "Technology":
		return CommonTechnology
	case t.Name == "Project":
		return CommonProject
	case t.Is(r.Mapping.Type("Rule")):
		return CommonRule
	case t.Is(r.Mapping.Type("Actor")):
		return CommonPartner
	}
	return CommonOther
}

// rank puts those with the fewest links first.
func rank(ctx context.Context, l *analysis.LinkReader, entities []CommonEntity) error {
	ids := make([]string, len(entities))
	for i := range entities {
		ids[i] = entities[i].ID
	}
	degrees, err := l.Degrees(ctx, ids)
	if err != nil {
		return err
	}
	for i := range entities {
		entities[i].Degree = degrees[i]
	}
	slices.SortFunc(entities, func(a, b CommonEntity) int {
		return cmp.Or(a.Degree-b.Degree, strings.Compare(a.ID, b.ID))
	})
	return nil
}
