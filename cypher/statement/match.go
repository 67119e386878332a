package statement

import (
	"slices"

	"partnir/cypher/form"
	"partnir/plan"
	"partnir/plan/mapping"
)

// match writes the MATCH and WHERE of a list by its form, for its rows or for what is counted over all of it. With distinct, a node
// may come up several times.
func (c *compiler) match(m *plan.Many, from scope, forRows bool) (at scope, distinct bool) {
	if m.Step != nil {
		at = c.step(*m.Step, m.Type, m.Where, from)
		c.where(parts(narrowed(m, forRows), at))
		return at, false
	}
	if m.Relationship != nil {
		return c.alone(m, forRows), false
	}
	at = scope{node: c.variable("n"), t: m.Type}
	switch {
	case c.found != "":
		c.Line("UNWIND ", c.found, " AS ", at.node)
		if forRows {
			c.met(parts(m.After, at), at)
		}
		return at, false
	case c.form.Kind == form.Anchored:
		rest := c.rest(parts(narrowed(m, forRows), at))
		if len(c.form.Anchors) == 1 {
			c.from(c.form.Anchors[0], at, rest)
			return at, true
		}
		c.Line("")
		c.block("CALL ()", func() {
			c.union("UNION", len(c.form.Anchors), func(i int) {
				c.from(c.form.Anchors[i], at, nil)
				c.Line("RETURN ", at.node)
			})
		})
		c.met(rest, at)
		return at, false
	}
	c.scan(m, at, forRows)
	return at, false
}

// met keeps the nodes that meet conditions.
func (c *compiler) met(conditions []condition, at scope) {
	if len(conditions) > 0 {
		c.Line("WITH ", at.node)
		c.where(conditions)
	}
}

// union writes several queries with a word between them.
func (c *compiler) union(word string, n int, query func(i int)) {
	for i := range n {
		if i > 0 {
			c.Line(word)
		}
		query(i)
	}
}

// narrowed is the condition on the nodes of a list; on those of its page it holds the cursor too.
func narrowed(m *plan.Many, forRows bool) *plan.Filter {
	switch {
	case !forRows || m.After == nil:
		return m.Where
	case m.Where == nil:
		return oneSided(m.After)
	}
	return &plan.Filter{Op: plan.And, Args: []*plan.Filter{oneSided(m.After), m.Where}}
}

// rest are the conditions that the anchors do not stand for.
func (c *compiler) rest(conditions []condition) []condition {
	return slices.DeleteFunc(conditions, func(k condition) bool { return k.filter == c.form.Covers })
}

// scan writes a look through all nodes of a list's type.
func (c *compiler) scan(m *plan.Many, at scope, forRows bool) {
	conditions := parts(narrowed(m, forRows), at)
	if forRows && c.form.Kind != form.Seek && m.After == nil {
		conditions = append(conditions, indexOrder(m.Order, at)...)
	}
	c.Line("MATCH (", at.node, ":", Name(m.Type.Name), ")")
	if c.form.Kind == form.Either {
		c.useIndex(m, at)
	}
	c.where(conditions)
}

// indexOrder says that the first key of an order is there, where the schema promises it. That is true of every node, and lets the
// planner walk an index in order and stop at the limit. A cursor on it says as much already.
func indexOrder(order []plan.OrderKey, at scope) []condition {
	if len(order) == 0 || !order[0].Property.Required {
		return nil
	}
	k := order[0]
	return []condition{{at: at.at(k.End, nil), filter: &plan.Filter{
		Op: plan.Compare, Comparison: plan.IsNotNull, Property: k.Property, OfRelationship: k.OfRelationship, SortKey: true,
	}}}
}

// from writes a path from a node of the list to an anchor, in one MATCH after another. The planner begins at the anchor, or where
// else it sees fit. It begins nowhere without a label, so the anchor has one, certain or not.
func (c *compiler) from(a form.Anchor, at scope, rest []condition) {
	conditions := parts(a.Where, at)
	switch {
	case len(a.Path) == 0:
		c.Line("MATCH (", at.node, ":", Name(at.t.Name), ")")
		c.where(append(conditions, rest...))
		return
	case !starts(*a.Path[0].Step, at.t):
		c.Line("MATCH (", at.node, ":", Name(at.t.Name), ")")
	}
	for i, f := range a.Path {
		conditions = without(conditions, f)
		if i == len(a.Path)-1 {
			at = c.labelled(*f.Step, f.Type, at, true)
		} else {
			at = c.step(*f.Step, f.Type, f.Args[0], at)
		}
		conditions = append(conditions, parts(f.Args[0], at)...)
	}
	c.where(append(conditions, rest...))
}

func without(conditions []condition, f *plan.Filter) []condition {
	return slices.DeleteFunc(conditions, func(k condition) bool { return k.filter == f })
}

// back writes the way from an anchor to the nodes of the list, step by step and in that order. Each step keeps the row that it cannot
// go on from, without a node: so the rows at its end are no fewer than those at any step, and a limit on them bounds all of it.
func (c *compiler) back(a form.Anchor, at scope) {
	scopes := make([]scope, len(a.Path)+1) // of the nodes on the path; 0 is the node of the list
	scopes[0] = at
	for i, f := range a.Path {
		relationship, node := c.pair()
		scopes[i+1] = scope{node: node, relationship: relationship, t: f.Type}
	}
	conditions := parts(a.Where, at)
	for i, f := range a.Path {
		conditions = append(without(conditions, f), parts(f.Args[0], scopes[i+1])...)
	}
	// take returns those of the conditions of a scope that can be looked at already.
	take := func(of scope, known bool) (now []condition) {
		conditions = slices.DeleteFunc(conditions, func(k condition) bool {
			ready := k.at == of && (known || !form.AboutRelationship(k.filter))
			if ready {
				now = append(now, k)
			}
			return ready
		})
		return now
	}
	end := scopes[len(a.Path)]
	c.Line("MATCH (", end.node, ":", Name(end.t.Name), ")")
	c.where(take(end, false))
	for i := len(a.Path) - 1; i >= 0; i-- {
		f, near := a.Path[i], scopes[i]
		back := mapping.Step{Relationship: f.Step.Relationship, In: !f.Step.In}
		c.Line("OPTIONAL MATCH ")
		c.pattern(back, scopes[i+1].node, scope{node: near.node, relationship: scopes[i+1].relationship, t: near.t}, !certain(back, near.t))
		c.where(append(take(scopes[i+1], true), take(near, false)...))
	}
}

// starts reports whether only nodes of the type have the relationship of a step, on the side that the step starts from.
func starts(step mapping.Step, t *mapping.NodeType) bool {
	step.In = !step.In
	return certain(step, t)
}

// path writes a MATCH for a Some, and for the Some in it where there is exactly one, and so on, and returns the conditions on what
// it leads to. A path plans better than a subquery in a subquery. Several would multiply each other, so they stay subqueries.
// Each step has a MATCH of its own, for within one MATCH no relationship comes up twice.
func (c *compiler) path(f *plan.Filter, from scope) []condition {
	at := c.step(*f.Step, f.Type, f.Args[0], from)
	conditions := parts(f.Args[0], at)
	if next := onlySome(conditions); next >= 0 {
		inner := conditions[next].filter
		conditions = slices.Delete(conditions, next, next+1)
		conditions = append(conditions, c.path(inner, at)...)
	}
	return conditions
}

// onlySome returns the position of the only Some among conditions, or -1.
func onlySome(conditions []condition) int {
	only := -1
	for i, k := range conditions {
		if k.filter.Op == plan.Some {
			if only >= 0 {
				return -1
			}
			only = i
		}
	}
	return only
}
