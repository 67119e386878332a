package analysis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// MaxFootprintTiers is the largest number of tiers of a footprint.
const MaxFootprintTiers = 100

// CheckFootprintTiers says what is wrong with a number of tiers.
func CheckFootprintTiers(tiers int) error {
	if tiers < 0 || tiers > MaxFootprintTiers {
		return fmt.Errorf("tiers: %d is outside 0 to %d", tiers, MaxFootprintTiers)
	}
	return nil
}

// Footprint is what stands behind the output of an actor.
type Footprint struct {
	// Total is the sum over the tiers, as far as figures are known.
	Total float64
	// Tiers are the own figure (tier 0), that of the direct suppliers, and so on. Converged says that nothing was to come beyond the
	// last.
	Tiers     []FootprintTier
	Converged bool
	// Contributors are the actors with a figure that contribute, the largest first.
	Contributors []FootprintPart
}

// FootprintTier is the part of a footprint that comes over chains of so many links.
type FootprintTier struct {
	Tier int
	// Value is Σ weight · own figure over the actors whose figure is known.
	Value float64
	// Weight is the sum of the weights of all actors, Known that of those whose figure is known.
	Weight, Known float64
}

// FootprintPart is what one actor contributes to a footprint over all tiers.
type FootprintPart struct {
	Actor         int
	Value, Weight float64
}

// Footprint rolls figures up the supply chain of an actor: F(c) = own(c) + Σ s(l) · F(u(l)) over the inbound links l of c with supplier
// u(l) and share s(l), for so many tiers. With A the matrix of shares it is own · (1 + A + A² + …), which is own · (1 − A)⁻¹ where all
// tiers are taken and all figures are known. own holds a figure by actor, NaN where it is not known; such an actor counts nothing, and
// Known says how much is missing. It stops early where a tier adds nothing, or with the error of ctx.
func (n *SupplyNetwork) Footprint(ctx context.Context, of, tiers int, own []float64) (*Footprint, error) {
	f := &Footprint{}
	total := make([]float64, n.actors)
	weights := make([]float64, n.actors)
	weights[of] = 1
	for k := 0; k <= tiers && !f.Converged; k++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t := FootprintTier{Tier: k}
		for a, w := range weights {
			t.Weight += w
			total[a] += w
			if !math.IsNaN(own[a]) {
				t.Known += w
				t.Value += w * own[a]
			}
		}
		f.Total += t.Value
		f.Tiers = append(f.Tiers, t)
		weights = n.before(weights)
		f.Converged = !slices.ContainsFunc(weights, func(w float64) bool { return w > negligible })
	}
	for a, w := range total {
		if w > 0 && !math.IsNaN(own[a]) && own[a] != 0 {
			f.Contributors = append(f.Contributors, FootprintPart{a, w * own[a], w})
		}
	}
	slices.SortFunc(f.Contributors, func(a, b FootprintPart) int {
		return cmp.Or(cmp.Compare(b.Value, a.Value), a.Actor-b.Actor)
	})
	return f, nil
}

// negligible is a weight that adds nothing to a footprint.
const negligible = 1e-12

// before hands weights on from customers to their suppliers.
func (n *SupplyNetwork) before(weights []float64) []float64 {
	next := make([]float64, n.actors)
	for a, w := range weights {
		if w > 0 {
			for _, l := range n.Inbound(a) {
				next[l.Supplier] += w * l.Share
			}
		}
	}
	return next
}

// Clamped is the network with the shares of each oversubscribed customer divided by their sum: nobody has more than his whole input.
func (n *SupplyNetwork) Clamped() *SupplyNetwork {
	if len(n.Oversubscribed) == 0 {
		return n
	}
	clamped := *n
	clamped.Links = slices.Clone(n.Links)
	for _, a := range n.Oversubscribed {
		links := clamped.Inbound(a)
		sum := 0.0
		for _, l := range links {
			sum += l.Share
		}
		for i := range links {
			links[i].Share /= sum
		}
	}
	return &clamped
}

// ByOutput is the network in which a link's share is its part of the supplier's output instead of its part of the customer's input. output
// is in US dollars by actor, NaN where it is not known. unknown is the number of links whose part is not known, which carry nothing.
func (n *SupplyNetwork) ByOutput(output []float64) (by *SupplyNetwork, unknown int) {
	out := *n
	out.Links = slices.Clone(n.Links)
	for i := range out.Links {
		l := &out.Links[i]
		l.Share = l.Value / output[l.Supplier]
		if math.IsNaN(l.Share) || math.IsInf(l.Share, 0) {
			l.Share = 0
			unknown++
		}
	}
	out.Oversubscribed = nil
	return &out, unknown
}
