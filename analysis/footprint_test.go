package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func footprint(t *testing.T, n *SupplyNetwork, of, tiers int, own []float64) *Footprint {
	t.Helper()
	f, err := n.Footprint(t.Context(), of, tiers, own)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFootprintByHand(t *testing.T) {
	// Ore (0) goes into steel (1), steel and ore into cars (2): 0 ─0.5→ 1 ─0.2→ 2, 0 ─0.1→ 2. Of ore 4 is emitted, of steel 10, of cars 1.
	n := network(3, [][5]float64{{0, 1, 0, 0.5, missing}, {1, 2, 0, 0.2, missing}, {0, 2, 0, 0.1, missing}})
	f := footprint(t, n, 2, 5, []float64{4, 10, 1})
	// 1 of its own, 0.2 · 10 + 0.1 · 4 from direct suppliers, 0.2 · 0.5 · 4 from the ore in its steel.
	for i, want := range []float64{1, 2.4, 0.4} {
		if !near(f.Tiers[i].Value, want) {
			t.Errorf("tier %d is %v, want %v", i, f.Tiers[i].Value, want)
		}
	}
	if len(f.Tiers) != 3 || !f.Converged || !near(f.Total, 3.8) {
		t.Errorf("%+v", f)
	}
	if c := f.Contributors; len(c) != 3 || c[0].Actor != 1 || !near(c[0].Value, 2) || !near(c[2].Value, 0.8) {
		t.Errorf("contributors %+v", c)
	}
	// Where the figure of ore is not known, the weight 0.1 of the 0.3 of the first tier is not covered.
	f = footprint(t, n, 2, 1, []float64{math.NaN(), 10, 1})
	if got := f.Tiers[1]; !near(got.Value, 2) || !near(got.Weight, 0.3) || !near(got.Known, 0.2) || f.Converged {
		t.Errorf("%+v", f)
	}
}

func TestFootprintAgainstTheInverse(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 6))
		n := randomNetwork(r, seed%4 == 0).Clamped()
		if len(n.Oversubscribed) > 0 { // shares that sum to 1 need not converge: take less
			for i := range n.Links {
				n.Links[i].Share *= 0.9
			}
		}
		own := make([]float64, n.Actors())
		inverse := mat.NewDense(n.Actors(), n.Actors(), nil)
		for a := range own {
			own[a] = r.Float64()
			inverse.Set(a, a, 1)
		}
		for _, l := range n.Links {
			inverse.Set(l.Supplier, l.Customer, inverse.At(l.Supplier, l.Customer)-l.Share)
		}
		if err := inverse.Inverse(inverse); err != nil {
			t.Fatal(err)
		}
		of := r.IntN(n.Actors())
		f := footprint(t, n, of, 2000, own)
		want := mat.Dot(mat.NewVecDense(len(own), own), inverse.ColView(of))
		if !near(f.Total, want) || !f.Converged {
			t.Fatalf("seed %d: %v, want %v", seed, f.Total, want)
		}
		parts := 0.0
		for _, c := range f.Contributors {
			parts += c.Value
		}
		if !near(parts, want) {
			t.Fatalf("seed %d: contributors sum to %v, want %v", seed, parts, want)
		}
	}
}

func TestFootprintByOutput(t *testing.T) {
	// 0 makes 200 and sells 50 of it to 1, which makes 100. Emissions are totals: a quarter of those of 0 belong to 1.
	n := network(2, [][5]float64{{0, 1, 0, 0.5, 50}, {1, 0, 0, missing, missing}})
	by, unknown := n.ByOutput([]float64{200, 100})
	if f := footprint(t, by, 1, 8, []float64{1000, 70}); !near(f.Total, 320) || unknown != 1 {
		t.Errorf("%+v, %d unknown", f, unknown)
	}
}

func TestClamped(t *testing.T) {
	n := network(2, [][5]float64{{0, 1, 0, 0.9, missing}, {1, 1, 0, 0.6, missing}, {1, 0, 0, 0.5, missing}})
	got := map[[2]int]float64{}
	for _, l := range n.Clamped().Links {
		got[[2]int{l.Supplier, l.Customer}] = l.Share
	}
	for ends, want := range map[[2]int]float64{{0, 1}: 0.6, {1, 1}: 0.4, {1, 0}: 0.5} {
		if !near(got[ends], want) {
			t.Errorf("share of %v is %v, want %v", ends, got[ends], want)
		}
	}
	if n.Links[2].Share == n.Clamped().Links[2].Share {
		t.Error("the network itself was changed")
	}
}
