package cypher

import (
	"slices"

	"partnir/plan"
)

// find writes the MATCH and WHERE of a list, for its rows or for what is counted over all of it. This is the one place that chooses
// the form of a list; the form decides how fast it is. With distinct, a node may come up several times.
//
// There are three forms:
//   - below a node: a step from it;
//   - at a root where a relationship leads to a node that is given by a unique property: a path from that node;
//   - at a root otherwise: all nodes of the type, in the order of an index where one serves it.
func (c *compiler) find(m *plan.Many, from scope, forRows bool) (at scope, distinct bool) {
	narrowed := m.Where
	if forRows && m.After != nil {
		narrowed = &plan.Filter{Op: plan.And, Args: []*plan.Filter{m.After}}
		if m.Where != nil {
			narrowed.Args = append(narrowed.Args, m.Where)
		}
	}
	if m.Step != nil {
		at = c.step(*m.Step, m.Type, m.Where, from)
		c.where(parts(narrowed, at))
		return at, false
	}
	at = scope{node: c.variable("n"), t: m.Type}
	conditions := parts(narrowed, at)
	anchor := slices.IndexFunc(conditions, func(k condition) bool { return anchored(k.filter) })
	if anchor >= 0 && !slices.ContainsFunc(conditions, condition.pinned) {
		path := conditions[anchor].filter
		conditions = slices.Delete(conditions, anchor, anchor+1)
		if !starts(*path.Step, m.Type) {
			c.line("MATCH (", at.node, ":", name(m.Type.Name), ")")
		}
		c.where(append(c.path(path, at), conditions...))
		return at, true
	}
	c.line("MATCH (", at.node, ":", name(m.Type.Name), ")")
	if forRows {
		conditions = append(conditions, indexOrder(m, at)...)
	}
	c.where(conditions)
	return at, false
}

// indexOrder says that the first key of the order is there, where the schema promises it. That is true of every node, and lets the
// planner walk an index in order and stop at the limit. A cursor says as much already.
func indexOrder(m *plan.Many, at scope) []condition {
	if len(m.Order) == 0 || !m.Order[0].Property.Required || m.After != nil {
		return nil
	}
	key := m.Order[0].Property
	return []condition{{at: at, filter: &plan.Filter{
		Op: plan.Compare, Comparison: plan.IsNotNull, Property: key, SortKey: true,
	}}}
}

// anchored reports whether a filter leads, by relationships that must be there, to a node that is given by a unique property.
func anchored(f *plan.Filter) bool {
	if f.Op != plan.Some {
		return false
	}
	if pinned(f.Args[0]) {
		return true
	}
	next := onlySome(parts(f.Args[0], scope{}))
	return next >= 0 && anchored(parts(f.Args[0], scope{})[next].filter)
}

// pinned reports whether a filter gives the node by a unique property.
func pinned(f *plan.Filter) bool { return slices.ContainsFunc(parts(f, scope{}), condition.pinned) }

func (k condition) pinned() bool {
	f := k.filter
	return f.Op == plan.Compare && f.Property.Unique && !f.OfRelationship && !f.IgnoreCase &&
		(f.Comparison == plan.Eq || f.Comparison == plan.In)
}

// starts reports whether only nodes of the type have the relationship of a step, on the side that the step starts from.
func starts(step plan.Step, t *plan.NodeType) bool {
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
