package supply

import (
	"context"

	"partnir/analysis"
)

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

// CriticalSuppliers finds on which suppliers an actor depends. Direction and MinShare of the question do not count.
func CriticalSuppliers(ctx context.Context, r *analysis.Reader, q SupplyChainQuestion, o CriticalOptions) (*CriticalSuppliersAnswer, error) {
	o.Tiers = q.Tiers
	if err := o.Check(); err != nil {
		return nil, analysis.Wrong("%v", err)
	}
	q.Direction = Upstream
	v, read, err := readSupply(ctx, r, q)
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
	out := &CriticalSuppliersAnswer{SupplyRead: read}
	for _, c := range critical {
		out.Suppliers = append(out.Suppliers, DependedActor{
			SuppliedActor{v.IDs[c.Actor], c.Tier, c.Share, supplyLinks(r, v, links[c.Actor])}, c.Unavoidable, c.Loss,
		})
	}
	return out, nil
}
