package cypher

import (
	"slices"
	"strings"

	"partnir/plan"
)

// links writes the row of a Links: [degree, rows].
func (c *compiler) links(l *plan.Links, from scope) {
	c.write("[")
	c.degree(l, from)
	c.write(", ")
	if l.MaxDegree != nil {
		c.write("CASE WHEN ")
		c.degree(l, from)
		c.write(" > ", c.param(*l.MaxDegree), " THEN [] ELSE ")
	}
	c.block("COLLECT", func() {
		at := c.bothWays(l, from)
		ids := property(at.node, "id") + ", " + property(at.relationship, "id")
		c.line("WITH ", at.relationship, ", ", at.node, " ORDER BY ", ids, " LIMIT ", c.param(l.Limit))
		c.line("RETURN [type(", at.relationship, "), startNode(", at.relationship, ") <> ", from.node, ", ", ids, ", ")
		c.weight(l.Weights, at)
		c.write("] ORDER BY ", ids)
	})
	if l.MaxDegree != nil {
		c.write(" END")
	}
	c.write("]")
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
		names[i] = name(t.Name)
		label = label || !certain(plan.Step{Relationship: t}, l.Type) || !certain(plan.Step{Relationship: t, In: true}, l.Type)
	}
	c.line("MATCH (", from.node, ")-[", relationship, ":", strings.Join(names, "|"), "]-(", node)
	if label {
		c.write(":", name(l.Type.Name))
	}
	c.write(")")
	c.where(parts(l.Where(l.Types[0]), at))
	return at
}

// weight writes the first of some properties of the relationship that is there.
func (c *compiler) weight(names []string, at scope) {
	if len(names) == 0 {
		c.write("null")
		return
	}
	values := slices.Clone(names)
	for i, n := range names {
		values[i] = property(at.relationship, n)
	}
	c.write("coalesce(", strings.Join(values, ", "), ")")
}
