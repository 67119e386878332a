package supply

import (
	"context"
	"math"
	"slices"
)

// MaxFootprintTiers is the largest number of tiers of a footprint.
const MaxFootprintTiers = 100

// RolledFootprint is what stands behind the output of an actor.
type RolledFootprint struct {
	// Total is the sum over the tiers, as far as figures are known.
	Total float64
	// Tiers are the own figure (tier 0), that of the direct suppliers, and so on. Converged says that nothing was to come beyond the
	// last.
	Tiers     []FootprintTier
	Converged bool
	// Weights are the weights of the actors over all tiers.
	Weights []float64
}

// FootprintTier is the part of a footprint that comes over chains of so many links.
type FootprintTier struct {
	Tier int
	// Value is Σ weight · figure over the actors whose figure is known.
	Value float64
	// Weight is the sum of the weights of all actors, Known that of those whose figure is known.
	Weight, Known float64
}

// FootprintFigures are the figures that a footprint rolls up, by actor.
type FootprintFigures struct {
	// Own is a figure; NaN where it is not known. Such an actor counts nothing, and Known says how much is missing.
	Own []float64
	// Part is the part of the actor's output that its figure is about, 0 to 1; nil stands for 1 everywhere. An actor whose part is NaN
	// has the weight of its whole output, and its figure counts as not known.
	Part []float64
}

// at is the figure of an actor and the part of its output that it is about.
func (f FootprintFigures) at(actor int) (own, part float64) {
	own, part = f.Own[actor], 1
	if f.Part != nil {
		part = f.Part[actor]
	}
	if math.IsNaN(part) {
		return math.NaN(), 1
	}
	return own, part
}

// Footprint rolls figures up the supply chain of an actor: F(c) = own(c) + Σ s(l) · F(u(l)) over the inbound links l of c with supplier
// u(l) and share s(l), for so many tiers. With A the matrix of shares it is own · (1 + A + A² + …), which is own · (1 − A)⁻¹ where all
// tiers are taken and all figures are known. Where a figure is about a part of an actor's output, own is figure × part, and so is the
// actor's weight. Links with a share below 0 count nothing. It stops early where a tier adds nothing, or with the error of ctx.
func (n *Network) Footprint(ctx context.Context, of, tiers int, figures FootprintFigures) (*RolledFootprint, error) {
	f := &RolledFootprint{Weights: make([]float64, n.actors)}
	reached := make([]float64, n.actors)
	reached[of] = 1
	for k := 0; k <= tiers && !f.Converged; k++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t := FootprintTier{Tier: k}
		for a, w := range reached {
			own, part := figures.at(a)
			w *= part
			t.Weight += w
			f.Weights[a] += w
			if !math.IsNaN(own) {
				t.Known += w
				t.Value += w * own
			}
		}
		f.Total += t.Value
		f.Tiers = append(f.Tiers, t)
		reached = n.before(reached)
		f.Converged = !slices.ContainsFunc(reached, func(w float64) bool { return w > negligible })
	}
	return f, nil
}

// negligible is a weight that adds nothing to a footprint.
const negligible = 1e-12

// before hands weights on from customers to their suppliers.
func (n *Network) before(weights []float64) []float64 {
	next := make([]float64, n.actors)
	for a, w := range weights {
		if w > 0 {
			for _, l := range n.Inbound(a) {
				next[l.Supplier] += w * max(0, l.Share)
			}
		}
	}
	return next
}

// Clamped is the network with the shares of each oversubscribed customer divided by their sum: nobody has more than his whole input.
func (n *Network) Clamped() *Network {
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

// ValueAdded is, by actor, the part of its input that no link brings: 1 − Σ s(l) over its inbound links, at least 0. Where shares are parts of
// the customer's output, it is the part of the output that the customer adds.
func (n *Network) ValueAdded() []float64 {
	added := make([]float64, n.actors)
	for a := range added {
		added[a] = 1
		for _, l := range n.Inbound(a) {
			added[a] -= max(0, l.Share)
		}
		added[a] = max(0, added[a])
	}
	return added
}

// ByOutput is the network in which a link's share is its part of the supplier's output instead of its part of the customer's input, so that
// what is handed on are totals. output is in US dollars by actor, NaN where it is not known. Unknown is the number of links whose part is
// not known, which carry nothing. The parts of each supplier that deliver more than its output are divided by their sum, and
// Oversubscribed are these suppliers.
func (n *Network) ByOutput(output []float64) *Network {
	by := *n
	by.Links, by.Unknown, by.Oversubscribed = slices.Clone(n.Links), 0, nil
	for i := range by.Links {
		l := &by.Links[i]
		l.Share = l.Value / output[l.Supplier]
		if !(output[l.Supplier] > 0) || math.IsNaN(l.Share) {
			l.Share = 0
			by.Unknown++
		}
	}
	for a := range by.actors {
		sum := 0.0
		for _, link := range by.Outbound(a) {
			sum += by.Links[link].Share
		}
		if sum <= 1+sharesTolerance {
			continue
		}
		by.Oversubscribed = append(by.Oversubscribed, a)
		for _, link := range by.Outbound(a) {
			by.Links[link].Share /= sum
		}
	}
	return &by
}
