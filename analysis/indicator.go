package analysis

import (
	"context"

	"partnir/plan"
)

// indicator is the id of the indicator that an argument asks for, or of the one with a code where it asks for none; "" where the graph has
// none with the code.
func (r *Reader) indicator(ctx context.Context, argument string, asked *string, code string) (string, error) {
	if asked != nil {
		return r.now(ctx, argument, *asked, "Indicator")
	}
	q, err := r.question(argument, Scope{Limit: 1})
	if err != nil {
		return "", err
	}
	rows, err := q.list(ctx, "Indicator", q.nodeIs("Indicator", "code", plan.Eq, code), 1)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].id(), nil
}

// lastFigures are the last figures of actors of the indicator that an argument asks for, or of the one with a code. Where the graph has none,
// there are none.
func (r *Reader) lastFigures(ctx context.Context, argument string, asked *string, code string, s Scope, actors []string) (map[string]Figure, error) {
	indicator, err := r.indicator(ctx, argument, asked, code)
	if err != nil || indicator == "" {
		return nil, err
	}
	table, err := FigureQuestion{Indicator: indicator, Scope: s}.table(ctx, r, argument, actors)
	if err != nil {
		return nil, err
	}
	last := map[string]Figure{}
	for _, id := range actors {
		if f, ok := table.Last(id, nil); ok {
			last[id] = f
		}
	}
	return last, nil
}
