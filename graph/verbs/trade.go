package verbs

import (
	"context"

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

// flowLinks are the largest of some flows as links.
func (r *Resolver) flowLinks(flows []trade.TradeFlow) []analysis.Link {
	supplies := r.Analysis.Mapping.Relationship("SUPPLIES")
	links := make([]analysis.Link, min(mostFlows, len(flows)))
	for i := range links {
		links[i] = analysis.Link{Type: supplies, ID: flows[i].ID, From: flows[i].From, To: flows[i].To}
	}
	return links
}

// advantages shows the first so many advantages of a country.
func (r *Resolver) advantages(ctx context.Context, found *trade.AdvantageAnswer, year, first int) (*model.Advantages, error) {
	shown := found.Advantages[:min(first, len(found.Advantages))]
	var links []analysis.Link
	for _, a := range shown {
		links = append(links, r.flowLinks(a.Flows)...)
	}
	read, err := r.Analysis.Relationships(ctx, ifSelected(ctx, links, "advantages", "flows"))
	if err != nil {
		return nil, err
	}
	out := &model.Advantages{
		Country: noun.Of(found.Country), Year: year, TotalCount: len(found.Advantages), Advantages: make([]model.Advantage, len(shown)),
		Visited: found.Counted.Flows, VisitedUsd: found.Counted.ValueUSD, Truncated: found.Counted.Truncated,
	}
	for i, a := range shown {
		out.Advantages[i] = model.Advantage{
			Thing: noun.Of(a.Thing), Index: a.Index, ExportsUsd: a.ExportsUSD, WorldUsd: a.WorldUSD, Share: a.Share, WorldShare: a.WorldShare,
			Flows: relationships(r.flowLinks(a.Flows), read),
		}
	}
	return out, nil
}

// complementarity shows how well exports fit imports, with the first so many things.
func (r *Resolver) complementarity(ctx context.Context, found *trade.ComplementarityAnswer, year, first int) (*model.Complementarity, error) {
	shown := found.Things[:min(first, len(found.Things))]
	var exports, imports []analysis.Link
	for _, t := range shown {
		exports, imports = append(exports, r.flowLinks(t.Exports)...), append(imports, r.flowLinks(t.Imports)...)
	}
	links := append(ifSelected(ctx, exports, "things", "exports"), ifSelected(ctx, imports, "things", "imports")...)
	read, err := r.Analysis.Relationships(ctx, links)
	if err != nil {
		return nil, err
	}
	out := &model.Complementarity{
		Exporter: noun.Of(found.Exporter), Importer: noun.Of(found.Importer), Year: year, Index: found.Index, TotalCount: len(found.Things),
		Things: make([]model.ComplementaryThing, len(shown)), Visited: found.Counted.Flows, VisitedUsd: found.Counted.ValueUSD,
		Truncated: found.Counted.Truncated,
	}
	for i, t := range shown {
		out.Things[i] = model.ComplementaryThing{
			Thing: noun.Of(t.Thing), ExportShare: t.ExportShare, ImportShare: t.ImportShare, Contribution: t.Contribution,
			Exports: relationships(r.flowLinks(t.Exports), read), Imports: relationships(r.flowLinks(t.Imports), read),
		}
	}
	return out, nil
}
