package analysis

import (
	"context"
	"slices"
)

// SupplyChainQuestion asks for the supply chain of an actor.
type SupplyChainQuestion struct {
	// Of is the id of the actor.
	Of        string
	Direction ChainDirection
	Tiers     int
	// Flow is what flows, Product and Industry are ids of what is carried; "" for all.
	Flow, Product, Industry string
	// MinShare leaves out actors with less.
	MinShare float64
	// Scope narrows the links; its Limit is how many actors to visit at most.
	Scope
}

// SuppliedActor is an actor of a chain with its links.
type SuppliedActor struct {
	ID    string
	Tier  int
	Share float64
	// Links are the links between the actor and the tier before.
	Links []Link
}

// SupplyChainAnswer is a supply chain. The actors come by tier, within one by share, the largest first, and then by id.
type SupplyChainAnswer struct {
	Actors []SuppliedActor
	SupplyRead
}

// SupplyRead says how far the reading of a part of the supply network came.
type SupplyRead struct {
	// Clamped are the actors whose shares summed above 1 and were divided by their sum, by id.
	Clamped   []string
	Visited   int
	Truncated bool
}

// SupplyChain follows the links of an actor.
func (r *Reader) SupplyChain(ctx context.Context, q SupplyChainQuestion) (*SupplyChainAnswer, error) {
	if err := CheckTiers(q.Tiers); err != nil {
		return nil, wrong("%v", err)
	}
	if !(q.MinShare >= 0 && q.MinShare <= 1) {
		return nil, wrong("minShare: %v is outside 0 to 1", q.MinShare)
	}
	v, read, err := r.supplyOf(ctx, q)
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
			out.Actors = append(out.Actors, SuppliedActor{v.IDs[a.Actor], a.Tier, a.Share, r.supplyLinks(v, a.Links)})
		}
	}
	return out, nil
}

// supplyOf reads the part of the network around an actor, with shares that nobody has more than 1 of, and leaves those links in it that
// carry what is asked for.
func (r *Reader) supplyOf(ctx context.Context, q SupplyChainQuestion) (*SupplyView, SupplyRead, error) {
	if err := r.carriedNow(ctx, &q.Product, &q.Industry); err != nil {
		return nil, SupplyRead{}, err
	}
	v, read, err := r.clamped(ctx, SupplyQuestion{
		Of: []string{q.Of}, argument: "of", Direction: q.Direction, Levels: q.Tiers, Flow: q.Flow, Scope: q.Scope,
	})
	if err != nil {
		return nil, SupplyRead{}, err
	}
	return v.Through(q.Product, q.Industry), read, nil
}

// carriedNow puts the ids that a product and an industry have now in the place of those given; "" stays.
func (r *Reader) carriedNow(ctx context.Context, product, industry *string) (err error) {
	if *product != "" {
		if *product, err = r.now(ctx, "product", *product, "Product"); err != nil {
			return err
		}
	}
	if *industry != "" {
		*industry, err = r.now(ctx, "industry", *industry, "Industry")
	}
	return err
}

// clamped reads a part of the network and divides shares of a customer that sum above 1 by their sum.
func (r *Reader) clamped(ctx context.Context, s SupplyQuestion) (*SupplyView, SupplyRead, error) {
	v, err := r.SupplyView(ctx, s)
	if err != nil {
		return nil, SupplyRead{}, err
	}
	read := SupplyRead{Visited: v.Visited, Truncated: v.Truncated}
	for _, a := range v.Oversubscribed {
		read.Clamped = append(read.Clamped, v.IDs[a])
	}
	v.SupplyNetwork = v.SupplyNetwork.Clamped()
	return v, read, nil
}

// supplyLinks are some of the links of a view, by their ends.
func (r *Reader) supplyLinks(v *SupplyView, places []int) []Link {
	links := make([]Link, len(places))
	for i, place := range places {
		links[i] = r.supplyLink(v, place)
	}
	slices.SortFunc(links, byEnds)
	return links
}

func (r *Reader) supplyLink(v *SupplyView, place int) Link {
	l := v.Links[place]
	return Link{
		Type: r.Mapping.Relationship("SUPPLIES"), ID: v.Carries(place).ID, From: v.IDs[l.Supplier], To: v.IDs[l.Customer],
	}
}

// DependedActor is a supplier that an actor depends on.
type DependedActor struct {
	SuppliedActor
	Unavoidable bool
	Loss        float64
}

// CriticalAnswer are the suppliers that an actor depends on.
type CriticalAnswer struct {
	Suppliers []DependedActor
	SupplyRead
}

// CriticalSuppliers finds on which suppliers an actor depends. Direction and MinShare of the question do not count.
func (r *Reader) CriticalSuppliers(ctx context.Context, q SupplyChainQuestion, o CriticalOptions) (*CriticalAnswer, error) {
	o.Tiers = q.Tiers
	if err := o.Check(); err != nil {
		return nil, wrong("%v", err)
	}
	q.Direction = Upstream
	v, read, err := r.supplyOf(ctx, q)
	if err != nil {
		return nil, err
	}
	of := v.Number(v.Of[0])
	critical, err := v.Critical(ctx, of, o)
	if err != nil {
		return nil, err
	}
	chain, err := v.Chain(ctx, of, Upstream, q.Tiers)
	if err != nil {
		return nil, err
	}
	links := map[int][]int{}
	for _, a := range chain {
		links[a.Actor] = a.Links
	}
	out := &CriticalAnswer{SupplyRead: read}
	for _, c := range critical {
		out.Suppliers = append(out.Suppliers, DependedActor{
			SuppliedActor{v.IDs[c.Actor], c.Tier, c.Share, r.supplyLinks(v, links[c.Actor])}, c.Unavoidable, c.Loss,
		})
	}
	return out, nil
}
