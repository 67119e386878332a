package plantest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"partnir/analysis"
)

// alternatives asks for the alternatives to a supplier that a random link names, for its customer or for all, or to the link itself.
func (c *comparer) alternatives() (got, want any, err error) {
	intensity, output := c.pick("indicator:up", "indicator:down"), "indicator:open"
	q := analysis.AlternativesQuestion{
		To: c.country(), Tiers: 1 + c.IntN(3), Threshold: float64(c.IntN(11)) / 10, Flow: c.pick("", "GOODS"), First: 3,
		Intensity: &intensity, Output: &output, Scope: c.scope,
	}
	links := c.records.relationships("SUPPLIES", c.scope)
	link, replaced := links[c.IntN(len(links))], ""
	asked := q
	switch c.IntN(4) {
	case 0:
		asked.To, replaced = link.ID, link.ID
		q.To, q.For, q.Product, q.Industry = link.From, link.To, link.text("productId"), link.text("industryId")
		if q.Product != "" {
			q.Industry = ""
		}
	case 1:
		q.To, q.Industry = link.From, fmt.Sprint("industry:i", c.IntN(comparedThings))
		asked = q
	default:
		q.To, q.For, q.Industry = link.From, link.To, link.text("industryId")
		if q.Industry == "" || c.IntN(3) == 0 {
			q.Product, q.Industry = fmt.Sprint("product:p", c.IntN(comparedThings)), ""
		}
		asked = q
	}
	if view := c.alternativesView(q, replaced); view != nil {
		found, dependent := view.Alternatives()
		names := make([]string, len(dependent))
		for i, d := range dependent {
			names[i] = d.Actor
		}
		want = rounded(found, names)
	}
	answer, err := c.Alternatives(context.Background(), asked)
	if err != nil {
		return nil, want, err
	}
	names := make([]string, len(answer.Dependent))
	for i, d := range answer.Dependent {
		names[i] = d.ID
	}
	return rounded(answer.Alternatives, names), want, nil
}

// rounded is a ranking as text, with what could come out otherwise where sums are made in another order cut off.
func rounded(found []analysis.Suggestion, dependent []string) []string {
	slices.SortStableFunc(found, func(a, b analysis.Suggestion) int {
		return cmp.Or(cmp.Compare(math.Round(b.Score*1e9), math.Round(a.Score*1e9)), cmp.Compare(a.Actor, b.Actor))
	})
	var lines []string
	for _, s := range found {
		line := fmt.Sprintf("%s %.8f", s.Actor, s.Score)
		for _, t := range s.Terms {
			line += fmt.Sprintf(" %s %.8f×%.3f", t.Name, t.Value, t.Weight)
			if t.Name == "intensity" || t.Name == "groups" || t.Name == "rules" {
				line += fmt.Sprint(t.Because)
			}
		}
		lines = append(lines, line)
	}
	slices.Sort(dependent)
	return append(lines, "dependent "+strings.Join(dependent, " "))
}

// alternativesView is what a question is about, from a look at every record; nil where there is nothing to replace.
func (c *comparer) alternativesView(q analysis.AlternativesQuestion, replaced string) *analysis.AlternativesView {
	if q.To == q.For || q.Product == "" && q.Industry == "" {
		return nil
	}
	numbers := map[string]int{}
	for i, n := range c.records.nodesOf("Country") {
		numbers[n.ID] = i
	}
	var all []analysis.SupplyLink
	var carry []bool
	delivers, value, supplies := map[string]float64{}, 0.0, false
	for _, r := range c.records.relationships("SUPPLIES", q.Scope) {
		if q.Flow != "" && r.text("flow") != q.Flow {
			continue
		}
		l := analysis.SupplyLink{Supplier: numbers[r.From], Customer: numbers[r.To], Share: math.NaN(), Value: math.NaN()}
		if r.value("valueUsd") != nil {
			l.Value = r.number("valueUsd")
		}
		carries := q.Product != "" && r.text("productId") == q.Product || q.Industry != "" && r.text("industryId") == q.Industry
		all, carry = append(all, l), append(carry, carries)
		if !carries {
			continue
		}
		delivers[r.From] += math.Max(0, r.number("valueUsd"))
		if r.From == q.To && (q.For == "" || r.To == q.For) && (replaced == "" || replaced == r.ID) {
			value, supplies = value+math.Max(0, r.number("valueUsd")), true
		}
	}
	if !supplies {
		return nil
	}
	n := analysis.NewSupplyNetwork(len(numbers), all).Clamped()
	losses, err := n.Impact(context.Background(), []analysis.Shock{{Actor: numbers[q.To], CapacityLost: 1}}, analysis.ImpactOptions{Rounds: q.Tiers})
	if err != nil {
		panic(err) // the context is never done
	}
	intensity := c.last(*q.Intensity)
	v := &analysis.AlternativesView{
		For: q.For, Value: orUnknown(value), Intensity: intensity(q.To), Threshold: q.Threshold, Rules: map[string][]string{},
	}
	parts := map[int]float64{}
	if q.For != "" {
		parts, _ = n.Parts(numbers[q.For], numbers[q.To], func(link int) bool { return carry[n.Original[link]] })
	}
	for id, i := range numbers {
		if _, candidate := delivers[id]; candidate && id != q.To && id != q.For {
			v.Candidates = append(v.Candidates, analysis.Candidate{
				Actor: id, Delivers: analysis.Ground{Value: orUnknown(delivers[id])}, Part: analysis.Ground{Value: parts[i]},
				Loss: analysis.Ground{Value: losses.Loss[i]}, Intensity: intensity(id),
			})
		}
	}
	c.inCommon(v)
	return v
}

// inCommon adds groups and rules to a view.
func (c *comparer) inCommon(v *analysis.AlternativesView) {
	for _, group := range []string{"org:g0", "org:g1", "initiative:g2", "platform:g3"} {
		if members := c.members(group); slices.Contains(members, v.For) {
			v.Groups = append(v.Groups, analysis.Hub{ID: group, Actors: members})
		}
	}
	for _, r := range c.records.relationships("ADOPTED", c.scope) {
		if c.scope.AsOf == nil || r.text("since") <= *c.scope.AsOf {
			v.Rules[r.From] = append(v.Rules[r.From], r.To)
		}
	}
	for id, rules := range v.Rules {
		slices.Sort(rules)
		v.Rules[id] = slices.Compact(rules)
	}
}

// last finds the last figure of a subject.
func (c *comparer) last(indicator string) func(id string) analysis.Ground {
	figures := c.figures(analysis.FigureQuestion{Indicator: indicator, Scope: c.scope})
	return func(id string) analysis.Ground {
		table := of([]string{id}, figures)
		if n := len(table.Periods); n > 0 {
			f, _ := table.At(table.Periods[n-1], id)
			return analysis.Ground{Value: f.Value, Because: []string{f.ID}}
		}
		return analysis.Ground{Value: math.NaN()}
	}
}

func orUnknown(value float64) float64 {
	if value > 0 {
		return value
	}
	return math.NaN()
}
