// Package supply answers the verbs over supply links: supplyChain, impact, criticalSuppliers, concentration, alternatives and footprint.
package supply

import (
	"math"
	"slices"
)

// NetworkLink is a flow from a supplier to a customer; both are numbers of actors.
type NetworkLink struct {
	Supplier, Customer int
	// Group is the number of what is delivered: links of one customer with the same group can replace one another.
	Group int
	// Share is the part of the customer's input that the link makes up, from 0 on; NaN where it is not known.
	Share float64
	// Value is in US dollars; NaN where it is not known.
	Value float64
}

// Network holds supply links by customer. Actors are numbered from 0.
type Network struct {
	actors int
	// Links are ordered by customer, then by group. Links of one customer and group keep the order that they were given in, so
	// that sums come out the same to the last bit whatever the store.
	Links []NetworkLink
	// Original says at which place each of Links was given.
	Original []int
	// first is the place of each actor's first inbound link, with one more at the end.
	first []int
	// outbound are the places in Links of each actor's outbound links; firstOut is where those of an actor begin.
	outbound, firstOut []int
	// Unknown is how many links have neither a share nor a value: nothing can be said of what they carry, and they carry nothing.
	Unknown int
	// Oversubscribed are the actors whose inbound shares sum above 1.
	Oversubscribed []int
}

// sharesTolerance is how far above 1 shares may sum before they count as too large: those of the data are rounded.
const sharesTolerance = 1e-3

// NewNetwork builds the network of some links between actors 0 to actors-1. A link without a share gets its value over the sum
// of the values of all links of its customer.
func NewNetwork(actors int, links []NetworkLink) *Network {
	n := &Network{actors: actors, Links: make([]NetworkLink, len(links)), Original: byCustomer(actors, links)}
	for i, from := range n.Original {
		n.Links[i] = links[from]
	}
	n.index()
	for actor := range actors {
		n.complete(actor)
	}
	return n
}

// byCustomer is the order of links by customer, then by group, then as they are.
func byCustomer(actors int, links []NetworkLink) []int {
	next := make([]int, actors+1)
	for _, l := range links {
		next[l.Customer+1]++
	}
	for i := range actors {
		next[i+1] += next[i]
	}
	start := slices.Clone(next)
	order := make([]int, len(links))
	for i, l := range links {
		order[next[l.Customer]] = i
		next[l.Customer]++
	}
	for c := range actors {
		slices.SortStableFunc(order[start[c]:start[c+1]], func(a, b int) int { return links[a].Group - links[b].Group })
	}
	return order
}

func (n *Network) index() {
	n.first, n.firstOut = make([]int, n.actors+1), make([]int, n.actors+1)
	for _, l := range n.Links {
		n.first[l.Customer+1]++
		n.firstOut[l.Supplier+1]++
	}
	for i := range n.actors {
		n.first[i+1] += n.first[i]
		n.firstOut[i+1] += n.firstOut[i]
	}
	n.outbound = make([]int, len(n.Links))
	next := slices.Clone(n.firstOut)
	for i, l := range n.Links {
		n.outbound[next[l.Supplier]] = i
		next[l.Supplier]++
	}
}

// complete gives each inbound link of an actor its share.
func (n *Network) complete(actor int) {
	links := n.Inbound(actor)
	values := n.InboundValue(actor)
	sum := 0.0
	for i := range links {
		l := &links[i]
		if math.IsNaN(l.Share) && !math.IsNaN(l.Value) && values > 0 {
			l.Share = l.Value / values
		}
		if math.IsNaN(l.Share) {
			n.Unknown++
			l.Share = 0
		}
		sum += l.Share
	}
	if sum > 1+sharesTolerance {
		n.Oversubscribed = append(n.Oversubscribed, actor)
	}
}

// Actors is the number of actors.
func (n *Network) Actors() int { return n.actors }

// Inbound are the links into an actor, a part of Links.
func (n *Network) Inbound(actor int) []NetworkLink {
	return n.Links[n.first[actor]:n.first[actor+1]]
}

// Outbound are the places in Links of the links out of an actor.
func (n *Network) Outbound(actor int) []int {
	return n.outbound[n.firstOut[actor]:n.firstOut[actor+1]]
}

// InboundValue is the sum of the values of the links into an actor; 0 where none is known.
func (n *Network) InboundValue(actor int) float64 {
	sum := 0.0
	for _, l := range n.Inbound(actor) {
		if !math.IsNaN(l.Value) {
			sum += l.Value
		}
	}
	return sum
}

// Only is the network of those of Links that keep keeps, with the shares that they have in this one.
func (n *Network) Only(keep func(link int) bool) *Network {
	only := &Network{actors: n.actors, Unknown: n.Unknown, Oversubscribed: n.Oversubscribed}
	for i := range n.Links {
		if keep(i) {
			only.Links = append(only.Links, n.Links[i])
			only.Original = append(only.Original, n.Original[i])
		}
	}
	only.index()
	return only
}
