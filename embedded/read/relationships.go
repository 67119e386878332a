package read

import (
	"slices"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// relationshipRow reads the relationship with an id: its row, or nil.
func (r *Reader) relationshipRow(selections []*Selection, t *mapping.RelationshipType, id string) any {
	by := r.Relationships[t.Index]
	i := slices.IndexFunc(selections, func(s *Selection) bool { return s.by == by })
	if i < 0 {
		return nil
	}
	if number, ok := by.Find(id); ok {
		return r.Row(selections[i], by.From[number], number, nil)
	}
	return nil
}

// allRelationships reads a root list of relationships by themselves.
func (r *Reader) allRelationships(m *Many) []any {
	s := &members{all: m.By, n: len(m.By.From)}
	if numbers, ok := r.AnchorRelationships(m, s.n); ok {
		s.numbers, s.n = numbers, len(numbers)
		return r.list(m, s)
	}
	s.ordered, s.reversed = true, m.order.reversed
	if m.Limit > 0 {
		s.numbers = r.Orders.Get(memory.ListName{By: m.By, Name: m.order.name}, s.n, func() []uint32 {
			return m.order.sort(s.n, s.at, func(e member) uint32 { return e.relationship })
		})
	}
	return r.list(m, s)
}

// AnchorRelationships is anchor for relationships by themselves: it starts at nodes that the filter names at their ends.
func (r *Reader) AnchorRelationships(m *Many, n int) ([]uint32, bool) {
	if m.plan.Where == nil || n < r.Choices.List {
		return nil, false
	}
	numbers, ok := r.candidateRelationships(m.plan.Where, m.By, n/4)
	if k := len(numbers); !ok || !m.NeedsAll() && k > 0 && m.Limit*n/k < k {
		return nil, false
	}
	numbers = slices.Clone(numbers)
	slices.Sort(numbers)
	return slices.Compact(numbers), true
}

// candidateRelationships is candidates for relationships by themselves.
func (r *Reader) candidateRelationships(f *plan.Filter, by *memory.Relationships, most int) (numbers []uint32, ok bool) {
	switch f.Op {
	case plan.And:
		for _, a := range f.Args {
			if some, found := r.candidateRelationships(a, by, most); found {
				numbers, ok, most = some, true, len(some)
			}
		}
	case plan.Or:
		for _, a := range f.Args {
			some, found := r.candidateRelationships(a, by, most-len(numbers))
			if !found {
				return nil, false
			}
			numbers = append(slices.Clip(numbers), some...)
		}
		return numbers, len(f.Args) > 0
	case plan.AtEnd:
		nodes, found := r.Candidates(f.Args[0], most)
		if !found {
			return nil, false
		}
		return r.relationshipsAt(nodes, by.Adjacency(f.End == mapping.ToEnd), most)
	case plan.Compare:
		return r.namedRelationships(f, by, most)
	}
	return numbers, ok
}

// relationshipsAt are the relationships on one side of some nodes; false where they are more than most.
func (r *Reader) relationshipsAt(nodes []uint32, side *memory.Adjacency, most int) (numbers []uint32, ok bool) {
	for _, node := range nodes {
		low, high := side.Span(r.Graph, node)
		if len(numbers)+int(high-low) > most {
			return nil, false
		}
		for place := low; place < high && r.step(); place++ {
			_, relationship := side.At(place)
			numbers = append(numbers, relationship)
		}
	}
	return numbers, true
}

// namedRelationships are the relationships that a condition gives the ids of.
func (r *Reader) namedRelationships(f *plan.Filter, by *memory.Relationships, most int) (numbers []uint32, ok bool) {
	if !f.OfRelationship || f.Property.Name != "id" {
		return nil, false
	}
	var ids []any
	switch f.Comparison {
	case plan.Eq:
		ids = []any{r.param(f.Value)}
	case plan.In:
		ids = r.listParam(f.Value)
	default:
		return nil, false
	}
	for _, v := range ids {
		id, _ := v.(string)
		if number, found := by.Find(id); found {
			numbers = append(numbers, number)
		}
	}
	return numbers, len(numbers) <= most
}
