package plan

import (
	"slices"

	"partnir/plan/mapping"
)

// Scope is what asOf and minConfidence ask of what a field reads. The zero Scope asks nothing.
type Scope struct {
	// AsOf and MinConfidence are nil where they were not given. AsOfWithin are the month and the year of asOf: what is valid to one of
	// them is valid on the day.
	AsOf, AsOfWithin, MinConfidence *Param
}

// Along is the condition on what a field leads to. What the schema promises holds by definition, so that nothing narrows it.
func (s Scope) Along(l *mapping.Link) *Filter {
	if l.Required {
		return nil
	}
	return s.Valid(l.Step.Relationship, l.Type)
}

// Alone is the condition that asOf and minConfidence put on relationships by themselves, and on the nodes at their ends; nil where neither
// was given.
func (s Scope) Alone(rel *mapping.RelationshipType) *Filter {
	f := s.holds(rel.Property, true, rel.Timeless)
	for _, e := range []mapping.End{mapping.FromEnd, mapping.ToEnd} {
		if valid := s.nodes(rel.End(e), len(rel.End(e))); valid != nil {
			f = Both(f, OfEnd(e, valid))
		}
	}
	return f
}

// Valid is the condition that asOf and minConfidence put on a relationship and the node that it leads to; nil where neither was given. What
// says nothing of its last day or its confidence passes. What says nothing of its first day passes from the day on since when a source says
// it (knownSince), and without that never; but what holds by definition passes always.
func (s Scope) Valid(rel *mapping.RelationshipType, t *mapping.NodeType) *Filter {
	if s.AsOf == nil && s.MinConfidence == nil {
		return nil
	}
	var f *Filter
	if rel != nil {
		f = s.holds(rel.Property, true, rel.Timeless)
	}
	objects := t.Objects
	if rel != nil {
		objects = slices.DeleteFunc(slices.Clone(objects), func(o *mapping.NodeType) bool {
			return !slices.Contains(rel.From, o) && !slices.Contains(rel.To, o)
		})
	}
	return Both(f, s.nodes(objects, len(t.Objects)))
}

// nodes is the condition on nodes of some types, of all that there can be.
func (s Scope) nodes(objects []*mapping.NodeType, all int) *Filter {
	var f *Filter
	groups := map[*mapping.Property][]*mapping.NodeType{}
	var order []*mapping.Property
	for _, o := range objects {
		if p := o.Property("validFrom"); p != nil {
			if groups[p] == nil {
				order = append(order, p)
			}
			groups[p] = append(groups[p], o)
		}
	}
	for _, p := range order {
		holds := s.holds(groups[p][0].Property, false, false)
		if len(groups[p]) < all {
			has := OfTypes(groups[p])
			holds = &Filter{Op: Or, Args: []*Filter{{Op: Not, Args: []*Filter{has}}, holds}}
		}
		f = Both(f, holds)
	}
	return f
}

// holds is the condition on the validity and confidence of one record.
func (s Scope) holds(property func(string) *mapping.Property, ofRelationship, timeless bool) *Filter {
	compare := func(name string, c Comparison, value *Param) *Filter {
		f := &Filter{Op: Compare, Property: property(name), OfRelationship: ofRelationship, Comparison: c}
		if value != nil {
			f.Value = *value
		}
		return f
	}
	var f *Filter
	either := func(name string, args ...*Filter) {
		if property(name) != nil {
			f = Both(f, &Filter{Op: Or, Args: args})
		}
	}
	if s.AsOf != nil {
		unknown := compare("validFrom", IsNull, nil)
		if !timeless && property("knownSince") != nil {
			unknown = Both(unknown, compare("knownSince", Lte, s.AsOf))
		}
		either("validFrom", unknown, compare("validFrom", Lte, s.AsOf))
		either("validTo", compare("validTo", IsNull, nil), compare("validTo", Gte, s.AsOf), compare("validTo", In, s.AsOfWithin))
	}
	if s.MinConfidence != nil {
		either("confidence", compare("confidence", IsNull, nil), compare("confidence", Gte, s.MinConfidence))
	}
	return f
}
