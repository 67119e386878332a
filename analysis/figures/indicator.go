package figures

import (
	"context"

	"partnir/analysis"
	"partnir/plan"
)

// FindIndicator is the id of the indicator that an argument asks for, or of the one with a code where it asks for none; "" where the graph has
// none with the code.
func FindIndicator(ctx context.Context, r *analysis.Reader, argument string, asked *string, code string) (string, error) {
	if asked != nil {
		return r.ResolveOne(ctx, argument, *asked, "Indicator")
	}
	q, err := r.Query(argument, analysis.Scope{MaxVisited: 1})
	if err != nil {
		return "", err
	}
	rows, err := q.List(ctx, "Indicator", q.NodeIs("Indicator", "code", plan.Eq, code), 1)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].ID(), nil
}

// LastFigures are the last figures of actors of the indicator that an argument asks for, or of the one with a code. Where the graph has none,
// there are none.
func LastFigures(ctx context.Context, r *analysis.Reader, argument string, asked *string, code string, s analysis.Scope, actors []string) (map[string]Figure, error) {
	indicator, err := FindIndicator(ctx, r, argument, asked, code)
	if err != nil || indicator == "" {
		return nil, err
	}
	table, err := FigureQuestion{Indicator: indicator, Scope: s}.Table(ctx, r, argument, actors)
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
