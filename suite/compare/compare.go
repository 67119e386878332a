// Package compare asks the verbs of random graphs, over a store, and compares their answers with what all records at once come to.
package compare

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"partnir/analysis"
	"partnir/analysis/figures"
	"partnir/analysis/partners"
	"partnir/analysis/rules"
	"partnir/analysis/trade"
	"partnir/fault"
	"partnir/plan/mapping"
	"partnir/store"
)

// Options say what store to ask, and how much.
type Options struct {
	// Open returns an empty store of the mapping, which is closed at the end of the test.
	Open    func(t *testing.T) store.Store
	Mapping *mapping.Mapping
	// Seed begins the random graphs and questions, of which there are so many of each kind.
	Seed      uint64
	Questions int
}

// opened loads a graph into a store, and returns who asks it.
func (o Options) opened(t *testing.T, stream uint64, graph func(*mapping.Mapping, *rand.Rand) *store.Records) *comparer {
	t.Helper()
	db, r := o.Open(t), rand.New(rand.NewPCG(o.Seed, stream))
	records := graph(o.Mapping, r)
	if err := db.Load(context.Background(), records, nil); err != nil {
		t.Fatal(err)
	}
	return &comparer{Rand: r, Reader: &analysis.Reader{Store: db, Mapping: o.Mapping}, records: newRecordsByID(records)}
}

// Comparisons asks what analysis compares of a random graph, and compares the answers with those over what counts, which is found by
// looking at every record. That the figures are right for what counts is shown in package analysis.
func Comparisons(t *testing.T, o Options) {
	c := o.opened(t, 5, newComparisonGraph)
	c.ask(t, o.Questions/3, []comparedQuestion{
		{"advantage", c.advantage}, {"complementarity", c.complementarity}, {"alignment of two", c.alignPair},
		{"alignment of a group", c.alignGroup}, {"ranking", c.ranking}, {"compare", c.compare}, {"matches", c.matches}, {"partners", c.partners},
		{"paths", c.paths}, {"neighbourhood", c.neighbourhood}, {"common", c.common},
	})
	t.Run("maxVisited", func(t *testing.T) { c.limited(t) })
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := trade.Advantage(ctx, c.Reader, trade.AdvantageQuestion{Country: "country:C00", Flows: c.trade()}); !errors.Is(err, context.Canceled) {
			t.Errorf("after the request was given up: %v", err)
		}
	})
}

// comparedQuestion asks a random question. want is nil where the records give no answer.
type comparedQuestion struct {
	name string
	ask  func() (got, want any, err error)
}

// ask asks each question so many times, and compares the answers with what the records say.
func (c *comparer) ask(t *testing.T, times int, questions []comparedQuestion) {
	for _, q := range questions {
		t.Run(q.name, func(t *testing.T) {
			answered := 0
			for range times {
				c.scope = c.randomScope()
				got, want, err := q.ask()
				_, wrong := errors.AsType[*fault.InputError](err)
				switch {
				case err != nil && !wrong:
					t.Fatal(err)
				case want == nil && !wrong:
					t.Fatalf("%+v: got %+v, want an error for want of data", c.scope, got)
				case want != nil && fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want):
					t.Fatalf("as of %v, least confidence %v: got %v\n%+v\nthe records say\n%+v", deref(c.scope.AsOf), c.scope.MinConfidence, err, got, want)
				case want != nil:
					answered++
				}
			}
			if answered < times*3/20 {
				t.Errorf("only %d of %d questions have answers: they show too little", answered, times)
			}
		})
	}
}

func deref(s *string) string {
	if s == nil {
		return "any day"
	}
	return *s
}

// comparer asks questions and finds what they should come to.
type comparer struct {
	*rand.Rand
	*analysis.Reader
	records *recordsByID
	scope   analysis.Scope
}

func (c *comparer) randomScope() analysis.Scope {
	s := analysis.Scope{MaxVisited: 10000}
	if c.IntN(3) == 0 {
		day := fmt.Sprintf("%d-%02d-%02d", 2018+c.IntN(6), 1+c.IntN(12), 1+c.IntN(28))
		s.AsOf = &day
	}
	if c.IntN(3) == 0 {
		confidence := float64(c.IntN(11)) / 10
		s.MinConfidence = &confidence
	}
	return s
}

func (c *comparer) pick(of ...string) string { return of[c.IntN(len(of))] }
func (c *comparer) country() string          { return fmt.Sprintf("country:C%02d", c.IntN(comparedCountries)) }
func (c *comparer) group() string {
	return c.pick("org:g0", "org:g1", "initiative:g2", "platform:g3")
}

// two are two different countries.
func (c *comparer) two() (a, b string) {
	for a == b {
		a, b = c.country(), c.country()
	}
	return a, b
}

func (c *comparer) trade() trade.Flows {
	return trade.Flows{Year: 2022 - max(0, c.IntN(7)-3), Flow: "GOODS", ByProduct: c.IntN(3) == 0, Scope: c.scope}
}

// flows are the flows that a question counts.
func (c *comparer) flows(q trade.Flows) *trade.Trade {
	item := "industryId"
	if q.ByProduct {
		item = "productId"
	}
	var flows []trade.TradeFlow
	for _, r := range c.records.relationships("SUPPLIES", q.Scope) {
		f := trade.TradeFlow{ID: r.ID, From: r.From, To: r.To, Item: r.text(item), ValueUSD: r.number("valueUsd")}
		if r.text("flow") == q.Flow && r.number("year") == float64(q.Year) && f.Item != "" {
			flows = append(flows, f)
		}
	}
	return trade.NewTrade(flows)
}

func (c *comparer) advantage() (got, want any, err error) {
	q, country := c.trade(), c.country()
	answer, err := trade.Advantage(context.Background(), c.Reader, trade.AdvantageQuestion{Country: country, Flows: q})
	if expected := c.flows(q).Advantages(country); expected != nil {
		want = expected
	}
	if err != nil {
		return nil, want, err
	}
	return answer.Advantages, want, nil
}

func (c *comparer) complementarity() (got, want any, err error) {
	q := c.trade()
	a, b := c.two()
	answer, err := trade.Complementarity(context.Background(), c.Reader, trade.ComplementarityQuestion{Exporter: a, Importer: b, Flows: q})
	if expected, ok := c.flows(q).Complementarity(a, b); ok {
		want = expected
	}
	if err != nil {
		return nil, want, err
	}
	return answer.Fit, want, nil
}

func (c *comparer) alignment() (rules.Adopted, []rules.Adoption) {
	q := rules.Adopted{Scope: c.scope}
	if c.IntN(2) == 0 {
		kind := "AGREEMENT"
		q.Kind = &kind
	}
	if c.IntN(2) == 0 {
		q.Statuses = []string{"PARTY", "SUBMITTED"}
	}
	var adoptions []rules.Adoption
	for _, r := range c.records.relationships("ADOPTED", c.scope) {
		a := rules.Adoption{ID: r.ID, Actor: r.From, Rule: r.To, Kind: c.records.node(r.To).text("kind"), Status: r.text("status"), Since: r.text("since")}
		later := c.scope.AsOf != nil && a.Since > *c.scope.AsOf
		if (q.Kind == nil || *q.Kind == a.Kind) && (q.Statuses == nil || slices.Contains(q.Statuses, a.Status)) && !later {
			adoptions = append(adoptions, a)
		}
	}
	return q, adoptions
}

func (c *comparer) alignPair() (got, want any, err error) {
	q, adoptions := c.alignment()
	a, b := c.two()
	answer, err := rules.Alignment(context.Background(), c.Reader, rules.AlignmentQuestion{A: &a, B: &b, Adopted: q})
	if err != nil {
		return nil, nil, err
	}
	return answer.Agreement, rules.Align([]string{a, b}, adoptions), nil
}

func (c *comparer) alignGroup() (got, want any, err error) {
	q, adoptions := c.alignment()
	group := c.group()
	members := c.members(group)
	if len(members) > 0 {
		want = rules.Align(members, adoptions)
	}
	answer, err := rules.Alignment(context.Background(), c.Reader, rules.AlignmentQuestion{Group: &group, Adopted: q})
	if err != nil {
		return nil, want, err
	}
	return answer.Agreement, want, nil
}

// members are the members of a group.
func (c *comparer) members(group string) []string {
	var members []string
	for _, r := range c.records.relationships("MEMBER_OF", c.scope) {
		if r.To == group && r.text("role") == "member" && !slices.Contains(members, r.From) {
			members = append(members, r.From)
		}
	}
	slices.Sort(members)
	return members
}

func (c *comparer) figureQuestion() (figures.FigureQuestion, bool) {
	q := figures.FigureQuestion{
		Indicator: c.pick("indicator:up", "indicator:down", "indicator:open"), Order: figures.Order(c.IntN(3)), Scope: c.scope,
	}
	if c.IntN(6) == 0 {
		about := c.pick("tech:t0", "industry:i1")
		q.About = &about
	}
	highest := q.Order == figures.HighestFirst || q.Order == figures.AsIndicator && q.Indicator != "indicator:down"
	return q, highest
}

// figures are the figures that a question counts.
func (c *comparer) figures(q figures.FigureQuestion) []figures.Figure {
	ever := analysis.Scope{MinConfidence: q.MinConfidence}
	var amounts []figures.Figure
	for _, n := range c.records.nodesOf("Observation") {
		to := map[string]string{}
		for _, r := range c.records.relationships("", analysis.Scope{}) {
			if r.From == n.ID {
				to[r.Type.Name] = r.To
			}
		}
		about := ""
		if q.About != nil {
			about = *q.About
		}
		if n.value("value") == nil || to["OF_INDICATOR"] != q.Indicator || to["WITH"] != "" || to["ABOUT"] != about || !n.holds(ever) {
			continue
		}
		f := figures.Figure{ID: n.ID, Subject: to["OF_SUBJECT"], Period: n.text("period"), Year: int(n.number("year")), Value: n.number("value"), Confidence: 1}
		if n.value("confidence") != nil {
			f.Confidence = n.number("confidence")
		}
		amounts = append(amounts, f)
	}
	return amounts
}

// of are the figures of some subjects.
func of(subjects []string, amounts []figures.Figure) *figures.Table {
	return figures.NewTable(slices.DeleteFunc(slices.Clone(amounts), func(f figures.Figure) bool { return !slices.Contains(subjects, f.Subject) }))
}

func (c *comparer) ranking() (got, want any, err error) {
	q, highest := c.figureQuestion()
	group := c.group()
	members := c.members(group)
	table := of(members, c.figures(q))
	var period *string
	if c.IntN(2) == 0 && len(table.Periods) > 0 {
		period = &table.Periods[c.IntN(len(table.Periods))].Name
	}
	at := len(table.Periods) - 1
	if period != nil {
		at = slices.IndexFunc(table.Periods, func(p figures.Period) bool { return p.Name == *period })
	}
	if at >= 0 {
		text := fmt.Sprint(table.Periods[at])
		for _, r := range table.Ranking(table.Periods[at], members, highest) {
			text += fmt.Sprintf(" %s %d", r.ID, r.Rank)
			if at == 0 {
				continue
			}
			for _, before := range table.Ranking(table.Periods[at-1], members, highest) {
				if before.Subject == r.Subject {
					text += fmt.Sprintf(" from %d", before.Rank)
				}
			}
		}
		want = text
	}
	answer, err := figures.Ranking(context.Background(), c.Reader, figures.RankingQuestion{Group: group, Period: period, FigureQuestion: q})
	if err != nil {
		return nil, want, err
	}
	text := fmt.Sprint(answer.Period)
	for _, e := range answer.Entries {
		text += fmt.Sprintf(" %s %d", e.ID, e.Rank)
		if e.HasPrevious {
			text += fmt.Sprintf(" from %d", e.Rank+e.Movement())
		}
	}
	if len(answer.Entries)+len(answer.Missing) != len(members) {
		text += fmt.Sprint(" missing ", answer.Missing)
	}
	return text, want, nil
}

func (c *comparer) compare() (got, want any, err error) {
	q, highest := c.figureQuestion()
	a, b := c.two()
	subjects, amounts := []string{a, b, "org:g0"}, c.figures(q)
	from, to := 2018+c.IntN(3), 2020+c.IntN(3)
	among, group := subjects, (*string)(nil)
	if c.IntN(2) == 0 {
		g := c.group()
		group, among = &g, c.members(g)
	}
	ranks, within := of(among, amounts), of(subjects, slices.DeleteFunc(slices.Clone(amounts), func(f figures.Figure) bool { return f.Year < from || f.Year > to }))
	if len(within.Periods) > 0 && len(among) > 0 {
		text := ""
		for _, s := range subjects {
			text += "\n" + s
			for _, f := range within.Series(s) {
				rank := 0
				for _, p := range ranks.Periods {
					for _, r := range ranks.Ranking(p, among, highest) {
						if r.ID == f.ID {
							rank = r.Rank
						}
					}
				}
				text += fmt.Sprintf(" %s %d", f.ID, rank)
			}
		}
		want = text
	}
	answer, err := figures.Compare(context.Background(), c.Reader, figures.CompareQuestion{
		Of: subjects, Group: group, Years: figures.Years{From: &from, To: &to}, FigureQuestion: q,
	})
	if err != nil {
		return nil, want, err
	}
	text := ""
	for _, s := range answer.Series {
		text += "\n" + s.Subject
		for _, p := range s.Points {
			text += fmt.Sprintf(" %s %d", p.ID, p.Rank)
		}
	}
	return text, want, nil
}

// limited asks with small limits: whatever is left out, it is said.
func (c *comparer) limited(t *testing.T) {
	c.scope = analysis.Scope{MaxVisited: 3}
	ctx := context.Background()
	q := trade.Flows{Year: 2021, Flow: "GOODS", Scope: c.scope}
	kind, group := "AGREEMENT", "org:g0"
	for name, read := range map[string]func() (visited int, truncated bool, err error){
		"partners": func() (int, bool, error) {
			a, err := partners.SuggestedPartners(ctx, c.Reader, partners.SuggestedPartnersQuestion{Actor: "country:C00", Scope: c.scope})
			return a.Visited, a.Truncated, err
		},
		"alignment": func() (int, bool, error) {
			a, err := rules.Alignment(ctx, c.Reader, rules.AlignmentQuestion{Group: &group, Adopted: rules.Adopted{Kind: &kind, Scope: c.scope}})
			return a.Visited, a.Truncated, err
		},
		"ranking": func() (int, bool, error) {
			a, err := figures.Ranking(ctx, c.Reader, figures.RankingQuestion{
				Group: group, FigureQuestion: figures.FigureQuestion{Indicator: "indicator:up", Scope: c.scope},
			})
			return a.Visited, a.Truncated, err
		},
	} {
		visited, truncated, err := read()
		if err != nil || !truncated || visited > 3*c.scope.MaxVisited {
			t.Errorf("%s with a limit of %d: visited %d, truncated %v, %v", name, c.scope.MaxVisited, visited, truncated, err)
		}
	}
	flows := 0
	for _, country := range c.records.nodesOf("Country") {
		if a, err := trade.Advantage(ctx, c.Reader, trade.AdvantageQuestion{Country: country.ID, Flows: q}); err == nil {
			flows = max(flows, a.Visited)
			if !a.Truncated {
				t.Errorf("advantage with a limit of %d is not truncated: %+v", c.scope.MaxVisited, a.Counted)
			}
		}
	}
	if flows != c.scope.MaxVisited {
		t.Errorf("advantage counts %d flows, want %d", flows, c.scope.MaxVisited)
	}
}
