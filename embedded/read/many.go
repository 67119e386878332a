package read

import (
	"fmt"
	"slices"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// Many is a list to read, compiled.
type Many struct {
	plan *plan.Many
	// related leads to the list from a node; of a root list only takes has a meaning.
	related
	where, after test
	// afterParts are what must all be met for after to be, each by a run of members up to the end or from the start of the list.
	afterParts []test
	order      order
	Limit      int
	part       *Selection
	aggregates []*aggregate
	// pins are the only far nodes that can meet where, where pinned.
	pins   []uint32
	pinned bool
	// first and page are room for the members of a page. A list is read to its end before it is read again.
	first top
	page  []member
}

// CompileMany compiles a list; step leads to it, nil at the root.
func (r *Reader) CompileMany(p *plan.Many, step *mapping.Step) *Many {
	m := &Many{plan: p}
	switch {
	case step != nil:
		m.related = r.compileStep(*step, p.Type)
	case p.Relationship != nil:
		m.By = r.Relationships[p.Relationship.Index]
	}
	m.where = r.compileFilter(p.Where, m.By).orAlways()
	if p.Where != nil {
		m.pins, m.pinned = r.pins(p.Where)
	}
	if p.Select != nil {
		m.Limit = r.count(p.Limit)
		m.order = r.compileOrder(p.Order, m.By)
		m.part = r.CompileSelection(p.Select, m.By)
		m.compileAfter(r, p.After)
	}
	for _, a := range p.Aggregates {
		m.aggregates = append(m.aggregates, r.compileAggregate(a, m.By))
	}
	return m
}

func (m *Many) compileAfter(r *Reader, f *plan.Filter) {
	if m.after = r.compileFilter(f, m.By).orAlways(); m.after == nil {
		return
	}
	if f.Op != plan.And {
		m.afterParts = []test{m.after}
		return
	}
	for _, a := range f.Args {
		if part := r.compileFilter(a, m.By).orAlways(); part != nil {
			m.afterParts = append(m.afterParts, part)
		}
	}
}

// members are the nodes, or relationships with the nodes at their other side, that a list is drawn from.
type members struct {
	n int
	// spans are the nodes of a root list; numbers are nodes or relationships in another order than they lie; otherwise the
	// members lie in side from the place low on, or are all relationships by themselves.
	spans   []memory.Span
	numbers []uint32
	side    *memory.Adjacency
	low     uint32
	all     *memory.Relationships
	// ordered says that they come in the order of the list, reversed that they do from the end.
	ordered, reversed bool
}

// at returns member i.
func (s *members) at(i int) (node, relationship uint32) {
	if s.reversed {
		i = s.n - 1 - i
	}
	switch {
	case s.all != nil:
		relationship = uint32(i)
		if s.numbers != nil {
			relationship = s.numbers[i]
		}
		return s.all.From[relationship], relationship
	case s.numbers != nil && s.side != nil:
		relationship = s.numbers[i]
		return s.side.Far[relationship], relationship
	case s.numbers != nil:
		return s.numbers[i], memory.NoRelationship
	case s.side != nil:
		return s.side.At(s.low + uint32(i))
	}
	for _, span := range s.spans {
		if size := int(span.High - span.Low); i >= size {
			i -= size
			continue
		}
		return span.Low + uint32(i), memory.NoRelationship
	}
	return 0, memory.NoRelationship
}

// many reads the list of a node.
func (r *Reader) many(m *Many, node uint32) []any {
	low, high := m.side.Span(r.Graph, node)
	if m.pinned && len(m.pins) == 1 && high-low >= r.Choices.Search {
		low, high = m.side.To(m.pins[0], low, high)
	}
	s := members{n: int(high - low), side: m.side, low: low}
	switch {
	case m.Limit == 0 || m.order.natural:
		s.ordered, s.reversed = true, m.order.reversed
	case s.n >= r.Choices.Hub:
		s.ordered, s.reversed = true, m.order.reversed
		s.numbers = r.sortedRelationships(m, node, s)
	}
	return r.list(m, &s)
}

// sortedRelationships returns the relationships of a node in the order of a list.
func (r *Reader) sortedRelationships(m *Many, node uint32, s members) []uint32 {
	return r.Orders.Get(memory.ListName{Side: m.side, Node: node, Name: m.order.name}, s.n, func() []uint32 {
		return m.order.sort(s.n, s.at, func(e member) uint32 { return e.relationship })
	})
}

// root reads a root list.
func (r *Reader) root(m *Many) []any {
	if m.By != nil {
		return r.allRelationships(m)
	}
	if r.Takes[m.plan.Type] == nil {
		r.fail(fmt.Errorf("the plan lists nodes of the type %s, which the schema does not have", m.plan.Type.Name))
		return nil
	}
	s := &members{spans: r.Spans(m.plan.Type)}
	for _, span := range s.spans {
		s.n += int(span.High - span.Low)
	}
	if nodes, ok := r.Anchor(m, s.n); ok {
		m.takes = r.Takes[m.plan.Type]
		s = &members{numbers: nodes, n: len(nodes), ordered: m.order.natural, reversed: m.order.natural && m.order.reversed}
		return r.list(m, s)
	}
	s.ordered = true
	if m.Limit > 0 && !m.order.natural {
		s.numbers = r.sortedNodes(m.plan.Type, &m.order, *s)
	}
	s.reversed = m.order.reversed
	return r.list(m, s)
}

// sortedNodes returns the nodes of a type in an order.
func (r *Reader) sortedNodes(t *mapping.NodeType, o *order, s members) []uint32 {
	return r.Orders.Get(memory.ListName{T: t, Name: o.name}, s.n, func() []uint32 {
		return o.sort(s.n, s.at, func(e member) uint32 { return e.node })
	})
}

// NeedsAll reports whether all members must be looked at, and not just those of the page.
func (m *Many) NeedsAll() bool { return m.plan.Total || len(m.aggregates) > 0 }

// list reads a list from its members.
func (r *Reader) list(m *Many, s *members) []any {
	var groups []*groups
	for _, a := range m.aggregates {
		groups = append(groups, r.groups(a))
	}
	total := s.n
	if m.NeedsAll() && (m.where != nil || m.takes != nil || len(groups) > 0) {
		total = r.page(m, s, true, groups)
	} else {
		r.page(m, s, false, nil)
	}
	width := 0
	if m.part != nil {
		width = 1 + len(m.part.columns)
	}
	// One piece of memory holds the row of the list, the list of its rows, and the rows.
	head := 2 + len(groups)
	room := make([]any, head+len(m.page)*(1+width))
	row, rows, values := room[:head:head], room[head:head+len(m.page):head+len(m.page)], room[head+len(m.page):]
	if m.plan.Total {
		row[0] = int64(total)
	}
	if m.part != nil {
		for i, e := range m.page {
			if !r.step() {
				break
			}
			rows[i] = r.Row(m.part, e.node, e.relationship, values[i*width:(i+1)*width:(i+1)*width])
		}
		row[1] = rows
	}
	for i, g := range groups {
		row[2+i] = g.rows()
	}
	return row
}

// page finds the members of the page, and, where all are looked at, how many meet the filter; it adds those to the groups.
func (r *Reader) page(m *Many, s *members, all bool, groups []*groups) (total int) {
	m.page = m.page[:0]
	m.first.begin(&m.order, min(m.Limit, s.n))
	start := 0
	if s.ordered && m.after != nil {
		start = m.start(s)
	}
	i := start
	if all {
		i = 0
	}
	full, reached := m.Limit == 0, false
	for ; i < s.n && (all || !full) && r.step(); i++ {
		node, relationship := s.at(i)
		beyond := !full && i >= start
		if beyond && m.after != nil {
			beyond = m.after(node, relationship)
			full = s.ordered && reached && !beyond // members beyond the cursors are neighbours
			reached = reached || beyond
		}
		if !all && !beyond || m.takes != nil && !m.takes[r.BlockOf[node]] || m.where != nil && !m.where(node, relationship) {
			continue
		}
		total++
		for _, g := range groups {
			g.add(node, relationship)
		}
		switch {
		case !beyond:
		case s.ordered:
			m.page = append(m.page, member{node: node, relationship: relationship})
			full = len(m.page) == m.Limit
		default:
			m.first.add(m.order.member(node, relationship))
		}
	}
	if !s.ordered {
		m.page = append(m.page, m.first.sorted()...)
	}
	return total
}

// start is where members beyond the cursors begin, or a place before that. Each part of after is met either by all members from some
// place on, or by all up to some place, as far as members are concerned that meet the others; of the first kind are those that the
// first member does not meet and the last one does.
func (m *Many) start(s *members) int {
	start := 0
	for _, met := range m.afterParts {
		if s.n == 0 || met(s.at(0)) || !met(s.at(s.n-1)) {
			continue
		}
		low, high := 0, s.n-1 // low does not meet it, high does
		for high-low > 1 {
			if middle := (low + high) / 2; met(s.at(middle)) {
				high = middle
			} else {
				low = middle
			}
		}
		start = max(start, high)
	}
	return start
}

// sort returns the numbers of n members in the order, not reversed.
func (o *order) sort(n int, at func(int) (node, relationship uint32), number func(member) uint32) []uint32 {
	forward := order{keys: o.keys}
	members, numbers := make([]member, n), make([]uint32, n)
	for i := range members {
		members[i] = o.member(at(i))
	}
	slices.SortFunc(members, forward.compare)
	for i, e := range members {
		numbers[i] = number(e)
	}
	return numbers
}
