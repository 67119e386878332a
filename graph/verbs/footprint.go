package verbs

import (
	"partnir/analysis/supply"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// footprintBases are the values of the analysis by their names.
var footprintBases = map[model.FootprintFigures]supply.FootprintBasis{
	model.FootprintFiguresPerOutput: supply.PerOutput, model.FootprintFiguresPerValueAdded: supply.PerValueAdded,
	model.FootprintFiguresTotal: supply.Totals,
}

// footprint shows a footprint: the first contributors and the first actors without a figure.
func footprint(found *supply.FootprintAnswer, first int) *model.Footprint {
	contributors := found.Contributors[:min(first, len(found.Contributors))]
	out := &model.Footprint{
		Indicator: noun.Of(found.Indicator), Total: found.Total, Tiers: make([]model.FootprintTier, len(found.Tiers)),
		Converged: found.Converged, Weight: found.Weight, Known: found.Known, OfCountries: found.OfCountries,
		ContributorCount: len(found.Contributors), Contributors: make([]model.FootprintContributor, len(contributors)),
		MissingCount: len(found.Missing), Missing: noun.AllOf(found.Missing[:min(first, len(found.Missing))]),
		UnknownLinks: found.UnknownLinks, Clamped: noun.AllOf(found.Clamped), Truncated: found.Truncated, Visited: found.Visited,
	}
	for i, t := range found.Tiers {
		out.Tiers[i] = model.FootprintTier{Tier: t.Tier, Value: t.Value, Weight: t.Weight, Known: t.Known}
	}
	for i, c := range contributors {
		shown := model.FootprintContributor{
			Actor: noun.Of(c.ID), Value: c.Value, Weight: c.Weight, Figure: c.Figure.Value, Observation: noun.Of(c.Figure.ID),
			OfCountry: c.Figure.Subject != c.ID,
		}
		if found.Total != 0 {
			share := c.Value / found.Total
			shown.Share = &share
		}
		out.Contributors[i] = shown
	}
	return out
}
