package plantest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"partnir/plan"
)

// reference is a store that does what the comments in package plan say, word for word, and looks at every node and relationship for
// each question. Other stores are compared with it on generated questions.
type reference struct {
	mu     sync.RWMutex
	nodes  map[string]*plan.Node
	rels   map[string]*plan.Relationship
	former map[string]string
}

func newReference() *reference {
	return &reference{nodes: map[string]*plan.Node{}, rels: map[string]*plan.Relationship{}, former: map[string]string{}}
}

func (s *reference) Load(ctx context.Context, records *plan.Records, progress func(done, total int)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	nodes, rels := maps.Clone(s.nodes), maps.Clone(s.rels)
	for _, n := range records.Nodes {
		nodes[n.ID] = &n
	}
	for _, r := range records.Relationships {
		for _, end := range []string{r.From, r.To} {
			if nodes[end] == nil {
				return fmt.Errorf("relationship %s %s: there is no node %s", r.Type.Name, r.ID, end)
			}
		}
		rels[r.ID] = &r
	}
	s.nodes, s.rels, s.former = nodes, rels, map[string]string{}
	for id, n := range nodes {
		for _, f := range n.FormerIDs {
			s.former[f] = id
		}
	}
	if progress != nil {
		progress(1, 1)
	}
	return nil
}

func (s *reference) Counts(ctx context.Context) (plan.Counts, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := plan.Counts{Nodes: map[string]int{}, Relationships: map[string]int{}}
	for _, n := range s.nodes {
		c.Nodes[n.Type.Name]++
	}
	for _, r := range s.rels {
		c.Relationships[r.Type.Name]++
	}
	return c, ctx.Err()
}

func (s *reference) Close(context.Context) error { return nil }

func (s *reference) Find(ctx context.Context, search plan.Search) ([]plan.Candidate, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []plan.Candidate
	for _, n := range s.nodes {
		if search.Types == nil && n.Type.Search || slices.Contains(search.Types, n.Type) {
			found = append(found, candidate(n))
		}
	}
	return found, ctx.Err()
}

func candidate(n *plan.Node) plan.Candidate {
	c := plan.Candidate{ID: n.ID}
	c.Name, _ = n.Values[n.Type.Slot(n.Type.Property("name"))].(string)
	c.Aliases, _ = n.Values[n.Type.Slot(n.Type.Property("aliases"))].([]string)
	c.Description, _ = n.Values[n.Type.Slot(n.Type.Property("description"))].(string)
	return c
}

func (s *reference) Read(ctx context.Context, p *plan.Plan) ([]any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := &referenceRead{reference: s, params: p.Params}
	if p.Many != nil {
		return r.many(p.Many, nil), nil
	}
	row := []any{}
	for _, key := range p.Params[p.Lookup.Keys].([]any) {
		if n := r.lookup(p.Lookup, key); n != nil {
			row = append(row, r.row(p.Lookup.Select, pair{node: n}))
		} else {
			row = append(row, nil)
		}
	}
	return row, nil
}

// referenceRead is the reading of one plan.
type referenceRead struct {
	*reference
	params []any
}

// pair is a node and the relationship that led to it, nil at a root.
type pair struct {
	node *plan.Node
	rel  *plan.Relationship
}

func (r *referenceRead) lookup(l *plan.Lookup, key any) *plan.Node {
	for _, n := range r.nodes {
		now, renamed := r.former[fmt.Sprint(key)]
		if n.Type.Is(l.Type) && (pair{node: n}.value(l.Property, false) == key || l.Property.Name == "id" && renamed && now == n.ID) {
			return n
		}
	}
	return nil
}

// value is the value of a property of the node or relationship: nil where it is missing or the type does not have it.
func (p pair) value(property *plan.Property, ofRelationship bool) any {
	if !ofRelationship {
		if i := p.node.Type.Slot(property); i >= 0 {
			return p.node.Values[i]
		}
		return nil
	}
	if i := p.rel.Type.Slot(property); i >= 0 {
		return p.rel.Values[i]
	}
	return nil
}

func sortKey(property *plan.Property, v any) any {
	if text, ok := v.(string); ok {
		return property.SortKey.Key(text)
	}
	return v
}

// pairs are all that a list can hold: all nodes of the type, or all at the other end of relationships.
func (r *referenceRead) pairs(step *plan.Step, from *plan.Node, t *plan.NodeType) []pair {
	var all []pair
	if step == nil {
		for _, n := range r.nodes {
			if n.Type.Is(t) {
				all = append(all, pair{node: n})
			}
		}
		return all
	}
	for _, rel := range r.rels {
		near, far := rel.From, rel.To
		if step.In {
			near, far = far, near
		}
		if other := r.nodes[far]; rel.Type == step.Relationship && near == from.ID && other.Type.Is(t) {
			all = append(all, pair{node: other, rel: rel})
		}
	}
	return all
}

func (r *referenceRead) many(m *plan.Many, from *plan.Node) []any {
	all := slices.DeleteFunc(r.pairs(m.Step, from, m.Type), func(p pair) bool { return !r.meets(m.Where, p) })
	row := []any{nil, nil}
	if m.Total {
		row[0] = int64(len(all))
	}
	if m.Select != nil {
		page := slices.DeleteFunc(slices.Clone(all), func(p pair) bool { return !r.meets(m.After, p) })
		slices.SortFunc(page, func(a, b pair) int { return comparePairs(m.Order, a, b) })
		rows := []any{}
		for _, p := range page[:min(int64(len(page)), r.params[m.Limit].(int64))] {
			rows = append(rows, r.row(m.Select, p))
		}
		row[1] = rows
	}
	for _, a := range m.Aggregates {
		row = append(row, r.aggregate(a, all))
	}
	return row
}

func comparePairs(order []plan.OrderKey, a, b pair) int {
	for _, k := range order {
		x := sortKey(k.Property, a.value(k.Property, k.OfRelationship))
		y := sortKey(k.Property, b.value(k.Property, k.OfRelationship))
		c := compareValues(x, y)
		if k.Descending && x != nil && y != nil {
			c = -c
		}
		if k.Reverse {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// compareValues compares single values of one kind; a missing one comes last.
func compareValues(x, y any) int {
	switch {
	case x == nil || y == nil:
		return boolToInt(x == nil) - boolToInt(y == nil)
	}
	switch x := x.(type) {
	case string:
		return strings.Compare(x, y.(string))
	case bool:
		return boolToInt(x) - boolToInt(y.(bool))
	}
	return cmp.Compare(number(x), number(y))
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func number(v any) float64 {
	if i, ok := v.(int64); ok {
		return float64(i)
	}
	return v.(float64)
}

func (r *referenceRead) row(s *plan.Selection, p pair) []any {
	row := []any{p.node.ID}
	for _, c := range s.Columns {
		if c.Types != nil && !slices.Contains(c.Types, p.node.Type.Name) {
			row = append(row, nil)
			continue
		}
		row = append(row, r.column(c, p))
	}
	return row
}

func (r *referenceRead) column(c *plan.Column, p pair) any {
	switch c.Kind {
	case plan.PropertyColumn:
		v := p.value(c.Property, c.OfRelationship)
		if c.SortKey {
			return sortKey(c.Property, v)
		}
		if texts, ok := v.([]string); ok {
			return anyList(texts)
		}
		return v
	case plan.OneColumn:
		all := slices.DeleteFunc(r.pairs(&c.One.Step, p.node, c.One.Type), func(p pair) bool { return !r.meets(c.One.Where, p) })
		if len(all) == 0 {
			return nil
		}
		least := slices.MinFunc(all, func(a, b pair) int {
			return cmp.Or(strings.Compare(a.node.ID, b.node.ID), strings.Compare(a.rel.ID, b.rel.ID))
		})
		return r.row(c.One.Select, least)
	case plan.ManyColumn:
		return r.many(c.Many, p.node)
	case plan.EvidenceColumn:
		return r.evidence(c, p)
	}
	id, _ := p.value(c.Property, true).(string)
	if n := r.nodes[id]; n != nil && n.Type.Is(c.Type) {
		return r.row(c.Select, pair{node: n})
	}
	return nil
}

func anyList(texts []string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = t
	}
	return list
}

func (r *referenceRead) evidence(c *plan.Column, p pair) []any {
	all := p.node.Evidence
	if c.OfRelationship {
		all = p.rel.Evidence
	}
	text := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	rows := []any{}
	for _, e := range all {
		row := []any{text(e.Quote), text(e.Note), !e.Contradicts, nil}
		if c.Select != nil {
			row[3] = r.row(c.Select, pair{node: r.nodes[e.Source]})
		}
		rows = append(rows, row)
	}
	return rows
}
