package trade

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"partnir/analysis"
	"partnir/plan"
)

// Flows say which flows count as trade: those between two different countries, of one year, that name the item that
// flows.
type Flows struct {
	Year int
	// Flow is what flows, such as GOODS.
	Flow string
	// ByProduct tells items apart by product; otherwise by industry. Flows that do not name it do not count.
	ByProduct bool
	analysis.Scope
}

// item is the property of the relationship that names what flows.
func (t Flows) item() string {
	if t.ByProduct {
		return "productId"
	}
	return "industryId"
}

// Counted says which flows an answer counts. Where there are more than the limit, those of least value were left out.
type Counted struct {
	analysis.Reach
	// VisitedUSD is what they sum up to.
	VisitedUSD float64
}

// between is the list of flows out of a country, or into it.
func (t Flows) between(q *analysis.Query, in bool) *plan.Column {
	return q.Many(analysis.Linked{
		By: "SUPPLIES", In: in, To: "Country", Edge: []string{"id", "valueUsd", t.item()}, Largest: "valueUsd",
		Where: analysis.And(
			q.Is("SUPPLIES", "flow", plan.Eq, t.Flow), q.Is("SUPPLIES", "year", plan.Eq, int64(t.Year)),
			q.Is("SUPPLIES", "valueUsd", plan.Gt, 0.0), q.Is("SUPPLIES", t.item(), plan.IsNotNull, nil),
		),
	})
}

// tradeReading is what was read of trade.
type tradeReading struct {
	Flows
	read []TradeFlow
	seen map[string]bool
	// more says that a list went on after the limit.
	more bool
}

func (t Flows) reading() *tradeReading {
	return &tradeReading{Flows: t, seen: map[string]bool{}}
}

// add adds the rows of between, of one country. Each flow counts once, though it may be read from both of its ends.
func (r *tradeReading) add(country string, rows []analysis.Row, in bool) {
	r.more = r.more || len(rows) > r.MaxVisited
	for _, row := range rows {
		f := TradeFlow{ID: row.Text(1), From: country, To: row.ID(), Item: row.Text(3)}
		if in {
			f.From, f.To = f.To, f.From
		}
		f.ValueUSD, _ = row.Number(2)
		if f.crossesBorder() && !r.seen[f.ID] {
			r.seen[f.ID] = true
			r.read = append(r.read, f)
		}
	}
}

// end is the trade that was read. Where there are more flows than the limit, those of least value are left out.
func (r *tradeReading) end() (*Trade, Counted) {
	flows := r.read
	if len(flows) > r.MaxVisited {
		slices.SortFunc(flows, func(a, b TradeFlow) int {
			return cmp.Or(cmp.Compare(b.ValueUSD, a.ValueUSD), cmp.Compare(a.ID, b.ID))
		})
		flows, r.more = flows[:r.MaxVisited], true
	}
	trade := NewTrade(flows)
	return trade, Counted{analysis.Reach{Visited: len(flows), Truncated: r.more}, trade.world.total}
}

// All reads the trade of all countries, in one plan.
func (t Flows) All(ctx context.Context, r *analysis.Reader) (*Trade, Counted, error) {
	q, err := r.Query("trade", t.Scope)
	if err != nil {
		return nil, Counted{}, err
	}
	countries, err := q.List(ctx, "Country", nil, analysis.NoLimit, t.between(q, false))
	if err != nil {
		return nil, Counted{}, err
	}
	reading := t.reading()
	for _, c := range countries {
		reading.add(c.ID(), c.Rows(1), false)
	}
	trade, counted := reading.end()
	return trade, counted, nil
}

// Years are the years for which a country has flows that count, out of it or into it, the first first.
func (t Flows) Years(ctx context.Context, r *analysis.Reader, country string, in bool) ([]int, error) {
	q, err := r.Query("years", t.Scope)
	if err != nil {
		return nil, err
	}
	list := q.Many(analysis.Linked{By: "SUPPLIES", In: in, To: "Country", Where: analysis.And(
		q.Is("SUPPLIES", "flow", plan.Eq, t.Flow), q.Is("SUPPLIES", "valueUsd", plan.Gt, 0.0),
		q.Is("SUPPLIES", "year", plan.IsNotNull, nil), q.Is("SUPPLIES", t.item(), plan.IsNotNull, nil),
		&plan.Filter{Op: plan.Not, Args: []*plan.Filter{q.NodeIs("Country", "id", plan.Eq, country)}},
	)})
	year := q.Mapping.Relationship("SUPPLIES").Property("year")
	list.Many.Select = nil
	list.Many.Aggregates = []*plan.Aggregate{{Keys: []*plan.GroupKey{{Property: year, OfRelationship: true}}, Limit: q.Param(int64(plan.MaxGroups))}}
	rows, err := q.Lookup(ctx, "Country", []string{country}, list)
	if err != nil || rows[0] == nil {
		return nil, err
	}
	var years []int
	many, _ := rows[0][1].([]any)
	groups, _ := many[2].([]any)
	for _, g := range groups {
		if year, ok := analysis.Row(g.([]any)).Number(1); ok {
			years = append(years, int(year))
		}
	}
	slices.Sort(years)
	return years, nil
}

// without is the error of a country that has no flows in the year, or none within the limit.
func (t Flows) without(ctx context.Context, r *analysis.Reader, country, what string, in bool) error {
	years, err := t.Years(ctx, r, country, in)
	if err != nil {
		return err
	}
	if len(years) == 0 {
		return analysis.Wrong("%s has no %s of %s by %s in any year", country, what, t.Flow, strings.TrimSuffix(t.item(), "Id"))
	}
	if slices.Contains(years, t.Year) {
		return analysis.Wrong("maxVisited: none of the %d flows of the highest value is of the %s of %s; raise it", t.MaxVisited, what, country)
	}
	return t.OtherYears(country, what, years)
}

// OtherYears is the error of a country that has flows in other years.
func (t Flows) OtherYears(country, what string, years []int) error {
	list := make([]string, len(years))
	for i, y := range years {
		list[i] = strconv.Itoa(y)
	}
	return analysis.Wrong("%s has no %s of %s in %d; there are figures for %s", country, what, t.Flow, t.Year, strings.Join(list, ", "))
}
