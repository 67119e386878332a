package analysis

import (
	"slices"
	"strings"
)

// numbering gives texts numbers in the order that it meets them.
type numbering struct {
	ids    []string
	number map[string]int
}

func (n *numbering) of(id string) int {
	i, ok := n.number[id]
	if !ok {
		i = len(n.ids)
		n.number[id] = i
		n.ids = append(n.ids, id)
	}
	return i
}

// places are, by number, the places of the texts in their order.
func (n *numbering) places() []int {
	order := make([]int, len(n.ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(n.ids[a], n.ids[b]) })
	place := make([]int, len(order))
	for p, i := range order {
		place[i] = p
	}
	return place
}
