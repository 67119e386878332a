package supply

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"partnir/analysis/analysistest"
)

func chain(t *testing.T, n *Network, of int, d ChainDirection, tiers int) []ChainActor {
	t.Helper()
	c, err := n.Chain(t.Context(), of, d, tiers)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestChainUpstream(t *testing.T) {
	// 0 supplies 2 by way of 1, and at once:  0 ─0.5→ 1 ─0.4→ 2,  0 ─0.1→ 2.  3 ─0.2→ 0 is beyond two tiers by way of 1.
	n := network(4, [][5]float64{
		{0, 1, 0, 0.5, missing}, {1, 2, 0, 0.4, missing}, {0, 2, 0, 0.1, missing}, {3, 0, 0, 0.2, missing},
	})
	got := chain(t, n, 2, Upstream, 2)
	// 0 is in the first tier, and stands for 0.1 + 0.5 · 0.4; 3 for 0.2 · 0.1, for its chain by way of 1 has three links.
	want := []ChainActor{{Actor: 1, Tier: 1, Share: 0.4}, {Actor: 0, Tier: 1, Share: 0.3}, {Actor: 3, Tier: 2, Share: 0.02}}
	checkChain(t, got, want)
	if l := n.Links[got[2].Links[0]]; l.Supplier != 3 || l.Customer != 0 {
		t.Errorf("3 came by %+v", l)
	}
	checkChain(t, chain(t, n, 2, Upstream, 3), []ChainActor{
		{Actor: 1, Tier: 1, Share: 0.4}, {Actor: 0, Tier: 1, Share: 0.3}, {Actor: 3, Tier: 2, Share: 0.02 + 0.2*0.5*0.4},
	})
}

func TestChainDownstream(t *testing.T) {
	n := network(4, [][5]float64{{0, 1, 0, 0.5, missing}, {1, 2, 0, 0.4, missing}, {0, 2, 0, 0.1, missing}, {2, 2, 0, 0.5, missing}})
	// 2 takes half of its input from itself, so that what 0 stands for comes round again: 0.1 + (0.5 · 0.4 + 0.1 · 0.5) in two links.
	checkChain(t, chain(t, n, 0, Downstream, 2), []ChainActor{{Actor: 1, Tier: 1, Share: 0.5}, {Actor: 2, Tier: 1, Share: 0.35}})
}

func TestChainLinksComeFromTheTierBefore(t *testing.T) {
	// Two parallel links, and one between actors of one tier.
	n := network(3, [][5]float64{{1, 0, 0, 0.2, missing}, {1, 0, 1, 0.1, missing}, {2, 0, 0, 0.3, missing}, {1, 2, 0, 0.5, missing}})
	got := chain(t, n, 0, Upstream, 1)
	checkChain(t, got, []ChainActor{{Actor: 1, Tier: 1, Share: 0.3}, {Actor: 2, Tier: 1, Share: 0.3}})
	if len(got[0].Links) != 2 || len(got[1].Links) != 1 {
		t.Errorf("links %v and %v, want two and one", got[0].Links, got[1].Links)
	}
}

func checkChain(t *testing.T, got, want []ChainActor) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("chain %+v, want %+v", got, want)
	}
	for i, w := range want {
		if g := got[i]; g.Actor != w.Actor || g.Tier != w.Tier || !analysistest.Near(g.Share, w.Share) || len(g.Links) == 0 {
			t.Errorf("actor %+v, want %+v", g, w)
		}
	}
}

// walk calls f with the links of every chain of at most so many links that leads upstream from an actor.
func walk(n *Network, actor, tiers int, product float64, f func(actor, length int, product float64), length int) {
	if length == tiers {
		return
	}
	for _, l := range n.Inbound(actor) {
		f(l.Supplier, length+1, product*l.Share)
		walk(n, l.Supplier, tiers, product*l.Share, f, length+1)
	}
}

func TestChainAgainstEnumeration(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := randomNetwork(r, seed%4 == 0)
		of, tiers := r.IntN(n.Actors()), 1+r.IntN(3)
		shares, tier := map[int]float64{}, map[int]int{}
		walk(n, of, tiers, 1, func(actor, length int, product float64) {
			shares[actor] += product
			if t, found := tier[actor]; !found || length < t {
				tier[actor] = length
			}
		}, 0)
		delete(shares, of)
		got := chain(t, n, of, Upstream, tiers)
		if len(got) != len(shares) {
			t.Fatalf("seed %d: %d actors, want %d", seed, len(got), len(shares))
		}
		for _, c := range got {
			if c.Tier != tier[c.Actor] || !analysistest.Near(c.Share, min(1, shares[c.Actor])) {
				t.Fatalf("seed %d: %+v, want tier %d and share %v", seed, c, tier[c.Actor], shares[c.Actor])
			}
			for _, link := range c.Links {
				if l := n.Links[link]; l.Supplier != c.Actor || c.Tier != 1 && tier[l.Customer] != c.Tier-1 || c.Tier == 1 && l.Customer != of {
					t.Fatalf("seed %d: link %+v did not bring %+v", seed, l, c)
				}
			}
		}
		// Downstream is upstream seen from the other side.
		for _, c := range got[:min(len(got), 5)] {
			down := chain(t, n, c.Actor, Downstream, tiers)
			i := slices.IndexFunc(down, func(d ChainActor) bool { return d.Actor == of })
			if i < 0 || down[i].Tier != c.Tier || !analysistest.Near(down[i].Share, c.Share) {
				t.Fatalf("seed %d: downstream of %d is %+v, and upstream %+v", seed, c.Actor, down, c)
			}
		}
	}
}

func TestChainStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := cars().Chain(ctx, 4, Upstream, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
