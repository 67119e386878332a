package verbs

import (
	"context"
	"fmt"

	"partnir/analysis"
	"partnir/analysis/figures"
	"partnir/analysis/rules"
	"partnir/fault"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// maxShownAdoptions is how many adoptions an alignment shows at most, all its lists together.
const maxShownAdoptions = 500_000

// badInput is the error of arguments that do not fit.
func badInput(message string) error {
	return &fault.InputError{Message: message, Code: fault.CodeBadInput}
}

// align asks for the alignment of two actors, or of a group.
func (r *Resolver) align(ctx context.Context, a, b, group *string, q rules.AlignmentQuestion) (*rules.AlignmentAnswer, error) {
	switch {
	case group == nil && a != nil && b != nil:
		return rules.AlignPair(ctx, r.Analysis, *a, *b, q)
	case group != nil && a == nil && b == nil:
		return rules.AlignGroup(ctx, r.Analysis, *group, q)
	}
	return nil, badInput("give a and b, or group")
}

// alignment shows how far rules agree.
func (r *Resolver) alignment(ctx context.Context, found *rules.AlignmentAnswer) (*model.Alignment, error) {
	adoptions, err := adoptionsByRule(ctx, found)
	if err != nil {
		return nil, err
	}
	out := &model.Alignment{
		UnionCount: found.Union, Jaccard: jaccard(len(found.Shared), found.Union), Visited: found.Visited, Truncated: found.Truncated,
		Shared: make([]model.AlignedRule, len(found.Shared)), Kinds: make([]model.KindAlignment, len(found.Kinds)),
		Actors: make([]model.AlignedActor, len(found.Actors)),
	}
	if found.Group != "" {
		out.Group = noun.Of(found.Group)
	}
	for i, rule := range found.Shared {
		out.Shared[i] = model.AlignedRule{Rule: noun.Of(rule.Rule), Adoptions: adoptions[rule.Rule]}
	}
	for i, k := range found.Kinds {
		out.Kinds[i] = model.KindAlignment{
			Kind: model.RuleKind(k.Kind), SharedCount: k.Shared, UnionCount: k.Union, Jaccard: *jaccard(k.Shared, k.Union),
		}
	}
	for i, actor := range found.Actors {
		lacks := make([]model.AlignedRule, len(found.Lacking[i]))
		for j, rule := range found.Lacking[i] {
			lacks[j] = model.AlignedRule{Rule: noun.Of(rule.Rule), Adoptions: adoptions[rule.Rule]}
		}
		out.Actors[i] = model.AlignedActor{Actor: noun.Of(actor), Adopted: found.Adopted[i], Lacks: lacks}
	}
	return out, nil
}

// adoptionsByRule shows the adoptions of an alignment that are asked for.
func adoptionsByRule(ctx context.Context, found *rules.AlignmentAnswer) (map[string][]model.RuleAdoption, error) {
	of, count := map[string][]rules.Adoption{}, 0
	if selected(ctx, "shared", "adoptions") {
		for _, rule := range found.Shared {
			of[rule.Rule], count = rule.Adoptions, count+len(rule.Adoptions)
		}
	}
	if selected(ctx, "actors", "lacks", "adoptions") {
		for _, rules := range found.Lacking {
			for _, rule := range rules {
				of[rule.Rule], count = rule.Adoptions, count+len(rule.Adoptions)
			}
		}
	}
	if count > maxShownAdoptions {
		return nil, &fault.InputError{Code: fault.CodeTooComplex, Message: fmt.Sprintf("the answer would show %d adoptions, more than %d; "+
			"narrow it by kind or statuses, or ask for a smaller group", count, maxShownAdoptions)}
	}
	out := make(map[string][]model.RuleAdoption, len(of))
	for rule, adoptions := range of {
		for _, a := range adoptions {
			out[rule] = append(out[rule], ruleAdoption(a))
		}
	}
	return out, nil
}

// ruleAdoption shows an adoption.
func ruleAdoption(a rules.Adoption) model.RuleAdoption {
	return model.RuleAdoption{
		Actor: noun.Of(a.Actor), Status: textOrNil(a.Status), Since: textOrNil(a.Since), Relationship: noun.Of(a.ID),
	}
}

// jaccard is the Jaccard index; nil where there is none.
func jaccard(shared, union int) *float64 {
	if index, ok := rules.Jaccard(shared, union); ok {
		return &index
	}
	return nil
}

// textOrNil is nil for an empty text.
func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

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

// ranking shows a ranked list.
func ranking(found *figures.RankingAnswer) *model.Ranking {
	out := &model.Ranking{
		Indicator: noun.Of(found.Indicator), Group: noun.Of(found.Group), Period: found.Period.Name, Order: rankOrder(found.Ordered),
		OrderBasis: model.RankBasis(found.Basis), Entries: make([]model.RankingEntry, len(found.Entries)),
		Missing: noun.AllOf(found.Missing), Visited: found.Visited, Truncated: found.Truncated,
	}
	if found.HasPrevious {
		out.PreviousPeriod = &found.Previous.Name
	}
	for i, e := range found.Entries {
		shown := model.RankingEntry{Rank: e.Rank, Actor: noun.Of(e.Subject), Value: e.Value, Observation: noun.Of(e.ID)}
		if e.HasPrevious {
			movement := e.Movement()
			shown.PreviousRank, shown.PreviousValue, shown.Movement = &e.Previous.Rank, &e.Previous.Value, &movement
			shown.PreviousObservation = noun.Of(e.Previous.ID)
		}
		out.Entries[i] = shown
	}
	return out
}

// comparison shows series side by side.
func comparison(found *figures.CompareAnswer) *model.Comparison {
	out := &model.Comparison{
		Indicator: noun.Of(found.Indicator), Periods: make([]string, len(found.Periods)), Order: rankOrder(found.Ordered),
		OrderBasis: model.RankBasis(found.Basis), Series: make([]model.Series, len(found.Series)), Visited: found.Visited,
		Truncated: found.Truncated,
	}
	if found.Group != "" {
		out.Group = noun.Of(found.Group)
	}
	for i, p := range found.Periods {
		out.Periods[i] = p.Name
	}
	for i, s := range found.Series {
		shown := model.Series{Subject: noun.Of(s.Subject), Points: make([]model.SeriesPoint, len(s.Points))}
		for j, p := range s.Points {
			shown.Points[j] = seriesPoint(p)
		}
		if s.HasGrowth {
			shown.Growth = growth(s.Growth)
		}
		out.Series[i] = shown
	}
	return out
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
