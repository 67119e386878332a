package supply

import (
	"cmp"
	"context"
	"slices"

	"partnir/analysis"
)

// SupplyChainQuestion asks for the supply chain of an actor.
type SupplyChainQuestion struct {
	// Of is the id of the actor.
	Of        string
	Direction ChainDirection
	// Tiers is how far to follow links, from 1 to MaxTiers.
	Tiers int
	Carrying
	// MinShare leaves out actors with less, 0 to 1.
	MinShare float64
	// Scope narrows the links; its MaxVisited is how many actors to visit at most.
	analysis.Scope
}

// Carrying says which links count by what they carry.
type Carrying struct {
	// Flow is what flows, Product and Industry are ids of what is carried; "" for all.
	Flow, Product, Industry string
}

// SuppliedActor is an actor of a chain with its links.
type SuppliedActor struct {
	ID    string
	Tier  int
	Share float64
	// Links are the links between the actor and the tier before.
	Links []analysis.Link
}

// SupplyChainAnswer is a supply chain. The actors come by tier, within one by share, the largest first, and then by id.
type SupplyChainAnswer struct {
	Actors []SuppliedActor
	SupplyRead
}

// SupplyRead says how far the reading of a part of the supply network came.
type SupplyRead struct {
	// Clamped are the actors whose shares summed above 1 and were divided by their sum, by id.
	Clamped []string
	// Reach counts actors.
	analysis.Reach
}

// SupplyChain follows the links of an actor.
func SupplyChain(ctx context.Context, r *analysis.Reader, q SupplyChainQuestion) (*SupplyChainAnswer, error) {
	err := cmp.Or(analysis.Within("tiers", q.Tiers, 1, MaxTiers), analysis.Part("minShare", q.MinShare), q.Check())
	if err != nil {
		return nil, err
	}
	v, read, err := readCarrying(ctx, r, q.Carrying, SupplyQuestion{
		Of: []string{q.Of}, argument: "of", Direction: q.Direction, Levels: q.Tiers, Scope: q.Scope,
	})
	if err != nil {
		return nil, err
	}
	chain, err := v.Chain(ctx, v.Number(v.Of[0]), q.Direction, q.Tiers)
	if err != nil {
		return nil, err
	}
	out := &SupplyChainAnswer{SupplyRead: read}
	for _, a := range chain {
		if a.Share >= q.MinShare {
			out.Actors = append(out.Actors, SuppliedActor{v.IDs[a.Actor], a.Tier, a.Share, supplyLinks(r, v, a.Links)})
		}
	}
	return out, nil
}

// readCarrying reads a part of the network, with shares that nobody has more than 1 of, and leaves those links in it that carry what is asked
// for.
func readCarrying(ctx context.Context, r *analysis.Reader, c Carrying, s SupplyQuestion) (*View, SupplyRead, error) {
	if err := c.resolve(ctx, r); err != nil {
		return nil, SupplyRead{}, err
	}
	s.Flow = c.Flow
	v, read, err := clamped(ctx, r, s)
	if err != nil {
		return nil, SupplyRead{}, err
	}
	return v.Through(c.Product, c.Industry), read, nil
}

// resolve puts the ids that the product and the industry have now in the place of those given; "" stays.
func (c *Carrying) resolve(ctx context.Context, r *analysis.Reader) (err error) {
	if c.Product != "" {
		if c.Product, err = r.ResolveOne(ctx, "product", c.Product, "Product"); err != nil {
			return err
		}
	}
	if c.Industry != "" {
		c.Industry, err = r.ResolveOne(ctx, "industry", c.Industry, "Industry")
	}
	return err
}

// clamped reads a part of the network and divides shares of a customer that sum above 1 by their sum.
func clamped(ctx context.Context, r *analysis.Reader, s SupplyQuestion) (*View, SupplyRead, error) {
	v, err := ReadView(ctx, r, s)
	if err != nil {
		return nil, SupplyRead{}, err
	}
	read := SupplyRead{Reach: v.Reach}
	for _, a := range v.Oversubscribed {
		read.Clamped = append(read.Clamped, v.IDs[a])
	}
	v.Network = v.Network.Clamped()
	return v, read, nil
}

// supplyLinks are some of the links of a view, by their ends.
func supplyLinks(r *analysis.Reader, v *View, places []int) []analysis.Link {
	links := make([]analysis.Link, len(places))
	for i, place := range places {
		links[i] = supplyLink(r, v, place)
	}
	slices.SortFunc(links, analysis.ByEnds)
	return links
}

func supplyLink(r *analysis.Reader, v *View, place int) analysis.Link {
	l := v.Links[place]
	return analysis.Link{
		Type: r.Mapping.Relationship("SUPPLIES"), ID: v.Carries(place).ID, From: v.IDs[l.Supplier], To: v.IDs[l.Customer],
	}
}
