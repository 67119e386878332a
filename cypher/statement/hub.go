package statement

import (
	"strconv"

	"partnir/cypher/form"
	"partnir/plan"
)

// hubBound is a Hub in a statement: its bound is a parameter.
type hubBound struct {
	hub   form.Hub
	limit plan.Param
}

// HubPrefix begins the names of the parameters that hold bounds.
const HubPrefix = "hub"

func hubName(i int) string { return HubPrefix + strconv.Itoa(i) }

// asHub writes the rows of a list that is a Hub, and reports whether it is.
func (c *compiler) asHub(m *plan.Many, from scope, alias string) bool {
	hub, is := c.form.Hub(m)
	if !is {
		return false
	}
	bound := Param(hubName(len(c.hubs)))
	c.hubs = append(c.hubs, hubBound{hub, m.Limit})
	relationship, node := c.pair()
	at := scope{node: node, relationship: relationship, t: m.Type}
	keep, shown := node, at
	if needsRelationship(m.Select, m.Order) {
		keep += ", " + relationship
	} else {
		shown.relationship = ""
	}
	conditions, order := parts(narrowed(m, true), at), orderBy(m.Order, shown)
	c.Line("")
	c.block("CALL ("+from.node+")", func() {
		c.union("UNION ALL", 2, func(i int) {
			c.Line("WITH ", from.node, " WHERE COUNT { ")
			c.pattern(*m.Step, from.node, scope{}, false)
			c.Write(" } ", []string{">", "<="}[i], " ", bound)
			c.Line("")
			c.block("CALL ("+from.node+")", func() {
				c.Line("MATCH ")
				c.pattern(*m.Step, from.node, at, i == 0 || !certain(*m.Step, m.Type))
				if i == 0 {
					c.useIndex(m, at)
				}
				met := conditions
				if i == 0 && m.After == nil {
					met = append(met[:len(met):len(met)], indexOrder(m.Order, at)...)
				}
				c.where(met)
				c.Line("RETURN ", keep, order, " LIMIT ", c.param(m.Limit))
			})
			c.Line("RETURN ", keep)
		})
	})
	c.result(m.Select, shown)
	c.Write(alias, order)
	return true
}
