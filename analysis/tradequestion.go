package analysis

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"partnir/plan"
)

// TradeQuestion says which flows count as trade: those between two different countries, of one year, that name the thing that
// flows.
type TradeQuestion struct {
	Year int
	// Flow is what flows, such as GOODS.
	Flow string
	// ByProduct tells things apart by product; otherwise by industry. Flows that do not name it do not count.
	ByProduct bool
	Scope
}

// thing is the property of the relationship that names what flows.
func (t TradeQuestion) thing() string {
	if t.ByProduct {
		return "productId"
	}
	return "industryId"
}

// Counted says which flows a figure counts.
type Counted struct {
	// Flows is how many, and ValueUSD is what they sum up to.
	Flows    int
	ValueUSD float64
	// Truncated says that there are more than the limit; those of least value were left out.
	Truncated bool
}

// between is the list of flows out of a country, or into it.
func (t TradeQuestion) between(q *question, in bool) *plan.Column {
	return q.many(linked{
		by: "SUPPLIES", in: in, to: "Country", edge: []string{"id", "valueUsd", t.thing()}, largest: "valueUsd",
		where: and(
			q.is("SUPPLIES", "flow", plan.Eq, t.Flow), q.is("SUPPLIES", "year", plan.Eq, int64(t.Year)),
			q.is("SUPPLIES", "valueUsd", plan.Gt, 0.0), q.is("SUPPLIES", t.thing(), plan.IsNotNull, nil),
		),
	})
}

// tradeReading is what was read of trade.
type tradeReading struct {
	TradeQuestion
	flows []TradeFlow
	seen  map[string]bool
	// more says that a list went on after the limit.
	more bool
}

func (t TradeQuestion) reading() *tradeReading {
	return &tradeReading{TradeQuestion: t, seen: map[string]bool{}}
}

// add adds the rows of between, of one country. Each flow counts once, though it may be read from both of its ends.
func (r *tradeReading) add(country string, rows []row, in bool) {
	r.more = r.more || len(rows) > r.Limit
	for _, row := range rows {
		f := TradeFlow{ID: row.text(1), From: country, To: row.id(), Thing: row.text(3)}
		if in {
			f.From, f.To = f.To, f.From
		}
		f.ValueUSD, _ = row.number(2)
		if f.crossesBorder() && !r.seen[f.ID] {
			r.seen[f.ID] = true
			r.flows = append(r.flows, f)
		}
	}
}

// end is the trade that was read. Where there are more flows than the limit, those of least value are left out.
func (r *tradeReading) end() (*Trade, Counted) {
	flows := r.flows
	if len(flows) > r.Limit {
		slices.SortFunc(flows, func(a, b TradeFlow) int {
			return cmp.Or(cmp.Compare(b.ValueUSD, a.ValueUSD), cmp.Compare(a.ID, b.ID))
		})
		flows, r.more = flows[:r.Limit], true
	}
	trade := NewTrade(flows)
	return trade, Counted{Flows: len(flows), ValueUSD: trade.world.total, Truncated: r.more}
}

// all reads the trade of all countries, in one plan.
func (t TradeQuestion) all(ctx context.Context, r *Reader) (*Trade, Counted, error) {
	q, err := r.question("trade", t.Scope)
	if err != nil {
		return nil, Counted{}, err
	}
	countries, err := q.list(ctx, "Country", nil, noLimit, t.between(q, false))
	if err != nil {
		return nil, Counted{}, err
	}
	reading := t.reading()
	for _, c := range countries {
		reading.add(c.id(), c.rows(1), false)
	}
	trade, counted := reading.end()
	return trade, counted, nil
}

// years are the years for which a country has flows that count, out of it or into it, the first first.
func (t TradeQuestion) years(ctx context.Context, r *Reader, country string, in bool) ([]int, error) {
	q, err := r.question("years", t.Scope)
	if err != nil {
		return nil, err
	}
	list := q.many(linked{by: "SUPPLIES", in: in, to: "Country", where: and(
		q.is("SUPPLIES", "flow", plan.Eq, t.Flow), q.is("SUPPLIES", "valueUsd", plan.Gt, 0.0),
		q.is("SUPPLIES", "year", plan.IsNotNull, nil), q.is("SUPPLIES", t.thing(), plan.IsNotNull, nil),
		&plan.Filter{Op: plan.Not, Args: []*plan.Filter{q.nodeIs("Country", "id", plan.Eq, country)}},
	)})
	year := q.Mapping.Relationship("SUPPLIES").Property("year")
	list.Many.Select = nil
	list.Many.Aggregates = []*plan.Aggregate{{Keys: []*plan.GroupKey{{Property: year, OfRelationship: true}}, Limit: q.param(int64(plan.MaxGroups))}}
	rows, err := q.lookup(ctx, "Country", []string{country}, list)
	if err != nil || rows[0] == nil {
		return nil, err
	}
	var years []int
	many, _ := rows[0][1].([]any)
	groups, _ := many[2].([]any)
	for _, g := range groups {
		if year, ok := row(g.([]any)).number(1); ok {
			years = append(years, int(year))
		}
	}
	slices.Sort(years)
	return years, nil
}

// without is the error of a country that has no flows in the year, or none within the limit.
func (t TradeQuestion) without(ctx context.Context, r *Reader, country, what string, in bool) error {
	years, err := t.years(ctx, r, country, in)
	if err != nil {
		return err
	}
	if len(years) == 0 {
		return wrong("%s has no %s of %s by %s in any year", country, what, t.Flow, strings.TrimSuffix(t.thing(), "Id"))
	}
	if slices.Contains(years, t.Year) {
		return wrong("limit: none of the %d flows of the highest value is of the %s of %s; raise it", t.Limit, what, country)
	}
	return t.otherYears(country, what, years)
}

// otherYears is the error of a country that has flows in other years.
func (t TradeQuestion) otherYears(country, what string, years []int) error {
	list := make([]string, len(years))
	for i, y := range years {
		list[i] = strconv.Itoa(y)
	}
	return wrong("%s has no %s of %s in %d; there are figures for %s", country, what, t.Flow, t.Year, strings.Join(list, ", "))
}
