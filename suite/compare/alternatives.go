package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"partnir/analysis"
	"partnir/analysis/figures"
	"partnir/analysis/supply"
)

// alternatives asks for the alternatives to the supplier of a random link, for its customer or for all, or to the link itself. What is supplied
// is what the link names, something else, or what the supplier is of.
func (c *comparer) alternatives() (got, want any, err error) {
	intensity := "indicator:intensity"
	links := c.records.relationships("SUPPLIES", c.scope)
	link := links[c.IntN(len(links))]
	q := supply.AlternativesQuestion{
		To: link.From, Customer: link.To, Tiers: 1 + c.IntN(3), Threshold: float64(c.IntN(11)) / 10,
		Carrying: supply.Carrying{Product: link.text("productId"), Flow: c.pick("", "", "GOODS")}, Intensity: &intensity, Scope: c.scope,
	}
	if q.Product == "" {
		q.Industry = link.text("industryId")
	}
	asked := q
	replaced := ""
	switch c.IntN(4) {
	case 0:
		replaced = link.ID
		asked.To, asked.Customer, asked.Product, asked.Industry = link.ID, "", "", ""
	case 1:
		q.Customer = ""
		asked = q
	case 2:
		q.Product, q.Industry = "", fmt.Sprint("industry:i", c.IntN(2))
		asked = q
	}
	if q.Product == "" && q.Industry == "" {
		q.Industry = c.end("IN_INDUSTRY", q.To)
	}
	if view := c.alternativesView(q, replaced); view != nil {
		found, dependent := view.Alternatives()
		names := make([]string, len(dependent))
		for i, d := range dependent {
			names[i] = d.Actor
		}
		want = rounded(found, names)
	}
	answer, err := supply.Alternatives(context.Background(), c.Reader, asked)
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
			if t.Name == "INTENSITY" || t.Name == "GROUPS" || t.Name == "RULES" {
				line += fmt.Sprint(t.Because)
			}
		}
		lines = append(lines, line)
	}
	slices.Sort(dependent)
	return append(lines, "dependent "+strings.Join(dependent, " "))
}

// end is the entity that a relationship of a type leads to; "" where none does that holds.
func (c *comparer) end(typeName, from string) string {
	for _, r := range c.records.relationships(typeName, c.scope) {
		if r.From == from {
			return r.To
		}
	}
	return ""
}

// both are an actor and its country.
func (c *comparer) both(actor string) []string {
	if country := c.countryOf(actor); country != "" && country != actor {
		return []string{actor, country}
	}
	return []string{actor}
}

// itemLinks are the supply links that count in a question, by the numbers of their ends.
type itemLinks struct {
	actors  []string
	numbers map[string]int
	links   []supply.NetworkLink
	// carry says of which links carry what is supplied; replaced of which of those are to be replaced.
	carry, replaced []bool
}

func (c *comparer) itemLinks(q supply.AlternativesQuestion, replaced string) *itemLinks {
	s := &itemLinks{actors: supplyActors(), numbers: map[string]int{}}
	for i, id := range s.actors {
		s.numbers[id] = i
	}
	orNaN := func(r *told, name string) float64 {
		if r.value(name) == nil {
			return math.NaN()
		}
		return r.number(name)
	}
	for _, r := range c.records.relationships("SUPPLIES", q.Scope) {
		if q.Flow != "" && r.text("flow") != q.Flow {
			continue
		}
		product, industry := r.text("productId"), r.text("industryId")
		carries := q.Product != "" && product == q.Product || q.Industry != "" && industry == q.Industry
		if q.Industry != "" && product == "" && industry == "" {
			carries = c.end("IN_INDUSTRY", r.From) == q.Industry
		}
		s.links = append(s.links, supply.NetworkLink{
			Supplier: s.numbers[r.From], Customer: s.numbers[r.To], Share: orNaN(r, "share"), Value: orNaN(r, "valueUsd"),
		})
		s.carry = append(s.carry, carries)
		s.replaced = append(s.replaced, carries && r.From == q.To && (q.Customer == "" || r.To == q.Customer) && (replaced == "" || replaced == r.ID))
	}
	return s
}

// value is the sum of the links that are chosen, NaN where nothing is known of it.
func (s *itemLinks) value(chosen func(i int) bool) float64 {
	sum := 0.0
	for i, l := range s.links {
		if chosen(i) && l.Value > 0 {
			sum += l.Value
		}
	}
	if sum > 0 {
		return sum
	}
	return math.NaN()
}

// makes says whether an actor is of the industry, or makes the product, that a question is about.
func (c *comparer) makes(q supply.AlternativesQuestion, actor string) bool {
	if q.Industry != "" {
		return c.end("IN_INDUSTRY", actor) == q.Industry
	}
	for _, r := range c.records.relationships("MAKES", q.Scope) {
		if r.From == actor && r.To == q.Product {
			return true
		}
	}
	return false
}

// alternativesView is what a question is about, from a look at every record; nil where there is nothing to replace.
func (c *comparer) alternativesView(q supply.AlternativesQuestion, replaced string) *supply.AlternativesView {
	if q.To == q.Customer || q.Product == "" && q.Industry == "" {
		return nil
	}
	s := c.itemLinks(q, replaced)
	if !slices.Contains(s.replaced, true) && (q.Customer != "" || !c.makes(q, q.To)) {
		return nil
	}
	outputs, intensity := c.last("indicator:output"), c.last(*q.Intensity)
	delivers := func(actor string) float64 {
		if output := outputs([]string{actor}); q.Industry != "" && c.makes(q, actor) && output.Value > 0 {
			return output.Value
		}
		return s.value(func(i int) bool { return s.carry[i] && s.links[i].Supplier == s.numbers[actor] })
	}
	v := &supply.AlternativesView{Customer: q.Customer, Intensity: intensity(c.both(q.To)), Threshold: q.Threshold, Rules: map[string][]string{}}
	if v.Value = delivers(q.To); q.Customer != "" {
		v.Value = s.value(func(i int) bool { return s.replaced[i] })
	}
	country := strings.HasPrefix(q.To, "country:")
	n := supply.NewNetwork(len(s.actors), s.links).Clamped()
	spread := n
	if country {
		spread = n.Only(func(link int) bool { return n.Links[link].Supplier != s.numbers[q.To] || s.carry[n.Original[link]] })
	}
	losses, err := spread.Spread(context.Background(), []supply.Shock{{Actor: s.numbers[q.To], CapacityLost: 1}}, supply.ImpactOptions{Rounds: q.Tiers})
	if err != nil {
		panic(err) // the context is never done
	}
	parts := map[int]float64{}
	if q.Customer != "" {
		parts, _ = n.Parts(s.numbers[q.Customer], s.numbers[q.To], func(link int) bool { return s.carry[n.Original[link]] })
	}
	for i, id := range s.actors {
		if id == q.To || id == q.Customer || strings.HasPrefix(id, "country:") != country || !s.supplies(i) && !c.makes(q, id) {
			continue
		}
		v.Candidates = append(v.Candidates, supply.Candidate{
			Actor: id, Delivers: supply.Ground{Value: delivers(id)}, Part: supply.Ground{Value: parts[i]},
			Loss: supply.Ground{Value: losses.Loss[i]}, Intensity: intensity(c.both(id)),
		})
	}
	c.inCommon(v)
	return v
}

// supplies says whether a link of an actor carries what is supplied.
func (s *itemLinks) supplies(actor int) bool {
	for i, l := range s.links {
		if l.Supplier == actor && s.carry[i] {
			return true
		}
	}
	return false
}

// inCommon adds groups and rules to a view: those of actors and of their countries.
func (c *comparer) inCommon(v *supply.AlternativesView) {
	if v.Customer == "" {
		return
	}
	actors := []string{v.Customer}
	for _, candidate := range v.Candidates {
		actors = append(actors, candidate.Actor)
	}
	for _, group := range supplyGroups {
		members := c.members(group)
		h := analysis.Hub{ID: group, Size: len(members)}
		for _, a := range actors {
			if slices.ContainsFunc(c.both(a), func(one string) bool { return slices.Contains(members, one) }) {
				h.Actors = append(h.Actors, a)
			}
		}
		if slices.Contains(h.Actors, v.Customer) {
			v.Groups = append(v.Groups, h)
		}
	}
	adoptions := c.records.relationships("ADOPTED", c.scope)
	for _, a := range actors {
		both := c.both(a)
		var rules []string
		for _, r := range adoptions {
			if slices.Contains(both, r.From) && (c.scope.AsOf == nil || r.text("since") <= *c.scope.AsOf) {
				rules = append(rules, r.To)
			}
		}
		slices.Sort(rules)
		v.Rules[a] = slices.Compact(rules)
	}
}

// last finds the last figure of the first of some subjects that has one.
func (c *comparer) last(indicator string) func(subjects []string) supply.Ground {
	figures := c.figures(figures.FigureQuestion{Indicator: indicator, Scope: c.scope})
	return func(subjects []string) supply.Ground {
		for _, id := range subjects {
			if f, ok := lastFigure(figures, id, nil); ok {
				return supply.Ground{Value: f.Value, Because: []string{f.ID}}
			}
		}
		return supply.Ground{Value: math.NaN()}
	}
}
