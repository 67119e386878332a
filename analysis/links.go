package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"partnir/plan"
)

// Link is a relationship of any type.
type Link struct {
	Type *plan.RelationshipType
	// ID is its own, From and To are those of its ends.
	ID, From, To string
	// Weight is the property that was asked for; NaN where it is missing, or none was asked for.
	Weight float64
}

// other is the end of a link that is not the one given.
func (l *Link) other(id string) string {
	if l.From == id {
		return l.To
	}
	return l.From
}

// byEnds orders links by their start, their end, and their id.
func byEnds(a, b Link) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.ID, b.ID))
}

// linkReader reads links of some types that hold in a scope, around many nodes in one plan.
type linkReader struct {
	*Reader
	types []*plan.RelationshipType
	scope Scope
}

// links returns a reader of links of the named types; of all types where names is empty.
func (r *Reader) links(names []string, s Scope) (*linkReader, error) {
	l := &linkReader{Reader: r, types: r.Mapping.Relationships, scope: s}
	if len(names) > 0 {
		l.types = nil
		for _, t := range r.Mapping.Relationships {
			if slices.Contains(names, t.Name) {
				l.types = append(l.types, t)
			}
		}
	}
	return l, nil
}

// nodeLinks are the links of one node.
type nodeLinks struct {
	// degree is how many there are; a loop is one.
	degree int
	links  []Link
	// cut says that some of them were not read.
	cut bool
}

// bulk is what to read of the links of many nodes of all types at once.
type bulk struct {
	// weights are the names of properties of which the first that is there is the weight.
	weights []string
	// maxDegree leaves out the links of nodes that have more; nil where that does not matter.
	maxDegree *int
	// to are the only nodes that may be at the other ends; nil for any.
	to []string
	// most is how many links to read of each node.
	most int
}

// bulk reads the links of nodes in both directions: at most so many of each node, in the order of the ids at their other ends.
func (l *linkReader) bulk(ctx context.Context, ids []string, b bulk) ([]nodeLinks, error) {
	q, err := l.question("links", l.scope)
	if err != nil {
		return nil, err
	}
	links := &plan.Links{
		Types: l.types, Type: l.Mapping.Type("Entity"), Scope: q.scope, Weights: b.weights, Limit: q.param(int64(b.most)),
	}
	if b.maxDegree != nil {
		most := q.param(int64(*b.maxDegree))
		links.MaxDegree = &most
	}
	if b.to != nil {
		to := q.param(values(b.to))
		links.To = &to
	}
	rows, err := q.lookup(ctx, "Entity", ids, &plan.Column{Kind: plan.LinksColumn, Links: links})
	if err != nil {
		return nil, err
	}
	all := make([]nodeLinks, len(ids))
	for i, r := range rows {
		if r == nil {
			continue
		}
		read, _ := r[1].([]any)
		degree, _ := read[0].(int64)
		found, _ := read[1].([]any)
		of := &all[i]
		of.degree, of.cut, of.links = int(degree), int(degree) > len(found), make([]Link, len(found))
		for j, v := range found {
			values, _ := v.([]any)
			of.links[j] = l.bulkLink(ids[i], row(values))
		}
	}
	return all, nil
}

// bulkLink is the link of a row of plan.Links.
func (l *linkReader) bulkLink(of string, r row) Link {
	link := Link{Type: l.Mapping.Relationship(r.text(0)), ID: r.text(3), From: of, To: r.text(2), Weight: math.NaN()}
	if in, _ := r[1].(bool); in {
		link.From, link.To = link.To, link.From
	}
	if w, ok := r.number(4); ok {
		link.Weight = w
	}
	return link
}

// degrees are the numbers of links of nodes, in both directions.
func (l *linkReader) degrees(ctx context.Context, ids []string) ([]int, error) {
	read, err := l.bulk(ctx, ids, bulk{})
	if err != nil {
		return nil, err
	}
	degrees := make([]int, len(ids))
	for i, of := range read {
		degrees[i] = of.degree
	}
	return degrees, nil
}

// between are the links between some nodes and others, in both directions, each once, in the order of byEnds.
func (l *linkReader) between(ctx context.Context, ids, others []string) ([]Link, error) {
	read, err := l.bulk(ctx, ids, bulk{to: others, most: math.MaxInt32})
	if err != nil {
		return nil, err
	}
	var all []Link
	for _, of := range read {
		all = append(all, of.links...)
	}
	slices.SortFunc(all, byEnds)
	return slices.CompactFunc(all, func(a, b Link) bool { return a.ID == b.ID }), nil
}

func values(ids []string) []any {
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all
}
