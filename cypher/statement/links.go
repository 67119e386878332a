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
	c.where(parts(l.Where(l.Types[0]), at))
	return at
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
