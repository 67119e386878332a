package verbs

import (
	"partnir/analysis/supply"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// footprintBases are the values of the analysis by their names.
var footprintBases = map[model.FootprintFigures]supply.FootprintBasis{
	model.FootprintFiguresPerOutput: supply.PerOutput, model.FootprintFiguresPerValueAdded: supply.PerValueAdded,
	model.FootprintFiguresTotal: supply.Totals,
}

// footprint shows a footprint.
func footprint(found *supply.FootprintAnswer) *model.Footprint {
	return &model.Footprint{
		Indicator: noun.Of(found.Indicator), Total: found.Total, Converged: found.Converged, Weight: found.Weight, Known: found.Known,
		OfCountries: found.OfCountries, UnknownLinks: found.UnknownLinks, Clamped: actors(found.Clamped),
		Tiers: model.FootprintTierConnection{List: list.Of(found.Tiers, footprintTier, list.Up(func(t supply.FootprintTier) int { return t.Tier }))},
		Contributors: model.FootprintContributorConnection{List: list.Of(found.Contributors, func(c supply.Contributor) model.FootprintContributor {
			return contributor(c, found.Total)
		}, list.Down(func(c supply.Contributor) float64 { return c.Value }), list.Up(func(c supply.Contributor) string { return c.ID }))},
		Missing: model.FoundActorConnection{List: list.Of(found.Missing, func(m supply.Weighed) noun.Noun { return noun.Of(m.ID) },
			list.Down(func(m supply.Weighed) float64 { return m.Weight }), list.Up(func(m supply.Weighed) string { return m.ID }))},
		Truncated: found.Truncated, Visited: found.Visited,
	}
}

func footprintTier(t supply.FootprintTier) model.FootprintTier {
	return model.FootprintTier{Tier: t.Tier, Value: t.Value, Weight: t.Weight, Known: t.Known}
}

// contributor shows what an actor contributes to a total.
func contributor(c supply.Contributor, total float64) model.FootprintContributor {
	shown := model.FootprintContributor{
		Actor: noun.Of(c.ID), Value: c.Value, Weight: c.Weight, Figure: c.Figure.Value, Observation: noun.Of(c.Figure.ID),
		OfCountry: c.Figure.Subject != c.ID,
	}
	if total != 0 {
		share := c.Value / total
		shown.Share = &share
	}
	return shown
}
