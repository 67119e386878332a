package verbs

import (
	"partnir/analysis"
	"partnir/analysis/trade"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// mostFlows is how many flows a result names for one figure, the largest.
const mostFlows = 5

// tradeQuestion says which flows count.
func tradeQuestion(year int, by model.TradeClassification, flow model.Flow, s analysis.Scope) trade.TradeQuestion {
	return trade.TradeQuestion{Year: year, Flow: string(flow), ByProduct: by == model.TradeClassificationProduct, Scope: s}
}

// flows are the largest of some flows.
func flows(all []trade.TradeFlow) []noun.Noun {
	out := make([]noun.Noun, min(mostFlows, len(all)))
	for i := range out {
		out[i] = noun.Of(all[i].ID)
	}
	return out
}

// advantages shows the first so many advantages of a country.
func advantages(found *trade.AdvantageAnswer, year, first int) *model.Advantages {
	shown := found.Advantages[:min(first, len(found.Advantages))]
	out := &model.Advantages{
		Country: noun.Of(found.Country), Year: year, TotalCount: len(found.Advantages), Advantages: make([]model.Advantage, len(shown)),
		Visited: found.Counted.Flows, VisitedUsd: found.Counted.ValueUSD, Truncated: found.Counted.Truncated,
	}
	for i, a := range shown {
		out.Advantages[i] = model.Advantage{
			Thing: noun.Of(a.Thing), Index: a.Index, ExportsUsd: a.ExportsUSD, WorldUsd: a.WorldUSD, Share: a.Share, WorldShare: a.WorldShare,
			Flows: flows(a.Flows),
		}
	}
	return out
}

// complementarity shows how well exports fit imports, with the first so many things.
func complementarity(found *trade.ComplementarityAnswer, year, first int) *model.Complementarity {
	shown := found.Things[:min(first, len(found.Things))]
	out := &model.Complementarity{
		Exporter: noun.Of(found.Exporter), Importer: noun.Of(found.Importer), Year: year, Index: found.Index, TotalCount: len(found.Things),
		Things: make([]model.ComplementaryThing, len(shown)), Visited: found.Counted.Flows, VisitedUsd: found.Counted.ValueUSD,
		Truncated: found.Counted.Truncated,
	}
	for i, t := range shown {
		out.Things[i] = model.ComplementaryThing{
			Thing: noun.Of(t.Thing), ExportShare: t.ExportShare, ImportShare: t.ImportShare, Contribution: t.Contribution,
			Exports: flows(t.Exports), Imports: flows(t.Imports),
		}
	}
	return out
}
