package embedded

import (
	"math/rand/v2"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/store"
)

// planner makes random plans over the whole schema, with values that occur in some records.
type planner struct {
	*rand.Rand
	m       *mapping.Mapping
	records *store.Records
	params  []any
}

func (p *planner) param(v any) plan.Param {
	p.params = append(p.params, v)
	return plan.Param(len(p.params) - 1)
}

func (p *planner) plan() *plan.Plan {
	p.params = nil
	pl := &plan.Plan{Field: "random"}
	t := p.anyType()
	if p.IntN(5) == 0 {
		pl.Lookup = p.lookup(t)
	} else {
		pl.Many = p.many(t, nil, 3)
	}
	pl.Params = p.params
	return pl
}

func (p *planner) anyType() *mapping.NodeType {
	if p.IntN(3) == 0 {
		return p.m.Interfaces[p.IntN(len(p.m.Interfaces))]
	}
	return p.m.Types[p.IntN(len(p.m.Types))]
}

func (p *planner) lookup(t *mapping.NodeType) *plan.Lookup {
	l := &plan.Lookup{Type: t, Property: t.Property("id"), Select: p.selection(t, nil, 2)}
	for _, q := range t.Properties {
		if q.Unique && p.IntN(2) == 0 && !t.Interface {
			l.Property = q
		}
	}
	keys := []any{"country:nowhere", "nonsense"}
	for range 4 {
		n := p.records.Nodes[p.IntN(len(p.records.Nodes))]
		keys = append(keys, n.ID)
		for _, former := range n.FormerIDs {
			keys = append(keys, former)
		}
		if v := p.sample(l.Property, nil); v != nil {
			keys = append(keys, v)
		}
	}
	l.Keys = p.param(keys)
	return l
}

// sample returns a value that the property has somewhere, or nil.
func (p *planner) sample(q *mapping.Property, rel *mapping.RelationshipType) any {
	for range 40 {
		if rel != nil {
			r := p.records.Relationships[p.IntN(len(p.records.Relationships))]
			if slot := r.Type.Slot(q); slot >= 0 && r.Values[slot] != nil {
				return r.Values[slot]
			}
			continue
		}
		n := p.records.Nodes[p.IntN(len(p.records.Nodes))]
		if slot := n.Type.Slot(q); slot >= 0 && n.Values[slot] != nil {
			return n.Values[slot]
		}
	}
	return nil
}

// property picks a property of the node or the relationship that is not computed and, unless lists are wanted, no list.
func (p *planner) property(t *mapping.NodeType, rel *mapping.RelationshipType, lists bool) (q *mapping.Property, ofRel bool) {
	for {
		properties := t.Properties
		if ofRel = rel != nil && p.IntN(2) == 0; ofRel {
			properties = rel.Properties
		} else if t.Interface && p.IntN(6) == 0 { // as asOf does
			properties = t.Objects[p.IntN(len(t.Objects))].Properties
		}
		q = properties[p.IntN(len(properties))]
		if p.IntN(4) == 0 {
			q = t.Property("id")
			ofRel = false
		}
		if !q.Computed && (lists || memory.KindOf(q) != memory.ListValue) {
			return q, ofRel
		}
	}
}

func (p *planner) filter(t *mapping.NodeType, rel *mapping.RelationshipType, depth int) *plan.Filter {
	if depth == 0 {
		return p.compare(t, rel)
	}
	switch p.IntN(10) {
	case 0, 1, 2:
		f := &plan.Filter{Op: []plan.FilterOp{plan.And, plan.And, plan.Or}[p.IntN(3)]}
		for range p.IntN(4) {
			f.Args = append(f.Args, p.filter(t, rel, depth-1))
		}
		return f
	case 3:
		return &plan.Filter{Op: plan.Not, Args: []*plan.Filter{p.filter(t, rel, depth-1)}}
	case 4:
		return &plan.Filter{Op: plan.IsType, Types: []string{p.anyType().Name, t.Objects[0].Name}}
	case 5, 6, 7:
		if len(t.Links) == 0 {
			break
		}
		l := t.Links[p.IntN(len(t.Links))]
		f := &plan.Filter{Op: []plan.FilterOp{plan.Some, plan.Some, plan.None, plan.All, plan.Count}[p.IntN(5)], Step: &l.Step, Type: l.Type}
		f.Args = append(f.Args, p.filter(l.Type, l.Step.Relationship, depth-1))
		if f.Op == plan.All {
			f.Args = append(f.Args, p.filter(l.Type, l.Step.Relationship, depth-1))
		}
		if f.Op == plan.Count {
			if p.IntN(2) == 0 {
				f.Args[0] = &plan.Filter{Op: plan.And}
			}
			f.Counts = []plan.CountComparison{{Comparison: plan.Comparison(p.IntN(8)), Value: p.param(int64(p.IntN(4)))}}
			if c := &f.Counts[0]; c.Comparison == plan.In || c.Comparison == plan.NotIn {
				c.Value = p.param([]any{int64(1), int64(3)})
			}
		}
		return f
	}
	return p.compare(t, rel)
}

func (p *planner) compare(t *mapping.NodeType, rel *mapping.RelationshipType) *plan.Filter {
	q, ofRel := p.property(t, rel, true)
	of := rel
	if !ofRel {
		of = nil
	}
	comparisons := []plan.Comparison{plan.Has, plan.HasAny, plan.HasAll, plan.IsNull, plan.IsNotNull}
	if memory.KindOf(q) != memory.ListValue {
		comparisons = []plan.Comparison{plan.Eq, plan.Ne, plan.In, plan.NotIn, plan.Lt, plan.Lte, plan.Gt, plan.Gte, plan.Contains,
			plan.StartsWith, plan.EndsWith, plan.IsNull, plan.IsNotNull}
	}
	f := &plan.Filter{Op: plan.Compare, Property: q, OfRelationship: ofRel, Comparison: comparisons[p.IntN(len(comparisons))]}
	f.IgnoreCase = q.Kind == mapping.String && p.IntN(3) == 0
	if f.Comparison == plan.IsNull || f.Comparison == plan.IsNotNull {
		return f
	}
	one := func() any {
		v := p.sample(q, of)
		switch x := v.(type) {
		case nil:
			return "nothing"
		case []string:
			if len(x) == 0 {
				return "nothing"
			}
			return x[p.IntN(len(x))]
		case string:
			if f.Comparison == plan.Contains || f.Comparison == plan.StartsWith || p.IntN(5) == 0 {
				r := []rune(x)
				return string(r[:min(len(r), 1+p.IntN(5))])
			}
		case int64:
			if p.IntN(3) == 0 {
				return float64(x) + 0.5
			}
		}
		return v
	}
	switch f.Comparison {
	case plan.In, plan.NotIn, plan.HasAny, plan.HasAll:
		list := []any{}
		for range []int{0, 1, 2, 3, 12}[p.IntN(5)] {
			list = append(list, one())
		}
		f.Value = p.param(list)
	default:
		v := one()
		if list, ok := p.sample(q, of).([]string); ok && f.Comparison <= plan.Ne {
			all := []any{}
			for _, s := range list {
				all = append(all, s)
			}
			v = all
		}
		f.Value = p.param(v)
	}
	return f
}

func (p *planner) many(t *mapping.NodeType, step *mapping.Step, depth int) *plan.Many {
	m := &plan.Many{Step: step, Type: t, Total: p.IntN(3) == 0}
	var rel *mapping.RelationshipType
	if step != nil {
		rel = step.Relationship
	}
	if p.IntN(3) > 0 {
		m.Where = p.filter(t, rel, depth)
	}
	if p.IntN(8) > 0 {
		m.Order = p.order(t, rel)
		m.Limit = p.param(int64([]int{0, 1, 2, 5, 100}[p.IntN(5)]))
		m.Select = p.selection(t, rel, depth-1)
		if p.IntN(2) == 0 {
			m.After = p.after(m.Order, rel)
		}
	}
	for range p.IntN(2) {
		a := &plan.Aggregate{Limit: p.param(int64(1 + p.IntN(5)))}
		for range p.IntN(3) {
			q, ofRel := p.property(t, rel, false)
			a.Keys = append(a.Keys, &plan.GroupKey{Property: q, OfRelationship: ofRel})
		}
		for range 8 {
			if q, ofRel := p.property(t, rel, false); q.Kind == mapping.Int || q.Kind == mapping.Float {
				a.Measures = append(a.Measures, &plan.Measure{Property: q, OfRelationship: ofRel})
			}
		}
		m.Aggregates = append(m.Aggregates, a)
	}
	return m
}

func (p *planner) order(t *mapping.NodeType, rel *mapping.RelationshipType) []plan.OrderKey {
	var keys []plan.OrderKey
	for range p.IntN(3) {
		q, ofRel := p.property(t, rel, false)
		keys = append(keys, plan.OrderKey{Property: q, OfRelationship: ofRel, Descending: p.IntN(2) == 0, Reverse: p.IntN(9) == 0})
	}
	keys = append(keys, plan.OrderKey{Property: t.Property("id"), Descending: p.IntN(4) == 0})
	if rel != nil {
		keys = append(keys, plan.OrderKey{Property: rel.Property("id"), OfRelationship: true})
	}
	if p.IntN(3) == 0 {
		keys = reversed(keys)
	}
	return keys
}

func reversed(keys []plan.OrderKey) []plan.OrderKey {
	other := append([]plan.OrderKey(nil), keys...)
	for i := range other {
		other[i].Reverse = !other[i].Reverse
	}
	return other
}

// after makes the condition of one or two cursors.
func (p *planner) after(order []plan.OrderKey, rel *mapping.RelationshipType) *plan.Filter {
	after := p.cursor(order, rel)
	if p.IntN(3) == 0 {
		return &plan.Filter{Op: plan.And, Args: []*plan.Filter{after, p.cursor(reversed(order), rel)}}
	}
	return after
}

// cursor makes the condition of a cursor; where the first key is never missing, now and then in the form that an index serves.
func (p *planner) cursor(order []plan.OrderKey, rel *mapping.RelationshipType) *plan.Filter {
	values := make([]any, len(order))
	for i, k := range order {
		of := rel
		if !k.OfRelationship {
			of = nil
		}
		if values[i] = p.sample(k.Property, of); p.IntN(6) == 0 && !k.Property.Required {
			values[i] = nil
		}
		if s, ok := values[i].(string); ok {
			values[i] = k.Property.SortKey.Key(s)
		}
	}
	if k := order[0]; values[0] != nil && k.Property.Required && len(order) > 1 && p.IntN(2) == 0 {
		past := plan.Gt
		if k.Descending != k.Reverse {
			past = plan.Lt
		}
		beyond := plan.Filter{Op: plan.Compare, Property: k.Property, OfRelationship: k.OfRelationship, Comparison: past,
			SortKey: k.Property.SortKey != mapping.NoSortKey, Value: p.param(values[0])}
		side := beyond
		side.Comparison++ // Lte follows Lt, and Gte follows Gt
		rest := p.keyset(order[1:], values[1:])
		return &plan.Filter{Op: plan.And, Args: []*plan.Filter{&side, {Op: plan.Or, Args: []*plan.Filter{&beyond, rest}}}}
	}
	return p.keyset(order, values)
}

// keyset is the condition of members that come after the values.
func (p *planner) keyset(order []plan.OrderKey, values []any) *plan.Filter {
	k, v := order[0], values[0]
	here := func(c plan.Comparison) *plan.Filter {
		f := &plan.Filter{Op: plan.Compare, Property: k.Property, OfRelationship: k.OfRelationship, Comparison: c,
			SortKey: k.Property.SortKey != mapping.NoSortKey}
		if v != nil {
			f.Value = p.param(v)
		}
		return f
	}
	past := plan.Gt
	if k.Descending != k.Reverse {
		past = plan.Lt
	}
	f := &plan.Filter{Op: plan.Or}
	same := plan.Eq
	switch {
	case v == nil && k.Reverse:
		f.Args, same = append(f.Args, here(plan.IsNotNull)), plan.IsNull
	case v == nil:
		same = plan.IsNull
	case k.Reverse:
		f.Args = append(f.Args, here(past))
	default:
		f.Args = append(f.Args, here(past), here(plan.IsNull))
	}
	if len(order) > 1 {
		f.Args = append(f.Args, &plan.Filter{Op: plan.And, Args: []*plan.Filter{here(same), p.keyset(order[1:], values[1:])}})
	}
	return f
}

func (p *planner) selection(t *mapping.NodeType, rel *mapping.RelationshipType, depth int) *plan.Selection {
	s := &plan.Selection{}
	for range p.IntN(5) {
		s.Columns = append(s.Columns, p.column(t, rel, depth))
	}
	return s
}

func (p *planner) column(t *mapping.NodeType, rel *mapping.RelationshipType, depth int) *plan.Column {
	c := &plan.Column{}
	if t.Interface && p.IntN(4) == 0 {
		c.Types = []string{t.Objects[p.IntN(len(t.Objects))].Name}
	}
	switch n := p.IntN(6); {
	case n == 0:
		c.Kind, c.OfRelationship = plan.EvidenceColumn, rel != nil && p.IntN(2) == 0
		if p.IntN(3) > 0 {
			c.Select = p.selection(p.m.Type("Source"), nil, 0)
		}
	case n == 1 && rel != nil && len(rel.References) > 0:
		ref := rel.References[p.IntN(len(rel.References))]
		*c = plan.Column{Kind: plan.ReferenceColumn, OfRelationship: true, Property: ref.Property, Type: ref.Type,
			Select: p.selection(ref.Type, nil, 0)}
	case n < 4 && depth > 0 && len(t.Links) > 0:
		l := t.Links[p.IntN(len(t.Links))]
		if n == 3 {
			c.Kind, c.Many = plan.ManyColumn, p.many(l.Type, &l.Step, depth-1)
			break
		}
		c.Kind = plan.OneColumn
		c.One = &plan.One{Step: l.Step, Type: l.Type, Select: p.selection(l.Type, l.Step.Relationship, depth-1)}
		if p.IntN(2) == 0 {
			c.One.Where = p.filter(l.Type, l.Step.Relationship, 1)
		}
	default:
		c.Property, c.OfRelationship = p.property(t, rel, true)
		c.SortKey = c.Property.SortKey != mapping.NoSortKey && p.IntN(2) == 0
	}
	return c
}
