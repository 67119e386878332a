package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"partnir/plan"
	"partnir/plan/mapping"
)

// Link is a relationship of any type.
type Link struct {
	Type *mapping.RelationshipType
	// ID is its own, From and To are those of its ends.
	ID, From, To string
	// Weight is the property that was asked for; NaN where it is missing, or none was asked for.
	Weight float64
}

// Other is the end of a link that is not the one given.
func (l *Link) Other(id string) string {
	if l.From == id {
		return l.To
	}
	return l.From
}

// ByEnds orders links by their start, their end, and their id.
func ByEnds(a, b Link) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.ID, b.ID))
}

// LinkReader reads links of some types that hold in a scope, around many nodes in one plan.
type LinkReader struct {
	*Reader
	types []*mapping.RelationshipType
	Scope Scope
}

// Links returns a reader of links of the named types; of all types where names is empty.
func (r *Reader) Links(names []string, s Scope) (*LinkReader, error) {
	l := &LinkReader{Reader: r, types: r.Mapping.Relationships, Scope: s}
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

// NodeLinks are the links of one node.
type NodeLinks struct {
	// Degree is how many there are; a loop is one.
	Degree int
	Links  []Link
	// Cut says that some of them were not read.
	Cut bool
}

// Bulk is what to read of the links of many nodes of all types at once.
type Bulk struct {
	// Weights are the names of properties of which the first that is there is the weight.
	Weights []string
	// MaxDegree leaves out the links of nodes that have more; nil where that does not matter.
	MaxDegree *int
	// To are the only nodes that may be at the other ends; nil for any.
	To []string
	// Most is how many links to read of each node.
	Most int
}

// Bulk reads the links of nodes in both directions: at most so many of each node, in the order of the ids at their other ends.
func (l *LinkReader) Bulk(ctx context.Context, ids []string, b Bulk) ([]NodeLinks, error) {
	q, err := l.Query("links", l.Scope)
	if err != nil {
		return nil, err
	}
	links := &plan.Links{
		Types: l.types, Type: l.Mapping.Type("Entity"), Scope: q.Scope, Weights: b.Weights, Limit: q.Param(int64(b.Most)),
	}
	if b.MaxDegree != nil {
		most := q.Param(int64(*b.MaxDegree))
		links.MaxDegree = &most
	}
	if b.To != nil {
		to := q.Param(Values(b.To))
		links.To = &to
	}
	rows, err := q.Lookup(ctx, "Entity", ids, &plan.Column{Kind: plan.LinksColumn, Links: links})
	if err != nil {
		return nil, err
	}
	all := make([]NodeLinks, len(ids))
	for i, r := range rows {
		if r == nil {
			continue
		}
		read, _ := r[1].([]any)
		degree, _ := read[0].(int64)
		found, _ := read[1].([]any)
		of := &all[i]
		of.Degree, of.Cut, of.Links = int(degree), int(degree) > len(found), make([]Link, len(found))
		for j, v := range found {
			values, _ := v.([]any)
			of.Links[j] = l.bulkLink(ids[i], Row(values))
		}
	}
	return all, nil
}

// bulkLink is the link of a row of plan.Links.
func (l *LinkReader) bulkLink(of string, r Row) Link {
	link := Link{Type: l.Mapping.Relationship(r.Text(0)), ID: r.Text(3), From: of, To: r.Text(2), Weight: math.NaN()}
	if in, _ := r[1].(bool); in {
		link.From, link.To = link.To, link.From
	}
	if w, ok := r.Number(4); ok {
		link.Weight = w
	}
	return link
}

// Degrees are the numbers of links of nodes, in both directions.
func (l *LinkReader) Degrees(ctx context.Context, ids []string) ([]int, error) {
	read, err := l.Bulk(ctx, ids, Bulk{})
	if err != nil {
		return nil, err
	}
	degrees := make([]int, len(ids))
	for i, of := range read {
		degrees[i] = of.Degree
	}
	return degrees, nil
}

// Between are the links between some nodes and others, in both directions, each once, in the order of ByEnds.
func (l *LinkReader) Between(ctx context.Context, ids, others []string) ([]Link, error) {
	read, err := l.Bulk(ctx, ids, Bulk{To: others, Most: math.MaxInt32})
	if err != nil {
		return nil, err
	}
	var all []Link
	for _, of := range read {
		all = append(all, of.Links...)
	}
	slices.SortFunc(all, ByEnds)
	return slices.CompactFunc(all, func(a, b Link) bool { return a.ID == b.ID }), nil
}

// Values are ids as parameters of a plan take them.
func Values(ids []string) []any {
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all
}
