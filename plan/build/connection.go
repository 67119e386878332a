package build

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// connectionOf says what a connection is of: the nodes of a type, at a root or at the end of a step, or relationships by themselves.
type connectionOf struct {
	t    *mapping.NodeType
	step *mapping.Step
	// rel is set for relationships by themselves; t is nil then.
	rel *mapping.RelationshipType
	// scope is that of the list, once its filter is planned.
	scope plan.Scope
	// name is the field, for messages.
	name string
	// connection, edge and aggregate are the names of its GraphQL types; of a root they follow from the type.
	connection, edge, aggregate string
}

// relationship is the type of the relationships that the list is about, or that lead to its nodes; nil for nodes at a root.
func (of connectionOf) relationship() *mapping.RelationshipType {
	switch {
	case of.rel != nil:
		return of.rel
	case of.step == nil:
		return nil
	}
	return of.step.Relationship
}

// part is a node that a list of relationships shows something of, under a name of its own.
type part struct {
	name string
	t    *mapping.NodeType
	end  mapping.End
}

// parts are the nodes beside the relationships of a list: the one at the other end, or both.
func (of connectionOf) parts() []part {
	if of.rel != nil {
		return []part{{"from", of.rel.FromType, mapping.FromEnd}, {"to", of.rel.ToType, mapping.ToEnd}}
	}
	return []part{{"node", of.t, mapping.NoEnd}}
}

// relationshipID is the name of the id of a relationship in an edge: clients would take `id` for that of what the edge leads to, or keep
// both directions of a relationship as one.
const relationshipID = "relationshipId"

// own is the property of the relationships of a list that a field shows.
func (of connectionOf) own(field string) *mapping.Property {
	if of.rel == nil && field == relationshipID {
		field = "id"
	}
	return of.relationship().Property(field)
}

func (of connectionOf) typeName(name, suffix string) string {
	switch {
	case name != "":
		return name
	case of.rel != nil:
		return of.rel.TypeName + suffix
	}
	return of.t.Name + suffix
}

// connection plans a list: what to read, and the shape of the connection. The caller sets the column of the shape.
func (b *builder) connection(of connectionOf, parents []*ast.Field, args arguments) (*plan.Many, *plan.Field, error) {
	many := &plan.Many{Step: of.step, Type: of.t, Relationship: of.rel}
	var err error
	if many.Where, err = b.filterArgument(of, args); err != nil {
		return nil, nil, err
	}
	of.scope = b.scope
	page, size, err := b.page(of, many, args)
	if err != nil {
		return nil, nil, err
	}
	c := &connection{builder: b, of: of, many: many, page: page, size: size, rows: newSelection()}
	c.rows.Relationship = of.rel
	object := &plan.Object{}
	for _, m := range b.collect(parents, anyType) {
		f, err := c.field(m)
		if err != nil {
			return nil, nil, m.failed(err)
		}
		object.Fields = append(object.Fields, m.named(f))
	}
	return many, &plan.Field{Kind: plan.Connection, Object: object, Page: page, NonNull: true}, c.limit()
}

// connection is the work on one connection.
type connection struct {
	*builder
	of   connectionOf
	many *plan.Many
	page *plan.Page
	// size is the number of rows on the page.
	size pageSize
	rows *selection
	// wantRows says that edges, nodes or the ends of the page were asked for; page.More, whether the list goes on.
	wantRows bool
}

func (c *connection) field(m merged) (*plan.Field, error) {
	switch name := m.fields[0].Name; name {
	case "__typename":
		return &plan.Field{Kind: plan.TypeName, Text: c.of.typeName(c.of.connection, "Connection"), NonNull: true}, nil
	case "totalCount":
		c.many.Total = true
		return &plan.Field{Kind: plan.Scalar, Column: 0, Value: mapping.Int, NonNull: true}, nil
	case "pageInfo":
		return &plan.Field{Kind: plan.Self, Object: c.pageInfo(m), NonNull: true}, nil
	case "aggregate":
		return c.aggregate(c.of, c.many, m.fields, c.arguments(m.fields[0]))
	case "nodes":
		c.wantRows = true
		o, err := c.member(c.rows, c.of, m.fields)
		return &plan.Field{Kind: plan.PageRows, Column: plan.Whole, Object: o, NonNull: true, ItemsNonNull: true}, err
	case "edges":
		c.wantRows = true
		o, err := c.edges(m)
		return &plan.Field{Kind: plan.PageRows, Column: plan.Whole, Object: o, NonNull: true, ItemsNonNull: true}, err
	default:
		return nil, fmt.Errorf("field %s is not in the mapping", name)
	}
}

func (c *connection) edges(m merged) (*plan.Object, error) {
	for _, sub := range c.collect(m.fields, anyType) {
		if sub.fields[0].Name == "cursor" {
			c.cursor()
		}
	}
	return c.edge(c.rows, c.of, c.of.typeName(c.of.edge, "Edge"), m.fields)
}

// member plans the selection on what a list holds: a node, or a relationship by itself.
func (b *builder) member(s *selection, of connectionOf, parents []*ast.Field) (*plan.Object, error) {
	if of.rel != nil {
		return b.relationship(s, of.rel, parents)
	}
	return b.object(s, of.t, parents)
}

// cursor has the values of the order read.
func (c *connection) cursor() {
	c.wantRows = true
	if c.page.Cursor != nil {
		return
	}
	for _, k := range c.many.Order {
		if k.IsNodeID() || c.of.rel != nil && k.OfRelationship && k.Property.Name == "id" {
			c.page.Cursor = append(c.page.Cursor, 0)
			continue
		}
		c.page.Cursor = append(c.page.Cursor, c.rows.key(k))
	}
}

func (c *connection) pageInfo(m merged) *plan.Object {
	known := map[string]*plan.Field{
		"hasNextPage":     {Kind: plan.HasNextPage, NonNull: true},
		"hasPreviousPage": {Kind: plan.HasPreviousPage, NonNull: true},
		"startCursor":     {Kind: plan.StartCursor},
		"endCursor":       {Kind: plan.EndCursor},
	}
	for _, sub := range c.collect(m.fields, anyType) {
		switch sub.fields[0].Name {
		case "startCursor", "endCursor":
			c.cursor()
		case "hasNextPage":
			c.page.More = c.page.More || !c.page.Backward
		case "hasPreviousPage":
			c.page.More = c.page.More || c.page.Backward
		}
	}
	return c.leaves(m.fields, "PageInfo", known)
}

// limit says how many rows to read: the page, and one more where it must be known whether the list goes on.
func (c *connection) limit() (err error) {
	if c.page.More || c.wantRows && !c.isZero(c.size.of) {
		c.many.Select = c.rows.Selection
	}
	size, more := c.size.take, c.page.More
	c.many.Limit, err = c.bind(c.size.of, func(v any) (any, error) {
		n, err := size(v)
		if err == nil && more {
			n = n.(int64) + 1
		}
		return n, err
	})
	c.page.Limit = c.many.Limit
	return err
}

// pageSize is the number of rows on a page: an input, and what checks it.
type pageSize struct {
	of   input
	take func(any) (any, error)
}

// page reads first, after, last, before and orderBy.
func (b *builder) page(of connectionOf, many *plan.Many, args arguments) (*plan.Page, pageSize, error) {
	page, size := &plan.Page{}, pageSize{of: input{now: int64(plan.DefaultPage)}}
	hasFirst, hasLast := b.isWhole(args["first"]), b.isWhole(args["last"])
	name := "first"
	switch {
	case hasFirst && hasLast:
		return nil, size, fault.InputErrorf("%s: first and last were given; give one of them", of.name)
	case hasFirst:
		size.of = args["first"]
	case hasLast:
		name, size.of, page.Backward = "last", args["last"], true
	}
	size.take = wholeUpTo(plan.MaxPage, of.name+": "+name)
	_, err := size.take(size.of.now)
	if err != nil {
		return nil, size, err
	}
	if many.Order, err = b.order(of, args["orderBy"]); err != nil {
		return nil, size, err
	}
	page.Signature = signature(of, many.Order)
	after, err := b.beyond(of, many.Order, page.Signature, args, "after")
	if err != nil {
		return nil, size, err
	}
	before, err := b.beyond(of, reversed(many.Order), page.Signature, args, "before")
	if err != nil {
		return nil, size, err
	}
	page.After, page.Before = after != nil, before != nil
	many.After = plan.Both(after, before)
	if page.Backward {
		many.Order = reversed(many.Order)
	}
	return page, size, nil
}

func reversed(order []plan.OrderKey) []plan.OrderKey {
	order = slices.Clone(order)
	for i := range order {
		order[i].Reverse = true
	}
	return order
}

// signature names the list and its order in a few letters.
func signature(of connectionOf, order []plan.OrderKey) string {
	var s strings.Builder
	if of.rel != nil {
		s.WriteString(of.rel.Name)
	} else {
		s.WriteString(of.t.Name)
	}
	if of.step != nil {
		fmt.Fprintf(&s, " %s %t", of.step.Relationship.Name, of.step.In)
	}
	for _, k := range order {
		fmt.Fprintf(&s, ",%s %t %t", plan.PropertyName(k.Property, false, k.End, false), k.OfRelationship, k.Descending)
	}
	return checksum(s.String())
}

// beyond is the condition of rows that come after a cursor in an order; nil where the cursor is not given.
func (b *builder) beyond(of connectionOf, order []plan.OrderKey, signature string, args arguments, name string) (*plan.Filter, error) {
	cursor := args[name]
	if !b.isText(cursor) {
		return nil, nil
	}
	decode := func(v any) ([]any, error) {
		text, _ := v.(string)
		return decodeCursor(text, signature, order)
	}
	values, err := decode(cursor.now)
	if err != nil {
		return nil, fault.InputErrorf("%s: %s: %s", of.name, name, err)
	}
	nulls := make([]bool, len(values))
	for i, v := range values {
		nulls[i] = v == nil
	}
	b.note(cursor, func(v any, _ bool) bool {
		other, err := decode(v)
		return err != nil || slices.EqualFunc(other, nulls, func(v any, null bool) bool { return (v == nil) == null })
	})
	k := &keyset{builder: b, order: order, values: values}
	after := k.after(0)
	params, places, later := k.params, k.places, cursor.later()
	b.rebind([]input{cursor}, params, func(vars map[string]any, p *plan.Plan) bool {
		v, _ := later.read(vars)
		values, err := decode(v)
		if err != nil {
			return false
		}
		for i, at := range params {
			p.Params[at] = values[places[i]]
		}
		return true
	})
	return after, nil
}
