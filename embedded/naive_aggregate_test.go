package embedded

import (
	"slices"

	"partnir/plan"
)

func (x *naive) aggregate(a *plan.Aggregate, all []pair) []any {
	type group struct {
		keys    []any
		members []pair
	}
	var groups []*group
	if len(a.Keys) == 0 {
		groups = []*group{{}}
	}
	for _, e := range all {
		var keys []any
		for _, k := range a.Keys {
			keys = append(keys, x.value(e, k.Property, k.OfRelationship))
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return slices.Equal(g.keys, keys) })
		if i < 0 {
			i = len(groups)
			groups = append(groups, &group{keys: keys})
		}
		groups[i].members = append(groups[i].members, e)
	}
	slices.SortFunc(groups, func(a, b *group) int {
		for i := range a.keys {
			order, ok := compareAny(a.keys[i], b.keys[i])
			switch {
			case a.keys[i] == nil && b.keys[i] != nil:
				return 1
			case b.keys[i] == nil && a.keys[i] != nil:
				return -1
			case ok && order != 0:
				return order
			}
		}
		return 0
	})
	if len(a.Keys) > 0 {
		groups = groups[:min(len(groups), int(x.params[a.Limit].(int64)))]
	}
	rows := []any{}
	for _, g := range groups {
		row := append([]any{int64(len(g.members))}, g.keys...)
		for _, m := range a.Measures {
			row = append(row, x.measure(m, g.members))
		}
		rows = append(rows, row)
	}
	return rows
}

func (x *naive) measure(m *plan.Measure, members []pair) []any {
	var count, high, middle, low int64
	var least, most any
	for _, e := range members {
		v := x.value(e, m.Property, m.OfRelationship)
		if v == nil || m.Property.MeasureUnlessFalse != nil && x.value(e, m.Property.MeasureUnlessFalse, m.OfRelationship) == false {
			continue
		}
		count++
		if order, _ := compareAny(v, least); least == nil || order < 0 {
			least = v
		}
		if order, _ := compareAny(v, most); most == nil || order > 0 {
			most = v
		}
		f, isFloat := v.(float64)
		if !isFloat {
			f = float64(v.(int64))
		}
		h, mid, l := plan.Parts(f)
		high, middle, low = high+h, middle+mid, low+l
	}
	return []any{count, least, most, high, middle, low}
}
