package statement

import (
	"slices"

	"partnir/cypher/form"
	"partnir/plan"
	"partnir/plan/mapping"
)

// one writes the row of the single node at the other end of a relationship, or null.
func (c *compiler) one(o *plan.One, from scope) {
	c.Write("head(")
	c.block("COLLECT", func() {
		at := c.step(o.Step, o.Type, o.Where, from)
		c.where(parts(o.Where, at))
		keep, ids := at.node, Property(at.node, "id")
		if needsRelationship(o.Select, nil) {
			keep, ids = keep+", "+at.relationship, ids+", "+Property(at.relationship, "id")
		} else {
			at.relationship = ""
		}
		c.Line("WITH ", keep, " ORDER BY ", ids, " LIMIT 1")
		c.result(o.Select, at)
	})
	c.Write(")")
}

// reference writes the row of the entity whose id a property of the relationship holds, or null.
func (c *compiler) reference(column *plan.Column, from scope) {
	c.Write("head(")
	c.block("COLLECT", func() {
		at := scope{node: c.variable("n"), t: column.Type}
		id := from.value(column.Property, column.OfRelationship, false)
		c.Line("MATCH (", at.node, ":", Name(column.Type.Name), " {id: ", id, "})")
		c.result(column.Select, at)
	})
	c.Write(")")
}

// step writes the MATCH of a step from a node, and returns what it leads to. where is the condition that will be put on it.
func (c *compiler) step(step mapping.Step, t *mapping.NodeType, where *plan.Filter, from scope) scope {
	return c.labelled(step, t, from, !certain(step, t) || form.Pinned(where))
}

// labelled is step with or without the label of the type that it leads to.
func (c *compiler) labelled(step mapping.Step, t *mapping.NodeType, from scope, label bool) scope {
	relationship, node := c.pair()
	at := scope{node: node, relationship: relationship, t: t}
	c.Line("MATCH ")
	c.pattern(step, from.node, at, label)
	return at
}

// pattern writes the pattern of a step, with or without the label of the type that it leads to.
func (c *compiler) pattern(step mapping.Step, from string, to scope, label bool) {
	left, right := "-[", "]->"
	if step.In {
		left, right = "<-[", "]-"
	}
	c.Write("(", from, ")", left, to.relationship, ":", Name(step.Relationship.Name), right, "(", to.node)
	if label {
		c.Write(":", Name(to.t.Name))
	}
	c.Write(")")
}

// certain reports whether a step can only lead to nodes of the type, so that their label need not be looked at.
func certain(step mapping.Step, t *mapping.NodeType) bool {
	far := step.Relationship.To
	if step.In {
		far = step.Relationship.From
	}
	return !slices.ContainsFunc(far, func(o *mapping.NodeType) bool { return !o.Is(t) })
}
