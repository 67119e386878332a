package verbs

import (
	"partnir/analysis"
	"partnir/analysis/supply"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// alternatives shows the alternatives to a supplier, and the actors that are none as they depend on it.
func alternatives(found *supply.AlternativesAnswer) *model.Alternatives {
	out := &model.Alternatives{
		To: noun.Of(found.To), Item: noun.Of(found.Item), ValueUsd: knownOrNil(found.Value),
		Links: model.RelationshipConnection{List: list.Of(found.Links, relationship,
			list.Down(func(l analysis.Link) float64 { return l.Weight }), list.Up(func(l analysis.Link) string { return l.ID }))},
		Alternatives: suggestions(found.Alternatives, found.Terms),
		Dependent: model.DependentActorConnection{List: list.Of(found.Dependent, dependentActor,
			list.Down(func(d supply.AffectedActor) float64 { return d.Loss }), list.Up(func(d supply.AffectedActor) string { return d.ID }))},
		Clamped: actors(found.Clamped), Visited: found.Visited, Truncated: found.Truncated,
	}
	if found.Customer != "" {
		out.Customer = noun.Of(found.Customer)
	}
	return out
}

func dependentActor(d supply.AffectedActor) model.DependentActor {
	return model.DependentActor{Actor: noun.Of(d.ID), Loss: d.Loss, StrongestPath: lossPath(d)}
}
