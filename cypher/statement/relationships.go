package statement

import (
	"strings"

	"partnir/plan"
	"partnir/plan/mapping"
)

// ends allots the variables of a relationship by itself and of the nodes at its ends.
func (c *compiler) ends() scope {
	relationship, from := c.pair()
	return scope{relationship: relationship, from: from, to: c.variable("n")}
}

// alone writes the MATCH and WHERE of a list of relationships by themselves. An end that is narrowed has its label, so that the planner
// may begin there.
func (c *compiler) alone(m *plan.Many, forRows bool) scope {
	at := c.ends()
	from, to := at.from, at.to
	var conditions []condition
	for _, k := range parts(narrowed(m, forRows), at) {
		if k.filter.Op != plan.AtEnd {
			conditions = append(conditions, k)
			continue
		}
		t := m.Relationship.EndType(k.filter.End)
		if k.filter.End == mapping.FromEnd {
			from = at.from + ":" + Name(t.Name)
		} else {
			to = at.to + ":" + Name(t.Name)
		}
		conditions = append(conditions, parts(k.filter.Args[0], at.at(k.filter.End, t))...)
	}
	if forRows && m.After == nil && from == at.from && to == at.to {
		conditions = append(conditions, indexOrder(m.Order, at)...)
	}
	c.Line("MATCH (", from, ")-[", at.relationship, ":", Name(m.Relationship.Name), "]->(", to, ")")
	c.where(conditions)
	return at
}

// relationships writes the query of the rows of a list of relationships by themselves.
func (c *compiler) relationships(m *plan.Many, alias string) {
	at := c.alone(m, true)
	order := orderBy(m.Order, at)
	c.Line("WITH ", strings.Join(at.variables(), ", "), order, " LIMIT ", c.param(m.Limit))
	c.result(m.Select, at)
	c.Write(alias, order)
}
