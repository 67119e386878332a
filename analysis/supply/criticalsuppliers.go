package supply

import (
	"cmp"
	"context"

	"partnir/analysis"
)

// CriticalSuppliersQuestion asks on which suppliers an actor depends.
type CriticalSuppliersQuestion struct {
	// Of is the id of the actor.
	Of string
	// CriticalOptions have tiers from 1 to MaxTiers, and a threshold and an essential share from 0 to 1.
	CriticalOptions
	Carrying
	// Scope narrows the links; its MaxVisited is how many actors to visit at most.
	analysis.Scope
}

// DependedActor is a supplier that an actor depends on.
type DependedActor struct {
	SuppliedActor
	Unavoidable bool
	Loss        float64
}

// CriticalSuppliersAnswer are the suppliers that an actor depends on.
type CriticalSuppliersAnswer struct {
	Suppliers []DependedActor
	SupplyRead
}

// CriticalSuppliers finds on which suppliers an actor depends.
func CriticalSuppliers(ctx context.Context, r *analysis.Reader, q CriticalSuppliersQuestion) (*CriticalSuppliersAnswer, error) {
	err := cmp.Or(
		analysis.Within("tiers", q.Tiers, 1, MaxTiers), analysis.Part("threshold", q.Threshold),
		analysis.Part("essentialShare", q.EssentialShare), q.Check(),
	)
	if err != nil {
		return nil, err
	}
	v, read, err := readCarrying(ctx, r, q.Carrying, SupplyQuestion{
		Of: []string{q.Of}, argument: "of", Direction: Upstream, Levels: q.Tiers, Scope: q.Scope,
	})
	if err != nil {
		return nil, err
	}
	of := v.Number(v.Of[0])
	critical, err := v.Critical(ctx, of, q.CriticalOptions)
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
	out := &CriticalSuppliersAnswer{SupplyRead: read}
	for _, c := range critical {
		out.Suppliers = append(out.Suppliers, DependedActor{
			SuppliedActor{v.IDs[c.Actor], c.Tier, c.Share, supplyLinks(r, v, links[c.Actor])}, c.Unavoidable, c.Loss,
		})
	}
	return out, nil
}
