package supply

import (
	"context"
	"slices"
)

// ChainDirection is which way a supply chain is followed.
type ChainDirection int

const (
	// Upstream goes from a customer to its suppliers.
	Upstream ChainDirection = iota
	// Downstream goes from a supplier to its customers.
	Downstream
)

// MaxTiers is the largest number of tiers of a supply chain.
const MaxTiers = 8

// ChainActor is an actor of a supply chain.
type ChainActor struct {
	Actor int
	// Tier is the least number of links between the actor and the one that the chain is of.
	Tier int
	// Share is the part of the customer's input that the supplier stands for: over all chains of at most so many links as the
	// chain has tiers, the product of the shares of the links, summed, and at most 1. Upstream the customer is the one that the chain
	// is of, downstream the actor.
	Share float64
	// Links are the places in Links of the links between the actor and the tier before.
	Links []int
}

// Chain follows links for so many tiers. The actors come by tier, within one by share, largest
// first, and then by number. The one that the chain is of is not among them. It stops early with the error of ctx.
//
// A chain may pass an actor more than once, the one that it is of too: with A the matrix of shares, the share after k links is an
// element of the k-th power of A, and that over all tiers an element of A + A² + … as in Leontief's inverse.
func (n *Network) Chain(ctx context.Context, of int, direction ChainDirection, tiers int) ([]ChainActor, error) {
	shares, err := n.tierShares(ctx, of, direction, tiers)
	if err != nil {
		return nil, err
	}
	var chain []ChainActor
	tier := n.tiers(of, direction, tiers)
	for a, t := range tier {
		if t <= 0 {
			continue
		}
		c := ChainActor{Actor: a, Tier: t}
		for _, s := range shares[1:] {
			c.Share += s[a]
		}
		c.Share = min(c.Share, 1)
		n.between(a, direction.opposite(), func(link, other int) {
			if tier[other] == t-1 {
				c.Links = append(c.Links, link)
			}
		})
		chain = append(chain, c)
	}
	slices.SortStableFunc(chain, func(a, b ChainActor) int {
		switch {
		case a.Tier != b.Tier:
			return a.Tier - b.Tier
		case a.Share > b.Share:
			return -1
		case a.Share < b.Share:
			return 1
		}
		return 0
	})
	return chain, nil
}

func (d ChainDirection) opposite() ChainDirection { return 1 - d }

// between calls f with each link that leads on from an actor in a direction, and with the actor at its other end.
func (n *Network) between(actor int, direction ChainDirection, f func(link, other int)) {
	visit := func(link int) {
		l := &n.Links[link]
		if direction == Upstream {
			f(link, l.Supplier)
		} else {
			f(link, l.Customer)
		}
	}
	if direction == Upstream {
		for link := n.first[actor]; link < n.first[actor+1]; link++ {
			visit(link)
		}
		return
	}
	for _, link := range n.Outbound(actor) {
		visit(link)
	}
}

// tiers is the tier of each actor: 0 for the one that the chain is of, -1 for those that it does not reach.
func (n *Network) tiers(of int, direction ChainDirection, most int) []int {
	tier := slices.Repeat([]int{-1}, n.actors)
	tier[of] = 0
	frontier := []int{of}
	for t := 1; t <= most && len(frontier) > 0; t++ {
		var next []int
		for _, a := range frontier {
			n.between(a, direction, func(_, other int) {
				if tier[other] < 0 {
					tier[other] = t
					next = append(next, other)
				}
			})
		}
		frontier = next
	}
	return tier
}

// tierShares are, by number of links and actor, the shares that come over chains of that many links. Those of no link are 1 for the one
// that the chain is of.
func (n *Network) tierShares(ctx context.Context, of int, direction ChainDirection, tiers int) ([][]float64, error) {
	shares := [][]float64{make([]float64, n.actors)}
	shares[0][of] = 1
	for k := range tiers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := make([]float64, n.actors)
		for a, share := range shares[k] {
			if share > 0 {
				n.between(a, direction, func(link, other int) { next[other] += share * n.Links[link].Share })
			}
		}
		shares = append(shares, next)
	}
	return shares, nil
}
