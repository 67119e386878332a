package analysis

import (
	"context"

	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
	"partnir/store"
)

// Reader answers questions from a store. It is safe for use by several goroutines at once.
type Reader struct {
	Store   store.Store
	Mapping *mapping.Mapping
}

// Scope narrows what a verb looks at.
type Scope struct {
	// AsOf is a day, YYYY-MM-DD: only relationships and observations that hold then. MinConfidence is 0 to 1: only those of at least
	// this confidence. Both are nil where they were not given.
	AsOf          *string
	MinConfidence *float64
	// MaxVisited is how much to look at, at most: relationships, entities or figures, as the verb says.
	MaxVisited int
}

// Query is a plan that is being made.
type Query struct {
	*Reader
	Plan  *plan.Plan
	Scope plan.Scope
	Limit int
}

// Query starts a plan; name is for logs.
func (r *Reader) Query(name string, s Scope) (*Query, error) {
	q := &Query{Reader: r, Plan: &plan.Plan{Field: name}, Limit: s.MaxVisited}
	var err error
	q.Scope, err = s.in(q.Plan)
	return q, err
}

// in adds the scope to the parameters of a plan.
func (s Scope) in(p *plan.Plan) (plan.Scope, error) {
	var asOf, minConfidence any
	if s.AsOf != nil {
		asOf = *s.AsOf
	}
	if s.MinConfidence != nil {
		minConfidence = *s.MinConfidence
	}
	return build.NewScope(p, asOf, minConfidence)
}

// Unlimited starts a plan that reads all there is around each node: a sum over some of it would be wrong.
func (r *Reader) Unlimited(name string, s Scope) (*Query, error) {
	s.MaxVisited = NoLimit
	return r.Query(name, s)
}

// Flow is the condition that a supply link is of a flow; nil for "", which stands for all.
func (q *Query) Flow(Flow string) *plan.Filter {
	if Flow == "" {
		return nil
	}
	return q.Is("SUPPLIES", "flow", plan.Eq, Flow)
}

// Param adds a parameter with a value.
func (q *Query) Param(v any) plan.Param {
	q.Plan.Params = append(q.Plan.Params, v)
	return plan.Param(len(q.Plan.Params) - 1)
}

// Linked is a list of nodes that relationships of one type lead to.
type Linked struct {
	// By is the relationship type, in says that it is followed against its direction, to is the type at the other end.
	By string
	In bool
	To string
	// Where is what else must hold.
	Where *plan.Filter
	// Edge are properties of the relationship to read, node are those of the node, and then come the columns below.
	Edge, Node []string
	Below      []*plan.Column
	// Largest is a property of the relationship by which to order, the largest first.
	Largest string
	// ever leaves asOf out.
	Scope *plan.Scope
}

// Many is the column of a linked list. It reads one more row than the limit, so that it shows where there is more.
func (q *Query) Many(l Linked) *plan.Column {
	t, to := q.Mapping.Relationship(l.By), q.Mapping.Type(l.To)
	scope := q.Scope
	if l.Scope != nil {
		scope = *l.Scope
	}
	order := []plan.OrderKey{{Property: to.Property("id")}, {Property: t.Property("id"), OfRelationship: true}}
	if l.Largest != "" {
		order = append([]plan.OrderKey{{Property: t.Property(l.Largest), OfRelationship: true, Descending: true}}, order...)
	}
	return &plan.Column{Kind: plan.ManyColumn, Many: &plan.Many{
		Step: &mapping.Step{Relationship: t, In: l.In}, Type: to, Where: And(scope.Valid(t, to), l.Where), Order: order,
		Limit:  q.Param(int64(q.Limit) + 1),
		Select: &plan.Selection{Columns: append(append(Columns(t.Property, true, l.Edge), Columns(to.Property, false, l.Node)...), l.Below...)},
	}}
}

// Columns read properties by their names.
func Columns(property func(string) *mapping.Property, ofRelationship bool, names []string) []*plan.Column {
	var out []*plan.Column
	for _, name := range names {
		out = append(out, &plan.Column{Kind: plan.PropertyColumn, Property: property(name), OfRelationship: ofRelationship})
	}
	return out
}

// And is met where all filters are; nil filters are left out. It is nil where none is left.
func And(filters ...*plan.Filter) *plan.Filter {
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

// Is compares a property of a relationship with a value.
func (q *Query) Is(relationship, property string, comparison plan.Comparison, value any) *plan.Filter {
	p := q.Mapping.Relationship(relationship).Property(property)
	f := &plan.Filter{Op: plan.Compare, Property: p, OfRelationship: true, Comparison: comparison}
	if comparison != plan.IsNull && comparison != plan.IsNotNull {
		f.Value = q.Param(p.Stored(value))
	}
	return f
}

// NodeIs compares a property of a node with a value.
func (q *Query) NodeIs(typeName, property string, comparison plan.Comparison, value any) *plan.Filter {
	p := q.Mapping.Type(typeName).Property(property)
	f := &plan.Filter{Op: plan.Compare, Property: p, Comparison: comparison}
	if comparison != plan.IsNull && comparison != plan.IsNotNull {
		f.Value = q.Param(p.Stored(value))
	}
	return f
}

// Lookup reads nodes of a type by their ids, in their order; a node that there is not gives no row.
func (q *Query) Lookup(ctx context.Context, typeName string, ids []string, cols ...*plan.Column) ([]Row, error) {
	keys := make([]any, len(ids))
	for i, id := range ids {
		keys[i] = id
	}
	t := q.Mapping.Type(typeName)
	q.Plan.Lookup = &plan.Lookup{Type: t, Property: t.Property("id"), Keys: q.Param(keys), Select: &plan.Selection{Columns: cols}}
	values, err := q.Store.Read(ctx, q.Plan)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(values))
	for i, v := range values {
		rows[i], _ = v.([]any)
	}
	return rows, nil
}

// List reads the nodes of a type that meet a condition, all where it is nil, by their ids and so many at most. The question's limit is of what
// is read around each.
func (q *Query) List(ctx context.Context, typeName string, where *plan.Filter, most int, cols ...*plan.Column) ([]Row, error) {
	t := q.Mapping.Type(typeName)
	q.Plan.Many = &plan.Many{
		Type: t, Where: where, Order: []plan.OrderKey{{Property: t.Property("id")}}, Limit: q.Param(int64(most)),
		Select: &plan.Selection{Columns: cols},
	}
	values, err := q.Store.Read(ctx, q.Plan)
	if err != nil {
		return nil, err
	}
	return rowsOf(values), nil
}

// Holding is a condition on supply links that count in the scope.
func (q *Query) Holding(where *plan.Filter) *plan.Filter {
	return And(q.Scope.Valid(q.Mapping.Relationship("SUPPLIES"), q.Mapping.Type("Actor")), where)
}

// Reach says how far a verb came. Every answer has it.
type Reach struct {
	// Visited is how much was looked at: relationships, entities or figures, as the verb says. Truncated says that there is more than the limit.
	Visited   int
	Truncated bool
}

// Take adds rows of a list up to the limit.
func (r *Reach) Take(rows []Row, limit int) []Row {
	if rest := limit - r.Visited; len(rows) > rest {
		rows, r.Truncated = rows[:max(0, rest)], true
	}
	r.Visited += len(rows)
	return rows
}

// Batch is how many actors one statement reads at most.
const Batch = 5000
