package plantest

import (
	"slices"
	"strings"

	"partnir/plan"
)

// meets reports whether a node, and the relationship that led to it, meet a filter.
func (r *referenceRead) meets(f *plan.Filter, p pair) bool {
	if f == nil {
		return true
	}
	meets := func(arg *plan.Filter) bool { return r.meets(arg, p) }
	switch f.Op {
	case plan.And:
		return !slices.ContainsFunc(f.Args, func(arg *plan.Filter) bool { return !meets(arg) })
	case plan.Or:
		return slices.ContainsFunc(f.Args, meets)
	case plan.Not:
		return !meets(f.Args[0])
	case plan.Compare:
		return r.compare(f, p)
	case plan.IsType:
		return slices.Contains(f.Types, p.node.Type.Name)
	}
	return r.related(f, r.pairs(f.Step, p.node, f.Type))
}

func (r *referenceRead) related(f *plan.Filter, others []pair) bool {
	meeting := func(arg *plan.Filter) []pair {
		return slices.DeleteFunc(slices.Clone(others), func(p pair) bool { return !r.meets(arg, p) })
	}
	switch f.Op {
	case plan.Some:
		return len(meeting(f.Args[0])) > 0
	case plan.None:
		return len(meeting(f.Args[0])) == 0
	case plan.All:
		others = meeting(f.Args[1])
		return len(meeting(f.Args[0])) == len(others)
	}
	n := int64(len(meeting(f.Args[0])))
	return !slices.ContainsFunc(f.Counts, func(c plan.CountComparison) bool { return !holds(c.Comparison, n, r.params[c.Value]) })
}

func (r *referenceRead) compare(f *plan.Filter, p pair) bool {
	v := p.value(f.Property, f.OfRelationship)
	if f.SortKey {
		v = sortKey(f.Property, v)
	}
	switch f.Comparison {
	case plan.IsNull:
		return v == nil
	case plan.IsNotNull:
		return v != nil
	}
	with := r.params[f.Value]
	if f.IgnoreCase {
		v, with = lower(v), lower(with)
	}
	return holds(f.Comparison, v, with)
}

func lower(v any) any {
	switch v := v.(type) {
	case string:
		return plan.Lower(v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = lower(item)
		}
		return list
	}
	return v
}

// holds reports whether a stored value compares with a parameter as the comparison says.
func holds(c plan.Comparison, v, with any) bool {
	equal := func(a any) func(any) bool { return func(b any) bool { return compareValues(a, b) == 0 } }
	if list, _ := v.([]string); list != nil || c == plan.Has || c == plan.HasAny || c == plan.HasAll {
		has := func(x any) bool { return slices.Contains(anyList(list), x) }
		switch c {
		case plan.Has:
			return has(with)
		case plan.HasAny:
			return slices.ContainsFunc(with.([]any), has)
		}
		return !slices.ContainsFunc(with.([]any), func(x any) bool { return !has(x) })
	}
	if v == nil {
		return false
	}
	switch c {
	case plan.Eq:
		return equal(v)(with)
	case plan.Ne:
		return !equal(v)(with)
	case plan.In:
		return slices.ContainsFunc(with.([]any), equal(v))
	case plan.NotIn:
		return !slices.ContainsFunc(with.([]any), equal(v))
	case plan.Lt:
		return compareValues(v, with) < 0
	case plan.Lte:
		return compareValues(v, with) <= 0
	case plan.Gt:
		return compareValues(v, with) > 0
	case plan.Gte:
		return compareValues(v, with) >= 0
	case plan.Contains:
		return strings.Contains(v.(string), with.(string))
	case plan.StartsWith:
		return strings.HasPrefix(v.(string), with.(string))
	default:
		return strings.HasSuffix(v.(string), with.(string))
	}
}
