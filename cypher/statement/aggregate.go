package statement

import (
	"strings"

	"partnir/plan"
)

// two40 is 2^40, by which Measure cuts numbers into parts.
const two40 = "1099511627776.0"

// aggregate writes the list of the groups of an aggregate.
func (c *compiler) aggregate(a *plan.Aggregate, m *plan.Many, from scope) {
	c.block("COLLECT", func() {
		at, distinct := c.find(m, from, false)
		if distinct {
			c.Line("WITH DISTINCT ", at.node)
		}
		keys, measures := c.groupValues(a, at)
		if len(keys) == 0 {
			c.Line("RETURN [", strings.Join(append([]string{"count(*)"}, measures...), ", "), "]")
			return
		}
		n := c.variable("c")
		group, results := []string{n}, []string{"count(*) AS " + n}
		for _, measure := range measures {
			v := c.variable("a")
			group, results = append(group, v), append(results, measure+" AS "+v)
		}
		key := strings.Join(keys, ", ")
		c.Line("WITH ", key, ", ", strings.Join(results, ", "), " ORDER BY ", key, " LIMIT ", c.param(a.Limit))
		c.Line("RETURN [", n, ", ", strings.Join(append(keys, group[1:]...), ", "), "] ORDER BY ", key)
	})
}

// groupValues gives names to the keys and values of each record, and returns the names of the keys and the texts of the measures.
func (c *compiler) groupValues(a *plan.Aggregate, at scope) (keys, measures []string) {
	var values, high, middle []string
	for _, k := range a.Keys {
		v := c.variable("k")
		keys, values = append(keys, v), append(values, at.at(k.End, nil).value(k.Property, k.OfRelationship, false)+" AS "+v)
	}
	for _, m := range a.Measures {
		v := c.variable("v")
		h, r := "h"+v[1:], "m"+v[1:]
		values = append(values, measured(m, at)+" AS "+v)
		// toInteger cuts towards zero.
		high = append(high, "toInteger("+v+" / "+two40+") AS "+h)
		middle = append(middle, "toInteger("+v+" - "+h+" * "+two40+") AS "+r)
		low := "(" + v + " - " + h + " * " + two40 + " - " + r + ") * " + two40
		measures = append(measures, "[count("+v+"), min("+v+"), max("+v+"), sum("+h+"), sum("+r+"), sum(toInteger("+low+"))]")
	}
	if len(values) > 0 {
		c.Line("WITH ", strings.Join(values, ", "))
	}
	if len(high) > 0 {
		c.Line("WITH *, ", strings.Join(high, ", "))
		c.Line("WITH *, ", strings.Join(middle, ", "))
	}
	return keys, measures
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
