package read

import (
	"math"
	"slices"
	"strings"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// compare compiles the comparison of a property with a value. Where it can, it turns the value into a range of codes.
func (r *Reader) compare(f *plan.Filter, by *memory.Relationships) condition {
	c, d := r.property(f.Property, f.OfRelationship, by)
	present := condition{verdict: never}
	if c.from != nowhere {
		present = condition{test: func(n, rel uint32) bool { return c.at(n, rel) != 0 }}
	}
	switch f.Comparison {
	case plan.IsNull:
		return present.not()
	case plan.IsNotNull:
		return present
	}
	v := r.param(f.Value)
	switch {
	case v == nil:
		return condition{verdict: never}
	case d.Kind == memory.ListValue:
		return compareList(c, d, f.Comparison, v)
	case f.IgnoreCase && d.Kind == memory.TextValue:
		return compareText(c, d, f.Comparison, v, mapping.Lower)
	case d.Of != nil:
		return compareText(c, d, f.Comparison, v, func(s string) string { return s })
	case f.SortKey && d.Keys != nil:
		c.rank = d.Rank
		return compareOrdinals(c, f.Comparison, v, d.KeyBounds, d.KeysStartingWith, d)
	}
	return compareOrdinals(c, f.Comparison, v, d.Bounds, d.StartingWith, d)
}

// compareOrdinals compiles a comparison with values that are in order. ordinals finds the places of those that equal a value, and
// StartingWith of the texts that start with one.
func compareOrdinals(c codes, comparison plan.Comparison, v any, ordinals func(any) (low, high uint32, ok bool),
	startingWith func(string) (low, high uint32), d *memory.Dictionary) condition {
	switch comparison {
	case plan.Contains, plan.EndsWith:
		return compareText(c, d, comparison, v, func(s string) string { return s })
	case plan.In, plan.NotIn:
		list, ok := v.([]any)
		if !ok {
			return condition{verdict: never}
		}
		return c.among(placesOf(list, ordinals), comparison == plan.NotIn)
	case plan.Ne:
		low, high, _ := ordinals(v)
		return c.without(low, high)
	}
	return c.within(placesBy(comparison, v, ordinals, startingWith, d.Kind))
}

// placesOf returns the places of the values that equal one of a list.
func placesOf(list []any, ordinals func(any) (low, high uint32, ok bool)) []uint32 {
	var places []uint32
	for _, item := range list {
		low, high, _ := ordinals(item)
		for o := low; o < high; o++ {
			places = append(places, o)
		}
	}
	return places
}

// placesBy returns the places, from low up to but without high, of the values that meet a comparison.
func placesBy(comparison plan.Comparison, v any, ordinals func(any) (low, high uint32, ok bool),
	startingWith func(string) (low, high uint32), kind memory.ValueKind) (low, high uint32) {
	if comparison == plan.StartsWith {
		if s, ok := v.(string); ok && kind == memory.TextValue {
			return startingWith(s)
		}
		return 0, 0
	}
	low, high, ok := ordinals(v)
	switch {
	case !ok:
		return 0, 0
	case comparison == plan.Eq:
		return low, high
	case comparison == plan.Lt:
		return 1, low
	case comparison == plan.Lte:
		return 1, high
	case comparison == plan.Gt:
		return high, math.MaxUint32
	case comparison == plan.Gte:
		return low, math.MaxUint32
	}
	return 0, 0
}

// compareText compiles a comparison that must look at the texts themselves, each of them through fold.
func compareText(c codes, d *memory.Dictionary, comparison plan.Comparison, v any, fold func(string) string) condition {
	met := textTest(comparison, v, fold)
	if met == nil || c.from == nowhere || d.Kind != memory.TextValue {
		return condition{verdict: never}
	}
	if d.Len() > fewTexts {
		return condition{test: func(n, rel uint32) bool {
			code := c.at(n, rel)
			return code != 0 && met(fold(d.Text(code)))
		}}
	}
	verdicts := make([]verdict, d.Len()+1)
	verdicts[0] = never
	return condition{test: func(n, rel uint32) bool {
		code := c.at(n, rel)
		if verdicts[code] == depends {
			verdicts[code] = never
			if met(fold(d.Text(code))) {
				verdicts[code] = always
			}
		}
		return verdicts[code] == always
	}}
}

// fewTexts is up to how many distinct texts a filter remembers what it found of each.
const fewTexts = 4096

// textTest is the comparison of a folded text with the value, folded too; nil where it is never met.
func textTest(comparison plan.Comparison, v any, fold func(string) string) func(string) bool {
	if list, ok := v.([]any); ok && (comparison == plan.In || comparison == plan.NotIn) {
		set := make(map[string]bool, len(list))
		for _, item := range list {
			if s, ok := item.(string); ok {
				set[fold(s)] = true
			}
		}
		return func(s string) bool { return set[s] == (comparison == plan.In) }
	}
	value, ok := v.(string)
	if !ok {
		if comparison == plan.Ne {
			return func(string) bool { return true }
		}
		return nil
	}
	value = fold(value)
	switch comparison {
	case plan.Eq:
		return func(s string) bool { return s == value }
	case plan.Ne:
		return func(s string) bool { return s != value }
	case plan.Lt:
		return func(s string) bool { return s < value }
	case plan.Lte:
		return func(s string) bool { return s <= value }
	case plan.Gt:
		return func(s string) bool { return s > value }
	case plan.Gte:
		return func(s string) bool { return s >= value }
	case plan.Contains:
		return func(s string) bool { return strings.Contains(s, value) }
	case plan.StartsWith:
		return func(s string) bool { return strings.HasPrefix(s, value) }
	case plan.EndsWith:
		return func(s string) bool { return strings.HasSuffix(s, value) }
	}
	return nil
}

// compareList compiles a comparison of a list. To Has and its like a missing list is empty.
func compareList(c codes, d *memory.Dictionary, comparison plan.Comparison, v any) condition {
	values, isList := v.([]any)
	list := func(n, rel uint32) ([]any, bool) {
		list, present := d.Value(c.at(n, rel)).([]any)
		return list, present
	}
	switch {
	case comparison == plan.Has:
		return condition{test: func(n, rel uint32) bool {
			list, _ := list(n, rel)
			return slices.Contains(list, v)
		}}
	case !isList:
		return condition{verdict: never}
	case comparison == plan.HasAny:
		return condition{test: func(n, rel uint32) bool {
			list, _ := list(n, rel)
			return slices.ContainsFunc(list, func(item any) bool { return slices.Contains(values, item) })
		}}
	case comparison == plan.HasAll:
		return condition{test: func(n, rel uint32) bool {
			list, _ := list(n, rel)
			return !slices.ContainsFunc(values, func(v any) bool { return !slices.Contains(list, v) })
		}}
	case comparison == plan.Eq || comparison == plan.Ne:
		return condition{test: func(n, rel uint32) bool {
			list, present := list(n, rel)
			return present && slices.Equal(list, values) == (comparison == plan.Eq)
		}}
	}
	return condition{verdict: never}
}
