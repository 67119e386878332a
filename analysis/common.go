package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// CommonQuestion asks what entities share.
type CommonQuestion struct {
	// Of are the ids of the entities, from 2 to MaxCommon.
	Of []string
	// Relationships are the names of the relationship types to look at; empty for all.
	Relationships []string
	Scope
}

// MaxCommon is of how many entities one can ask at once what they share.
const MaxCommon = 20

// Common is what entities share.
type Common struct {
	// Entities are those that a link connects with each: those with the fewest links of all first, as the others say less; equal ones
	// by id.
	Entities []CommonEntity
	// Visited is how many links were looked at; Truncated says that the limit left some out.
	Visited   int
	Truncated bool
}

// CommonEntity is an entity that several others share.
type CommonEntity struct {
	ID   string
	Kind CommonKind
	// Degree is how many links it has in all.
	Degree int
	// Links are all that connect it with the others.
	Links []Link
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
func (r *Reader) Common(ctx context.Context, ask CommonQuestion) (*Common, error) {
	of, err := r.distinct(ctx, "of", ask.Of, 2, MaxCommon)
	if err != nil {
		return nil, err
	}
	l, err := r.links(ask.Relationships, ask.Scope)
	if err != nil {
		return nil, err
	}
	degrees, err := l.degrees(ctx, of)
	if err != nil {
		return nil, err
	}
	fewest := slices.Index(degrees, slices.Min(degrees))
	read, err := l.bulk(ctx, of[fewest:fewest+1], bulk{most: ask.Limit})
	if err != nil {
		return nil, err
	}
	answer := &Common{Visited: len(read[0].links), Truncated: read[0].cut}
	near := make([]string, len(read[0].links))
	for i, link := range read[0].links {
		near[i] = link.other(of[fewest])
	}
	slices.Sort(near)
	near = slices.DeleteFunc(slices.Compact(near), func(id string) bool { return slices.Contains(of, id) })
	if len(near) == 0 {
		return answer, nil
	}
	links, err := l.between(ctx, of, near)
	if err != nil {
		return nil, err
	}
	answer.Visited += len(links)
	answer.Entities = r.shared(of, links)
	return answer, l.rank(ctx, answer.Entities)
}

// shared are the entities that links connect with each of some others.
func (r *Reader) shared(of []string, links []Link) []CommonEntity {
	at := map[string][]Link{}
	for _, l := range links {
		id := l.To
		if slices.Contains(of, id) {
			id = l.From
		}
		at[id] = append(at[id], l)
	}
	var all []CommonEntity
	for id, links := range at {
		with := func(is func(*Link) bool) bool {
			return !slices.ContainsFunc(of, func(one string) bool {
				return !slices.ContainsFunc(links, func(l Link) bool { return l.other(id) == one && is(&l) })
			})
		}
		if with(func(*Link) bool { return true }) {
			group := with(func(l *Link) bool { return l.Type.Name == "MEMBER_OF" && l.To == id })
			all = append(all, CommonEntity{ID: id, Kind: r.commonKind(id, group), Links: links})
		}
	}
	return all
}

func (r *Reader) commonKind(id string, group bool) CommonKind {
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
func (l *linkReader) rank(ctx context.Context, entities []CommonEntity) error {
	ids := make([]string, len(entities))
	for i := range entities {
		ids[i] = entities[i].ID
	}
	degrees, err := l.degrees(ctx, ids)
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

// distinct are the ids that entities have now, in their order. There must be so many, each once, and all known.
func (r *Reader) distinct(ctx context.Context, argument string, ids []string, least, most int) ([]string, error) {
	if len(ids) < least || len(ids) > most {
		return nil, wrong("%s: %d ids were given; give %d to %d", argument, len(ids), least, most)
	}
	if err := r.known(argument, ids, nil, "Entity"); err != nil {
		return nil, err
	}
	q, err := r.question("ids", Scope{})
	if err != nil {
		return nil, err
	}
	rows, err := q.lookup(ctx, "Entity", ids)
	if err != nil {
		return nil, err
	}
	if err := r.known(argument, ids, rows, "Entity"); err != nil {
		return nil, err
	}
	now := make([]string, len(ids))
	for i, row := range rows {
		now[i] = row.id()
		if first := slices.Index(now[:i], now[i]); first >= 0 {
			return nil, wrong("%s: %s and %s are one entity; give each once", argument, ids[first], ids[i])
		}
	}
	return now, nil
}
