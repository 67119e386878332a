package figures

import (
	"cmp"
	"context"
	"slices"

	"partnir/analysis"
)

// CompareQuestion asks for figures side by side.
type CompareQuestion struct {
	// Of are the ids of the subjects, from 1 to MostCompared.
	Of []string
	// Group is the id of the group among whose members they are ranked; nil for among themselves.
	Group *string
	Years Years
	FigureQuestion
}

// CompareAnswer are series of figures side by side.
type CompareAnswer struct {
	Ordered
	// Group is the id of the group within which they are ranked; "" where they are ranked among themselves.
	Group string
	// Periods are those with a figure of one of the subjects, the earliest first.
	Periods []Period
	// Series are in the order in which the subjects were asked for.
	Series []ComparedSeries
	analysis.Reach
}

// ComparedSeries are the figures of one subject.
type ComparedSeries struct {
	Subject string
	Points  []ComparedPoint
	// Growth is from the first point to the last; HasGrowth is false where there are fewer than two.
	Growth    Growth
	HasGrowth bool
}

// ComparedPoint is one figure of a series.
type ComparedPoint struct {
	Figure
	// Rank is its place among those of the group, or of the comparison, in its period; 0 where the subject is not one of them. Of is
	// how many have a figure.
	Rank, Of int
}

// MostCompared is how many subjects can be compared at once.
const MostCompared = 100

// Years are the first and last year to look at; nil where the range is open.
type Years struct{ From, To *int }

func (y Years) hold(year int) bool {
	return (y.From == nil || year >= *y.From) && (y.To == nil || year <= *y.To)
}

// Compare puts the figures of some subjects in some years side by side, and ranks them in each period among the members of a group, or
// where there is none among themselves.
func Compare(ctx context.Context, r *analysis.Reader, ask CompareQuestion) (*CompareAnswer, error) {
	if err := ask.check(r); err != nil {
		return nil, err
	}
	ordered, err := ask.ResolveIndicator(ctx, r)
	if err != nil {
		return nil, err
	}
	a := &CompareAnswer{Ordered: ordered}
	subjects, figures, err := a.figures(ctx, r, ask)
	if err != nil {
		return nil, err
	}
	ranks, among := NewTable(figures), subjects
	if ask.Group != nil {
		m, err := ask.ofMembers(ctx, r, *ask.Group, ordered.Indicator)
		if err != nil {
			return nil, err
		}
		ranks, among = m.table, m.members
		a.Group, a.Visited, a.Truncated = m.group, a.Visited+m.Visited, a.Truncated || m.Truncated
	}
	within := slices.DeleteFunc(slices.Clone(figures), func(f Figure) bool { return !ask.Years.hold(f.Year) })
	table := NewTable(within)
	if len(table.Periods) == 0 {
		if all := NewTable(figures).Periods; len(all) > 0 {
			return nil, analysis.Wrong("none of the subjects has a figure of %s in these years; there are figures for %s", a.Indicator, Names(all))
		}
		return nil, analysis.Wrong("none of the subjects has a figure of %s that counts", a.Indicator)
	}
	a.Periods = table.Periods
	a.compare(subjects, table, ranks, among)
	return a, nil
}

// check says what is wrong with the question, as far as it shows without reading.
func (q *CompareQuestion) check(r *analysis.Reader) error {
	if err := cmp.Or(q.Check(), analysis.Count("of", len(q.Of), 1, MostCompared), r.Check(q.subjects())); err != nil {
		return err
	}
	if q.Years.From != nil && q.Years.To != nil && *q.Years.From > *q.Years.To {
		return analysis.Wrong("from: %d is after to, %d", *q.Years.From, *q.Years.To)
	}
	if q.Group != nil {
		return r.Check(groupAsked(*q.Group))
	}
	return nil
}

// subjects asks for the subjects.
func (q *CompareQuestion) subjects() analysis.Asked {
	return analysis.Asked{Argument: "of", IDs: q.Of, Types: []string{"Entity"}}
}

// figures reads the figures of the subjects, in one plan. It returns the ids that they have now.
func (a *CompareAnswer) figures(ctx context.Context, r *analysis.Reader, ask CompareQuestion) (subjects []string, figures []Figure, err error) {
	q, err := r.Query("compare", ask.Scope)
	if err != nil {
		return nil, nil, err
	}
	list, err := ask.FigureQuestion.figures(q, a.Indicator)
	if err != nil {
		return nil, nil, err
	}
	rows, err := q.Find(ctx, "Entity", []analysis.Asked{ask.subjects()}, list)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		subjects = append(subjects, row.ID())
		figures = append(figures, figuresOf(row.ID(), a.Take(row.Rows(1), ask.MaxVisited))...)
	}
	return subjects, figures, analysis.Distinct(ask.subjects(), subjects)
}

// compare makes the series. Ranks are counted once for each period.
func (a *CompareAnswer) compare(subjects []string, table, ranks *Table, among []string) {
	places := map[Period]map[string]int{}
	for _, p := range table.Periods {
		places[p] = map[string]int{}
		for _, r := range ranks.Ranking(p, among, a.HighestFirst) {
			places[p][r.Subject] = r.Rank
		}
	}
	for _, s := range subjects {
		series := ComparedSeries{Subject: s}
		for _, f := range table.Series(s) {
			p, _ := f.period()
			series.Points = append(series.Points, ComparedPoint{f, places[p][s], len(places[p])})
		}
		if n := len(series.Points); n > 1 {
			series.Growth, series.HasGrowth = GrowthBetween(series.Points[0].Figure, series.Points[n-1].Figure), true
		}
		a.Series = append(a.Series, series)
	}
}
