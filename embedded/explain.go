package embedded

import (
	"context"
	"fmt"

	"partnir/embedded/read"
	"partnir/plan"
	"partnir/store"
)

// Explain returns where a read of the plan would begin. It finds the nodes to begin at, and reads nothing of them.
func (s *Store) Explain(ctx context.Context, p *plan.Plan) (store.Explanation, error) {
	g, err := s.current(ctx)
	if err != nil {
		return store.Explanation{}, err
	}
	if p.Search != nil {
		return store.Explanation{Form: "full text: what the index finds, ranked"}, nil
	}
	if p.Find != nil {
		return store.Explanation{Form: "lookup: by the values of several properties"}, nil
	}
	if p.Lookup != nil {
		return store.Explanation{Form: "lookup: by " + p.Lookup.Property.Name}, nil
	}
	r := &read.Reader{Graph: g, Ctx: ctx, Params: p.Params}
	m := r.CompileMany(p.Many, nil)
	if r.Err != nil {
		return store.Explanation{}, r.Err
	}
	if m.By != nil {
		return store.Explanation{Form: explainRelationships(r, m)}, r.Err
	}
	n := 0
	for _, span := range r.Spans(p.Many.Type) {
		n += int(span.High - span.Low)
	}
	form := fmt.Sprintf("scan: all %d nodes of %s", n, p.Many.Type.Name)
	nodes, anchored := r.Anchor(m, n)
	switch {
	case anchored:
		form = fmt.Sprintf("anchored: %d of %d nodes of %s, from what the condition names", len(nodes), n, p.Many.Type.Name)
	case m.Limit > 0 && !m.NeedsAll():
		form = fmt.Sprintf("scan: the %d nodes of %s in the order of the list, until the page is full", n, p.Many.Type.Name)
	}
	return store.Explanation{Form: form}, r.Err
}

// explainRelationships says where a read of relationships by themselves begins.
func explainRelationships(r *read.Reader, m *read.Many) string {
	n, name := len(m.By.From), m.By.T.Name
	if numbers, anchored := r.AnchorRelationships(m, n); anchored {
		return fmt.Sprintf("anchored: %d of %d relationships %s, from what the condition names", len(numbers), n, name)
	}
	if m.Limit > 0 && !m.NeedsAll() {
		return fmt.Sprintf("scan: the %d relationships %s in the order of the list, until the page is full", n, name)
	}
	return fmt.Sprintf("scan: all %d relationships %s", n, name)
}
