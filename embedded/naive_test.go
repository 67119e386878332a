package embedded

import (
	"cmp"
	"slices"
	"strings"

	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/store"
)

// naive reads plans from records, with no index and no cleverness: what the store's answers are compared with.
type naive struct {
	m      *mapping.Mapping
	nodes  []*store.Node
	byID   map[string]*store.Node
	rels   []*store.Relationship
	params []any
}

// pair is a node and the relationship that led to it, or nil.
type pair struct {
	node *store.Node
	rel  *store.Relationship
}

func newNaive(m *mapping.Mapping, records *store.Records) *naive {
	x := &naive{m: m, byID: map[string]*store.Node{}}
	for i := range records.Nodes {
		x.nodes = append(x.nodes, &records.Nodes[i])
		x.byID[records.Nodes[i].ID] = &records.Nodes[i]
	}
	for i := range records.Relationships {
		x.rels = append(x.rels, &records.Relationships[i])
	}
	return x
}

func (x *naive) read(p *plan.Plan) []any {
	x.params = p.Params
	if p.Many != nil {
		return x.many(p.Many, nil)
	}
	rows := []any{}
	for _, k := range x.params[p.Lookup.Keys].([]any) {
		rows = append(rows, x.lookup(p.Lookup, k.(string)))
	}
	return rows
}

func (x *naive) lookup(l *plan.Lookup, key string) any {
	find := func(has func(*store.Node) bool) any {
		for _, n := range x.nodes {
			if has(n) && n.Type.Is(l.Type) {
				return x.row(l.Select, pair{n, nil})
			}
		}
		return nil
	}
	if row := find(func(n *store.Node) bool { return x.value(pair{n, nil}, l.Property, false) == key }); row != nil {
		return row
	}
	if l.Property.Name != "id" || x.byID[key] != nil {
		return nil
	}
	return find(func(n *store.Node) bool { return slices.Contains(n.FormerIDs, key) })
}

// value is the value of a property as rows show it.
func (x *naive) value(e pair, p *mapping.Property, ofRel bool) any {
	var v any
	switch {
	case ofRel && e.rel == nil:
	case ofRel && p.Name == "id":
		v = e.rel.ID
	case ofRel:
		if slot := e.rel.Type.Slot(p); slot >= 0 {
			v = e.rel.Values[slot]
		}
	case p.Name == "id":
		v = e.node.ID
	default:
		if slot := e.node.Type.Slot(p); slot >= 0 {
			v = e.node.Values[slot]
		}
	}
	v = p.Stored(v)
	if list, ok := v.([]string); ok {
		all := []any{}
		for _, s := range list {
			all = append(all, s)
		}
		return all
	}
	return v
}

func (x *naive) key(e pair, p *mapping.Property, ofRel bool) any {
	v := x.value(e, p, ofRel)
	if s, ok := v.(string); ok && p.SortKey != mapping.NoSortKey {
		return p.SortKey.Key(s)
	}
	return v
}

// follow returns what a step leads to, by far id and then relationship id.
func (x *naive) follow(n *store.Node, s mapping.Step, t *mapping.NodeType) []pair {
	var all []pair
	for _, r := range x.rels {
		near, far := r.From, r.To
		if s.In {
			near, far = far, near
		}
		if r.Type == s.Relationship && near == n.ID && x.byID[far].Type.Is(t) {
			all = append(all, pair{x.byID[far], r})
		}
	}
	slices.SortFunc(all, func(a, b pair) int {
		return cmp.Or(strings.Compare(a.node.ID, b.node.ID), strings.Compare(a.rel.ID, b.rel.ID))
	})
	return all
}

func (x *naive) meets(e pair, f *plan.Filter) bool {
	if f == nil {
		return true
	}
	count := func(met func(pair) bool) (n int64) {
		for _, far := range x.follow(e.node, *f.Step, f.Type) {
			if met(far) {
				n++
			}
		}
		return n
	}
	first := func(far pair) bool { return x.meets(far, f.Args[0]) }
	switch f.Op {
	case plan.And:
		return !slices.ContainsFunc(f.Args, func(a *plan.Filter) bool { return !x.meets(e, a) })
	case plan.Or:
		return slices.ContainsFunc(f.Args, func(a *plan.Filter) bool { return x.meets(e, a) })
	case plan.Not:
		return !x.meets(e, f.Args[0])
	case plan.IsType:
		return slices.Contains(f.Types, e.node.Type.Name)
	case plan.Some:
		return count(first) > 0
	case plan.None:
		return count(first) == 0
	case plan.All:
		return count(func(far pair) bool { return x.meets(far, f.Args[1]) && !x.meets(far, f.Args[0]) }) == 0
	case plan.Count:
		n := count(first)
		return !slices.ContainsFunc(f.Counts, func(c plan.CountComparison) bool { return !x.compares(c.Comparison, n, x.params[c.Value]) })
	}
	v := x.value(e, f.Property, f.OfRelationship)
	if f.SortKey {
		v = x.key(e, f.Property, f.OfRelationship)
	}
	if f.Comparison == plan.IsNull || f.Comparison == plan.IsNotNull {
		return (v == nil) == (f.Comparison == plan.IsNull)
	}
	want := x.params[f.Value]
	if f.IgnoreCase {
		v, want = lower(v), lower(want)
	}
	return x.compares(f.Comparison, v, want)
}

func lower(v any) any {
	switch v := v.(type) {
	case string:
		return mapping.Lower(v)
	case []any:
		all := make([]any, len(v))
		for i := range v {
			all[i] = lower(v[i])
		}
		return all
	}
	return v
}

func (x *naive) compares(c plan.Comparison, v, want any) bool {
	list, _ := v.([]any)
	wants, _ := want.([]any)
	switch c {
	case plan.Has:
		return slices.Contains(list, want)
	case plan.HasAny:
		return slices.ContainsFunc(wants, func(w any) bool { return slices.Contains(list, w) })
	case plan.HasAll:
		return !slices.ContainsFunc(wants, func(w any) bool { return !slices.Contains(list, w) })
	}
	if v == nil {
		return false
	}
	equal := func(v, want any) bool {
		if list, ok := v.([]any); ok {
			wants, ok := want.([]any)
			return ok && slices.Equal(list, wants)
		}
		order, ok := compareAny(v, want)
		return ok && order == 0
	}
	switch c {
	case plan.Eq:
		return equal(v, want)
	case plan.Ne:
		return !equal(v, want)
	case plan.In:
		return slices.ContainsFunc(wants, func(w any) bool { return equal(v, w) })
	case plan.NotIn:
		return !slices.ContainsFunc(wants, func(w any) bool { return equal(v, w) })
	case plan.Contains, plan.StartsWith, plan.EndsWith:
		s, ok := v.(string)
		part, isText := want.(string)
		met := map[plan.Comparison]func(string, string) bool{
			plan.Contains: strings.Contains, plan.StartsWith: strings.HasPrefix, plan.EndsWith: strings.HasSuffix,
		}[c]
		return ok && isText && met(s, part)
	}
	order, ok := compareAny(v, want)
	return ok && map[plan.Comparison]bool{plan.Lt: order < 0, plan.Lte: order <= 0, plan.Gt: order > 0, plan.Gte: order >= 0}[c]
}

// compareAny orders two values of one kind; numbers are small enough here to be compared as float64.
func compareAny(a, b any) (int, bool) {
	number := func(v any) (float64, bool) {
		switch v := v.(type) {
		case int64:
			return float64(v), true
		case float64:
			return v, true
		case bool:
			if v {
				return 1, true
			}
			return 0, true
		}
		return 0, false
	}
	if s, ok := a.(string); ok {
		t, ok := b.(string)
		return strings.Compare(s, t), ok
	}
	x, ok := number(a)
	y, okB := number(b)
	return cmp.Compare(x, y), ok && okB
}

// orders compares two members of a list.
func (x *naive) orders(keys []plan.OrderKey, a, b pair) int {
	for _, k := range keys {
		v, w := x.key(a, k.Property, k.OfRelationship), x.key(b, k.Property, k.OfRelationship)
		order := 0
		switch {
		case v == nil && w == nil:
		case v == nil:
			order = 1
		case w == nil:
			order = -1
		default:
			order, _ = compareAny(v, w)
			if k.Descending {
				order = -order
			}
		}
		if k.Reverse {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

func (x *naive) many(m *plan.Many, near *store.Node) []any {
	var all []pair
	if m.Step != nil {
		all = x.follow(near, *m.Step, m.Type)
	} else {
		for _, n := range x.nodes {
			if n.Type.Is(m.Type) {
				all = append(all, pair{n, nil})
			}
		}
	}
	all = slices.DeleteFunc(all, func(e pair) bool { return !x.meets(e, m.Where) })
	row := []any{nil, nil}
	if m.Total {
		row[0] = int64(len(all))
	}
	if m.Select != nil {
		page := slices.DeleteFunc(slices.Clone(all), func(e pair) bool { return !x.meets(e, m.After) })
		slices.SortFunc(page, func(a, b pair) int { return x.orders(m.Order, a, b) })
		rows := []any{}
		for _, e := range page[:min(len(page), int(x.params[m.Limit].(int64)))] {
			rows = append(rows, x.row(m.Select, e))
		}
		row[1] = rows
	}
	for _, a := range m.Aggregates {
		row = append(row, x.aggregate(a, all))
	}
	return row
}

func (x *naive) row(s *plan.Selection, e pair) []any {
	row := []any{e.node.ID}
	for _, c := range s.Columns {
		var v any
		if c.Types == nil || slices.Contains(c.Types, e.node.Type.Name) {
			v = x.column(c, e)
		}
		row = append(row, v)
	}
	return row
}

func (x *naive) column(c *plan.Column, e pair) any {
	switch c.Kind {
	case plan.PropertyColumn:
		if c.SortKey {
			return x.key(e, c.Property, c.OfRelationship)
		}
		return x.value(e, c.Property, c.OfRelationship)
	case plan.OneColumn:
		for _, far := range x.follow(e.node, c.One.Step, c.One.Type) {
			if x.meets(far, c.One.Where) {
				return x.row(c.One.Select, far)
			}
		}
		return nil
	case plan.ManyColumn:
		return x.many(c.Many, e.node)
	case plan.ReferenceColumn:
		id, _ := x.value(e, c.Property, c.OfRelationship).(string)
		if n := x.byID[id]; n != nil && n.Type.Is(c.Type) {
			return x.row(c.Select, pair{n, nil})
		}
		return nil
	}
	list := e.node.Evidence
	if c.OfRelationship {
		list = e.rel.Evidence
	}
	rows := []any{}
	for _, source := range list {
		row := []any{nil, nil, !source.Contradicts, nil}
		if source.Quote != "" {
			row[0] = source.Quote
		}
		if source.Note != "" {
			row[1] = source.Note
		}
		if c.Select != nil {
			row[3] = x.row(c.Select, pair{x.byID[source.Source], nil})
		}
		rows = append(rows, row)
	}
	return rows
}
