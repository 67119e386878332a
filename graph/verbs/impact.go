package verbs

import (
	"partnir/analysis/paths"
	"partnir/analysis/supply"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// impact shows what a shock does.
func impact(found *supply.ImpactAnswer) *model.Impact {
	loss := func(a supply.AffectedActor) float64 { return a.Loss }
	return &model.Impact{
		Rounds: found.Rounds, Converged: found.Converged, ValueAtRiskUsd: found.ValueAtRisk,
		Affected: model.ImpactedActorConnection{List: list.Arranged(found.Affected, impactedActor, map[string]list.Key[supply.AffectedActor]{
			"loss":           list.Up(loss),
			"valueAtRiskUsd": list.Up(func(a supply.AffectedActor) float64 { return a.ValueAtRisk }),
			"round":          list.Up(func(a supply.AffectedActor) int { return a.Round }),
		}, []list.Key[supply.AffectedActor]{list.Down(loss)}, list.Up(func(a supply.AffectedActor) string { return a.ID }))},
		Clamped: actors(found.Clamped), Truncated: found.Truncated, Visited: found.Visited,
	}
}

func impactedActor(a supply.AffectedActor) model.ImpactedActor {
	return model.ImpactedActor{
		Actor: noun.Of(a.ID), Loss: a.Loss, ValueAtRiskUsd: knownOrNil(a.ValueAtRisk), Round: a.Round, StrongestPath: lossPath(a),
	}
}

// lossPath is the chain that carries most of the loss of an actor.
func lossPath(a supply.AffectedActor) model.Path {
	nodes := []string{a.ID}
	if len(a.Chain) > 0 {
		nodes[0] = a.Chain[0].From
	}
	for _, l := range a.Chain {
		nodes = append(nodes, l.To)
	}
	return path(paths.Path{Nodes: nodes, Links: a.Chain, Cost: a.Cost})
}
