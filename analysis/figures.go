package analysis

import (
	"context"
	"slices"
	"strings"

	"partnir/plan"
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
	Scope
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

// indicator reads the indicator of the question, and puts the id that what the figures are to be about has now in the place of the one given.
func (f *FigureQuestion) indicator(ctx context.Context, r *Reader) (Ordered, error) {
	ids := []string{f.Indicator}
	if err := r.known("indicator", ids, nil, "Indicator"); err != nil {
		return Ordered{}, err
	}
	q, err := r.question("indicator", Scope{})
	if err != nil {
		return Ordered{}, err
	}
	rows, err := q.lookup(ctx, "Indicator", ids, columns(q.Mapping.Type("Indicator").Property, false, []string{"higherIsBetter", "unit"})...)
	if err != nil {
		return Ordered{}, err
	}
	if err := r.known("indicator", ids, rows, "Indicator"); err != nil {
		return Ordered{}, err
	}
	if f.About != nil {
		about, err := r.now(ctx, "about", *f.About, "Technology", "Product", "Industry")
		if err != nil {
			return Ordered{}, err
		}
		f.About = &about
	}
	o := Ordered{Indicator: rows[0].id(), Unit: rows[0].text(2), HighestFirst: true, Basis: "ASSUMED"}
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
func (f FigureQuestion) figures(q *question, indicator string) (*plan.Column, error) {
	ever, err := q.plan.NewScope(nil, confidence(f.MinConfidence))
	if err != nil {
		return nil, err
	}
	about := q.related(plan.None, "ABOUT", "Entity", &plan.Filter{Op: plan.And})
	if f.About != nil {
		about = q.related(plan.Some, "ABOUT", "Entity", q.nodeIs("Entity", "id", plan.Eq, *f.About))
	}
	return q.many(linked{
		by: "OF_SUBJECT", in: true, to: "Observation", node: []string{"period", "year", "value", "confidence"}, scope: &ever,
		where: and(
			q.nodeIs("Observation", "value", plan.IsNotNull, nil),
			q.related(plan.Some, "OF_INDICATOR", "Indicator", q.nodeIs("Indicator", "id", plan.Eq, indicator)),
			q.related(plan.None, "WITH", "Actor", &plan.Filter{Op: plan.And}), about,
		),
	}), nil
}

// table reads the figures of some actors, all periods of each. Limit does not count.
func (f FigureQuestion) table(ctx context.Context, r *Reader, name string, actors []string) (*Table, error) {
	var all []Figure
	for some := range slices.Chunk(actors, batch) {
		q, err := r.unlimited(name, f.Scope)
		if err != nil {
			return nil, err
		}
		figures, err := f.figures(q, f.Indicator)
		if err != nil {
			return nil, err
		}
		rows, err := q.lookup(ctx, "Actor", some, figures)
		if err != nil {
			return nil, err
		}
		for _, of := range rows {
			if of != nil {
				all = append(all, figuresOf(of.id(), of.rows(1))...)
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

// related is a condition on what relationships out of a node lead to.
func (q *question) related(op plan.FilterOp, relationship, to string, where *plan.Filter) *plan.Filter {
	return &plan.Filter{
		Op: op, Step: &plan.Step{Relationship: q.Mapping.Relationship(relationship)}, Type: q.Mapping.Type(to), Args: []*plan.Filter{where},
	}
}

// figuresOf are the rows of figures.
func figuresOf(subject string, rows []row) []Figure {
	out := make([]Figure, 0, len(rows))
	for _, r := range rows {
		f := Figure{ID: r.id(), Subject: subject, Period: r.text(1), Confidence: r.confidence(4)}
		year, _ := r.number(2)
		f.Year = int(year)
		f.Value, _ = r.number(3)
		out = append(out, f)
	}
	return out
}

// Read says how much was read for an answer.
type Read struct {
	// Visited is how many relationships were looked at; Truncated says that there are more than the limit.
	Visited   int
	Truncated bool
}

// take adds rows of a list up to the limit.
func (r *Read) take(rows []row, limit int) []row {
	if rest := limit - r.Visited; len(rows) > rest {
		rows, r.Truncated = rows[:max(0, rest)], true
	}
	r.Visited += len(rows)
	return rows
}

// names are the names of periods, for messages.
func names(periods []Period) string {
	list := make([]string, len(periods))
	for i, p := range periods {
		list[i] = p.Name
	}
	return strings.Join(list, ", ")
}
