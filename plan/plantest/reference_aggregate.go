package plantest

import (
	"fmt"
	"maps"
	"slices"

	"partnir/plan"
)

// aggregate computes the groups over all that a list holds.
func (r *referenceRead) aggregate(a *plan.Aggregate, all []pair) []any {
	groups := map[string][]pair{}
	limit := r.params[a.Limit].(int64)
	if len(a.Keys) == 0 {
		groups[""], limit = nil, 1
	}
	for _, p := range all {
		name := ""
		for _, v := range groupKeys(a, p) {
			name += fmt.Sprintf("%T %v\x00", v, v)
		}
		groups[name] = append(groups[name], p)
	}
	ordered := slices.SortedFunc(maps.Values(groups), func(x, y []pair) int {
		return slices.CompareFunc(groupKeys(a, x[0]), groupKeys(a, y[0]), compareValues)
	})
	rows := []any{}
	for _, g := range ordered[:min(int64(len(ordered)), limit)] {
		row := []any{int64(len(g))}
		if len(g) > 0 {
			row = append(row, groupKeys(a, g[0])...)
		}
		for _, m := range a.Measures {
			row = append(row, measure(m, g))
		}
		rows = append(rows, row)
	}
	return rows
}

func groupKeys(a *plan.Aggregate, p pair) []any {
	var keys []any
	for _, k := range a.Keys {
		keys = append(keys, p.value(k.Property, k.OfRelationship))
	}
	return keys
}

func measure(m *plan.Measure, group []pair) []any {
	var count, high, middle, low int64
	var least, largest any
	for _, p := range group {
		v := p.value(m.Property, m.OfRelationship)
		flag := m.Property.MeasureUnlessFalse
		if v == nil || flag != nil && p.value(flag, m.OfRelationship) == false {
			continue
		}
		count++
		if least == nil || compareValues(v, least) < 0 {
			least = v
		}
		if largest == nil || compareValues(v, largest) > 0 {
			largest = v
		}
		h, mid, l := plan.Parts(number(v))
		high, middle, low = high+h, middle+mid, low+l
	}
	return []any{count, least, largest, high, middle, low}
}
