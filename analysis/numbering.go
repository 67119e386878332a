package analysis

import (
	"slices"
	"strings"
)

// Numbering gives texts numbers in the order that it meets them.
type Numbering struct {
	Ids    []string
	Number map[string]int
}

// Add returns the number of an id, and gives it the next one where it has none.
func (n *Numbering) Add(id string) int {
	i, ok := n.Number[id]
	if !ok {
		i = len(n.Ids)
		n.Number[id] = i
		n.Ids = append(n.Ids, id)
	}
	return i
}

// Places are, by number, the places of the texts in their order.
func (n *Numbering) Places() []int {
	order := make([]int, len(n.Ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(n.Ids[a], n.Ids[b]) })
	place := make([]int, len(order))
	for p, i := range order {
		place[i] = p
	}
	return place
}
