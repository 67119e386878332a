package statement

import (
	"slices"

	"partnir/cypher/form"
	"partnir/plan"
	"partnir/plan/mapping"
)

// parted writes the query of the nodes of a page whose order begins with a property that may be missing. An index has only the nodes
// that have the property, so those are found in its order, and the others apart, where the page has room left for them. What it writes may
// make twice as many rows as the page has.
func (c *compiler) parted(m *plan.Many, at scope) {
	key := m.Order[0]
	beyond := split(m.After, key.Property)
	if slices.ContainsFunc(parts(m.Where, at), func(k condition) bool { return implies(k.filter, key.Property) }) {
		beyond.missing = nothing
	}
	present := func() {
		c.part(m, at, plan.IsNotNull, beyond.present)
		c.Line("WITH ", at.node, " ORDER BY ", at.value(key.Property, false, true))
		if key.Descending != key.Reverse {
			c.Write(" DESC")
		}
		c.Write(", ", orderKeys(m.Order[1:], at), " LIMIT ", c.param(m.Limit))
	}
	missing := func() {
		c.part(m, at, plan.IsNull, beyond.missing)
		c.Line("WITH ", at.node, " ORDER BY ", orderKeys(m.Order[1:], at), " LIMIT ", c.param(m.Limit))
	}
	switch {
	case beyond.missing == nothing:
		present()
		return
	case beyond.present == nothing:
		missing()
		return
	}
	first, then := present, missing
	if key.Reverse {
		first, then = missing, present
	}
	found := c.variable("f")
	c.Line("")
	c.block("CALL ()", func() {
		first()
		c.Line("RETURN collect(", at.node, ") AS ", found)
	})
	c.Line("")
	c.block("CALL ("+found+")", func() {
		c.Line("UNWIND ", found, " AS ", at.node)
		c.Line("RETURN ", at.node)
		c.Line("UNION ALL")
		c.Line("WITH ", found, " WHERE size(", found, ") < ", c.param(m.Limit))
		c.Line("")
		c.block("CALL ()", func() {
			then()
			c.Line("RETURN ", at.node)
		})
		c.Line("RETURN ", at.node)
	})
}

// part writes the nodes of a list that have the first property of its order, or have it not, and lie beyond the cursors.
func (c *compiler) part(m *plan.Many, at scope, has plan.Comparison, beyond *plan.Filter) {
	key := m.Order[0].Property
	conditions := append(parts(beyond, at), parts(m.Where, at)...)
	conditions = append(conditions, condition{at: at, filter: &plan.Filter{
		Op: plan.Compare, Comparison: has, Property: key, SortKey: true,
	}})
	c.Line("MATCH (", at.node, ":", Name(m.Type.Name), ")")
	if has == plan.IsNotNull {
		c.useIndex(m, at)
	} else if beyond == nil {
		conditions = append(conditions, indexOrder(m.Order[1:], at)...)
	}
	c.where(conditions)
}

// useIndex has the planner walk the index of a list's order, where it might take another for better: it does not know that what is asked
// for is common.
func (c *compiler) useIndex(m *plan.Many, at scope) {
	c.Line("USING INDEX ", at.node, ":", Name(m.Type.Name), "(", Name(form.StoredName(m.Order[0].Property, true)), ")")
}

// implies reports whether what meets a condition has a property.
func implies(f *plan.Filter, p *mapping.Property) bool {
	return f.Op == plan.Compare && f.Property == p && !f.OfRelationship && f.Comparison != plan.IsNull
}

// sides are what lies beyond cursors: conditions on the nodes that have the first property of the order, and on those that do not; nil for
// all of them.
type sides struct{ present, missing *plan.Filter }

// nothing is met by no node.
var nothing = &plan.Filter{Op: plan.Or}

// split takes the condition of cursors apart; plan.Many.After says in alternatives what is simple for each part, and an index
// serves no alternatives.
func split(after *plan.Filter, key *mapping.Property) sides {
	switch {
	case after == nil:
		return sides{}
	case after.Op == plan.And: // of two cursors
		var both sides
		for _, f := range after.Args {
			one := split(f, key)
			both = sides{and(both.present, one.present), and(both.missing, one.missing)}
		}
		return both
	}
	// One of: past the value or, where missing values come after it, missing; or the same value and the rest.
	past, rest := after.Args[0], after.Args[1].Args[1]
	switch {
	case past.Op == plan.Or && len(past.Args) == 0:
		return sides{nothing, rest}
	case past.Op == plan.Or:
		return sides{side(past.Args[0], rest), nil}
	case past.Comparison == plan.IsNotNull:
		return sides{nil, rest}
	}
	return sides{side(past, rest), nothing}
}

// side is met by what lies past a value, or has it and meets the rest.
func side(past, rest *plan.Filter) *plan.Filter {
	from := *past
	from.Comparison++ // Lte follows Lt, and Gte follows Gt
	return &plan.Filter{Op: plan.And, Args: []*plan.Filter{&from, {Op: plan.Or, Args: []*plan.Filter{unequal(past), rest}}}}
}

// unequal says of what is on one side of a value already that it is past it. Two alternatives that each have an index would be found by
// both of them and sorted; no index serves this one.
func unequal(past *plan.Filter) *plan.Filter {
	f := *past
	f.Comparison = plan.Ne
	return &f
}

// oneSided is the condition of cursors in an order whose first key is never missing, so that its index alone serves it: k <= $k AND
// (k <> $k OR …).
func oneSided(after *plan.Filter) *plan.Filter {
	if after.Op != plan.And {
		return after
	}
	args := slices.Clone(after.Args)
	for i, or := range args {
		if i == 0 || or.Op != plan.Or || len(or.Args) != 2 {
			continue
		}
		side, past := args[i-1], or.Args[0]
		if past.Op == plan.Compare && side.Op == plan.Compare && side.Property == past.Property &&
			(past.Comparison == plan.Lt || past.Comparison == plan.Gt) && side.Comparison == past.Comparison+1 {
			args[i] = &plan.Filter{Op: plan.Or, Args: []*plan.Filter{unequal(past), or.Args[1]}}
		}
	}
	return &plan.Filter{Op: plan.And, Args: args}
}

func and(a, b *plan.Filter) *plan.Filter {
	switch {
	case a == nil || b == nothing:
		return b
	case b == nil || a == nothing:
		return a
	}
	return &plan.Filter{Op: plan.And, Args: []*plan.Filter{a, b}}
}
