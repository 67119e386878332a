package read

import (
	"slices"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// Anchor finds the nodes that can meet the filter of a root list, ascending, where that is less work than to walk through all n: it
// starts at values that the filter names, and comes back over the relationships that it asks for.
func (r *Reader) Anchor(m *Many, n int) ([]uint32, bool) {
	if m.plan.Where == nil || n < r.Choices.List {
		return nil, false
	}
	nodes, ok := r.Candidates(m.plan.Where, n/4)
	if !ok {
		return nil, false
	}
	// Through a list in order, where one in n/k meets the filter, a page of size p is found after about p·n/k members.
	if k := len(nodes); !m.NeedsAll() && k > 0 && m.Limit*n/k < k {
		return nil, false
	}
	nodes = slices.Clone(nodes)
	slices.Sort(nodes)
	return slices.Compact(nodes), true
}

// Candidates returns nodes among which are all that meet a filter, maybe some more than once; false where there is no way to find
// them, or where they are more than most. The nodes must not be changed.
func (r *Reader) Candidates(f *plan.Filter, most int) (nodes []uint32, ok bool) {
	switch f.Op {
	case plan.And:
		for _, a := range f.Args {
			if some, found := r.Candidates(a, most); found {
				nodes, ok, most = some, true, len(some)
			}
		}
		return nodes, ok
	case plan.Or:
		for _, a := range f.Args {
			some, found := r.Candidates(a, most-len(nodes))
			if !found {
				return nil, false
			}
			nodes = append(slices.Clip(nodes), some...)
		}
		return nodes, len(f.Args) > 0
	case plan.Some:
		if f.Step == nil || len(f.Args) == 0 {
			return nil, false
		}
		far, found := r.Candidates(f.Args[0], most)
		if !found {
			return nil, false
		}
		return r.comeBack(f.Step, far, most)
	case plan.Compare:
		if nodes, ok = r.pins(f); !ok {
			nodes, ok = r.indexed(f)
		}
		return nodes, ok && len(nodes) <= most
	}
	return nil, false
}

// comeBack returns the nodes from which a step leads to one of the far nodes.
func (r *Reader) comeBack(step *mapping.Step, far []uint32, most int) (nodes []uint32, ok bool) {
	back := r.compileStep(mapping.Step{Relationship: step.Relationship, In: !step.In}, nil)
	for _, node := range far {
		low, high := back.side.Span(r.Graph, node)
		if len(nodes)+int(high-low) > most {
			return nil, false
		}
		for place := low; place < high && r.step(); place++ {
			near, _ := back.side.At(place)
			nodes = append(nodes, near)
		}
	}
	return nodes, true
}

// indexed returns the nodes that meet a comparison, where an index finds them.
func (r *Reader) indexed(f *plan.Filter) (nodes []uint32, ok bool) {
	p := f.Property
	if f.OfRelationship || f.IgnoreCase || f.SortKey || p.Name == "id" || p.Number >= r.Properties || r.NodeCodes[p.Number] == nil {
		return nil, false
	}
	d := r.Dictionaries[p.Number]
	if d.Kind == memory.ListValue {
		return nil, false
	}
	switch f.Comparison {
	case plan.In:
		list, isList := r.param(f.Value).([]any)
		for _, c := range placesOf(list, d.Bounds) {
			nodes = append(nodes, r.Index(p).Within(c, c+1)...)
		}
		return nodes, isList
	case plan.Eq, plan.Lt, plan.Lte, plan.Gt, plan.Gte, plan.StartsWith:
		return r.Index(p).Within(placesBy(f.Comparison, r.param(f.Value), d.Bounds, d.StartingWith, d.Kind)), true
	}
	return nil, false
}
