package supply

import (
	"cmp"
	"slices"
)

// Part is what one of several contributes to a sum.
type Part struct {
	ID string
	// Amount is what it contributes, Share the part of the sum, 0 to 1.
	Amount, Share float64
}

// Concentrate returns the parts of a sum, the largest first and equal ones by id, and the Herfindahl–Hirschman index: the sum of the
// squares of their shares, from 1 ÷ (number of parts) where all are equal to 1 where one is all. Amounts of 0 and below are left out;
// without any other the index is 0.
func Concentrate(amounts map[string]float64) (index float64, parts []Part) {
	for id, amount := range amounts {
		if amount > 0 {
			parts = append(parts, Part{ID: id, Amount: amount})
		}
	}
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.ID, b.ID))
	})
	sum := 0.0
	for _, p := range parts {
		sum += p.Amount
	}
	for i := range parts {
		parts[i].Share = parts[i].Amount / sum
		index += parts[i].Share * parts[i].Share
	}
	return index, parts
}
