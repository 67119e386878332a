package supply

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"partnir/analysis/analysistest"

	"gonum.org/v1/gonum/mat"
)

func footprint(t *testing.T, n *Network, of, tiers int, own []float64) *RolledFootprint {
	t.Helper()
	f, err := n.Footprint(t.Context(), of, tiers, FootprintFigures{Own: own})
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
		if !analysistest.Near(f.Tiers[i].Value, want) {
			t.Errorf("tier %d is %v, want %v", i, f.Tiers[i].Value, want)
		}
	}
	if len(f.Tiers) != 3 || !f.Converged || !analysistest.Near(f.Total, 3.8) {
		t.Errorf("%+v", f)
	}
	for actor, want := range []float64{0.2, 0.2, 1} {
		if !analysistest.Near(f.Weights[actor], want) {
			t.Errorf("weight of %d is %v, want %v", actor, f.Weights[actor], want)
		}
	}
	// Where the figure of ore is not known, the weight 0.1 of the 0.3 of the first tier is not covered.
	f = footprint(t, n, 2, 1, []float64{math.NaN(), 10, 1})
	if got := f.Tiers[1]; !analysistest.Near(got.Value, 2) || !analysistest.Near(got.Weight, 0.3) || !analysistest.Near(got.Known, 0.2) || f.Converged {
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
		if !analysistest.Near(f.Total, want) || !f.Converged {
			t.Fatalf("seed %d: %v, want %v", seed, f.Total, want)
		}
		parts := 0.0
		for a, w := range f.Weights {
			parts += w * own[a]
		}
		if !analysistest.Near(parts, want) {
			t.Fatalf("seed %d: what actors contribute sums to %v, want %v", seed, parts, want)
		}
	}
}

func TestFootprintOfValueAdded(t *testing.T) {
	// As by hand above. Cars add 1 − 0.3 = 0.7 of their value, steel half of its own, ore all. Of a dollar of cars 0.7 is theirs, 0.2 · 0.5
	// that of steel, 0.1 + 0.2 · 0.5 that of ore: together 1. So the footprint is the mean 0.7 · 1 + 0.1 · 10 + 0.2 · 4.
	n := network(3, [][5]float64{{0, 1, 0, 0.5, missing}, {1, 2, 0, 0.2, missing}, {0, 2, 0, 0.1, missing}})
	f, err := n.Footprint(t.Context(), 2, 5, FootprintFigures{Own: []float64{4, 10, 1}, Part: n.ValueAdded()})
	if err != nil {
		t.Fatal(err)
	}
	for actor, want := range []float64{0.2, 0.1, 0.7} {
		if !analysistest.Near(f.Weights[actor], want) {
			t.Errorf("weight of %d is %v, want %v", actor, f.Weights[actor], want)
		}
	}
	if !analysistest.Near(f.Total, 2.5) || !f.Converged {
		t.Errorf("%+v", f)
	}
	// What steel adds is not known: its weight in cars is 0.2, and nothing of it counts.
	f, err = n.Footprint(t.Context(), 2, 5, FootprintFigures{Own: []float64{4, 10, 1}, Part: []float64{1, math.NaN(), 0.7}})
	if err != nil || !analysistest.Near(f.Total, 1.5) || !analysistest.Near(f.Weights[1], 0.2) || !analysistest.Near(f.Tiers[1].Known, 0.1) {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestWeightsOfValueAddedSumToOne(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		n := randomNetwork(r, false)
		f, err := n.Footprint(t.Context(), r.IntN(n.Actors()), 2000, FootprintFigures{
			Own: slices.Repeat([]float64{3}, n.Actors()), Part: n.ValueAdded(),
		})
		if err != nil {
			t.Fatal(err)
		}
		if !f.Converged || !analysistest.Near(f.Total, 3) {
			t.Fatalf("seed %d: the mean of figures of 3 is %v", seed, f.Total)
		}
	}
}

func TestFootprintWithLinksBelowZero(t *testing.T) {
	n := network(2, [][5]float64{{0, 1, 0, -0.5, missing}, {0, 1, 1, 0.25, missing}})
	if f := footprint(t, n, 1, 5, []float64{8, 1}); !analysistest.Near(f.Total, 3) || !analysistest.Near(n.ValueAdded()[1], 0.75) {
		t.Errorf("%+v", f)
	}
}

func TestFootprintByOutput(t *testing.T) {
	// 0 makes 200 and sells 50 of it to 1, which makes 100. Emissions are totals: a quarter of those of 0 belong to 1.
	n := network(2, [][5]float64{{0, 1, 0, 0.5, 50}, {1, 0, 0, missing, missing}})
	by := n.ByOutput([]float64{200, 100})
	if f := footprint(t, by, 1, 8, []float64{1000, 70}); !analysistest.Near(f.Total, 320) || by.Unknown != 1 {
		t.Errorf("%+v, %d unknown", f, by.Unknown)
	}
	// It sells 60 and makes 40: two thirds go to 1 and one to itself.
	n = network(2, [][5]float64{{0, 1, 0, missing, 40}, {0, 0, 0, missing, 20}})
	by = n.ByOutput([]float64{40, math.NaN()})
	if l := by.Inbound(1); !analysistest.Near(l[0].Share, 2.0/3) || !slices.Equal(by.Oversubscribed, []int{0}) {
		t.Errorf("%+v, oversubscribed %v", by.Links, by.Oversubscribed)
	}
	if by = n.ByOutput([]float64{0, 0}); by.Unknown != 2 {
		t.Errorf("%d links have parts of no output that are not known, want 2", by.Unknown)
	}
}

// Totals handed on by output are intensities handed on by input, times output.
func TestTotalsAreIntensitiesTimesOutput(t *testing.T) {
	compared := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 8))
		n := randomNetwork(r, false)
		output, intensity, total := make([]float64, n.Actors()), make([]float64, n.Actors()), make([]float64, n.Actors())
		for a := range output {
			output[a], intensity[a] = 10+r.Float64(), r.Float64()
			total[a] = output[a] * intensity[a]
		}
		for i := range n.Links {
			n.Links[i].Share *= 0.1 // so that hardly anybody sells more than he makes
			n.Links[i].Value = n.Links[i].Share * output[n.Links[i].Customer]
		}
		by := n.ByOutput(output)
		if len(by.Oversubscribed) > 0 {
			continue
		}
		of := r.IntN(n.Actors())
		got, want := footprint(t, by, of, 2000, total).Total, output[of]*footprint(t, n, of, 2000, intensity).Total
		if !analysistest.Near(got, want) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
		compared++
	}
	if compared < 150 {
		t.Errorf("only %d networks were compared", compared)
	}
}

func TestClamped(t *testing.T) {
	n := network(2, [][5]float64{{0, 1, 0, 0.9, missing}, {1, 1, 0, 0.6, missing}, {1, 0, 0, 0.5, missing}})
	got := map[[2]int]float64{}
	for _, l := range n.Clamped().Links {
		got[[2]int{l.Supplier, l.Customer}] = l.Share
	}
	for ends, want := range map[[2]int]float64{{0, 1}: 0.6, {1, 1}: 0.4, {1, 0}: 0.5} {
		if !analysistest.Near(got[ends], want) {
			t.Errorf("share of %v is %v, want %v", ends, got[ends], want)
		}
	}
	if n.Links[2].Share == n.Clamped().Links[2].Share {
		t.Error("the network itself was changed")
	}
}

func TestFootprintStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := cars().Footprint(ctx, 4, 2, FootprintFigures{Own: make([]float64, 5)}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Units say whether the figure of a country can stand for its actors.
func TestPerSomething(t *testing.T) {
	for unit, per := range map[string]bool{
		"kg CO2 per PPP dollar (2021)": true, "Btu/person": true, "percent": true, "%": true, "percent of GDP": true, "per 100": true,
		"tonne CO2": false, "USD": false, "persons": false, "": false, "rank": false,
	} {
		if perSomething.MatchString(unit) != per {
			t.Errorf("%q is per something: %v, want %v", unit, !per, per)
		}
	}
}
