package compare

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"partnir/analysis"
	"partnir/analysis/supply"
)

// impact asks what some shocks do. Losses are handed on over all links at once, round by round.
func (c *comparer) impact() (got, want any, err error) {
	q := supply.ImpactQuestion{
		ImpactOptions: supply.ImpactOptions{
			Rounds: 1 + c.IntN(6), Substitution: supply.Substitution(c.IntN(2)), EssentialShare: []float64{0, 0.02345, 0.2345}[c.IntN(3)],
		},
		Flow: c.pick("", "", "GOODS"), Scope: c.scope,
	}
	shocks := map[string]float64{}
	for len(shocks) < 1+c.IntN(3) {
		shocks[c.anyActor()] = float64(c.IntN(5)) / 4
	}
	for _, id := range slices.Sorted(maps.Keys(shocks)) {
		q.Shocks = append(q.Shocks, supply.ShockTo{Actor: id, CapacityLost: shocks[id]})
	}
	by, oversubscribed := c.supplies(q.Flow)
	l := &losing{comparer: c, links: flat(by), options: q.ImpactOptions}
	reached := tiersFrom(l.links, supply.Downstream, q.Rounds, slices.Collect(maps.Keys(shocks))...)
	expected := l.losses(shocks)
	answer, err := supply.Impact(context.Background(), c.Reader, q)
	if err != nil {
		return nil, nil, err
	}
	m := impactText(answer)
	for _, a := range answer.Affected {
		m.text += l.checkChain(a, expected)
	}
	asked := supply.ImpactAnswer{
		Rounds: expected.rounds, Converged: expected.converged, SupplyRead: supply.SupplyRead{Clamped: among(oversubscribed, reached), Reach: analysis.Reach{Visited: len(reached)}},
	}
	output := c.last("indicator:output")
	for _, id := range slices.Sorted(maps.Keys(expected.loss)) {
		if loss := expected.loss[id]; loss > 0 {
			risk := loss * output([]string{id}).Value
			if !(risk >= 0) {
				risk = loss * inboundValue(by[id])
			}
			asked.Affected = append(asked.Affected, supply.AffectedActor{ID: id, Loss: loss, Round: expected.round[id], ValueAtRisk: risk})
			if !math.IsNaN(risk) {
				asked.ValueAtRisk += risk
			}
		}
	}
	wanted := impactText(&asked)
	return orSame(m, wanted), wanted, nil
}

// inboundValue is the sum of what links are worth; NaN where that is nothing.
func inboundValue(links []*supplied) float64 {
	sum := 0.0
	for _, l := range links {
		if !math.IsNaN(l.value) {
			sum += l.value
		}
	}
	if sum > 0 {
		return sum
	}
	return math.NaN()
}

func impactText(a *supply.ImpactAnswer) measured {
	m := measured{numbers: []float64{a.ValueAtRisk}}
	m.text = fmt.Sprintf("%d rounds, converged %v, %d visited, truncated %v, clamped %v", a.Rounds, a.Converged, a.Visited, a.Truncated, a.Clamped)
	for _, of := range a.Affected {
		m.text += fmt.Sprintf("\n%s in round %d", of.ID, of.Round)
		m.numbers = append(m.numbers, of.Loss, of.ValueAtRisk)
	}
	return m
}

// losing hands losses on from suppliers to customers.
type losing struct {
	*comparer
	links   []*supplied
	options supply.ImpactOptions
}

// lost are losses by actor, in which round they came first, and how much of each the strongest chain brings.
type lost struct {
	shocks, loss, carried map[string]float64
	round                 map[string]int
	rounds                int
	converged             bool
}

func (l *losing) losses(shocks map[string]float64) *lost {
	out := &lost{shocks: shocks, loss: maps.Clone(shocks), carried: maps.Clone(shocks), round: map[string]int{}}
	for id, loss := range shocks {
		if loss > 0 {
			out.round[id] = 0
		}
	}
	for out.rounds < l.options.Rounds && !out.converged {
		out.rounds++
		out.converged = true
		loss, carried := maps.Clone(shocks), maps.Clone(shocks)
		for _, id := range supplyActors() {
			if need, strongest := l.need(id, out); need > shocks[id] {
				loss[id], carried[id] = min(1, need), strongest
			}
			if _, came := out.round[id]; loss[id] > 0 && !came {
				out.round[id] = out.rounds
			}
			out.converged = out.converged && math.Abs(loss[id]-out.loss[id]) <= 1e-9
		}
		out.loss, out.carried = loss, carried
	}
	return out
}

// need is what a customer lacks, and how much of it the strongest link brings.
func (l *losing) need(customer string, before *lost) (need, strongest float64) {
	share, lacks, most := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, link := range l.links {
		if link.To == customer {
			group := "all"
			if l.options.Substitution == supply.NoSubstitution {
				group = l.group(link)
			}
			share[group] += link.share
			lacks[group] += link.share * before.loss[link.From]
			most[group] = max(most[group], link.share*before.carried[link.From])
		}
	}
	if l.options.Substitution == supply.FullSubstitution {
		return lacks["all"], most["all"]
	}
	for group, of := range share {
		if of > 0 && of >= l.options.EssentialShare && lacks[group]/of > need {
			need, strongest = lacks[group]/of, most[group]/of
		}
	}
	return need, strongest
}

// group is what a link delivers.
func (l *losing) group(link *supplied) string {
	for _, name := range []string{link.text("productId"), link.text("industryId"), l.end("IN_INDUSTRY", link.From)} {
		if name != "" {
			return name
		}
	}
	return link.From
}

// checkChain says what is wrong with the strongest chain of an actor. Where inputs replace one another it brings no less than the strongest link of
// each round, and no more than is lost.
func (l *losing) checkChain(a supply.AffectedActor, want *lost) string {
	at, carries, cost, seen := a.ID, 1.0, 0.0, map[string]bool{}
	for _, link := range slices.Backward(a.Chain) {
		i := slices.IndexFunc(l.links, func(s *supplied) bool { return s.ID == link.ID })
		if i < 0 || l.links[i].To != at || l.links[i].From != link.From || link.To != at || seen[at] {
			return fmt.Sprintf("\nlink %s of the chain to %s is out of place", link.ID, a.ID)
		}
		seen[at] = true
		at, carries, cost = link.From, carries*l.links[i].share, cost-math.Log(l.links[i].share)
	}
	if math.Abs(cost-a.Cost) > 1e-9*max(1, cost) || len(a.Chain) > l.options.Rounds || want.shocks[at] == 0 {
		return fmt.Sprintf("\nchain to %s: cost %v, of which the links cost %v, from %s", a.ID, a.Cost, cost, at)
	}
	carries *= want.shocks[at]
	if l.options.Substitution == supply.FullSubstitution && (carries < want.carried[a.ID]-1e-9 || carries > a.Loss+1e-9) {
		return fmt.Sprintf("\nchain to %s brings %v, the strongest %v of %v", a.ID, carries, want.carried[a.ID], a.Loss)
	}
	return ""
}
