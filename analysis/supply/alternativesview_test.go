package supply

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"partnir/analysis"
	"partnir/analysis/analysistest"
)

// A phone maker buys chips for 30 from a plant that fails, and the rest from big and small: 0.8 and 0.2 of it. Big delivers 90 to all, small
// 10. Tied delivers most, but loses a fifth of its output with the plant.
//
//	           big                               small
//	capacity   90 ÷ (90 + 30) = 0.75             10 ÷ (10 + 30) = 0.25
//	links      0.8                               0.2
//	independ.  1 − 0.05 = 0.95                   1
//	intensity  0.3 ÷ (0.3 + 0.1) = 0.75          not known: 0
//	groups     both of the phone maker's: 1      the large one: 1/ln 4 ÷ (1/ln 2 + 1/ln 4) = 1/3
//	rules      1 of 3: 1/3                       none: 0
//	score      0.3375 + 0.24 + 0.095 + 0.0375    0.1125 + 0.06 + 0.1
//	           + 0.05 + 0.0167 = 0.7767          + 0.0167 = 0.2892
func TestAlternativesByHand(t *testing.T) {
	v := &AlternativesView{
		Customer: "phones", Value: 30, Threshold: 0.1, Intensity: Ground{Value: 0.3, Because: []string{"plant's figure"}},
		Candidates: []Candidate{
			{Actor: "small", Delivers: Ground{Value: 10}, Part: Ground{Value: 0.2}, Intensity: Ground{Value: math.NaN()}},
			{Actor: "tied", Delivers: Ground{Value: 900}, Loss: Ground{Value: 0.2}},
			{
				Actor: "big", Delivers: Ground{Value: 90}, Part: Ground{Value: 0.8}, Loss: Ground{Value: 0.05},
				Intensity: Ground{Value: 0.1, Because: []string{"big's figure"}},
			},
		},
		Groups: []analysis.Hub{{ID: "club", Actors: []string{"phones", "big"}}, {ID: "union", Actors: []string{"phones", "big", "small"}, Size: 4}},
		Rules:  map[string][]string{"phones": {"r1", "r2"}, "big": {"r2", "r3"}},
	}
	got, dependent := v.Alternatives()
	if len(got) != 2 || got[0].Actor != "big" || got[1].Actor != "small" {
		t.Fatalf("got %+v, want big and small", got)
	}
	if len(dependent) != 1 || dependent[0].Actor != "tied" {
		t.Errorf("dependent %+v, want tied", dependent)
	}
	want := [][]float64{{0.75, 0.8, 0.95, 0.75, 1, 1.0 / 3, 0.76 + 0.05/3}, {0.25, 0.2, 1, 0, 1.0 / 3, 0, 0.2725 + 0.05/3}}
	for i, s := range got {
		for j, term := range s.Terms {
			if !analysistest.Near(term.Value, want[i][j]) {
				t.Errorf("%s of %s is %v, want %v", term.Name, s.Actor, term.Value, want[i][j])
			}
		}
		if !analysistest.Near(s.Score, want[i][6]) {
			t.Errorf("the score of %s is %v, want %v", s.Actor, s.Score, want[i][6])
		}
	}
	if because := got[0].Terms[3].Because; !slices.Equal(because, []string{"big's figure", "plant's figure"}) {
		t.Errorf("intensity because of %v", because)
	}
	if because := got[1].Terms[3].Because; because != nil {
		t.Errorf("an intensity that is not known is because of %v", because)
	}
	// For all, the weights are divided by 0.6: (0.45 · 0.75 + 0.1 · 0.95 + 0.05 · 0.75) ÷ 0.6.
	v.Customer = ""
	if got, _ = v.Alternatives(); len(got[0].Terms) != 3 || got[0].Actor != "big" || !analysistest.Near(got[0].Score, 0.47/0.6) {
		t.Errorf("without a customer %+v, want a score of %v", got[0], 0.47/0.6)
	}
	// Where nobody knows what is to be replaced, capacity is worth nothing; a threshold of a fifth takes tied in.
	v.Value, v.Threshold = math.NaN(), 0.2
	if got, _ = v.Alternatives(); len(got) != 3 || got[0].Terms[0].Value != 0 {
		t.Errorf("without a value %+v", got)
	}
}

// TestAlternativesAgainstTheDefinition makes a random network, groups, rules and figures, and computes each score by the words of the
// definition: losses by recursion, parts, groups and rules by looking at all pairs.
func TestAlternativesAgainstTheDefinition(t *testing.T) {
	alternatives, dependents := 0, 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 8))
		m := newReplaced(r, seed%3 == 0)
		got, dependent := m.view(t).Alternatives()
		want, tied := m.byDefinition()
		if len(got) != len(want) {
			t.Fatalf("seed %d: %d alternatives, want %d", seed, len(got), len(want))
		}
		for i, s := range got {
			if w := want[i]; s.Actor != w.Actor && !analysistest.Near(s.Score, w.Score) || !analysistest.Near(s.Score, w.Score) || s.Score > 1+1e-9 {
				t.Fatalf("seed %d: at %d %+v, want %+v", seed, i, s, w)
			}
			weights := 0.0
			for _, term := range s.Terms {
				weights += term.Weight
				if !(term.Value >= 0 && term.Value <= 1+1e-9) {
					t.Fatalf("seed %d: %+v", seed, term)
				}
			}
			if !analysistest.Near(weights, 1) {
				t.Fatalf("seed %d: the weights sum to %v", seed, weights)
			}
		}
		var names []string
		for _, d := range dependent {
			names = append(names, d.Actor)
		}
		slices.Sort(names)
		if !slices.Equal(names, tied) {
			t.Fatalf("seed %d: dependent %v, want %v", seed, names, tied)
		}
		alternatives, dependents = alternatives+len(got), dependents+len(tied)
	}
	if alternatives < 1000 || dependents < 1000 {
		t.Errorf("%d alternatives and %d dependent: the graphs show too little", alternatives, dependents)
	}
}

// replaced is a supplier, 0, that is to be replaced for the customer 1 or, where general, for all.
type replaced struct {
	network    *Network
	general    bool
	tiers      int
	threshold  float64
	carry      []bool
	delivers   []float64
	intensity  []float64
	groups     [][]bool
	rules      [][]bool
	candidates []int
}

func newReplaced(r *rand.Rand, general bool) *replaced {
	m := &replaced{network: randomNetwork(r, false), general: general, tiers: 1 + r.IntN(MaxTiers), threshold: 0.2 * r.Float64()}
	for range m.network.Links {
		m.carry = append(m.carry, r.IntN(2) == 0)
	}
	maybe := func() float64 {
		if r.IntN(4) == 0 {
			return math.NaN()
		}
		return float64(r.IntN(20))
	}
	some := func(n int) [][]bool {
		has := make([][]bool, n)
		for i := range has {
			for range m.network.Actors() {
				has[i] = append(has[i], r.IntN(3) == 0)
			}
		}
		return has
	}
	m.groups, m.rules = some(r.IntN(6)), some(r.IntN(6))
	for a := range m.network.Actors() {
		m.delivers, m.intensity = append(m.delivers, maybe()), append(m.intensity, maybe())
		if a > 1 && r.IntN(2) == 0 {
			m.candidates = append(m.candidates, a)
		}
	}
	return m
}

func (m *replaced) name(actor int) string { return fmt.Sprintf("%03d", actor) }

// view is the question as the verb puts it.
func (m *replaced) view(t *testing.T) *AlternativesView {
	v := &AlternativesView{
		Value: m.delivers[0], Intensity: Ground{Value: m.intensity[0]}, Threshold: m.threshold, Rules: map[string][]string{},
	}
	if !m.general {
		v.Customer = m.name(1)
	}
	losses := mustSpread(t, m.network, []Shock{{0, 1}}, ImpactOptions{Rounds: m.tiers})
	parts, _ := m.network.Parts(1, 0, func(link int) bool { return m.carry[link] })
	for _, c := range m.candidates {
		v.Candidates = append(v.Candidates, Candidate{
			m.name(c), Ground{Value: m.delivers[c]}, Ground{Value: parts[c]}, Ground{Value: losses.Loss[c]}, Ground{Value: m.intensity[c]},
		})
	}
	for g, has := range m.groups {
		h := analysis.Hub{ID: fmt.Sprint("g", g)}
		for _, a := range append([]int{1}, m.candidates...) {
			if has[a] {
				h.Actors = append(h.Actors, m.name(a))
			}
		}
		for _, has := range has {
			if has {
				h.Size++
			}
		}
		if has[1] {
			v.Groups = append(v.Groups, h)
		}
	}
	for rule, has := range m.rules {
		for a, has := range has {
			if has {
				v.Rules[m.name(a)] = append(v.Rules[m.name(a)], fmt.Sprint("r", rule))
			}
		}
	}
	return v
}

func (m *replaced) byDefinition() (want []analysis.Suggestion, dependent []string) {
	naive := &naiveImpact{m.network.Links, map[int]float64{0: 1}, ImpactOptions{}, map[[2]int]float64{}, map[[2]int]float64{}}
	for _, c := range m.candidates {
		loss := naive.loss(c, m.tiers)
		if loss > m.threshold {
			dependent = append(dependent, m.name(c))
			continue
		}
		score := 0.45*m.ratio(m.delivers[c], m.delivers[0]) + 0.1*(1-loss) + 0.05*m.ratio(m.intensity[0], m.intensity[c])
		if m.general {
			score /= 0.6
		} else {
			score += 0.3*m.part(c) + 0.05*m.sameGroups(c) + 0.05*m.sameRules(c)
		}
		want = append(want, analysis.Suggestion{Actor: m.name(c), Score: score})
	}
	slices.SortFunc(want, func(a, b analysis.Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Actor, b.Actor))
	})
	return want, dependent
}

// ratio is a ÷ (a + b), 0 where one is not known, and 0.5 where both are 0.
func (m *replaced) ratio(a, b float64) float64 {
	switch {
	case math.IsNaN(a) || math.IsNaN(b):
		return 0
	case a == 0 && b == 0:
		return 0.5
	}
	return a / (a + b)
}

func (m *replaced) part(c int) float64 {
	own, all := 0.0, 0.0
	for i, l := range m.network.Links {
		if l.Customer != 1 || l.Supplier == 0 || l.Supplier == 1 || !m.carry[i] {
			continue
		}
		all += l.Share
		if l.Supplier == c {
			own += l.Share
		}
	}
	if all == 0 {
		return 0
	}
	return own / all
}

func (m *replaced) sameGroups(c int) float64 {
	both, whole := 0.0, 0.0
	for _, has := range m.groups {
		n := 0
		for _, has := range has {
			if has {
				n++
			}
		}
		if has[1] && n > 1 {
			whole += 1 / math.Log(float64(n))
			if has[c] {
				both += 1 / math.Log(float64(n))
			}
		}
	}
	if whole == 0 {
		return 0
	}
	return both / whole
}

func (m *replaced) sameRules(c int) float64 {
	both, either := 0.0, 0.0
	for _, has := range m.rules {
		if has[1] && has[c] {
			both++
		}
		if has[1] || has[c] {
			either++
		}
	}
	if either == 0 {
		return 0
	}
	return both / either
}
