package verbs

import (
	"partnir/analysis"
	"partnir/analysis/trade"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// mostFlows is how many flows a result names for one figure, the largest.
const mostFlows = 5

// flows says which flows count.
func flows(year int, by model.TradeClassification, flow model.Flow, s analysis.Scope) trade.Flows {
	return trade.Flows{Year: year, Flow: string(flow), ByProduct: by == model.TradeClassificationProduct, Scope: s}
}

// largest are the largest of some flows.
func largest(flows []trade.TradeFlow) model.RelationshipConnection {
	return model.RelationshipConnection{List: list.InOrder(flows[:min(mostFlows, len(flows))], func(f trade.TradeFlow) noun.Noun { return noun.Of(f.ID) })}
}
