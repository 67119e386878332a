package statement

import (
	"strconv"
	"strings"

	"partnir/plan"
)

// two40 is 2^40, by which Measure cuts numbers into parts.
const two40 = "1099511627776.0"

// aggregate writes the list of the groups of an aggregate.
func (c *compiler) aggregate(a *plan.Aggregate, m *plan.Many, from scope) {
	g := &grouping{compiler: c, a: a, count: "count(*)"}
	c.block("COLLECT", func() {
		outside := c.found
		if m.Step != nil {
			outside = from.node
		}
		switch of := g.ofUnits(); {
		case of && len(a.Keys) == 0 && outside != "":
			// A WITH that aggregates also groups by the variable from outside that it began with: of nothing there would be no group.
			c.Line("")
			c.block("CALL ("+outside+")", func() {
				g.values(g.match(m, from))
				g.group("RETURN ")
			})
		default:
			g.values(g.match(m, from))
			if of || len(a.Keys) > 0 {
				g.group("WITH ")
			}
		}
		g.result()
	})
}

// grouping is the work on one aggregate.
type grouping struct {
	*compiler
	a *plan.Aggregate
	// keys are the variables of the keys, and order what their groups are ordered by.
	keys, order []string
	// count, measures and units are texts of what was counted, measured, and found of units; once they are grouped, variables.
	count           string
	measures, units []string
}

// match finds the records, each once.
func (g *grouping) match(m *plan.Many, from scope) scope {
	at, distinct := g.compiler.match(m, from, false)
	if distinct {
		g.Line("WITH DISTINCT ", at.node)
	}
	return at
}

// ofUnits reports whether a measure asks for its units.
func (g *grouping) ofUnits() bool {
	for _, m := range g.a.Measures {
		if m.Units {
			return true
		}
	}
	return false
}

// values gives names to the keys and values of each record.
func (g *grouping) values(at scope) {
	if len(g.a.Keys)+len(g.a.Measures) == 0 {
		return
	}
	separator := "WITH "
	name := func(v string) string { // what was written
		g.Write(" AS ", v)
		separator = ", "
		return v
	}
	begin := func() {
		if separator == ", " {
			g.Write(separator)
			return
		}
		g.Line(separator)
	}
	for _, k := range g.a.Keys {
		begin()
		v := g.variable("k")
		if k.Node == nil {
			g.Write(at.at(k.End, nil).value(k.Property, k.OfRelationship, false))
			g.order = append(g.order, v)
		} else {
			g.keyNode(k.Node, at.at(k.End, nil))
			g.order = append(g.order, Property(v, "id"))
		}
		g.keys = append(g.keys, name(v))
	}
	var high, middle []string
	for _, m := range g.a.Measures {
		begin()
		v := g.variable("v")
		h, r := "h"+v[1:], "m"+v[1:]
		g.Write(measured(m, at))
		name(v)
		unit := ""
		if m.Units {
			begin()
			unit = "u" + v[1:]
			g.Write(at.value(m.Property.Unit, m.OfRelationship, false))
			name(unit)
			unit = "collect(DISTINCT CASE WHEN " + v + " IS NOT NULL THEN [" + unit + "] END)"
		}
		// toInteger cuts towards zero.
		high = append(high, "toInteger("+v+" / "+two40+") AS "+h)
		middle = append(middle, "toInteger("+v+" - "+h+" * "+two40+") AS "+r)
		low := "(" + v + " - " + h + " * " + two40 + " - " + r + ") * " + two40
		g.measures = append(g.measures, "[count("+v+"), min("+v+"), max("+v+"), sum("+h+"), sum("+r+"), sum(toInteger("+low+"))]")
		g.units = append(g.units, unit)
	}
	if len(high) > 0 {
		g.Line("WITH *, ", strings.Join(high, ", "))
		g.Line("WITH *, ", strings.Join(middle, ", "))
	}
}

// keyNode writes the node that a record is grouped by, or null.
func (c *compiler) keyNode(column *plan.Column, from scope) {
	c.Write("head(")
	c.block("COLLECT", func() {
		if column.Kind == plan.ReferenceColumn {
			at := scope{node: c.variable("n"), t: column.Type}
			id := from.value(column.Property, column.OfRelationship, false)
			c.Line("MATCH (", at.node, ":", Name(column.Type.Name), " {id: ", id, "})")
			c.Line("RETURN ", at.node)
			return
		}
		at := c.step(column.One.Step, column.One.Type, column.One.Where, from)
		c.where(parts(column.One.Where, at))
		c.Line("RETURN ", at.node, " ORDER BY ", Property(at.node, "id"), " LIMIT 1")
	})
	c.Write(")")
}

// group writes the clause that makes the groups, the first so many in their order.
func (g *grouping) group(clause string) {
	named := append([]string(nil), g.keys...)
	name := func(letter, text string) string {
		v := g.variable(letter)
		named = append(named, text+" AS "+v)
		return v
	}
	g.count = name("c", g.count)
	for i, text := range g.measures {
		g.measures[i] = name("a", text)
		if g.units[i] != "" {
			g.units[i] = name("u", g.units[i])
		}
	}
	g.Line(clause, strings.Join(named, ", "))
	if len(g.keys) > 0 {
		g.Write(" ORDER BY ", strings.Join(g.order, ", "), " LIMIT ", g.param(g.a.Limit))
	}
}

// result writes the RETURN of the groups. Where a key shows what aggregates, a WITH keeps what tells the groups apart; see compiler.result.
func (g *grouping) result() {
	row := ""
	for _, k := range g.a.Keys {
		if k.Node != nil && aggregates(k.Node.Shown()) {
			row = g.variable("w")
		}
	}
	order := ""
	if len(g.order) > 0 {
		order = " ORDER BY " + strings.Join(g.order, ", ")
	}
	if row == "" {
		g.Line("RETURN ")
		g.row()
		g.Write(order)
		return
	}
	g.Line("WITH ", strings.Join(g.variables(), ", "), ", ")
	g.row()
	g.Write(" AS ", row)
	g.Line("RETURN ", row, order)
}

// variables are all that a group has.
func (g *grouping) variables() []string {
	all := append([]string{g.count}, g.keys...)
	for i, m := range g.measures {
		all = append(all, m)
		if g.units[i] != "" {
			all = append(all, g.units[i])
		}
	}
	return all
}

// row writes a group: [count, keys …, measures …].
func (g *grouping) row() {
	g.Write("[", g.count)
	for i, k := range g.a.Keys {
		g.Write(", ")
		if k.Node == nil {
			g.Write(g.keys[i])
			continue
		}
		g.Write("CASE WHEN ", g.keys[i], " IS NULL THEN null ELSE ")
		g.selection(k.Node.Shown(), scope{node: g.keys[i], t: k.Node.To()})
		g.Write(" END")
	}
	for i, m := range g.measures {
		g.Write(", ", m)
		if g.units[i] != "" {
			g.Write(" + [COLLECT { UNWIND ", g.units[i], " AS x RETURN x[0] AS unit ORDER BY unit LIMIT ", strconv.Itoa(plan.MaxUnits), " }]")
		}
	}
	g.Write("]")
}

// measured is the value that goes into a measure: null where the record's flag keeps it out.
func measured(m *plan.Measure, at scope) string {
	value := at.value(m.Property, m.OfRelationship, false)
	flag := m.Property.MeasureUnlessFalse
	if flag == nil {
		return value
	}
	return "CASE WHEN " + at.value(flag, m.OfRelationship, false) + " = false THEN null ELSE " + value + " END"
}
