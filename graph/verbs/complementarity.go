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
		Items: model.ComplementaryItemConnection{List: list.Of(found.Items, complementaryItem,
			list.Down(func(t trade.ComplementaryItem) float64 { return t.Contribution }),
			list.Up(func(t trade.ComplementaryItem) string { return t.Item }))},
		Visited: found.Visited, VisitedUsd: found.VisitedUSD, Truncated: found.Truncated,
	}
}

func complementaryItem(t trade.ComplementaryItem) model.ComplementaryItem {
	return model.ComplementaryItem{
		Item: noun.Of(t.Item), ExportShare: t.ExportShare, ImportShare: t.ImportShare, Contribution: t.Contribution,
		Exports: largest(t.Exports), Imports: largest(t.Imports),
	}
}
