package supply

import (
	"cmp"
	"context"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/flow"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// CriticalSupplier is a supplier that a customer depends on.
type CriticalSupplier struct {
	Actor int
	// Tier and Share are those of the supplier in the customer's supply chain.
	Tier  int
	Share float64
	// Unavoidable says that every chain from a raw end to the customer passes the supplier.
	Unavoidable bool
	// Loss is the part of the customer's output that is lost where the supplier alone loses all of its capacity.
	Loss float64
}

// CriticalOptions say which suppliers are critical.
type CriticalOptions struct {
	Tiers int
	// Threshold is the least loss at which a supplier is critical that could be avoided.
	Threshold float64
	// Substitution and EssentialShare are those of an impact; its rounds are the tiers.
	Substitution   Substitution
	EssentialShare float64
}

// Critical finds the suppliers in the chain of a customer that every chain from a raw end passes, and those whose loss alone costs the
// customer at least the threshold. They come by loss, largest first, then by share and number. It stops early with the error of ctx.
//
// A raw end is an actor that nobody supplies within the tiers, or each actor of a circle that nobody outside of it supplies there.
func (n *Network) Critical(ctx context.Context, of int, o CriticalOptions) ([]CriticalSupplier, error) {
	chain, err := n.Chain(ctx, of, Upstream, o.Tiers)
	if err != nil {
		return nil, err
	}
	tier := n.tiers(of, Upstream, o.Tiers)
	unavoidable := n.unavoidable(of, tier, o.Tiers)
	r := &removal{
		Network: n, of: of, tier: tier, tiers: o.Tiers, loss: make([]float64, n.actors),
		options: ImpactOptions{Substitution: o.Substitution, EssentialShare: o.EssentialShare},
	}
	var critical []CriticalSupplier
	for _, c := range chain {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		loss := r.lossWithout(c.Actor)
		if unavoidable[c.Actor] || loss >= o.Threshold && loss > 0 {
			critical = append(critical, CriticalSupplier{c.Actor, c.Tier, c.Share, unavoidable[c.Actor], loss})
		}
	}
	slices.SortStableFunc(critical, func(a, b CriticalSupplier) int {
		return cmp.Or(cmp.Compare(b.Loss, a.Loss), cmp.Compare(b.Share, a.Share), a.Actor-b.Actor)
	})
	return critical, nil
}

// unavoidable are the actors that every chain from a raw end to the customer passes: its dominators in the flow from the raw ends. What
// the customer itself supplies is no part of a chain to it.
func (n *Network) unavoidable(of int, tier []int, tiers int) map[int]bool {
	g := simple.NewDirectedGraph()
	for a, t := range tier {
		if t >= 0 {
			g.AddNode(simple.Node(a))
		}
	}
	for _, l := range n.Links {
		t := tier[l.Customer]
		if t >= 0 && t < tiers && l.Supplier != of && l.Supplier != l.Customer {
			g.SetEdge(simple.Edge{F: simple.Node(l.Supplier), T: simple.Node(l.Customer)})
		}
	}
	root := simple.Node(n.actors)
	for _, circle := range topo.TarjanSCC(g) {
		if isRaw(g, circle) {
			for _, a := range circle {
				g.SetEdge(simple.Edge{F: root, T: a})
			}
		}
	}
	dominators := flow.Dominators(root, g)
	found := map[int]bool{}
	for d := dominators.DominatorOf(int64(of)); d != nil && d.ID() != root.ID(); d = dominators.DominatorOf(d.ID()) {
		found[int(d.ID())] = true
	}
	return found
}

// isRaw reports whether nothing outside of a circle supplies it.
func isRaw(g *simple.DirectedGraph, circle []graph.Node) bool {
	inside := map[int64]bool{}
	for _, a := range circle {
		inside[a.ID()] = true
	}
	for _, a := range circle {
		for suppliers := g.To(a.ID()); suppliers.Next(); {
			if !inside[suppliers.Node().ID()] {
				return false
			}
		}
	}
	return true
}

// removal computes what a customer loses where one supplier loses all of its capacity: an impact that looks only at those actors whose
// loss can still reach the customer.
type removal struct {
	*Network
	of, tiers int
	tier      []int
	options   ImpactOptions
	// loss is all 0 between two removals.
	loss []float64
}

func (r *removal) lossWithout(supplier int) float64 {
	type change struct {
		actor int
		loss  float64
	}
	r.loss[supplier] = 1
	touched, raised := []int{supplier}, []int{supplier}
	for left := r.tiers - 1; left >= 0 && len(raised) > 0; left-- {
		var changes []change
		seen := map[int]bool{supplier: true}
		for _, a := range raised {
			for _, link := range r.Outbound(a) {
				c := r.Links[link].Customer
				if seen[c] || r.tier[c] < 0 || r.tier[c] > left {
					continue
				}
				seen[c] = true
				if need, _, _, _ := r.need(&r.options, c, r.loss); need > r.loss[c] {
					changes = append(changes, change{c, min(1, need)})
				}
			}
		}
		raised = raised[:0]
		for _, c := range changes {
			r.loss[c.actor] = c.loss
			raised = append(raised, c.actor)
		}
		touched = append(touched, raised...)
	}
	lost := r.loss[r.of]
	for _, a := range touched {
		r.loss[a] = 0
	}
	return lost
}
