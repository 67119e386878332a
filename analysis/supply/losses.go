package supply

import (
	"context"
	"math"
	"slices"
)

// Substitution says whether inputs can replace one another.
type Substitution int

const (
	// FullSubstitution: a customer loses the share-weighted mean of what its suppliers lose.
	FullSubstitution Substitution = iota
	// NoSubstitution: a customer loses as much as the worst hit of its essential groups of inputs.
	NoSubstitution
)

// Shock is the part of an actor's capacity that is lost, 0 to 1.
type Shock struct {
	Actor        int
	CapacityLost float64
}

// ImpactOptions say how a shock spreads.
type ImpactOptions struct {
	// Rounds is how often the loss is handed on at most.
	Rounds       int
	Substitution Substitution
	// EssentialShare is, with NoSubstitution, the least share of the input at which a group of inputs is essential.
	EssentialShare float64
}

// moved is the least change of a loss that counts as one.
const moved = 1e-9

// Losses are what a shock does.
type Losses struct {
	// Rounds is how many rounds were done; Converged says that nothing moved by more than 1e-9 in the last.
	Rounds    int
	Converged bool
	// Loss is the part of each actor's output that is lost, 0 to 1.
	Loss []float64
	// Round is in which round the loss first came to each actor: 0 for the shock itself, -1 for none.
	Round []int

	network *Network
	// via is, by round, the place in Links of the link by which the strongest chain comes to each actor; own where the loss is
	// the actor's own shock, or none.
	via [][]int32
}

const own = -1

// Spread hands a shock on from suppliers to customers, round by round. With loss₀ the shock, s(l) a link's share and u(l) its supplier,
// the loss of a customer c in round r is min(1, max(loss₀(c), need(c))), where need(c) is
//
//   - with full substitution, Σ s(l) · loss(u(l)) over its inbound links;
//   - with none, the largest over the groups g of its inputs with Σ s(l) ≥ EssentialShare of Σ s(l) · loss(u(l)) ÷ Σ s(l) over the
//     links of g,
//
// with the losses of round r−1. Losses never fall from round to round. It stops early with the error of ctx.
func (n *Network) Spread(ctx context.Context, shocks []Shock, o ImpactOptions) (*Losses, error) {
	s := &spread{Network: n, options: o, shock: make([]float64, n.actors)}
	for _, shock := range shocks {
		s.shock[shock.Actor] = shock.CapacityLost
	}
	out := &Losses{network: n, Loss: slices.Clone(s.shock), Round: make([]int, n.actors)}
	for a, loss := range s.shock {
		out.Round[a] = -1
		if loss > 0 {
			out.Round[a] = 0
		}
	}
	s.carried, s.before = slices.Clone(s.shock), make([]float64, n.actors)
	next := make([]float64, n.actors)
	for out.Rounds < o.Rounds && !out.Converged {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out.Rounds++
		s.carried, s.before = s.before, s.carried
		largest := s.round(out, next)
		out.Loss, next = next, out.Loss
		out.Converged = largest <= moved
	}
	return out, nil
}

// spread is the work on one impact.
type spread struct {
	*Network
	options ImpactOptions
	shock   []float64
	// carried is the loss that the strongest chain brings to each actor in this round, before that of the round before.
	carried, before []float64
}

// round computes the losses of a round from those before, and returns the largest change.
func (s *spread) round(out *Losses, next []float64) (largest float64) {
	via := make([]int32, s.actors)
	for c := range s.actors {
		need, low, high, whole := s.need(&s.options, c, out.Loss)
		next[c] = min(1, max(s.shock[c], need))
		via[c], s.carried[c] = own, s.shock[c]
		if need > s.shock[c] {
			via[c], s.carried[c] = s.strongest(low, high, whole)
		}
		if next[c] > 0 && out.Round[c] < 0 {
			out.Round[c] = out.Rounds
		}
		largest = max(largest, math.Abs(next[c]-out.Loss[c]))
	}
	out.via = append(out.via, via)
	return largest
}

// need is what a customer lacks, the links that decide it (the places from low to high), and the share that these are measured by.
func (n *Network) need(o *ImpactOptions, customer int, loss []float64) (need float64, low, high int, whole float64) {
	low, high = n.first[customer], n.first[customer+1]
	if o.Substitution == FullSubstitution {
		for _, l := range n.Links[low:high] {
			need += l.Share * loss[l.Supplier]
		}
		return need, low, high, 1
	}
	high = low
	var end int
	for start := low; start < n.first[customer+1]; start = end {
		share, lost := 0.0, 0.0
		for end = start; end < n.first[customer+1] && n.Links[end].Group == n.Links[start].Group; end++ {
			l := &n.Links[end]
			share += l.Share
			lost += l.Share * loss[l.Supplier]
		}
		if share <= 0 || share < o.EssentialShare {
			continue
		}
		if part := lost / share; part > need {
			need, low, high, whole = part, start, end, share
		}
	}
	return need, low, high, whole
}

// strongest is the link among those from low to high that carries most of the loss, and how much.
func (s *spread) strongest(low, high int, whole float64) (via int32, carried float64) {
	via = own
	for i := low; i < high; i++ {
		l := &s.Links[i]
		if c := l.Share / whole * s.before[l.Supplier]; c > carried {
			via, carried = int32(i), c
		}
	}
	return via, carried
}

// StrongestChain is the chain that carries most of an actor's loss to it: the places in Links from the shocked actor on, none where the
// loss is the actor's own shock. What a chain carries is the loss at its start times the shares of its links; with no
// substitution, times their parts of the group that decides each customer's loss.
func (l *Losses) StrongestChain(actor int) []int {
	var chain []int
	for r := len(l.via) - 1; r >= 0; r-- {
		via := l.via[r][actor]
		if via == own {
			break
		}
		chain = append(chain, int(via))
		actor = l.network.Links[via].Supplier
	}
	slices.Reverse(chain)
	return l.withoutLoops(chain)
}

// withoutLoops leaves out what a chain does between two visits of one actor; only a chain that leads from an actor's own shock back to
// it stays a loop. With shares up to 1 and full substitution there is no other: a loop carries no more than what goes into it.
func (l *Losses) withoutLoops(chain []int) []int {
	links := l.network.Links
	from := func(kept []int, actor int) int {
		return slices.IndexFunc(kept, func(k int) bool { return links[k].Supplier == actor })
	}
	kept := make([]int, 0, len(chain))
	for _, link := range chain {
		if i := from(kept, links[link].Supplier); i >= 0 {
			kept = kept[:i]
		}
		kept = append(kept, link)
	}
	if len(kept) > 0 {
		if i := from(kept, links[kept[len(kept)-1]].Customer); i > 0 {
			kept = kept[:i]
		}
	}
	return kept
}

// MaxRounds is the largest number of rounds of an impact.
const MaxRounds = 20
