package plan

import (
	"slices"

	"partnir/plan/mapping"
)

// Scope is what AsOf and MinConfidence ask of all that a plan reads. The zero Scope asks nothing.
type Scope struct {
	// AsOf and MinConfidence are nil where they were not given. AsOfWithin are the month and the year of AsOf: what is valid to one of
	// them is valid on the day.
	AsOf, AsOfWithin, MinConfidence *Param
}

// Valid is the condition that AsOf and MinConfidence put on a relationship and the node that it leads to; nil where neither was
// given. What says nothing of its validity or confidence passes.
func (s Scope) Valid(rel *mapping.RelationshipType, t *mapping.NodeType) *Filter {
	if s.AsOf == nil && s.MinConfidence == nil {
		return nil
	}
	var f *Filter
	if rel != nil {
		f = s.holds(rel.Property, true)
	}
	groups := map[*mapping.Property][]*mapping.NodeType{}
	var order []*mapping.Property
	for _, o := range t.Objects {
		if rel != nil && !slices.Contains(rel.From, o) && !slices.Contains(rel.To, o) {
			continue
		}
		if p := o.Property("validFrom"); p != nil {
			if groups[p] == nil {
				order = append(order, p)
			}
			groups[p] = append(groups[p], o)
		}
	}
	for _, p := range order {
		holds := s.holds(groups[p][0].Property, false)
		if len(groups[p]) < len(t.Objects) {
			other := &Filter{Op: IsType}
			for _, o := range groups[p] {
				other.Types = append(other.Types, o.Name)
			}
			holds = &Filter{Op: Or, Args: []*Filter{{Op: Not, Args: []*Filter{other}}, holds}}
		}
		f = Both(f, holds)
	}
	return f
}

// holds is the condition on the validity and confidence of one record.
func (s Scope) holds(property func(string) *mapping.Property, ofRelationship bool) *Filter {
	var f *Filter
	add := func(name string, comparisons ...Filter) {
		p := property(name)
		if p == nil {
			return
		}
		or := &Filter{Op: Or, Args: []*Filter{{Op: Compare, Property: p, OfRelationship: ofRelationship, Comparison: IsNull}}}
		for _, c := range comparisons {
			c.Op, c.Property, c.OfRelationship = Compare, p, ofRelationship
			or.Args = append(or.Args, &c)
		}
		f = Both(f, or)
	}
	if s.AsOf != nil {
		add("validFrom", Filter{Comparison: Lte, Value: *s.AsOf})
		add("validTo", Filter{Comparison: Gte, Value: *s.AsOf}, Filter{Comparison: In, Value: *s.AsOfWithin})
	}
	if s.MinConfidence != nil {
		add("confidence", Filter{Comparison: Gte, Value: *s.MinConfidence})
	}
	return f
}
