package embedded

import (
	"slices"
	"sync"

	"partnir/plan"
)

// indexes find nodes by the values of properties. An index is made when a read first asks for it.
type indexes struct {
	mu sync.Mutex
	// byProperty are by Property.Number.
	byProperty map[int]*index
}

// index holds the nodes that have a value of one property, in the order of their values: those of code c lie from offsets[c] up to
// offsets[c+1].
type index struct {
	once    sync.Once
	offsets []uint32
	nodes   []uint32
}

func (g *graph) index(p *plan.Property) *index {
	g.indexes.mu.Lock()
	if g.indexes.byProperty == nil {
		g.indexes.byProperty = map[int]*index{}
	}
	x := g.indexes.byProperty[p.Number]
	if x == nil {
		x = &index{}
		g.indexes.byProperty[p.Number] = x
	}
	g.indexes.mu.Unlock()
	x.once.Do(func() { x.fill(g, p) })
	return x
}

func (x *index) fill(g *graph, p *plan.Property) {
	x.offsets = make([]uint32, g.dictionaries[p.Number].len()+2)
	for _, codes := range g.nodeCodes[p.Number] {
		for _, c := range codes {
			x.offsets[c+1]++
		}
	}
	x.offsets[1] = 0 // missing values are not in the index
	for i := 2; i < len(x.offsets); i++ {
		x.offsets[i] += x.offsets[i-1]
	}
	x.nodes = make([]uint32, x.offsets[len(x.offsets)-1])
	next := slices.Clone(x.offsets)
	for block, codes := range g.nodeCodes[p.Number] {
		for i, c := range codes {
			if c != 0 {
				x.nodes[next[c]] = g.starts[block] + uint32(i)
				next[c]++
			}
		}
	}
}

// within returns the nodes whose codes are from low up to but without high.
func (x *index) within(low, high uint32) []uint32 {
	high = min(high, uint32(len(x.offsets)-1))
	if low == 0 || low >= high {
		return nil
	}
	return x.nodes[x.offsets[low]:x.offsets[high]]
}

// anchor finds the nodes that can meet the filter of a root list, ascending, where that is less work than to walk through all n: it
// starts at values that the filter names, and comes back over the relationships that it asks for.
func (r *reader) anchor(m *many, n int) ([]uint32, bool) {
	if m.plan.Where == nil || n < r.choices.list {
		return nil, false
	}
	nodes, ok := r.candidates(m.plan.Where, n/4)
	if !ok {
		return nil, false
	}
	// Through a list in order, where one in n/k meets the filter, a page of size p is found after about p·n/k members.
	if k := len(nodes); !m.needsAll() && k > 0 && m.limit*n/k < k {
		return nil, false
	}
	nodes = slices.Clone(nodes)
	slices.Sort(nodes)
	return slices.Compact(nodes), true
}

// candidates returns nodes among which are all that meet a filter, maybe some more than once; false where there is no way to find
// them, or where they are more than most. The nodes must not be changed.
func (r *reader) candidates(f *plan.Filter, most int) (nodes []uint32, ok bool) {
	switch f.Op {
	case plan.And:
		for _, a := range f.Args {
			if some, found := r.candidates(a, most); found {
				nodes, ok, most = some, true, len(some)
			}
		}
		return nodes, ok
	case plan.Or:
		for _, a := range f.Args {
			some, found := r.candidates(a, most-len(nodes))
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
		far, found := r.candidates(f.Args[0], most)
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
func (r *reader) comeBack(step *plan.Step, far []uint32, most int) (nodes []uint32, ok bool) {
	back := r.compileStep(plan.Step{Relationship: step.Relationship, In: !step.In}, nil)
	for _, node := range far {
		low, high := back.side.span(r.graph, node)
		if len(nodes)+int(high-low) > most {
			return nil, false
		}
		for place := low; place < high && r.step(); place++ {
			near, _ := back.side.at(place)
			nodes = append(nodes, near)
		}
	}
	return nodes, true
}

// indexed returns the nodes that meet a comparison, where an index finds them.
func (r *reader) indexed(f *plan.Filter) (nodes []uint32, ok bool) {
	p := f.Property
	if f.OfRelationship || f.IgnoreCase || f.SortKey || p.Name == "id" || p.Number >= r.properties || r.nodeCodes[p.Number] == nil {
		return nil, false
	}
	d := r.dictionaries[p.Number]
	if d.kind == listValue {
		return nil, false
	}
	switch f.Comparison {
	case plan.In:
		list, isList := r.param(f.Value).([]any)
		for _, c := range placesOf(list, d.bounds) {
			nodes = append(nodes, r.index(p).within(c, c+1)...)
		}
		return nodes, isList
	case plan.Eq, plan.Lt, plan.Lte, plan.Gt, plan.Gte, plan.StartsWith:
		return r.index(p).within(placesBy(f.Comparison, r.param(f.Value), d.bounds, d.startingWith, d.kind)), true
	}
	return nil, false
}
