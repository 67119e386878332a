package verbs

import (
	"partnir/analysis/trade"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// complementarity shows how well exports fit imports.
func complementarity(found *trade.ComplementarityAnswer, year int) *model.Complementarity {
	return &model.Complementarity{
		Exporter: noun.Of(found.Exporter), Importer: noun.Of(found.Importer), Year: year, Index: found.Index,
		Things: model.ComplementaryThingConnection{List: list.Of(found.Things, complementaryThing,
			list.Down(func(t trade.ComplementaryThing) float64 { return t.Contribution }),
			list.Up(func(t trade.ComplementaryThing) string { return t.Thing }))},
		Visited: found.Visited, VisitedUsd: found.VisitedUSD, Truncated: found.Truncated,
	}
}

func complementaryThing(t trade.ComplementaryThing) model.ComplementaryThing {
	return model.ComplementaryThing{
		Thing: noun.Of(t.Thing), ExportShare: t.ExportShare, ImportShare: t.ImportShare, Contribution: t.Contribution,
		Exports: largest(t.Exports), Imports: largest(t.Imports),
	}
}
