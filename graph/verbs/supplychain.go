package verbs

import (
	"partnir/analysis/supply"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// chainDirections are the values of the analysis by their names.
var chainDirections = map[model.ChainDirection]supply.ChainDirection{
	model.ChainDirectionUpstream: supply.Upstream, model.ChainDirectionDownstream: supply.Downstream,
}

// supplyChain shows a supply chain.
func supplyChain(found *supply.SupplyChainAnswer) *model.SupplyChain {
	var tiers [][]supply.SuppliedActor
	for i, a := range found.Actors {
		if i == 0 || a.Tier != found.Actors[i-1].Tier {
			tiers = append(tiers, nil)
		}
		last := len(tiers) - 1
		tiers[last] = append(tiers[last], a)
	}
	return &model.SupplyChain{
		Tiers:   model.SupplyTierConnection{List: list.Of(tiers, supplyTier, list.Up(func(t []supply.SuppliedActor) int { return t[0].Tier }))},
		Clamped: actors(found.Clamped), Truncated: found.Truncated, Visited: found.Visited,
	}
}

func supplyTier(of []supply.SuppliedActor) model.SupplyTier {
	return model.SupplyTier{Tier: of[0].Tier, Actors: model.TieredActorConnection{List: list.Of(of, tieredActor,
		list.Down(func(a supply.SuppliedActor) float64 { return a.Share }), list.Up(func(a supply.SuppliedActor) string { return a.ID }))}}
}

func tieredActor(a supply.SuppliedActor) model.TieredActor {
	return model.TieredActor{Actor: noun.Of(a.ID), Share: a.Share, Links: relationships(a.Links)}
}
