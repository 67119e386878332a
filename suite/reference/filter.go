package reference

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// condition is what a node, and the relationship that led to it, must meet. It is two-valued, so that `not` is its exact complement.
type condition func(p pair) bool

func always(pair) bool { return true }

func not(c condition) condition { return func(p pair) bool { return !c(p) } }

func allOf(conditions []condition) condition {
	return func(p pair) bool {
		return !slices.ContainsFunc(conditions, func(c condition) bool { return !c(p) })
	}
}

func anyOf(conditions []condition) condition {
	return func(p pair) bool { return slices.ContainsFunc(conditions, func(c condition) bool { return c(p) }) }
}

// meeting are the pairs that are valid and meet a condition.
func (e *execution) meeting(c condition, all []pair) []pair {
	return slices.DeleteFunc(e.valid(all), func(p pair) bool { return !c(p) })
}

// valid are the pairs that hold on the day of asOf and with minConfidence: the relationship, and the node where it is one that has a
// validity, as observations do. What says nothing of it holds.
func (e *execution) valid(all []pair) []pair {
	return slices.DeleteFunc(slices.Clone(all), func(p pair) bool {
		_, has := p.node.t.properties["validFrom"]
		return has && !e.scope.holds(p.node.values) || p.rel != nil && !e.scope.holds(p.rel.values)
	})
}

func (s scope) holds(values map[string]any) bool {
	from, _ := values["validFrom"].(string)
	to, _ := values["validTo"].(string)
	confidence, known := values["confidence"].(float64)
	if s.asOf != "" && (from != "" && firstDay(from) > s.asOf || to != "" && lastDay(to) < s.asOf) {
		return false
	}
	return s.minConfidence == nil || !known || confidence >= *s.minConfidence
}

// firstDay and lastDay are those of a day, month or year. (Months end with a day 31 here: no day comes between.)
func firstDay(date string) string { return date + "-01-01"[len(date)-len("2006"):] }
func lastDay(date string) string  { return date + "-12-31"[len(date)-len("2006"):] }

var date = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$`)

func isDate(s string) bool { return date.MatchString(s) }

// filterArgument reads `filter` of a list.
func (e *execution) filterArgument(of list, args given) (condition, error) {
	if args["filter"] == nil {
		return always, nil
	}
	return e.filter(of.name+": filter", of, args["filter"])
}

// filter reads a filter object: of a list below a node it is about the relationship, and its field `node` is about the node. where says
// where in the request it stands.
func (e *execution) filter(where string, of list, v any) (condition, error) {
	object := v.(given)
	var all []condition
	for _, name := range slices.Sorted(maps.Keys(object)) {
		c, err := e.filterField(where+"."+name, of, name, object[name])
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return allOf(all), nil
}

func (e *execution) filterField(where string, of list, name string, v any) (condition, error) {
	if v == nil {
		return nil, fmt.Errorf("%s is null; leave it out, or use isNull to ask for missing values", where)
	}
	switch name {
	case "and", "or":
		var all []condition
		for _, item := range v.([]any) {
			c, err := e.filter(where, of, item)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
		if name == "and" {
			return allOf(all), nil
		}
		return anyOf(all), nil
	case "not":
		c, err := e.filter(where, of, v)
		return not(c), err
	}
	if of.link != nil {
		if name == "node" {
			return e.filter(where, list{to: of.to}, v)
		}
		return operators(where, of.link.relationship.properties[name], true, v.(given))
	}
	if name == "type" && of.to.abstract {
		return typeOperators(where, v.(given))
	}
	if l := of.to.links[name]; l != nil {
		return e.related(where, l, v.(given))
	}
	return operators(where, of.to.properties[name], false, v.(given))
}

// related reads a condition on what a link leads to.
func (e *execution) related(where string, l *link, object given) (condition, error) {
	// count is the number of all that are valid and meet a condition.
	count := func(c condition) func(pair) int64 {
		return func(p pair) int64 { return int64(len(e.meeting(c, e.follow(l, p.node)))) }
	}
	if !l.many {
		c, err := e.filter(where, list{to: l.to}, object)
		return func(p pair) bool { return count(c)(p) > 0 }, err
	}
	var all []condition
	for _, name := range slices.Sorted(maps.Keys(object)) {
		where := where + "." + name
		if object[name] == nil {
			return nil, fmt.Errorf("%s is null; leave it out, or give an object", where)
		}
		if name == "count" {
			holds, err := counts(where, object[name].(given))
			if err != nil {
				return nil, err
			}
			all = append(all, func(p pair) bool { return holds(count(always)(p)) })
			continue
		}
		c, err := e.filter(where, list{link: l, to: l.to}, object[name])
		if err != nil {
			return nil, err
		}
		switch name {
		case "some":
			all = append(all, func(p pair) bool { return count(c)(p) > 0 })
		case "none":
			all = append(all, func(p pair) bool { return count(c)(p) == 0 })
		case "all":
			all = append(all, func(p pair) bool { return count(not(c))(p) == 0 })
		}
	}
	return allOf(all), nil
}

func counts(where string, object given) (func(int64) bool, error) {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if object[name] == nil {
			return nil, fmt.Errorf("%s.%s is null; leave it out, or give a number", where, name)
		}
		if err := checkOperand(where+"."+name, property{typeName: "Int"}, object[name]); err != nil {
			return nil, err
		}
	}
	return func(n int64) bool {
		for name, with := range object {
			if !holds(name, n, with) {
				return false
			}
		}
		return true
	}, nil
}

// typeOperators reads conditions on the type of a node behind an interface.
func typeOperators(where string, object given) (condition, error) {
	var all []condition
	for _, name := range slices.Sorted(maps.Keys(object)) {
		with := object[name]
		if with == nil {
			return nil, fmt.Errorf("%s.%s is null; leave it out", where, name)
		}
		all = append(all, func(p pair) bool { return holds(name, enumName(p.node.t.name), with) })
	}
	return allOf(all), nil
}

// operators reads the conditions on one property.
func operators(where string, k property, ofRelationship bool, object given) (condition, error) {
	ignoreCase := object["ignoreCase"] == true && k.typeName == "String" && !k.list
	var all []condition
	for _, name := range slices.Sorted(maps.Keys(object)) {
		with := object[name]
		if with == nil {
			return nil, fmt.Errorf("%s.%s is null; leave it out, or use isNull to ask for missing values", where, name)
		}
		if name == "ignoreCase" {
			continue
		}
		if err := checkOperand(where+"."+name, k, with); err != nil {
			return nil, err
		}
		all = append(all, func(p pair) bool {
			v := p.value(k, ofRelationship)
			if ignoreCase {
				return holds(name, lower(v), lower(with))
			}
			return holds(name, v, with)
		})
	}
	return allOf(all), nil
}

// checkOperand refuses what only looks like a date.
func checkOperand(where string, k property, with any) error {
	if items, ok := with.([]any); ok {
		for _, item := range items {
			if err := checkOperand(where, k, item); err != nil {
				return err
			}
		}
	}
	if s, ok := with.(string); ok && k.typeName == "Date" && !isDate(s) {
		return fmt.Errorf("%s: %q is no date; write YYYY-MM-DD, YYYY-MM or YYYY", where, s)
	}
	return nil
}

// lower is a text, or are the texts of a list, in lower case by Unicode's full mapping.
func lower(v any) any {
	switch v := v.(type) {
	case string:
		return cases.Lower(language.Und).String(v)
	case []any:
		var all []any
		for _, item := range v {
			all = append(all, lower(item))
		}
		return all
	}
	return v
}

// holds reports whether a stored value meets an operator. A missing value meets `isNull: true` alone, and a missing list is empty.
func holds(operator string, v, with any) bool {
	equal := func(x any) bool { return compareValues(v, x) == 0 }
	has := func(x any) bool { return slices.Contains(texts(v), x) }
	switch operator {
	case "isNull":
		return (v == nil) == (with == true)
	case "has":
		return has(with)
	case "hasAny":
		return slices.ContainsFunc(with.([]any), has)
	case "hasAll":
		return !slices.ContainsFunc(with.([]any), func(x any) bool { return !has(x) })
	}
	if v == nil {
		return false
	}
	switch operator {
	case "eq":
		return equal(with)
	case "ne":
		return !equal(with)
	case "in":
		return slices.ContainsFunc(with.([]any), equal)
	case "notIn":
		return !slices.ContainsFunc(with.([]any), equal)
	case "lt":
		return compareValues(v, with) < 0
	case "lte":
		return compareValues(v, with) <= 0
	case "gt":
		return compareValues(v, with) > 0
	case "gte":
		return compareValues(v, with) >= 0
	case "contains":
		return strings.Contains(v.(string), with.(string))
	case "startsWith":
		return strings.HasPrefix(v.(string), with.(string))
	case "endsWith":
		return strings.HasSuffix(v.(string), with.(string))
	}
	panic("there is no operator " + operator)
}
