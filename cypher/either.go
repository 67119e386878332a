package cypher

import "partnir/plan"

// mostParam is the parameter that holds Form.Most.
const mostParam = "most"

// either writes the query of the rows of a list that is found either from its anchors or by a scan. The statement itself decides, by
// how far it comes from the anchors.
func (c *compiler) either(m *plan.Many, alias string) {
	at := scope{node: c.variable("n"), t: m.Type}
	nodes, rows := c.variable("f"), c.variable("c")
	most := "$" + mostParam
	c.line("")
	c.block("CALL ()", func() {
		c.reach(at)
		c.line("WITH ", at.node, " LIMIT ", most)
		c.line("RETURN collect(", at.node, ") AS ", nodes, ", count(*) AS ", rows)
	})
	order := orderBy(m.Order, at)
	c.line("")
	c.block("CALL ("+nodes+", "+rows+")", func() {
		c.line("UNWIND CASE WHEN ", rows, " < ", most, " THEN ", nodes, " ELSE [] END AS ", at.node)
		c.line("WITH DISTINCT ", at.node)
		c.where(c.rest(parts(narrowed(m, true), at)))
		c.line("RETURN ", at.node, order, " LIMIT ", c.param(m.Limit))
		c.line("UNION ALL")
		// The WHERE stands before a subquery, or the planner would look at it at each node of the scan.
		c.line("WITH ", rows, " WHERE ", rows, " >= ", most)
		c.line("")
		c.block("CALL ()", func() {
			if c.form.Parted {
				c.parted(m, at)
			} else {
				c.scan(m, at, true)
			}
			c.line("RETURN ", at.node, order, " LIMIT ", c.param(m.Limit))
		})
		c.line("RETURN ", at.node)
	})
	c.result(m.Select, at)
	c.write(alias, order)
}

// reach writes the way from the anchors to the nodes of the list.
func (c *compiler) reach(at scope) {
	anchors := c.form.Anchors
	if len(anchors) == 1 {
		c.back(anchors[0], at)
		return
	}
	c.line("")
	c.block("CALL ()", func() {
		c.union("UNION ALL", len(anchors), func(i int) {
			c.back(anchors[i], at)
			c.line("RETURN ", at.node)
		})
	})
}
