package statement

import "partnir/plan"

// MostParam is the parameter that holds Form.Most.
const MostParam = "most"

// either writes the query of the rows of a list that is found either from its anchors or by a scan. The statement itself decides, by
// how far it comes from the anchors.
func (c *compiler) either(m *plan.Many, alias string) {
	at := scope{node: c.variable("n"), t: m.Type}
	nodes, rows := c.variable("f"), c.variable("c")
	most := Param(MostParam)
	c.Line("")
	c.block("CALL ()", func() {
		c.reach(at)
		c.Line("WITH ", at.node, " LIMIT ", most)
		c.Line("RETURN collect(", at.node, ") AS ", nodes, ", count(*) AS ", rows)
	})
	order := orderBy(m.Order, at)
	c.Line("")
	c.block("CALL ("+nodes+", "+rows+")", func() {
		c.Line("UNWIND CASE WHEN ", rows, " < ", most, " THEN ", nodes, " ELSE [] END AS ", at.node)
		c.Line("WITH DISTINCT ", at.node)
		c.where(c.rest(parts(narrowed(m, true), at)))
		c.Line("RETURN ", at.node, order, " LIMIT ", c.param(m.Limit))
		c.Line("UNION ALL")
		// The WHERE stands before a subquery, or the planner would look at it at each node of the scan.
		c.Line("WITH ", rows, " WHERE ", rows, " >= ", most)
		c.Line("")
		c.block("CALL ()", func() {
			if c.form.Parted {
				c.parted(m, at)
			} else {
				c.scan(m, at, true)
			}
			c.Line("RETURN ", at.node, order, " LIMIT ", c.param(m.Limit))
		})
		c.Line("RETURN ", at.node)
	})
	c.result(m.Select, at)
	c.Write(alias, order)
}

// reach writes the way from the anchors to the nodes of the list.
func (c *compiler) reach(at scope) {
	anchors := c.form.Anchors
	if len(anchors) == 1 {
		c.back(anchors[0], at)
		return
	}
	c.Line("")
	c.block("CALL ()", func() {
		c.union("UNION ALL", len(anchors), func(i int) {
			c.back(anchors[i], at)
			c.Line("RETURN ", at.node)
		})
	})
}
