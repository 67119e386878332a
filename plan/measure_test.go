package plan

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// sumParts adds the parts of values, as stores do.
func sumParts(values []float64) (high, middle, low int64) {
	for _, x := range values {
		h, m, l := Parts(x)
		high, middle, low = high+h, middle+m, low+l
	}
	return high, middle, low
}

func TestSumOf(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{0}, 0},
		{[]float64{0.1}, 0.1},
		{[]float64{0.1, 0.2}, 0.3},
		{[]float64{254.3}, 254.3},
		{[]float64{-254.3, 0.3}, -254},
		{[]float64{1e16, 1, -1e16, 0.1, 2.75}, 3.85},
		{[]float64{1 << 53, 1, 1}, 1<<53 + 2},
		{[]float64{-1e-9}, -1e-9},
		{[]float64{3e22}, 3e22},
		{[]float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 1},
		{[]float64{1e27, -1e27, 0.5}, 0.5},
	} {
		h, m, l := sumParts(c.values)
		if got := SumOf(int64(len(c.values)), h, m, l); got != c.want {
			t.Errorf("the sum of %v is %v, want %v", c.values, got, c.want)
		}
	}
}

// TestSumOfIsExact adds random values in random orders: the sum is the same, and within 2^−40 a value of the true one.
func TestSumOfIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		values := make([]float64, 1+r.IntN(200))
		for i := range values {
			values[i] = (r.Float64() - 0.5) * math.Ldexp(1, r.IntN(110)-20)
		}
		h, m, l := sumParts(values)
		got := SumOf(int64(len(values)), h, m, l)
		r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		h, m, l = sumParts(values)
		if again := SumOf(int64(len(values)), h, m, l); again != got {
			t.Fatalf("in another order the sum is %v, before it was %v", again, got)
		}
		exact := new(big.Float).SetPrec(400)
		for _, x := range values {
			exact.Add(exact, big.NewFloat(x))
		}
		off, _ := new(big.Float).Sub(exact, big.NewFloat(got)).Float64()
		// The result is a float64, so half of its last digit is lost besides.
		allowed := math.Ldexp(float64(len(values)), -40) + math.Abs(got)*math.Ldexp(1, -53)
		if math.Abs(off) > allowed {
			t.Fatalf("the sum of %d values is off by %v, allowed is %v", len(values), off, allowed)
		}
	}
}

// TestParts puts the parts of one value together again.
func TestParts(t *testing.T) {
	for _, x := range []float64{0, 1, -1, 0.5, -0.5, 1 << 40, -(1 << 40), 1<<41 - 1, 1e16, -1e16, 3e22, 123456.789, -0.001, 1 << 92} {
		h, m, l := Parts(x)
		if max(m, -m) >= 1<<40 || max(l, -l) >= 1<<40 {
			t.Errorf("%v has the parts %d, %d, %d, which are out of range", x, h, m, l)
		}
		back := new(big.Float).SetPrec(200).SetMantExp(big.NewFloat(float64(h)), 40)
		back.Add(back, big.NewFloat(float64(m)))
		back.Add(back, new(big.Float).SetMantExp(big.NewFloat(float64(l)), -40))
		off, _ := new(big.Float).Sub(big.NewFloat(x), back).Float64()
		if math.Abs(off) >= math.Ldexp(1, -40) {
			t.Errorf("%v has the parts %d, %d, %d, which lack %v", x, h, m, l, off)
		}
	}
}
