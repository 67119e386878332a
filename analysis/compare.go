package analysis

import (
	"context"
	"slices"
)

// ComparisonAnswer are series of figures side by side.
type ComparisonAnswer struct {
	Ordered
	// Group is the id of the group within which they are ranked; "" where they are ranked among themselves.
	Group string
	// Periods are those with a figure of one of the subjects, the earliest first.
	Periods []Period
	// Series are in the order in which the subjects were asked for.
	Series []ComparedSeries
	Read
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
func (r *Reader) Compare(ctx context.Context, of []string, group *string, years Years, f FigureQuestion) (*ComparisonAnswer, error) {
	if err := r.comparable(of, group, years); err != nil {
		return nil, err
	}
	ordered, err := f.indicator(ctx, r)
	if err != nil {
		return nil, err
	}
	a := &ComparisonAnswer{Ordered: ordered}
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
			return nil, wrong("none of the subjects has a figure of %s in these years; there are figures for %s", a.Indicator, names(all))
		}
		return nil, wrong("none of the subjects has a figure of %s that counts", a.Indicator)
	}
	a.Periods = table.Periods
	a.compare(subjects, table, ranks, among)
	return a, nil
}

// comparable checks what was asked for.
func (r *Reader) comparable(of []string, group *string, years Years) error {
	if group != nil {
		if err := r.known("group", []string{*group}, nil, groupTypes...); err != nil {
			return err
		}
	}
	if len(of) == 0 || len(of) > MostCompared {
		return wrong("of: the number of ids is %d; give 1 to %d", len(of), MostCompared)
	}
	if id, is := twice(of); is {
		return wrong("of: %s was given twice", id)
	}
	if years.From != nil && years.To != nil && *years.From > *years.To {
		return wrong("from: %d is after to, %d", *years.From, *years.To)
	}
	return r.known("of", of, nil, "Entity")
}

// figures reads the figures of the subjects, in one plan. It returns the ids that they have now.
func (a *ComparisonAnswer) figures(ctx context.Context, r *Reader, of []string, f FigureQuestion) (subjects []string, figures []Figure, err error) {
	q, err := r.question("compare", f.Scope)
	if err != nil {
		return nil, nil, err
	}
	list, err := f.figures(q, a.Indicator)
	if err != nil {
		return nil, nil, err
	}
	rows, err := q.lookup(ctx, "Entity", of, list)
	if err != nil {
		return nil, nil, err
	}
	if err := r.known("of", of, rows, "Entity"); err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		subjects = append(subjects, row.id())
		figures = append(figures, figuresOf(row.id(), a.take(row.rows(1), f.Limit))...)
	}
	if id, is := twice(subjects); is {
		return nil, nil, wrong("of: two of the ids are of %s", id)
	}
	return subjects, figures, nil
}

// compare makes the series. Ranks are counted once for each period.
func (a *ComparisonAnswer) compare(subjects []string, table, ranks *Table, among []string) {
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
