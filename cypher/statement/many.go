package statement

import (
	"slices"

	"partnir/cypher/form"
	"partnir/plan"
)

// root writes the whole statement of a Many and says what its records are. Where only rows are wanted, each is a record of its
// own, which the driver reads while the server finds the next.
func (c *compiler) root(m *plan.Many) recordKind {
	switch {
	case c.form.Kind == form.Either:
		c.either(m, " AS row")
		return rowRecords
	case m.Select != nil && !m.Total && len(m.Aggregates) == 0:
		c.rows(m, scope{}, " AS row")
		return rowRecords
	case c.form.Kind == form.Anchored && pieces(m) > 1:
		c.collect(m)
	}
	if c.found == "" {
		c.Line("RETURN ")
		c.nested(m, scope{})
		c.Write(" AS row")
		return wholeRecord
	}
	// Neo4j takes the whole for an aggregation where it holds one, as in result.
	row := c.variable("w")
	c.Line("WITH ", c.found, ", ")
	c.nested(m, scope{})
	c.Write(" AS ", row)
	c.Line("RETURN ", row, " AS row")
	return wholeRecord
}

// pieces is how many pieces of a list's row are made from all of its nodes.
func pieces(m *plan.Many) int {
	n := len(m.Aggregates)
	if m.Total {
		n++
	}
	if m.Select != nil {
		n++
	}
	return n
}

// collect finds the nodes of a list once, for all parts of its row.
func (c *compiler) collect(m *plan.Many) {
	found := c.variable("f")
	c.Line("")
	c.block("CALL ()", func() {
		at, _ := c.match(m, scope{}, false)
		c.Line("RETURN collect(DISTINCT ", at.node, ") AS ", found)
	})
	c.found = found
}

// nested writes the row of a Many: [total, rows, aggregates …].
func (c *compiler) nested(m *plan.Many, from scope) {
	c.Write("[")
	if m.Total {
		c.total(m, from)
	} else {
		c.Write("null")
	}
	c.Write(", ")
	if m.Select != nil {
		c.block("COLLECT", func() { c.rows(m, from, "") })
	} else {
		c.Write("null")
	}
	for _, a := range m.Aggregates {
		c.Write(", ")
		c.aggregate(a, m, from)
	}
	c.Write("]")
}

// total writes the number of all that a list holds.
func (c *compiler) total(m *plan.Many, from scope) {
	c.block("COUNT", func() {
		at, distinct := c.match(m, from, false)
		switch {
		case distinct:
			c.Line("RETURN DISTINCT ", at.node)
		case m.Step == nil && c.form.Kind == form.Anchored:
			c.Line("RETURN ", at.node)
		}
	})
}

// rows writes the query of a list's rows. The limit comes before anything is read of a row. The order is said again at the end: it
// costs nothing, for the planner knows that the rows have it, and without it Cypher promises none.
func (c *compiler) rows(m *plan.Many, from scope, alias string) {
	if m.Relationship != nil {
		c.relationships(m, alias)
		return
	}
	if m.Step == nil && c.form.Kind == form.Scan && c.form.Parted {
		at := scope{node: c.variable("n"), t: m.Type}
		c.parted(m, at)
		order := orderBy(m.Order, at)
		c.Line("WITH ", at.node, order, " LIMIT ", c.param(m.Limit))
		c.result(m.Select, at)
		c.Write(alias, order)
		return
	}
	if c.asHub(m, from, alias) {
		return
	}
	at, distinct := c.match(m, from, true)
	if !needsRelationship(m.Select, m.Order) {
		at.relationship = ""
	}
	keep := at.node
	if at.relationship != "" {
		keep += ", " + at.relationship
	}
	if distinct {
		keep = "DISTINCT " + keep
	}
	order := orderBy(m.Order, at)
	c.Line("WITH ", keep, order, " LIMIT ", c.param(m.Limit))
	c.result(m.Select, at)
	c.Write(alias)
	c.Write(order)
}

// needsRelationship reports whether the rows of a list show something of the relationship that leads to a node, or are ordered by it.
// Where they do not, those of parallel relationships are the same, and which comes first makes no difference. To order by its id all the same
// would mean to read each relationship of a hub.
func needsRelationship(s *plan.Selection, order []plan.OrderKey) bool {
	if aggregates(s) {
		return true // the relationships tell its rows apart
	}
	for _, k := range order {
		if k.OfRelationship {
			return true
		}
		if k.Property.Name == "id" {
			break
		}
	}
	return slices.ContainsFunc(s.Columns, func(c *plan.Column) bool { return c.OfRelationship })
}
