package figures

import (
	"context"
	"slices"

	"partnir/analysis"
)

// CompareAnswer are series of figures side by side.
type CompareAnswer struct {
	Ordered
	// Group is the id of the group within which they are ranked; "" where they are ranked among themselves.
	Group string
	// Periods are those with a figure of one of the subjects, the earliest first.
	Periods []Period
	// Series are in the order in which the subjects were asked for.
	Series []ComparedSeries
	analysis.Read
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
// where group is nil among themselves.
func Compare(ctx context.Context, r *analysis.Reader, of []string, group *string, years Years, f FigureQuestion) (*CompareAnswer, error) {
	if err := comparable(r, of, group, years); err != nil {
		return nil, err
	}
	ordered, err := f.ResolveIndicator(ctx, r)
	if err != nil {
		return nil, err
	}
	a := &CompareAnswer{Ordered: ordered}
	subjects, figures, err := a.figures(ctx, r, of, f)
	if err != nil {
		return nil, err
	}
	ranks, among := NewTable(figures), subjects
	if group != nil {
		m, err := f.ofMembers(ctx, r, *group, ordered.Indicator)
		if err != nil {
			return nil, err
		}
		ranks, among = m.table, m.members
		a.Group, a.Visited, a.Truncated = m.group, a.Visited+m.Visited, a.Truncated || m.Truncated
	}
	within := slices.DeleteFunc(slices.Clone(figures), func(f Figure) bool { return !years.hold(f.Year) })
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

// comparable checks what was asked for.
func comparable(r *analysis.Reader, of []string, group *string, years Years) error {
	if group != nil {
		if err := r.Known("group", []string{*group}, nil, analysis.GroupTypes...); err != nil {
			return err
		}
	}
	if len(of) == 0 || len(of) > MostCompared {
		return analysis.Wrong("of: the number of ids is %d; give 1 to %d", len(of), MostCompared)
	}
	if id, is := analysis.Twice(of); is {
		return analysis.Wrong("of: %s was given twice", id)
	}
	if years.From != nil && years.To != nil && *years.From > *years.To {
		return analysis.Wrong("from: %d is after to, %d", *years.From, *years.To)
	}
	return r.Known("of", of, nil, "Entity")
}

// figures reads the figures of the subjects, in one plan. It returns the ids that they have now.
func (a *CompareAnswer) figures(ctx context.Context, r *analysis.Reader, of []string, f FigureQuestion) (subjects []string, figures []Figure, err error) {
	q, err := r.Question("compare", f.Scope)
	if err != nil {
		return nil, nil, err
	}
	list, err := f.figures(q, a.Indicator)
	if err != nil {
		return nil, nil, err
	}
	rows, err := q.Lookup(ctx, "Entity", of, list)
	if err != nil {
		return nil, nil, err
	}
	if err := r.Known("of", of, rows, "Entity"); err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		subjects = append(subjects, row.ID())
		figures = append(figures, figuresOf(row.ID(), a.Take(row.Rows(1), f.Limit))...)
	}
	if id, is := analysis.Twice(subjects); is {
		return nil, nil, analysis.Wrong("of: two of the ids are of %s", id)
	}
	return subjects, figures, nil
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
