package verbs

import (
	"partnir/analysis/trade"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// advantages shows the advantages of a country.
func advantages(found *trade.AdvantageAnswer, year int) *model.Advantages {
	return &model.Advantages{
		Country: noun.Of(found.Country), Year: year,
		Advantages: model.AdvantageConnection{List: list.Of(found.Advantages, advantage,
			list.Down(func(a trade.Specialization) float64 { return a.Index }), list.Up(func(a trade.Specialization) string { return a.Item }))},
		Visited: found.Visited, VisitedUsd: found.VisitedUSD, Truncated: found.Truncated,
	}
}

func advantage(a trade.Specialization) model.Advantage {
	return model.Advantage{
		Item: noun.Of(a.Item), Index: a.Index, ExportsUsd: a.ExportsUSD, WorldUsd: a.WorldUSD, Share: a.Share, WorldShare: a.WorldShare,
		Flows: largest(a.Flows),
	}
}
