package supply

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"partnir/analysis/analysistest"
)

func TestConcentrateByHand(t *testing.T) {
	// Shares of 0.5, 0.3 and 0.2: 0.25 + 0.09 + 0.04.
	index, parts := Concentrate(map[string]float64{"a": 30, "b": 50, "c": 20, "none": 0})
	if !analysistest.Near(index, 0.38) || len(parts) != 3 || parts[0].ID != "b" || !analysistest.Near(parts[0].Share, 0.5) || parts[2].ID != "c" {
		t.Errorf("%v, %+v", index, parts)
	}
	if index, parts = Concentrate(nil); index != 0 || parts != nil {
		t.Errorf("of nothing %v, %v", index, parts)
	}
}

func TestConcentrateAgainstPairs(t *testing.T) {
	// The index is the chance that two dollars, drawn at random and put back, went to one supplier.
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 5))
		amounts := map[string]float64{}
		var dollars []int
		for i := range 1 + r.IntN(20) {
			n := 1 + r.IntN(9)
			amounts[fmt.Sprint(i)] = float64(n)
			for range n {
				dollars = append(dollars, i)
			}
		}
		same := 0
		for _, a := range dollars {
			for _, b := range dollars {
				if a == b {
					same++
				}
			}
		}
		index, parts := Concentrate(amounts)
		if want := float64(same) / float64(len(dollars)*len(dollars)); !analysistest.Near(index, want) || len(parts) != len(amounts) {
			t.Fatalf("seed %d: %v, want %v", seed, index, want)
		}
	}
}
