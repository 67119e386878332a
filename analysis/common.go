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
	links := slices.DeleteFunc(read[0].links, func(link Link) bool { return slices.Contains(of, link.other(of[fewest])) })
	if len(links) == 0 {
		return answer, nil
	}
	near := make([]string, len(links))
	for i, link := range links {
		near[i] = link.other(of[fewest])
	}
	others, err := l.others(ctx, slices.Delete(slices.Clone(of), fewest, fewest+1), near, answer)
	if err != nil {
		return nil, err
	}
	links = append(links, others...)
	slices.SortFunc(links, byEnds)
	answer.Entities = r.shared(of, links)
	return answer, l.rank(ctx, answer.Entities)
}

// others are the links of some entities with what is near to another, as many as the limit has room for.
func (l *linkReader) others(ctx context.Context, of, near []string, answer *Common) ([]Link, error) {
	slices.Sort(near)
	room := l.scope.Limit - answer.Visited
	read, err := l.bulk(ctx, of, bulk{to: slices.Compact(near), most: room + 1})
	if err != nil {
		return nil, err
	}
	var all []Link
	for _, one := range read {
		all = append(all, one.links...)
	}
	if len(all) > room {
		all, answer.Truncated = all[:room], true
	}
	answer.Visited += len(all)
	return all, nil
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
		return nil, wrong("%s: the number of ids is %d; give %d to %d", argument, len(ids), least, most)
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
