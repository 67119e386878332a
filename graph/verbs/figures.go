package verbs

import (
	"partnir/analysis"
	"partnir/analysis/figures"
	"partnir/graph/model"
)

// figureQuestion asks for figures of an indicator.
func figureQuestion(indicator string, about *string, order *model.RankOrder, s analysis.Scope) figures.FigureQuestion {
	q := figures.FigureQuestion{Indicator: indicator, About: about, Scope: s}
	switch {
	case order == nil:
	case *order == model.RankOrderHighestFirst:
		q.Order = figures.HighestFirst
	case *order == model.RankOrderLowestFirst:
		q.Order = figures.LowestFirst
	}
	return q
}

// rankOrder is the order of figures.
func rankOrder(o figures.Ordered) model.RankOrder {
	if o.HighestFirst {
		return model.RankOrderHighestFirst
	}
	return model.RankOrderLowestFirst
}
