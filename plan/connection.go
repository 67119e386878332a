package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// connectionOf says what a connection is of: the nodes of a type, at a root or at the end of a step.
type connectionOf struct {
	t    *NodeType
	step *Step
	// max is the largest page.
	max int
	// name is the field, for messages.
	name string
	// connection, edge and aggregate are the names of its GraphQL types; of a root they follow from the type.
	connection, edge, aggregate string
}

func (of connectionOf) relationship() *RelationshipType {
	if of.step == nil {
		return nil
	}
	return of.step.Relationship
}

func (of connectionOf) typeName(name, suffix string) string {
	if name == "" {
		return of.t.Name + suffix
	}
	return name
}

// connection plans a list: what to read, and the shape of the connection. The caller sets the column of the shape.
func (b *builder) connection(of connectionOf, parents []*ast.Field, args arguments) (*Many, *Field, error) {
	many := &Many{Step: of.step, Type: of.t}
	var err error
	if many.Where, err = b.filterArgument(of, args); err != nil {
		return nil, nil, err
	}
	page, err := b.page(of, many, args)
	if err != nil {
		return nil, nil, err
	}
	c := &connection{builder: b, of: of, many: many, page: page, rows: newSelection()}
	object := &Object{}
	for _, m := range b.collect(parents, anyType) {
		f, err := c.field(m)
		if err != nil {
			return nil, nil, err
		}
		f.Name = m.name
		object.Fields = append(object.Fields, f)
	}
	c.limit()
	return many, &Field{Kind: Connection, Object: object, Page: page, NonNull: true}, nil
}

// connection is the work on one connection.
type connection struct {
	*builder
	of   connectionOf
	many *Many
	page *Page
	rows *selection
	// wantRows: edges, nodes or the ends of the page were asked for; wantMore: whether the list goes on.
	wantRows, wantMore bool
}

func (c *connection) field(m merged) (*Field, error) {
	switch name := m.fields[0].Name; name {
	case "__typename":
		return &Field{Kind: TypeName, Text: c.of.typeName(c.of.connection, "Connection"), NonNull: true}, nil
	case "totalCount":
		c.many.Total = true
		return &Field{Kind: Scalar, Column: 0, Value: Int, NonNull: true}, nil
	case "pageInfo":
		return &Field{Kind: Self, Object: c.pageInfo(m), NonNull: true}, nil
	case "aggregate":
		return c.aggregate(c.of, c.many, m.fields, c.arguments(m.fields[0]))
	case "nodes":
		c.wantRows = true
		o, err := c.object(c.rows, c.of.t, m.fields)
		return &Field{Kind: PageRows, Column: Whole, Object: o, NonNull: true, ItemsNonNull: true}, err
	case "edges":
		c.wantRows = true
		o, err := c.edges(m)
		return &Field{Kind: PageRows, Column: Whole, Object: o, NonNull: true, ItemsNonNull: true}, err
	default:
		return nil, fmt.Errorf("field %s is not in the mapping", name)
	}
}

func (c *connection) edges(m merged) (*Object, error) {
	for _, sub := range c.collect(m.fields, anyType) {
		if sub.fields[0].Name == "cursor" {
			c.cursor()
		}
	}
	rel := c.of.relationship()
	if rel == nil {
		rel = &RelationshipType{}
	}
	return c.edge(c.rows, edgeOf{rel: rel, t: c.of.t, name: c.of.typeName(c.of.edge, "Edge")}, m.fields)
}

// cursor has the values of the order read.
func (c *connection) cursor() {
	c.wantRows = true
	if c.page.Cursor != nil {
		return
	}
	for _, k := range c.many.Order {
		if k.isNodeID() {
			c.page.Cursor = append(c.page.Cursor, 0)
			continue
		}
		c.page.Cursor = append(c.page.Cursor, c.rows.property(k.Property, k.OfRelationship, k.Property.SortKey != NoSortKey, nil))
	}
}

func (k OrderKey) isNodeID() bool { return !k.OfRelationship && k.Property.Name == "id" }

func (c *connection) pageInfo(m merged) *Object {
	known := map[string]*Field{
		"hasNextPage":     {Kind: HasNextPage, NonNull: true},
		"hasPreviousPage": {Kind: HasPreviousPage, NonNull: true},
		"startCursor":     {Kind: StartCursor},
		"endCursor":       {Kind: EndCursor},
	}
	for _, sub := range c.collect(m.fields, anyType) {
		switch sub.fields[0].Name {
		case "startCursor", "endCursor":
			c.cursor()
		case "hasNextPage":
			c.wantMore = c.wantMore || !c.page.Backward
		case "hasPreviousPage":
			c.wantMore = c.wantMore || c.page.Backward
		}
	}
	return c.leaves(m.fields, "PageInfo", known)
}

// limit says how many rows to read: the page, and one more where it must be known whether the list goes on.
func (c *connection) limit() {
	size := c.page.Size
	if c.wantMore {
		size++
	}
	if size > 0 && (c.wantRows || c.wantMore) {
		c.many.Select = c.rows.Selection
	}
	c.many.Limit = c.param(int64(size))
}

// page reads first, after, last, before and orderBy.
func (b *builder) page(of connectionOf, many *Many, args arguments) (*Page, error) {
	page := &Page{Size: DefaultPage}
	first, hasFirst := args["first"].(int64)
	last, hasLast := args["last"].(int64)
	switch {
	case hasFirst && hasLast:
		return nil, inputErrorf("%s: first and last were given; give one of them", of.name)
	case hasFirst && (first < 0 || first > int64(of.max)):
		return nil, inputErrorf("%s: first is %d; give 0 to %d", of.name, first, of.max)
	case hasLast && (last < 0 || last > int64(of.max)):
		return nil, inputErrorf("%s: last is %d; give 0 to %d", of.name, last, of.max)
	case hasFirst:
		page.Size = int(first)
	case hasLast:
		page.Size, page.Backward = int(last), true
	}
	var err error
	if many.Order, err = b.order(of, args["orderBy"]); err != nil {
		return nil, err
	}
	page.Signature = signature(of, many.Order)
	after, err := b.beyond(of, many.Order, page.Signature, args, "after")
	if err != nil {
		return nil, err
	}
	before, err := b.beyond(of, reversed(many.Order), page.Signature, args, "before")
	if err != nil {
		return nil, err
	}
	page.After, page.Before = after != nil, before != nil
	many.After = both(after, before)
	if page.Backward {
		many.Order = reversed(many.Order)
	}
	return page, nil
}

func reversed(order []OrderKey) []OrderKey {
	order = slices.Clone(order)
	for i := range order {
		order[i].Reverse = true
	}
	return order
}

// signature names the list and its order in a few letters.
func signature(of connectionOf, order []OrderKey) string {
	var s strings.Builder
	s.WriteString(of.t.Name)
	if of.step != nil {
		fmt.Fprintf(&s, " %s %t", of.step.Relationship.Name, of.step.In)
	}
	for _, k := range order {
		fmt.Fprintf(&s, ",%s %t %t", k.Property.Name, k.OfRelationship, k.Descending)
	}
	return checksum(s.String())
}

// beyond is the condition of rows that come after a cursor in an order; nil where the cursor is not given.
func (b *builder) beyond(of connectionOf, order []OrderKey, signature string, args arguments, name string) (*Filter, error) {
	text, given := args[name].(string)
	if !given {
		return nil, nil
	}
	values, err := decodeCursor(text, signature, order)
	if err != nil {
		return nil, inputErrorf("%s: %s: %s", of.name, name, err)
	}
	return b.keyset(order, values, true), nil
}
