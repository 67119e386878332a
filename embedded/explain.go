package embedded

import (
	"context"
	"fmt"

	"partnir/plan"
)

// Explain returns where a read of the plan would begin. It finds the nodes to begin at, and reads nothing of them.
func (s *Store) Explain(ctx context.Context, p *plan.Plan) (plan.Explanation, error) {
	g, err := s.current(ctx)
	if err != nil {
		return plan.Explanation{}, err
	}
	if p.Search != nil {
		return plan.Explanation{Form: "full text: what the index finds, ranked"}, nil
	}
	if p.Lookup != nil {
		return plan.Explanation{Form: "lookup: by " + p.Lookup.Property.Name}, nil
	}
	r := &reader{graph: g, ctx: ctx, params: p.Params}
	m := r.compileMany(p.Many, nil)
	if r.err != nil {
		return plan.Explanation{}, r.err
	}
	n := 0
	for _, span := range r.spans(p.Many.Type) {
		n += int(span.high - span.low)
	}
	form := fmt.Sprintf("scan: all %d nodes of %s", n, p.Many.Type.Name)
	nodes, anchored := r.anchor(m, n)
	switch {
	case anchored:
		form = fmt.Sprintf("anchored: %d of %d nodes of %s, from what the condition names", len(nodes), n, p.Many.Type.Name)
	case m.limit > 0 && !m.needsAll():
		form = fmt.Sprintf("scan: the %d nodes of %s in the order of the list, until the page is full", n, p.Many.Type.Name)
	}
	return plan.Explanation{Form: form}, r.err
}
