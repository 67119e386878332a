package embedded

import (
	"context"

	"partnir/embedded/read"
	"partnir/plan"
)

// Read returns the row of a plan, from one state of the graph.
func (s *Store) Read(ctx context.Context, p *plan.Plan) ([]any, error) {
	if p.Search != nil {
		return s.search(ctx, p)
	}
	g, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	return read.Read(ctx, g, p)
}
