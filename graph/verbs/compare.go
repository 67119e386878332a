package verbs

import (
	"partnir/analysis/figures"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// comparison shows series side by side.
func comparison(found *figures.CompareAnswer) *model.Comparison {
	out := &model.Comparison{
		Indicator: noun.Of(found.Indicator), Periods: make([]string, len(found.Periods)), Order: rankOrder(found.Ordered),
		OrderBasis: model.RankBasis(found.Basis), Series: model.SeriesConnection{List: list.InOrder(found.Series, series)},
		Visited: found.Visited, Truncated: found.Truncated,
	}
	if found.Group != "" {
		out.Group = noun.Of(found.Group)
	}
	for i, p := range found.Periods {
		out.Periods[i] = p.Name
	}
	return out
}

func series(s figures.ComparedSeries) model.Series {
	shown := model.Series{Subject: noun.Of(s.Subject), Points: model.SeriesPointConnection{List: list.Of(s.Points, seriesPoint,
		list.Up(func(p figures.ComparedPoint) int { return p.When().Year }), list.Up(func(p figures.ComparedPoint) string { return p.When().Name }))}}
	if s.HasGrowth {
		shown.Growth = growth(s.Growth)
	}
	return shown
}

// seriesPoint shows a figure of a series.
func seriesPoint(p figures.ComparedPoint) model.SeriesPoint {
	out := model.SeriesPoint{Period: p.When().Name, Value: p.Value, Observation: noun.Of(p.ID), RankedCount: p.Of}
	if p.Year != 0 {
		out.Year = &p.Year
	}
	if p.Rank != 0 {
		out.Rank = &p.Rank
	}
	return out
}

// growth shows how a figure changed.
func growth(g figures.Growth) *model.Growth {
	out := &model.Growth{Change: g.Change}
	if g.RelativeDefined {
		out.Relative = &g.Relative
	}
	if g.YearlyDefined {
		out.Yearly = &g.Yearly
	}
	return out
}
