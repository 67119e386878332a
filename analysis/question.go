package analysis

import (
	"context"
	"math"

	"partnir/plan"
)

// Reader answers questions from a store. It is safe for use by several goroutines at once.
type Reader struct {
	Store   plan.Store
	Mapping *plan.Mapping
}

// Scope narrows what a verb looks at.
type Scope struct {
	// AsOf is a day, YYYY-MM-DD: only relationships and observations that hold then. MinConfidence is 0 to 1: only those of at least
	// this confidence. Both are nil where they were not given.
	AsOf          *string
	MinConfidence *float64
	// Limit is how many relationships to look at, at most.
	Limit int
}

// question is a plan that is being made.
type question struct {
	*Reader
	plan  *plan.Plan
	scope plan.Scope
	limit int
}

// question starts a plan; name is for logs.
func (r *Reader) question(name string, s Scope) (*question, error) {
	q := &question{Reader: r, plan: &plan.Plan{Field: name}, limit: s.Limit}
	var asOf, minConfidence any
	if s.AsOf != nil {
		asOf = *s.AsOf
	}
	if s.MinConfidence != nil {
		minConfidence = *s.MinConfidence
	}
	var err error
	q.scope, err = q.plan.NewScope(asOf, minConfidence)
	return q, err
}

// noLimit is a limit that nothing comes to.
const noLimit = math.MaxInt32 - 1

// unlimited starts a plan that reads all there is around each node: a sum over some of it would be wrong.
func (r *Reader) unlimited(name string, s Scope) (*question, error) {
	s.Limit = noLimit
	return r.question(name, s)
}

// flow is the condition that a supply link is of a flow; nil for "", which stands for all.
func (q *question) flow(flow string) *plan.Filter {
	if flow == "" {
		return nil
	}
	return q.is("SUPPLIES", "flow", plan.Eq, flow)
}

func (q *question) param(v any) plan.Param {
	q.plan.Params = append(q.plan.Params, v)
	return plan.Param(len(q.plan.Params) - 1)
}

// linked is a list of nodes that relationships of one type lead to.
type linked struct {
	// by is the relationship type, in says that it is followed against its direction, to is the type at the other end.
	by string
	in bool
	to string
	// where is what else must hold.
	where *plan.Filter
	// edge are properties of the relationship to read, node are those of the node, and then come the columns below.
	edge, node []string
	below      []*plan.Column
	// largest is a property of the relationship by which to order, the largest first.
	largest string
	// ever leaves asOf out.
	scope *plan.Scope
}

// many is the column of a linked list. It reads one more row than the limit, so that it shows where there is more.
func (q *question) many(l linked) *plan.Column {
	t, to := q.Mapping.Relationship(l.by), q.Mapping.Type(l.to)
	scope := q.scope
	if l.scope != nil {
		scope = *l.scope
	}
	order := []plan.OrderKey{{Property: to.Property("id")}, {Property: t.Property("id"), OfRelationship: true}}
	if l.largest != "" {
		order = append([]plan.OrderKey{{Property: t.Property(l.largest), OfRelationship: true, Descending: true}}, order...)
	}
	return &plan.Column{Kind: plan.ManyColumn, Many: &plan.Many{
		Step: &plan.Step{Relationship: t, In: l.in}, Type: to, Where: and(scope.Valid(t, to), l.where), Order: order,
		Limit:  q.param(int64(q.limit) + 1),
		Select: &plan.Selection{Columns: append(append(columns(t.Property, true, l.edge), columns(to.Property, false, l.node)...), l.below...)},
	}}
}

// columns read properties by their names.
func columns(property func(string) *plan.Property, ofRelationship bool, names []string) []*plan.Column {
	var out []*plan.Column
	for _, name := range names {
		out = append(out, &plan.Column{Kind: plan.PropertyColumn, Property: property(name), OfRelationship: ofRelationship})
	}
	return out
}

// and is met where all filters are; nil filters are left out. It is nil where none is left.
func and(filters ...*plan.Filter) *plan.Filter {
	var args []*plan.Filter
	for _, f := range filters {
		if f != nil {
			args = append(args, f)
		}
	}
	switch len(args) {
	case 0:
		return nil
	case 1:
		return args[0]
	}
	return &plan.Filter{Op: plan.And, Args: args}
}

// is compares a property of a relationship with a value.
func (q *question) is(relationship, property string, comparison plan.Comparison, value any) *plan.Filter {
	p := q.Mapping.Relationship(relationship).Property(property)
	f := &plan.Filter{Op: plan.Compare, Property: p, OfRelationship: true, Comparison: comparison}
	if comparison != plan.IsNull && comparison != plan.IsNotNull {
		f.Value = q.param(value)
	}
	return f
}

// nodeIs compares a property of a node with a value.
func (q *question) nodeIs(typeName, property string, comparison plan.Comparison, value any) *plan.Filter {
	f := &plan.Filter{Op: plan.Compare, Property: q.Mapping.Type(typeName).Property(property), Comparison: comparison}
	if comparison != plan.IsNull && comparison != plan.IsNotNull {
		f.Value = q.param(value)
	}
	return f
}

// lookup reads nodes of a type by their ids, in their order; a node that there is not gives no row.
func (q *question) lookup(ctx context.Context, typeName string, ids []string, cols ...*plan.Column) ([]row, error) {
	keys := make([]any, len(ids))
	for i, id := range ids {
		keys[i] = id
	}
	t := q.Mapping.Type(typeName)
	q.plan.Lookup = &plan.Lookup{Type: t, Property: t.Property("id"), Keys: q.param(keys), Select: &plan.Selection{Columns: cols}}
	values, err := q.Store.Read(ctx, q.plan)
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(values))
	for i, v := range values {
		rows[i], _ = v.([]any)
	}
	return rows, nil
}

// list reads the nodes of a type that meet a condition, all where it is nil, by their ids and so many at most. The question's limit is of what
// is read around each.
func (q *question) list(ctx context.Context, typeName string, where *plan.Filter, most int, cols ...*plan.Column) ([]row, error) {
	t := q.Mapping.Type(typeName)
	q.plan.Many = &plan.Many{
		Type: t, Where: where, Order: []plan.OrderKey{{Property: t.Property("id")}}, Limit: q.param(int64(most)),
		Select: &plan.Selection{Columns: cols},
	}
	values, err := q.Store.Read(ctx, q.plan)
	if err != nil {
		return nil, err
	}
	return rowsOf(values), nil
}
