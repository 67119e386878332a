package reference

import (
	"fmt"
	"maps"
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

// meeting are the pairs that are valid in a scope and meet a condition.
func (e *execution) meeting(s scope, c condition, all []pair) []pair {
	return slices.DeleteFunc(s.valid(all), func(p pair) bool { return !c(p) })
}

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
	for _, name := range object.names() {
		c, err := e.filterField(where+"."+name, of, name, object[name])
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return allOf(all), nil
}

func (e *execution) filterField(where string, of list, name string, v any) (condition, error) {
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
	if t := of.relationship(); t != nil {
		end, isPart := of.parts()[name]
		if !isPart {
			return operators(where, t.properties[name], ofRelationship, v.(given))
		}
		c, err := e.filter(where, list{to: of.at(end), scope: of.scope}, v)
		if err == nil && end != ofNode {
			return func(p pair) bool { return c(p.at(end)) }, nil
		}
		return c, err
	}
	if name == "type" && of.to.abstract {
		return typeOperators(where, v.(given))
	}
	if l := of.to.links[name]; l != nil {
		return e.related(where, l, of.scope, v.(given))
	}
	if t := e.schema.types[strings.TrimPrefix(name, "on")]; t != nil && of.to.abstract {
		c, err := e.filter(where, list{to: t, scope: of.scope}, v)
		return func(p pair) bool { return p.node.t.is(t) && c(p) }, err
	}
	return operators(where, of.to.properties[name], ofNode, v.(given))
}

// related reads a condition on what a link leads to; of is the scope of the field whose filter it is.
func (e *execution) related(where string, l *link, of scope, object given) (condition, error) {
	// count is the number of all that are valid and meet a condition.
	count := func(c condition) func(pair) int64 {
		return func(p pair) int64 { return int64(len(e.meeting(of.along(l), c, e.follow(l, p.node)))) }
	}
	if !l.many {
		c, err := e.filter(where, list{to: l.to, scope: of}, object)
		return func(p pair) bool { return count(c)(p) > 0 }, err
	}
	var all []condition
	for _, name := range object.names() {
		where := where + "." + name
		if name == "count" {
			holds, err := counts(where, object[name].(given))
			if err != nil {
				return nil, err
			}
			all = append(all, func(p pair) bool { return holds(count(always)(p)) })
			continue
		}
		c, err := e.filter(where, list{link: l, to: l.to, scope: of}, object[name])
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

// names are the names of what is given, in their order. A null is as what is not given.
func (g given) names() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(g)), func(name string) bool { return g[name] == nil })
}

// operatorsOf are the operators that are given. It is an error where there are some and all are null, so that nobody lists everything by
// mistake; or says what to do.
func operatorsOf(where string, object given, or string) ([]string, error) {
	flag := func(name string) bool { return name == "ignoreCase" }
	all := slices.DeleteFunc(slices.Collect(maps.Keys(object)), flag)
	set := slices.DeleteFunc(object.names(), flag)
	if len(all) > 0 && len(set) == 0 {
		return nil, fmt.Errorf("%s: every operator is null; leave it out, or %s", where, or)
	}
	return set, nil
}

func counts(where string, object given) (func(int64) bool, error) {
	names, err := operatorsOf(where, object, "give a number")
	return func(n int64) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !holds(name, n, object[name]) })
	}, err
}

// typeOperators reads conditions on the type of a node behind an interface.
func typeOperators(where string, object given) (condition, error) {
	names, err := operatorsOf(where, object, "name a type")
	var all []condition
	for _, name := range names {
		all = append(all, func(p pair) bool { return holds(name, enumName(p.node.t.name), object[name]) })
	}
	return allOf(all), err
}

// operators reads the conditions on one property.
func operators(where string, k property, of place, object given) (condition, error) {
	names, err := operatorsOf(where, object, "use isNull to ask for missing values")
	ignoreCase := object["ignoreCase"] == true && k.typeName == "String" && !k.list
	var all []condition
	for _, name := range names {
		with := k.known(object[name])
		all = append(all, func(p pair) bool {
			v := p.value(k, of)
			if ignoreCase {
				return holds(name, lower(v), lower(with))
			}
			return holds(name, v, with)
		})
	}
	return allOf(all), err
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
