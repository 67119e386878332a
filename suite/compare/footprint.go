package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"partnir/analysis/figures"
	"partnir/analysis/supply"
)

// noWeight is a weight that only rounding tells from 0.
const noWeight = 1e-9

// allTiers is a number of tiers at which the answer is compared with the inverse.
const allTiers = 100

func (c *comparer) footprint() (got, want any, err error) {
	q := supply.FootprintQuestion{
		Of: c.anyActor(), Indicator: c.pick("indicator:intensity", "indicator:total"), Basis: supply.FootprintBasis(c.IntN(3)), Year: c.maybeYear(),
		Tiers: []int{0, 1, 2, 4, 8, allTiers, allTiers}[c.IntN(7)], Flow: c.pick("", "", "GOODS"), Scope: c.scope,
	}
	q.CountryFigures = q.Basis != supply.Totals && q.Indicator == "indicator:intensity" && c.IntN(2) == 0
	expected, weights := c.expectedFootprint(q)
	answer, err := supply.Footprint(context.Background(), c.Reader, q)
	if expected.text != "" {
		want = expected
	}
	if err != nil || want == nil {
		return answer, want, err
	}
	// What has no weight but for rounding is left out.
	weightless := func(id string) bool { return weights[id] <= noWeight }
	var missing []string
	for _, of := range answer.Missing {
		if !weightless(of.ID) {
			missing = append(missing, of.ID)
		}
	}
	slices.Sort(missing)
	m := measured{numbers: []float64{answer.Total, answer.Weight, answer.Known, answer.OfCountries}}
	m.text = footprintText(missing, answer.Clamped, answer.UnknownLinks)
	slices.SortFunc(answer.Contributors, func(a, b supply.Contributor) int { return cmp.Compare(a.ID, b.ID) })
	for _, contributor := range answer.Contributors {
		if !weightless(contributor.ID) {
			m.text += fmt.Sprintf("\n%s by %s", contributor.ID, contributor.Figure.ID)
			m.numbers = append(m.numbers, contributor.Value, contributor.Weight)
		}
	}
	return orSame(m, expected), want, nil
}

func footprintText(missing, clamped []string, unknown int) string {
	return fmt.Sprintf("missing %v, clamped %v, %d unknown links", missing, clamped, unknown)
}

// expectedFootprint is what the records say, and the weights of the actors by id; its text is empty where there is no figure.
func (c *comparer) expectedFootprint(q supply.FootprintQuestion) (m measured, weights map[string]float64) {
	v := c.within(q)
	amounts, outputs := c.figures(figures.FigureQuestion{Indicator: q.Indicator, Scope: c.scope}), []figures.Figure(nil)
	clamped, unknown := v.clamped, v.unknown
	if q.Basis == supply.Totals {
		outputs = c.figures(figures.FigureQuestion{Indicator: "indicator:output", Scope: c.scope})
		var some bool
		if clamped, unknown, some = v.byOutput(outputs); !some {
			return m, nil
		}
	}
	a := v.matrix()
	sums := v.weights(a, q)
	weights = map[string]float64{}
	var missing []string
	text, total, weight, known, ofCountries, contributions, found := "", 0.0, 0.0, 0.0, 0.0, []float64(nil), false
	for i, id := range v.ids {
		if !v.reached[id] {
			continue
		}
		f, has := lastFigure(amounts, id, q.Year)
		if country := c.countryOf(id); !has && q.CountryFigures && country != "" {
			f, has = lastFigure(amounts, country, q.Year)
		}
		found = found || has
		w := sums[i]
		weights[id], weight = w, weight+w
		switch {
		case !has && w > noWeight:
			missing = append(missing, id)
		case has:
			known, total = known+w, total+w*f.Value
			if f.Subject != id {
				ofCountries += w
			}
			if w > noWeight && f.Value != 0 {
				text += fmt.Sprintf("\n%s by %s", id, f.ID)
				contributions = append(contributions, w*f.Value, w)
			}
		}
	}
	if !found {
		return m, nil
	}
	return measured{footprintText(missing, clamped, unknown) + text, append([]float64{total, weight, known, ofCountries}, contributions...)}, weights
}

// suppliedWithin are the actors that are so many links upstream of one, and the links into them.
type suppliedWithin struct {
	ids     []string
	reached map[string]bool
	links   []*supplied
	clamped []string
	unknown int
}

func (c *comparer) within(q supply.FootprintQuestion) *suppliedWithin {
	by, oversubscribed := c.supplies(q.Flow)
	v := &suppliedWithin{ids: supplyActors(), reached: map[string]bool{q.Of: true}}
	for range q.Tiers {
		next := map[string]bool{}
		for id := range v.reached {
			for _, l := range by[id] {
				next[l.From] = true
			}
		}
		for id := range next {
			v.reached[id] = true
		}
	}
	for _, id := range v.ids {
		if !v.reached[id] {
			continue
		}
		if oversubscribed[id] {
			v.clamped = append(v.clamped, id)
		}
		for _, l := range by[id] {
			if v.links = append(v.links, l); math.IsNaN(l.share) {
				v.unknown++
			}
		}
	}
	return v
}

// byOutput makes the shares of links their parts of the suppliers' outputs. known says whether any supplier has an output, or there is none.
func (v *suppliedWithin) byOutput(outputs []figures.Figure) (oversold []string, unknown int, known bool) {
	sold := map[string]float64{}
	for _, l := range v.links {
		output, has := lastFigure(outputs, l.From, nil)
		known = known || has
		l.share = l.value / output.Value
		if !has || output.Value <= 0 || math.IsNaN(l.value) {
			l.share = math.NaN()
			unknown++
			continue
		}
		sold[l.From] += l.share
	}
	for _, l := range v.links {
		if sold[l.From] > 1.001 {
			l.share /= sold[l.From]
			if !slices.Contains(oversold, l.From) {
				oversold = append(oversold, l.From)
			}
		}
	}
	slices.Sort(oversold)
	return oversold, unknown, known || len(v.links) == 0
}

// matrix holds in the row of a supplier and the column of a customer the sum of the shares.
func (v *suppliedWithin) matrix() *mat.Dense {
	a := mat.NewDense(len(v.ids), len(v.ids), nil)
	for _, l := range v.links {
		if !math.IsNaN(l.share) {
			i, j := slices.Index(v.ids, l.From), slices.Index(v.ids, l.To)
			a.Set(i, j, a.At(i, j)+l.share)
		}
	}
	return a
}

// weights are the weights of the actors: the column of 1 + A + A² + …, of (1 − A)⁻¹ where that is what all tiers come to; times what each
// adds, where that is asked for.
func (v *suppliedWithin) weights(a *mat.Dense, q supply.FootprintQuestion) []float64 {
	n := len(v.ids)
	of := slices.Index(v.ids, q.Of)
	step, sum := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	step.SetVec(of, 1)
	for k := range q.Tiers + 1 {
		if k > 0 {
			step.MulVec(a, mat.VecDenseCopyOf(step))
		}
		sum.AddVec(sum, step)
	}
	if inverse := mat.NewDense(n, n, nil); q.Tiers == allTiers && mat.Norm(step, 1) < 1e-13 {
		inverse.Apply(func(i, j int, share float64) float64 {
			if i == j {
				return 1 - share
			}
			return -share
		}, a)
		if inverse.Inverse(inverse) == nil {
			sum.CopyVec(inverse.ColView(of))
		}
	}
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = sum.AtVec(i)
		if q.Basis == supply.PerValueAdded {
			weights[i] *= max(0, 1-mat.Sum(a.ColView(i)))
		}
	}
	return weights
}
