package plan

import "slices"

// Scope is what asOf and minConfidence ask of all that a plan reads. The zero Scope asks nothing.
type Scope struct {
	// asOf and minConfidence are nil where they were not given. asOfWithin are the month and the year of asOf: what is valid to one of
	// them is valid on the day.
	asOf, asOfWithin, minConfidence *Param
}

// NewScope adds the values of asOf and minConfidence to the parameters of the plan; nil stands for not given. The error is an
// *InputError.
func (p *Plan) NewScope(asOf, minConfidence any) (Scope, error) {
	var scope Scope
	add := func(v any) *Param {
		p.Params = append(p.Params, v)
		at := Param(len(p.Params) - 1)
		return &at
	}
	if asOf != nil {
		s, _ := asOf.(string)
		if len(s) != len("2006-01-02") || !datePattern.MatchString(s) {
			return Scope{}, inputErrorf("asOf: %q is no day; write YYYY-MM-DD", s)
		}
		scope.asOf, scope.asOfWithin = add(s), add([]any{s[:len("2006")], s[:len("2006-01")]})
	}
	if minConfidence != nil {
		n, err := number("minConfidence", Float, minConfidence)
		if err != nil {
			return Scope{}, err
		}
		if c := n.(float64); c < 0 || c > 1 {
			return Scope{}, inputErrorf("minConfidence: %v is outside 0 to 1", c)
		}
		scope.minConfidence = add(n)
	}
	return scope, nil
}

// Valid is the condition that asOf and minConfidence put on a relationship and the node that it leads to; nil where neither was
// given. What says nothing of its validity or confidence passes.
func (s Scope) Valid(rel *RelationshipType, t *NodeType) *Filter {
	if s.asOf == nil && s.minConfidence == nil {
		return nil
	}
	var f *Filter
	if rel != nil {
		f = s.holds(rel.Property, true)
	}
	groups := map[*Property][]*NodeType{}
	var order []*Property
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
		f = both(f, holds)
	}
	return f
}

// holds is the condition on the validity and confidence of one record.
func (s Scope) holds(property func(string) *Property, ofRelationship bool) *Filter {
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
		f = both(f, or)
	}
	if s.asOf != nil {
		add("validFrom", Filter{Comparison: Lte, Value: *s.asOf})
		add("validTo", Filter{Comparison: Gte, Value: *s.asOf}, Filter{Comparison: In, Value: *s.asOfWithin})
	}
	if s.minConfidence != nil {
		add("confidence", Filter{Comparison: Gte, Value: *s.minConfidence})
	}
	return f
}
