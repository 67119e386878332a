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

// direction is which way links are followed from a node.
type direction int

const (
	bothWays direction = iota
	onlyOut
)

// around is what to read of the links of nodes.
type around struct {
	direction direction
	// to are the only nodes that may be at the other end; nil for all.
	to []string
	// details reads types and ids of links.
	details bool
	// total counts the links instead of reading them.
	total bool
	// most is how many links to read of each node, type and direction.
	most int
}

// list is a list of links in the row of a node.
type list struct {
	t  *plan.RelationshipType
	in bool
}

// read reads the links of nodes in one statement. The row of each node has the lists in the order in which they are returned.
func (l *linkReader) read(ctx context.Context, name string, ids []string, a around) ([]row, []list, error) {
	q, err := l.question(name, l.scope)
	if err != nil {
		return nil, nil, err
	}
	most := q.param(int64(a.most))
	var far plan.Param
	if a.to != nil {
		far = q.param(values(a.to))
	}
	entity := l.Mapping.Type("Entity")
	var lists []list
	var columns []*plan.Column
	for _, t := range l.types {
		for _, in := range []bool{false, true} {
			if in && a.direction == onlyOut {
				continue
			}
			where := q.scope.Valid(t, entity)
			if a.to != nil {
				where = and(where, &plan.Filter{Op: plan.Compare, Property: entity.Property("id"), Comparison: plan.In, Value: far})
			}
			many := &plan.Many{
				Step: &plan.Step{Relationship: t, In: in}, Type: entity, Where: where, Limit: most, Total: a.total,
				Order: []plan.OrderKey{{Property: entity.Property("id")}, {Property: t.Property("id"), OfRelationship: true}},
			}
			if !a.total {
				many.Select = &plan.Selection{Columns: a.columns(t)}
			}
			lists = append(lists, list{t, in})
			columns = append(columns, &plan.Column{Kind: plan.ManyColumn, Types: ends(t, in), Many: many})
		}
	}
	rows, err := q.lookup(ctx, "Entity", ids, columns...)
	return rows, lists, err
}

// columns are what to read of a link.
func (a around) columns(t *plan.RelationshipType) []*plan.Column {
	if !a.details {
		return nil
	}
	return columns(t.Property, true, []string{"id"})
}

// ends are the names of the types that a relationship starts from, or with in, leads to.
func ends(t *plan.RelationshipType, in bool) []string {
	types := t.From
	if in {
		types = t.To
	}
	names := make([]string, len(types))
	for i, o := range types {
		names[i] = o.Name
	}
	return names
}

func values(ids []string) []any {
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all
}

// degrees are the numbers of links of nodes, in both directions.
func (l *linkReader) degrees(ctx context.Context, ids []string) ([]int, error) {
	rows, lists, err := l.read(ctx, "degrees", ids, around{total: true})
	if err != nil {
		return nil, err
	}
	degrees := make([]int, len(ids))
	for i, r := range rows {
		for j := range lists {
			if many, _ := cell(r, j+1); many != nil {
				n, _ := many[0].(int64)
				degrees[i] += int(n)
			}
		}
	}
	return degrees, nil
}

// cell is a list in a row.
func cell(r row, i int) ([]any, bool) {
	if r == nil {
		return nil, false
	}
	many, ok := r[i].([]any)
	return many, ok
}

// neighbours are the ids at the other ends of the links of nodes, in the order of the nodes; at most so many of each node, type and
// direction. One comes several times where several links lead to it.
func (l *linkReader) neighbours(ctx context.Context, ids []string, most int) ([][]string, error) {
	rows, lists, err := l.read(ctx, "neighbours", ids, around{most: most})
	if err != nil {
		return nil, err
	}
	all := make([][]string, len(ids))
	for i, r := range rows {
		for j := range lists {
			many, ok := cell(r, j+1)
			if !ok {
				continue
			}
			ends, _ := many[1].([]any)
			for _, v := range ends {
				end, _ := v.([]any)
				all[i] = append(all[i], row(end).id())
			}
		}
	}
	return all, nil
}

// between are the links from some nodes to others, each once, in the order of byEnds; in both directions where a says so.
func (l *linkReader) between(ctx context.Context, ids []string, a around) ([]Link, error) {
	a.details, a.most = true, math.MaxInt32
	rows, lists, err := l.read(ctx, "links", ids, a)
	if err != nil {
		return nil, err
	}
	var all []Link
	for i, r := range rows {
		for j, list := range lists {
			many, ok := cell(r, j+1)
			if !ok {
				continue
			}
			ends, _ := many[1].([]any)
			for _, v := range ends {
				values, _ := v.([]any)
				all = append(all, list.link(ids[i], row(values)))
			}
		}
	}
	slices.SortFunc(all, byEnds)
	return slices.CompactFunc(all, func(a, b Link) bool { return a.ID == b.ID }), nil
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
	rows, err := q.lookup(ctx, "Entity", ids, &plan.Column{Kind: plan.LinksColumn, Links: links})
	if err != nil {
		return nil, err
	}
	all := make([]nodeLinks, len(ids))
	for i, r := range rows {
		read, ok := cell(r, 1)
		if !ok {
			continue
		}
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

// link is the link of a row in the list of a node.
func (l list) link(of string, r row) Link {
	link := Link{Type: l.t, ID: r.text(1), From: of, To: r.id(), Weight: math.NaN()}
	if l.in {
		link.From, link.To = link.To, link.From
	}
	return link
}
