package supply

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"partnir/analysis/analysistest"
)

const missing = -1 // in the tables of the tests, a share or value that is not known

func known(v float64) float64 {
	if v == missing {
		return math.NaN()
	}
	return v
}

// network builds a network from lines: supplier, customer, group, share, value.
func network(actors int, lines [][5]float64) *Network {
	var links []NetworkLink
	for _, l := range lines {
		links = append(links, NetworkLink{int(l[0]), int(l[1]), int(l[2]), known(l[3]), known(l[4])})
	}
	return NewNetwork(actors, links)
}

func mustSpread(t *testing.T, n *Network, shocks []Shock, o ImpactOptions) *Losses {
	t.Helper()
	l, err := n.Spread(t.Context(), shocks, o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A chip maker (0) and a second one (1) supply boards (2); boards and steel (3) go into cars (4):
//
//	0 ─0.3→ 2 ─0.2→ 4
//	1 ─0.1→ 2       ↑
//	        3 ─0.4──┘
func cars() *Network {
	return network(5, [][5]float64{
		{0, 2, 0, 0.3, missing}, {1, 2, 0, 0.1, missing}, {2, 4, 1, 0.2, missing}, {3, 4, 2, 0.4, missing},
	})
}

func TestImpactWithFullSubstitution(t *testing.T) {
	l := mustSpread(t, cars(), []Shock{{0, 0.5}}, ImpactOptions{Rounds: 5})
	// Boards lose 0.3 · 0.5 = 0.15, cars 0.2 · 0.15 = 0.03.
	for actor, want := range []float64{0.5, 0, 0.15, 0, 0.03} {
		if !analysistest.Near(l.Loss[actor], want) {
			t.Errorf("actor %d loses %v, want %v", actor, l.Loss[actor], want)
		}
	}
	if want := []int{0, -1, 1, -1, 2}; !slices.Equal(l.Round, want) {
		t.Errorf("rounds %v, want %v", l.Round, want)
	}
	// Round 3 moves nothing.
	if l.Rounds != 3 || !l.Converged {
		t.Errorf("%d rounds, converged %v; want 3, true", l.Rounds, l.Converged)
	}
	if got := l.StrongestChain(4); !slices.Equal(suppliers(l, got), []int{0, 2}) {
		t.Errorf("the chain goes by %v", suppliers(l, got))
	}
	if got := l.StrongestChain(0); len(got) != 0 {
		t.Errorf("the shocked actor has a chain %v", got)
	}
}

func TestImpactWithoutSubstitution(t *testing.T) {
	l := mustSpread(t, cars(), []Shock{{0, 0.5}}, ImpactOptions{Rounds: 5, Substitution: NoSubstitution, EssentialShare: 0.02})
	// Chips are one group: 0.3 · 0.5 ÷ 0.4 = 0.375. Cars cannot do without boards and lose as much; steel does not help.
	for actor, want := range []float64{0.5, 0, 0.375, 0, 0.375} {
		if !analysistest.Near(l.Loss[actor], want) {
			t.Errorf("actor %d loses %v, want %v", actor, l.Loss[actor], want)
		}
	}
}

func TestImpactLeavesOutWhatIsNotEssential(t *testing.T) {
	l := mustSpread(t, cars(), []Shock{{2, 1}}, ImpactOptions{Rounds: 5, Substitution: NoSubstitution, EssentialShare: 0.3})
	if l.Loss[4] != 0 {
		t.Errorf("cars lose %v for want of an input of share 0.2, and 0.3 is essential", l.Loss[4])
	}
	l = mustSpread(t, cars(), []Shock{{2, 1}}, ImpactOptions{Rounds: 5, Substitution: NoSubstitution, EssentialShare: 0.2})
	if l.Loss[4] != 1 {
		t.Errorf("cars lose %v for want of an input of share 0.2, and 0.2 is essential", l.Loss[4])
	}
}

func TestImpactOfCircleAndOfShocksThatMeetNeeds(t *testing.T) {
	// 0 and 1 supply half of each other's input; 1 also has a shock of its own, which is larger than what it lacks.
	n := network(2, [][5]float64{{0, 1, 0, 0.5, missing}, {1, 0, 0, 0.5, missing}})
	l := mustSpread(t, n, []Shock{{0, 0.8}, {1, 0.6}}, ImpactOptions{Rounds: 20})
	if l.Loss[0] != 0.8 || l.Loss[1] != 0.6 || l.Rounds != 1 || !l.Converged {
		t.Errorf("losses %v after %d rounds; want the shocks themselves after 1", l.Loss, l.Rounds)
	}
	// Without the second shock, 1 loses 0.5 · 0.8.
	l = mustSpread(t, n, []Shock{{0, 0.8}}, ImpactOptions{Rounds: 20})
	if l.Loss[0] != 0.8 || !analysistest.Near(l.Loss[1], 0.4) {
		t.Errorf("losses %v; want 0.8 and 0.4", l.Loss)
	}
}

func TestSharesFromValues(t *testing.T) {
	n := network(4, [][5]float64{
		{0, 3, 0, missing, 30}, {1, 3, 0, missing, 10}, {2, 3, 0, 0.1, 60}, {2, 1, 0, missing, missing}, {0, 2, 0, 0.9, missing}, {1, 2, 0, 0.2, missing},
	})
	got := map[[2]int]float64{}
	for _, l := range n.Links {
		got[[2]int{l.Supplier, l.Customer}] = l.Share
	}
	// The values into 3 sum to 100; a share that is given stays.
	for ends, want := range map[[2]int]float64{{0, 3}: 0.3, {1, 3}: 0.1, {2, 3}: 0.1, {2, 1}: 0, {0, 2}: 0.9, {1, 2}: 0.2} {
		if !analysistest.Near(got[ends], want) {
			t.Errorf("share of %v is %v, want %v", ends, got[ends], want)
		}
	}
	if n.Unknown != 1 || !slices.Equal(n.Oversubscribed, []int{2}) {
		t.Errorf("%d unknown shares, oversubscribed %v; want 1, [2]", n.Unknown, n.Oversubscribed)
	}
	if l := mustSpread(t, n, []Shock{{0, 1}, {1, 1}}, ImpactOptions{Rounds: 3}); l.Loss[2] != 1 {
		t.Errorf("shares of 1.1 lose %v, want 1", l.Loss[2])
	}
}

// randomNetwork makes shares of a customer sum to at most 1, or, where wild, to anything.
func randomNetwork(r *rand.Rand, wild bool) *Network {
	actors := 2 + r.IntN(199)
	links := make([]NetworkLink, r.IntN(6*actors))
	for i := range links {
		links[i] = NetworkLink{r.IntN(actors), r.IntN(actors), r.IntN(5), r.Float64(), 100 * r.Float64()}
	}
	if !wild {
		sums := map[int]float64{}
		for _, l := range links {
			sums[l.Customer] += l.Share
		}
		for i := range links {
			links[i].Share *= 0.95 / max(0.95, sums[links[i].Customer])
		}
	}
	return NewNetwork(actors, links)
}

// naiveImpact computes the losses as the definition has them, and by recursion.
type naiveImpact struct {
	links  []NetworkLink
	shock  map[int]float64
	o      ImpactOptions
	known  map[[2]int]float64
	chains map[[2]int]float64
}

func (n *naiveImpact) loss(c, round int) float64 {
	if round == 0 {
		return n.shock[c]
	}
	if v, ok := n.known[[2]int{c, round}]; ok {
		return v
	}
	need, _, _ := n.need(c, round)
	v := math.Min(1, math.Max(n.shock[c], need))
	n.known[[2]int{c, round}] = v
	return v
}

// need also returns the links that decide it, and by what their shares are divided.
func (n *naiveImpact) need(c, round int) (float64, []NetworkLink, float64) {
	groups := map[int][]NetworkLink{}
	for _, l := range n.links {
		if l.Customer == c {
			g := 0
			if n.o.Substitution == NoSubstitution {
				g = l.Group
			}
			groups[g] = append(groups[g], l)
		}
	}
	need, whole := 0.0, 1.0
	var decide []NetworkLink
	for g := range 5 {
		share, lost := 0.0, 0.0
		for _, l := range groups[g] {
			share += l.Share
			lost += l.Share * n.loss(l.Supplier, round-1)
		}
		if n.o.Substitution == FullSubstitution {
			share = 1
		} else if share == 0 || share < n.o.EssentialShare {
			continue
		}
		if lost/share > need {
			need, decide, whole = lost/share, groups[g], share
		}
	}
	return need, decide, whole
}

// strongest is the most that a chain of at most round links carries to c.
func (n *naiveImpact) strongest(c, round int) float64 {
	if round == 0 {
		return n.shock[c]
	}
	if v, ok := n.chains[[2]int{c, round}]; ok {
		return v
	}
	v := n.shock[c]
	if need, decide, whole := n.need(c, round); need > v {
		v = 0
		for _, l := range decide {
			v = math.Max(v, l.Share/whole*n.strongest(l.Supplier, round-1))
		}
	}
	n.chains[[2]int{c, round}] = v
	return v
}

func TestImpactAgainstTheDefinition(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := randomNetwork(r, seed%3 == 0)
		o := ImpactOptions{Rounds: 1 + r.IntN(8), Substitution: Substitution(r.IntN(2)), EssentialShare: 0.3 * r.Float64()}
		naive := &naiveImpact{n.Links, map[int]float64{}, o, map[[2]int]float64{}, map[[2]int]float64{}}
		var shocks []Shock
		for _, a := range r.Perm(n.Actors())[:1+r.IntN(2)] {
			naive.shock[a] = r.Float64()
			shocks = append(shocks, Shock{a, naive.shock[a]})
		}
		l := mustSpread(t, n, shocks, o)
		for a := range n.Actors() {
			if want := naive.loss(a, o.Rounds); math.Abs(l.Loss[a]-want) > 1e-8 {
				t.Fatalf("seed %d: actor %d loses %v, want %v", seed, a, l.Loss[a], want)
			}
			if err := chainHolds(l, a, shocks); err != nil {
				t.Fatalf("seed %d: actor %d: %v", seed, a, err)
			}
			// With full substitution a chain carries the product of its shares; what the definition finds best is what it must carry.
			if o.Substitution == FullSubstitution && seed%3 != 0 {
				if got, want := carried(l, a, naive.shock), naive.strongest(a, l.Rounds); !analysistest.Near(got, want) {
					t.Fatalf("seed %d: the chain to actor %d carries %v, want %v", seed, a, got, want)
				}
			}
		}
	}
}

// chainHolds checks that a chain leads from a shocked actor to the actor, each link from where the last ended.
func chainHolds(l *Losses, actor int, shocks []Shock) error {
	chain := l.StrongestChain(actor)
	at := actor
	for i := len(chain) - 1; i >= 0; i-- {
		link := l.network.Links[chain[i]]
		if link.Customer != at {
			return fmt.Errorf("link %v of the chain does not lead to %d", link, at)
		}
		at = link.Supplier
	}
	if l.Loss[actor] > 0 && !slices.ContainsFunc(shocks, func(s Shock) bool { return s.Actor == at }) {
		return fmt.Errorf("the chain starts at %d, which has no shock", at)
	}
	via := suppliers(l, chain)
	slices.Sort(via)
	if len(slices.Compact(via)) != len(chain) {
		return fmt.Errorf("the chain goes through an actor twice: %v", chain)
	}
	return nil
}

func carried(l *Losses, actor int, shock map[int]float64) float64 {
	chain := l.StrongestChain(actor)
	if len(chain) == 0 {
		return shock[actor]
	}
	v := shock[l.network.Links[chain[0]].Supplier]
	for _, i := range chain {
		v *= l.network.Links[i].Share
	}
	return v
}

func suppliers(l *Losses, chain []int) []int {
	var via []int
	for _, i := range chain {
		via = append(via, l.network.Links[i].Supplier)
	}
	return via
}

func TestImpactNeverFalls(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 2))
		n := randomNetwork(r, seed%2 == 0)
		o := ImpactOptions{Substitution: Substitution(seed % 2), EssentialShare: 0.02}
		before := make([]float64, n.Actors())
		for o.Rounds = 1; o.Rounds <= MaxRounds; o.Rounds++ {
			l := mustSpread(t, n, []Shock{{0, 0.7}}, o)
			for a, loss := range l.Loss {
				if loss < before[a] || loss > 1 {
					t.Fatalf("seed %d: actor %d loses %v after %d rounds, and %v before", seed, a, loss, o.Rounds, before[a])
				}
			}
			before = l.Loss
		}
	}
}

func TestImpactStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := cars().Spread(ctx, []Shock{{0, 1}}, ImpactOptions{Rounds: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
