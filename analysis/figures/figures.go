// Package figures reads observed figures of countries and indicators, and answers the verbs over them: compare and ranking.
package figures

import (
	"context"
	"slices"
	"strings"

	"partnir/analysis"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
)

// Order is how figures are ranked.
type Order int

const (
	// AsIndicator ranks as the indicator says is better; where it does not say, the highest first.
	AsIndicator Order = iota
	// HighestFirst ranks the highest figure first.
	HighestFirst
	// LowestFirst ranks the lowest figure first.
	LowestFirst
)

// FigureQuestion says which figures count: those of an indicator that have a value and no second party.
type FigureQuestion struct {
	Indicator string
	// About is the technology, product or industry that the figures are about; where it is nil they are about nothing but their
	// subject.
	About *string
	Order Order
	// Scope narrows members and figures; but AsOf only the members, as the period says which figures are meant.
	analysis.Scope
}

// Ordered says how figures were ranked.
type Ordered struct {
	// Indicator is the id of the indicator now.
	Indicator string
	// Unit is that of its figures.
	Unit         string
	HighestFirst bool
	// Basis is REQUESTED, INDICATOR where the indicator says what is better, or ASSUMED.
	Basis string
}

// ResolveIndicator reads the indicator of the question, and puts the id that what the figures are to be about has now in the place of the one given.
func (f *FigureQuestion) ResolveIndicator(ctx context.Context, r *analysis.Reader) (Ordered, error) {
	q, err := r.Query("indicator", analysis.Scope{})
	if err != nil {
		return Ordered{}, err
	}
	rows, err := q.Find(ctx, "Indicator", []analysis.Asked{analysis.One("indicator", f.Indicator, "Indicator")},
		analysis.Columns(q.Mapping.Type("Indicator").Property, false, []string{"higherIsBetter", "unit"})...)
	if err != nil {
		return Ordered{}, err
	}
	if f.About != nil {
		about, err := r.ResolveOne(ctx, "about", *f.About, "Technology", "Product", "Industry")
		if err != nil {
			return Ordered{}, err
		}
		f.About = &about
	}
	o := Ordered{Indicator: rows[0].ID(), Unit: rows[0].Text(2), HighestFirst: true, Basis: "ASSUMED"}
	better, says := rows[0][1].(bool)
	switch {
	case f.Order != AsIndicator:
		o.HighestFirst, o.Basis = f.Order == HighestFirst, "REQUESTED"
	case says:
		o.HighestFirst, o.Basis = better, "INDICATOR"
	}
	return o, nil
}

// figures is the list of the figures of a subject.
func (f FigureQuestion) figures(q *analysis.Query, indicator string) (*plan.Column, error) {
	ever, err := build.NewScope(q.Plan, nil, confidence(f.MinConfidence))
	if err != nil {
		return nil, err
	}
	about := Related(q, plan.None, "ABOUT", "Entity", &plan.Filter{Op: plan.And})
	if f.About != nil {
		about = Related(q, plan.Some, "ABOUT", "Entity", q.NodeIs("Entity", "id", plan.Eq, *f.About))
	}
	return q.Many(analysis.Linked{
		By: "OF_SUBJECT", In: true, To: "Observation", Node: []string{"period", "year", "value", "confidence"}, Scope: &ever,
		Where: analysis.And(
			q.NodeIs("Observation", "value", plan.IsNotNull, nil),
			Related(q, plan.Some, "OF_INDICATOR", "Indicator", q.NodeIs("Indicator", "id", plan.Eq, indicator)),
			Related(q, plan.None, "WITH", "Actor", &plan.Filter{Op: plan.And}), about,
		),
	}), nil
}

// Table reads the figures of some actors, all periods of each. Limit does not count.
func (f FigureQuestion) Table(ctx context.Context, r *analysis.Reader, name string, actors []string) (*Table, error) {
	var all []Figure
	for some := range slices.Chunk(actors, analysis.Batch) {
		q, err := r.Unlimited(name, f.Scope)
		if err != nil {
			return nil, err
		}
		figures, err := f.figures(q, f.Indicator)
		if err != nil {
			return nil, err
		}
		rows, err := q.Lookup(ctx, "Actor", some, figures)
		if err != nil {
			return nil, err
		}
		for _, of := range rows {
			if of != nil {
				all = append(all, figuresOf(of.ID(), of.Rows(1))...)
			}
		}
	}
	return NewTable(all), nil
}

func confidence(c *float64) any {
	if c == nil {
		return nil
	}
	return *c
}

// Related is a condition on what relationships out of a node lead to.
func Related(q *analysis.Query, op plan.FilterOp, relationship, to string, where *plan.Filter) *plan.Filter {
	return &plan.Filter{
		Op: op, Step: &mapping.Step{Relationship: q.Mapping.Relationship(relationship)}, Type: q.Mapping.Type(to), Args: []*plan.Filter{where},
	}
}

// figuresOf are the rows of figures.
func figuresOf(subject string, rows []analysis.Row) []Figure {
	out := make([]Figure, 0, len(rows))
	for _, r := range rows {
		f := Figure{ID: r.ID(), Subject: subject, Period: r.Text(1), Confidence: r.Confidence(4)}
		year, _ := r.Number(2)
		f.Year = int(year)
		f.Value, _ = r.Number(3)
		out = append(out, f)
	}
	return out
}

// Names are the names of periods, for messages.
func Names(periods []Period) string {
	list := make([]string, len(periods))
	for i, p := range periods {
		list[i] = p.Name
	}
	return strings.Join(list, ", ")
}
