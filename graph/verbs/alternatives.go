package verbs

import (
	"context"
	"slices"

	"partnir/analysis"
	"partnir/analysis/supply"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// alternatives shows the first so many alternatives to a supplier, and the first so many actors that are none as they depend on it.
func (r *Resolver) alternatives(ctx context.Context, found *supply.AlternativesAnswer, first int) (*model.Alternatives, error) {
	best, dependent := found.Alternatives[:min(first, len(found.Alternatives))], found.Dependent[:min(first, len(found.Dependent))]
	var chains []analysis.Link
	for _, d := range dependent {
		chains = append(chains, d.Chain...)
	}
	links := slices.Concat(
		ifSelected(ctx, found.Links, "links"), ifSelected(ctx, termLinks(best), "alternatives", "terms", "relationships"),
		ifSelected(ctx, chains, "dependent", "strongestPath", "steps", "relationship"))
	if err := showable(links); err != nil {
		return nil, err
	}
	out := &model.Alternatives{
		To: noun.Of(found.To), Thing: noun.Of(found.Thing), Links: relationships(found.Links),
		ValueUsd: knownOrNil(found.Value), TotalCount: len(found.Alternatives), Alternatives: suggestions(best),
		DependentCount: len(found.Dependent), Dependent: make([]model.DependentActor, len(dependent)),
		Clamped: noun.AllOf(found.Clamped), Visited: found.Visited, Truncated: found.Truncated,
	}
	if found.For != "" {
		out.For = noun.Of(found.For)
	}
	for i, d := range dependent {
		out.Dependent[i] = model.DependentActor{Actor: noun.Of(d.ID), Loss: d.Loss, StrongestPath: lossPath(d)}
	}
	return out, nil
}
