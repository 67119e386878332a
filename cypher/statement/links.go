package statement

import (
	"slices"
	"strings"

	"partnir/plan"
	"partnir/plan/mapping"
)

// links writes the row of a Links: [degree, rows].
func (c *compiler) links(l *plan.Links, from scope) {
	c.Write("[")
	c.degree(l, from)
	c.Write(", ")
	if l.MaxDegree != nil {
		c.Write("CASE WHEN ")
		c.degree(l, from)
		c.Write(" > ", c.param(*l.MaxDegree), " THEN [] ELSE ")
	}
	c.block("COLLECT", func() {
		at := c.bothWays(l, from)
		ids := Property(at.node, "id") + ", " + Property(at.relationship, "id")
		c.Line("WITH ", at.relationship, ", ", at.node, " ORDER BY ", ids, " LIMIT ", c.param(l.Limit))
		c.Line("RETURN [type(", at.relationship, "), startNode(", at.relationship, ") <> ", from.node, ", ", ids, ", ")
		c.weight(l.Weights, at)
		c.Write("] ORDER BY ", ids)
	})
	if l.MaxDegree != nil {
		c.Write(" END")
	}
	c.Write("]")
}

// degree writes how many relationships count.
func (c *compiler) degree(l *plan.Links, from scope) {
	c.block("COUNT", func() { c.bothWays(l, from) })
}

// bothWays writes the MATCH of relationships in both directions. A pattern without a direction finds a loop once.
func (c *compiler) bothWays(l *plan.Links, from scope) scope {
	relationship, node := c.pair()
	at := scope{node: node, relationship: relationship, t: l.Type}
	names := make([]string, len(l.Types))
	label := false
	for i, t := range l.Types {
		names[i] = Name(t.Name)
		label = label || !certain(mapping.Step{Relationship: t}, l.Type) || !certain(mapping.Step{Relationship: t, In: true}, l.Type)
	}
	c.Line("MATCH (", from.node, ")-[", relationship, ":", strings.Join(names, "|"), "]-(", node)
	if label {
		c.Write(":", Name(l.Type.Name))
	}
	c.Write(")")
	c.holding(l, at)
	return at
}

// holding writes the WHERE of relationships of several types: those that are timeless hold where others do not.
func (c *compiler) holding(l *plan.Links, at scope) {
	var timeless []string
	var of [2]*plan.Filter // of others, and of timeless ones
	for _, t := range l.Types {
		if t.Timeless {
			timeless, of[1] = append(timeless, "'"+t.Name+"'"), l.Holds(t)
		} else {
			of[0] = l.Holds(t)
		}
	}
	if of[0] == nil || of[1] == nil {
		c.where(parts(plan.Both(plan.Both(of[0], of[1]), l.Far()), at))
		return
	}
	c.Line("WHERE CASE WHEN type(", at.relationship, ") IN [", strings.Join(timeless, ", "), "] THEN ")
	c.operand(of[1], at, false)
	c.Write(" ELSE ")
	c.operand(of[0], at, false)
	c.Write(" END")
	for _, k := range parts(l.Far(), at) {
		c.Write(" AND ")
		c.operand(k.filter, at, false)
	}
}

// weight writes the first of some properties of the relationship that is there.
func (c *compiler) weight(names []string, at scope) {
	if len(names) == 0 {
		c.Write("null")
		return
	}
	values := slices.Clone(names)
	for i, n := range names {
		values[i] = Property(at.relationship, n)
	}
	c.Write("coalesce(", strings.Join(values, ", "), ")")
}
