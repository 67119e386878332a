package statement

import (
	"partnir/cypher/form"
	"partnir/plan"
	"partnir/plan/mapping"
)

// condition is a filter on what a scope is about.
type condition struct {
	filter *plan.Filter
	at     scope
}

// parts are the conditions that together make a filter: none for nil.
func parts(f *plan.Filter, at scope) []condition {
	var all []condition
	for _, k := range form.Conjuncts(f) {
		all = append(all, condition{k, at})
	}
	return all
}

// where writes the WHERE that all conditions must meet; nothing where there are none.
func (c *compiler) where(conditions []condition) {
	if len(conditions) == 0 {
		return
	}
	c.Line("WHERE ")
	list(&c.Writer, " AND ", conditions, func(k condition) { c.operand(k.filter, k.at, false) })
}

// filter writes a filter as an expression. Filters are two-valued, but Cypher's comparisons with a missing value are null. A WHERE
// takes null for false, and so do AND and OR on the way there, so a bare comparison will do and an index can serve it. Below
// NOT it will not do: exact asks for an expression that is true or false.
func (c *compiler) filter(f *plan.Filter, at scope, exact bool) {
	switch f.Op {
	case plan.And:
		c.all(f.Args, " AND ", "true", at, exact)
	case plan.Or:
		c.all(f.Args, " OR ", "false", at, exact)
	case plan.Not:
		c.Write("NOT ")
		c.operand(f.Args[0], at, true)
	case plan.Compare:
		c.compare(f, at, exact)
	case plan.IsType:
		if len(f.Types) == 0 {
			c.Write("false")
		} else {
			c.Write(at.node, ":", labels(f.Types))
		}
	case plan.Some:
		c.block("EXISTS", func() { c.where(c.path(f, at)) })
	case plan.None:
		c.Write("NOT ")
		c.block("EXISTS", func() { c.where(c.path(f, at)) })
	case plan.All:
		c.Write("NOT ")
		c.block("EXISTS", func() {
			to := c.step(*f.Step, f.Type, nil, at)
			unmet := &plan.Filter{Op: plan.Not, Args: f.Args[:1]}
			c.where(append(parts(f.Args[1], to), condition{unmet, to}))
		})
	case plan.Count:
		c.count(f, at)
	case plan.AtEnd:
		c.operand(f.Args[0], at.at(f.End, nil), exact)
	}
}

// all writes filters joined by AND or OR, or what stands for none of them.
func (c *compiler) all(filters []*plan.Filter, operator, none string, at scope, exact bool) {
	if len(filters) == 0 {
		c.Write(none)
		return
	}
	list(&c.Writer, operator, filters, func(f *plan.Filter) { c.operand(f, at, exact) })
}

// operand writes a filter as a part of a larger expression, between parentheses where it needs them.
func (c *compiler) operand(f *plan.Filter, at scope, exact bool) {
	if (f.Op == plan.And || f.Op == plan.Or) && len(f.Args) > 1 {
		c.Write("(")
		c.filter(f, at, exact)
		c.Write(")")
		return
	}
	c.filter(f, at, exact)
}

// count writes the comparisons of the number of relationships; where there are several, it is counted once.
func (c *compiler) count(f *plan.Filter, at scope) {
	number := func() {
		c.block("COUNT", func() {
			to := c.step(*f.Step, f.Type, f.Args[0], at)
			c.where(parts(f.Args[0], to))
		})
	}
	switch len(f.Counts) {
	case 0:
		c.Write("true")
	case 1:
		c.compareCount(f.Counts[0], number)
	default:
		n := c.variable("c")
		c.Write("any(", n, " IN [")
		number()
		c.Write("] WHERE ")
		list(&c.Writer, " AND ", f.Counts, func(k plan.CountComparison) { c.compareCount(k, func() { c.Write(n) }) })
		c.Write(")")
	}
}

func (c *compiler) compareCount(k plan.CountComparison, number func()) {
	if k.Comparison == plan.NotIn {
		c.Write("NOT ")
		number()
		c.Write(" IN ", c.param(k.Value))
		return
	}
	number()
	c.Write(operators[k.Comparison], c.param(k.Value))
}

var operators = map[plan.Comparison]string{
	plan.Eq: " = ", plan.Ne: " <> ", plan.In: " IN ", plan.Lt: " < ", plan.Lte: " <= ", plan.Gt: " > ", plan.Gte: " >= ",
	plan.Contains: " CONTAINS ", plan.StartsWith: " STARTS WITH ", plan.EndsWith: " ENDS WITH ",
}

// compare writes a comparison of a property with a value.
func (c *compiler) compare(f *plan.Filter, at scope, exact bool) {
	value := at.value(f.Property, f.OfRelationship, f.SortKey)
	if f.Comparison == plan.IsNull || f.Comparison == plan.IsNotNull {
		c.Write(value, map[bool]string{true: " IS NULL", false: " IS NOT NULL"}[f.Comparison == plan.IsNull])
		return
	}
	text, definite := c.comparison(f, value)
	if !exact && c.keyed(f, at.t) {
		text = "(" + at.value(f.Property, false, true) + operators[f.Comparison] + c.keyParam(f) + " AND " + text + ")"
	}
	if exact && !definite {
		text = "coalesce(" + text + ", false)"
	}
	c.Write(text)
}

// keyed reports whether a comparison says the same of a property's sort key, on which there is an index where there is none on the
// property. Texts that are equal have equal keys.
func (c *compiler) keyed(f *plan.Filter, t *mapping.NodeType) bool {
	return t != nil && form.Keyed(f) && t.Indexed(f.Property, true)
}

// comparison returns the text of a comparison, and whether it is true or false even where the value is missing.
func (c *compiler) comparison(f *plan.Filter, value string) (text string, definite bool) {
	if c.late && inRanges(f) {
		return "any(x IN " + c.rangesParam(f) + " WHERE " + value + " >= x[0] AND (x[1] IS NULL OR " + value + " < x[1]))", false
	}
	with := c.param(f.Value)
	single, several := same, same // how one text and a list of texts are compared
	if f.IgnoreCase {
		single, several = lower, lowerAll
	}
	stored := single
	if f.Property.List {
		// An empty list is not stored.
		value, stored, definite = "coalesce("+value+", [])", several, true
	}
	switch f.Comparison {
	case plan.In:
		return stored(value) + " IN " + several(with), definite
	case plan.NotIn:
		present := "NOT " + stored(value) + " IN " + several(with)
		if !definite {
			present = "(" + value + " IS NOT NULL AND " + present + ")"
		}
		return present, true
	case plan.Has:
		return single(with) + " IN " + stored(value), definite
	case plan.HasAny:
		return "any(x IN " + several(with) + " WHERE x IN " + stored(value) + ")", definite
	case plan.HasAll:
		return "all(x IN " + several(with) + " WHERE x IN " + stored(value) + ")", definite
	}
	if f.Property.List {
		single = several
	}
	return stored(value) + operators[f.Comparison] + single(with), definite
}

func same(text string) string { return text }

func lower(text string) string { return "toLower(" + text + ")" }

func lowerAll(list string) string { return "[x IN " + list + " | toLower(x)]" }
