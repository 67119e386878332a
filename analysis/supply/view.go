package supply

import (
	"slices"

	"partnir/analysis"
)

// SupplyQuestion says which part of the supply network to look at.
type SupplyQuestion struct {
	// Of are the ids of the actors to start from; argument names them in errors.
	Of       []string
	argument string
	// Direction and Levels say how far to follow links from there.
	Direction ChainDirection
	Levels    int
	// Last says that, upstream, the links into the actors of the last level are read too.
	Last bool
	// Flow is what flows, such as GOODS; "" for all.
	Flow string
	// Scope narrows the links; its MaxVisited is how many actors to visit at most.
	analysis.Scope
}

// View is a part of the supply network: the actors within some levels of where it starts, and all links into those whose loss or
// need is asked for.
type View struct {
	*Network
	// Of are the ids that the actors to start from have now.
	Of []string
	// IDs are the ids of the actors, by number; the numbers go by id.
	IDs []string
	// Carried is what the links carry, in the order that the network was given them.
	Carried []Carried
	// Whole says, by number, of which actors all inbound links are in the view.
	Whole []bool
	// Reach counts actors; it is truncated where there are more within the levels than the limit.
	analysis.Reach
}

// Carried is what a link carries.
type Carried struct {
	// ID is the id of the relationship.
	ID string
	// Product and Industry are ids, "" where the link names none.
	Product, Industry string
}

// Number is the number of an actor by its id, or -1.
func (v *View) Number(id string) int {
	if i, ok := slices.BinarySearch(v.IDs, id); ok {
		return i
	}
	return -1
}

// Carries is what one of Links carries.
func (v *View) Carries(link int) Carried { return v.Carried[v.Original[link]] }

// Through is the view of those links alone that carry a product and an industry; "" stands for any.
func (v *View) Through(product, industry string) *View {
	if product == "" && industry == "" {
		return v
	}
	narrow := *v
	narrow.Network = v.Only(func(link int) bool {
		c := v.Carries(link)
		return (product == "" || c.Product == product) && (industry == "" || c.Industry == industry)
	})
	return &narrow
}
