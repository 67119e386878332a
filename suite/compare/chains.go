package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"partnir/analysis"
	"partnir/analysis/supply"
)

// supplyChain asks for a chain. Tiers are found by stepping from actor to actor, and shares by adding up the powers of the matrix of shares.
func (c *comparer) supplyChain() (got, want any, err error) {
	q := c.chainQuestion()
	all, links, clamped := c.chainLinks(q)
	tier, share := tiersFrom(links, q.Direction, q.Tiers, q.Of), powers(links, q)
	var chain []supply.SuppliedActor
	for id, t := range tier {
		if s := min(1, share[id]); t > 0 && s >= q.MinShare {
			chain = append(chain, supply.SuppliedActor{ID: id, Tier: t, Share: s, Links: nearer(links, q.Direction, tier, id)})
		}
	}
	answer, err := supply.SupplyChain(context.Background(), c.Reader, q)
	if err != nil {
		return nil, nil, err
	}
	sorted := slices.IsSortedFunc(answer.Actors, func(a, b supply.SuppliedActor) int {
		return cmp.Or(cmp.Compare(a.Tier, b.Tier), cmp.Compare(b.Share, a.Share), cmp.Compare(a.ID, b.ID))
	})
	read := supply.SupplyRead{Clamped: clamped, Reach: analysis.Reach{Visited: len(tiersFrom(all, q.Direction, q.Tiers, q.Of))}}
	expected := chainText(chain, read, true)
	return orSame(chainText(answer.Actors, answer.SupplyRead, sorted), expected), expected, nil
}

func (c *comparer) chainQuestion() supply.SupplyChainQuestion {
	return supply.SupplyChainQuestion{
		Of: c.anyActor(), Direction: supply.ChainDirection(c.IntN(2)), Tiers: 1 + c.IntN(4),
		Carrying: supply.Carrying{
			Flow: c.pick("", "", "GOODS"), Product: c.pick("", "", "", "product:p0"), Industry: c.pick("", "", "", "industry:i0"),
		},
		MinShare: []float64{0, 0, 0.01234}[c.IntN(3)], Scope: c.scope,
	}
}

// chainLinks are the links of a flow, those of them that carry what is asked for, and the actors within the tiers whose shares were too large.
func (c *comparer) chainLinks(q supply.SupplyChainQuestion) (all, carrying []*supplied, clamped []string) {
	by, oversubscribed := c.supplies(q.Flow)
	all = flat(by)
	for _, l := range all {
		if (q.Product == "" || l.text("productId") == q.Product) && (q.Industry == "" || l.text("industryId") == q.Industry) {
			carrying = append(carrying, l)
		}
	}
	whole := q.Tiers
	if q.Direction == supply.Upstream {
		whole-- // of the last suppliers nobody asks who supplies them
	}
	return all, carrying, among(oversubscribed, tiersFrom(all, q.Direction, whole, q.Of))
}

// flat are all links, by the ids of customers, with 0 for a share that is not known.
func flat(by map[string][]*supplied) []*supplied {
	var all []*supplied
	for _, customer := range slices.Sorted(maps.Keys(by)) {
		for _, l := range by[customer] {
			known := *l
			if math.IsNaN(l.share) {
				known.share = 0
			}
			all = append(all, &known)
		}
	}
	return all
}

// among are the ids of a set that are in another, sorted.
func among(set map[string]bool, in map[string]int) []string {
	var ids []string
	for id := range in {
		if set[id] {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// ends are the end of a link that is nearer to where a chain starts, and the one after it.
func (l *supplied) ends(d supply.ChainDirection) (near, far string) {
	if d == supply.Upstream {
		return l.To, l.From
	}
	return l.From, l.To
}

// tiersFrom are the least numbers of links from some actors to each that at most so many lead to.
func tiersFrom(links []*supplied, d supply.ChainDirection, most int, of ...string) map[string]int {
	tier := map[string]int{}
	for _, id := range of {
		tier[id] = 0
	}
	for t := range most {
		for _, l := range links {
			near, far := l.ends(d)
			if at, reached := tier[near]; reached && at == t {
				if _, already := tier[far]; !already {
					tier[far] = t + 1
				}
			}
		}
	}
	return tier
}

// powers are the sums of what all chains of at most so many links carry, by the actor at their other end.
func powers(links []*supplied, q supply.SupplyChainQuestion) map[string]float64 {
	sum, power := map[string]float64{}, map[string]float64{q.Of: 1}
	for range q.Tiers {
		next := map[string]float64{}
		for _, l := range links {
			near, far := l.ends(q.Direction)
			next[far] += power[near] * l.share
		}
		for id, share := range next {
			sum[id] += share
		}
		power = next
	}
	return sum
}

// nearer are the links between an actor and the tier before, by their ends.
func nearer(links []*supplied, d supply.ChainDirection, tier map[string]int, id string) []analysis.Link {
	var out []analysis.Link
	for _, l := range links {
		near, far := l.ends(d)
		if at, reached := tier[near]; far == id && reached && at == tier[id]-1 {
			out = append(out, analysis.Link{ID: l.ID, From: l.From, To: l.To})
		}
	}
	slices.SortFunc(out, func(a, b analysis.Link) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func chainText(chain []supply.SuppliedActor, read supply.SupplyRead, sorted bool) measured {
	m := measured{text: fmt.Sprintf("%d visited, truncated %v, clamped %v, in order %v", read.Visited, read.Truncated, read.Clamped, sorted)}
	chain = slices.SortedFunc(slices.Values(chain), func(a, b supply.SuppliedActor) int { return cmp.Compare(a.ID, b.ID) })
	for _, a := range chain {
		m.text += fmt.Sprintf("\n%s in tier %d by %s", a.ID, a.Tier, strings.Join(linkIDs(a.Links), " "))
		m.numbers = append(m.numbers, a.Share)
	}
	return m
}

func linkIDs(links []analysis.Link) []string {
	ids := make([]string, len(links))
	for i, l := range links {
		ids[i] = l.ID
	}
	return ids
}

// criticalSuppliers asks on whom an actor depends. Whom no chain can do without is found by leaving each out in turn, and so is what the actor loses
// without each.
func (c *comparer) criticalSuppliers() (got, want any, err error) {
	q := c.chainQuestion()
	q.Direction, q.MinShare = supply.Upstream, 0
	o := supply.CriticalOptions{
		Tiers:     q.Tiers,
		Threshold: []float64{0, 0.0987, 0.3123}[c.IntN(3)], Substitution: supply.Substitution(c.IntN(2)), EssentialShare: []float64{0, 0.02345, 0.2345}[c.IntN(3)],
	}
	all, links, clamped := c.chainLinks(q)
	tier, share := tiersFrom(links, q.Direction, q.Tiers, q.Of), powers(links, q)
	l := &losing{comparer: c, links: links, options: supply.ImpactOptions{Rounds: q.Tiers, Substitution: o.Substitution, EssentialShare: o.EssentialShare}}
	var critical []supply.DependedActor
	for id, t := range tier {
		if t == 0 {
			continue
		}
		s := supply.DependedActor{Unavoidable: unavoidable(links, tier, q, id), Loss: l.losses(map[string]float64{id: 1}).loss[q.Of]}
		s.SuppliedActor = supply.SuppliedActor{ID: id, Tier: t, Share: min(1, share[id]), Links: nearer(links, q.Direction, tier, id)}
		if s.Unavoidable || s.Loss >= o.Threshold && s.Loss > 0 {
			critical = append(critical, s)
		}
	}
	answer, err := supply.CriticalSuppliers(context.Background(), c.Reader, supply.CriticalSuppliersQuestion{
		Of: q.Of, CriticalOptions: o, Carrying: q.Carrying, Scope: q.Scope,
	})
	if err != nil {
		return nil, nil, err
	}
	sorted := slices.IsSortedFunc(answer.Suppliers, func(a, b supply.DependedActor) int {
		return cmp.Or(cmp.Compare(b.Loss, a.Loss), cmp.Compare(b.Share, a.Share), cmp.Compare(a.ID, b.ID))
	})
	read := supply.SupplyRead{Clamped: clamped, Reach: analysis.Reach{Visited: len(tiersFrom(all, q.Direction, q.Tiers, q.Of))}}
	expected := criticalText(critical, read, true)
	return orSame(criticalText(answer.Suppliers, answer.SupplyRead, sorted), expected), expected, nil
}

func criticalText(suppliers []supply.DependedActor, read supply.SupplyRead, sorted bool) measured {
	suppliers = slices.SortedFunc(slices.Values(suppliers), func(a, b supply.DependedActor) int { return cmp.Compare(a.ID, b.ID) })
	var chain []supply.SuppliedActor
	text := ""
	var losses []float64
	for _, s := range suppliers {
		chain = append(chain, s.SuppliedActor)
		text += fmt.Sprintf("\n%s unavoidable %v", s.ID, s.Unavoidable)
		losses = append(losses, s.Loss)
	}
	m := chainText(chain, read, sorted)
	return measured{m.text + text, append(m.numbers, losses...)}
}

// unavoidable says whether no chain from a raw end leads to an actor where a supplier is left out.
func unavoidable(links []*supplied, tier map[string]int, q supply.SupplyChainQuestion, without string) bool {
	// What leads on to whom within the tiers. What the actor itself supplies is no part of a chain to it.
	var within []*supplied
	for _, l := range links {
		if t, reached := tier[l.To]; reached && t < q.Tiers && l.From != q.Of && l.From != l.To {
			within = append(within, l)
		}
	}
	far := len(tier)
	for raw := range tier {
		// A raw end is supplied by nobody but those whom it supplies in turn.
		behind, ahead := tiersFrom(within, supply.Upstream, far, raw), tiersFrom(within, supply.Downstream, far, raw)
		isRaw := true
		for id := range behind {
			if _, circle := ahead[id]; !circle {
				isRaw = false
			}
		}
		if !isRaw || raw == without {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(within), func(l *supplied) bool { return l.From == without || l.To == without })
		if _, reached := tiersFrom(others, supply.Downstream, far, raw)[q.Of]; reached {
			return false
		}
	}
	return true
}

// limitedChains asks with a small limit: whatever is left out, it is said.
func (c *comparer) limitedChains(t *testing.T) {
	ctx, cut := t.Context(), 0
	for _, of := range supplyActors()[:8] {
		q := supply.SupplyChainQuestion{Of: of, Tiers: 4, Scope: analysis.Scope{MaxVisited: 3}}
		chain, err := supply.SupplyChain(ctx, c.Reader, q)
		if err != nil {
			t.Fatal(err)
		}
		critical, err := supply.CriticalSuppliers(ctx, c.Reader, supply.CriticalSuppliersQuestion{
			Of: of, CriticalOptions: supply.CriticalOptions{Tiers: q.Tiers}, Scope: q.Scope,
		})
		if err != nil {
			t.Fatal(err)
		}
		impact, err := supply.Impact(ctx, c.Reader, supply.ImpactQuestion{
			Shocks: []supply.ShockTo{{Actor: of, CapacityLost: 1}}, ImpactOptions: supply.ImpactOptions{Rounds: 4}, Scope: q.Scope,
		})
		if err != nil {
			t.Fatal(err)
		}
		all := flat(first(c.supplies("")))
		for _, cutOff := range []struct {
			direction supply.ChainDirection
			read      supply.SupplyRead
		}{{supply.Upstream, chain.SupplyRead}, {supply.Upstream, critical.SupplyRead}, {supply.Downstream, impact.SupplyRead}} {
			reached := len(tiersFrom(all, cutOff.direction, 4, of))
			if cutOff.read.Visited != min(3, reached) || cutOff.read.Truncated != (reached > 3) {
				t.Errorf("of %s, where %d are reached: visited %d, truncated %v", of, reached, cutOff.read.Visited, cutOff.read.Truncated)
			}
			if cutOff.read.Truncated {
				cut++
			}
		}
	}
	if cut == 0 {
		t.Error("nothing is cut")
	}
}

func first[A, B any](a A, _ B) A { return a }
