package supply

import (
	"math/rand/v2"
	"testing"

	"partnir/analysis/analysistest"
)

func critical(t *testing.T, n *Network, of int, o CriticalOptions) []CriticalSupplier {
	t.Helper()
	c, err := n.Critical(t.Context(), of, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCriticalSuppliers(t *testing.T) {
	// Two mines (0, 1) supply one smelter (2), which supplies two makers (3, 4) of a customer (5):
	//
	//	0 ─0.5→ 2 ─0.2→ 3 ─0.1→ 5
	//	1 ─0.1→ 2 ─0.4→ 4 ─0.3→ 5
	n := network(6, [][5]float64{
		{0, 2, 0, 0.5, missing}, {1, 2, 0, 0.1, missing}, {2, 3, 1, 0.2, missing}, {2, 4, 1, 0.4, missing},
		{3, 5, 2, 0.1, missing}, {4, 5, 2, 0.3, missing},
	})
	got := critical(t, n, 5, CriticalOptions{Tiers: 3, Threshold: 0.25})
	// 4 carries 0.3. The smelter carries 0.2 · 0.1 + 0.4 · 0.3 = 0.14, below the threshold, but there is no way round it.
	want := []CriticalSupplier{{4, 1, 0.3, false, 0.3}, {2, 2, 0.14, true, 0.14}}
	if len(got) != len(want) {
		t.Fatalf("%+v, want %+v", got, want)
	}
	for i, w := range want {
		if g := got[i]; g.Actor != w.Actor || g.Tier != w.Tier || g.Unavoidable != w.Unavoidable || !analysistest.Near(g.Share, w.Share) || !analysistest.Near(g.Loss, w.Loss) {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
	// Without substitution all is lost with the smelter.
	got = critical(t, n, 5, CriticalOptions{Tiers: 3, Threshold: 0.8, Substitution: NoSubstitution, EssentialShare: 0.02})
	for _, c := range got {
		if want := map[int]float64{2: 1, 0: 0.5 / 0.6}[c.Actor]; !analysistest.Near(c.Loss, want) {
			t.Errorf("%+v, want a loss of %v", c, want)
		}
	}
	if len(got) != 2 {
		t.Errorf("%+v, want the smelter and the mine 0", got)
	}
	// Within two tiers the smelter is the raw end, and still cannot be avoided; within one both makers are.
	if got = critical(t, n, 5, CriticalOptions{Tiers: 2, Threshold: 1}); len(got) != 1 || got[0].Actor != 2 {
		t.Errorf("within two tiers %+v", got)
	}
	if got = critical(t, n, 5, CriticalOptions{Tiers: 1, Threshold: 1}); len(got) != 0 {
		t.Errorf("within one tier %+v", got)
	}
}

func TestCriticalSuppliersInACircle(t *testing.T) {
	// 0 and 1 supply each other and nobody else supplies them; 1 alone supplies 2. A chain may begin at 1, so that 0 can be avoided.
	n := network(3, [][5]float64{{0, 1, 0, 0.5, missing}, {1, 0, 0, 0.5, missing}, {1, 2, 0, 0.5, missing}, {2, 0, 0, 0.1, missing}})
	got := critical(t, n, 2, CriticalOptions{Tiers: 4, Threshold: 1})
	if len(got) != 1 || got[0].Actor != 1 || !got[0].Unavoidable {
		t.Errorf("%+v, want 1 alone", got)
	}
}

// TestCriticalAgainstRemoval removes every supplier in turn: from the graph, to see whether a raw end still reaches the customer; and
// from the economy, by an impact.
func TestCriticalAgainstRemoval(t *testing.T) {
	unavoidable := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 4))
		n := randomNetwork(r, false)
		if seed%2 == 0 { // thin networks have suppliers that cannot be avoided
			r.Shuffle(len(n.Links), func(i, j int) { n.Links[i], n.Links[j] = n.Links[j], n.Links[i] })
			n = NewNetwork(n.Actors(), n.Links[:min(len(n.Links), n.Actors()*5/4)])
		}
		of := r.IntN(n.Actors())
		o := CriticalOptions{
			Tiers: 1 + r.IntN(MaxTiers), Threshold: 0.2 * r.Float64(), Substitution: Substitution(r.IntN(2)), EssentialShare: 0.1,
		}
		got := map[int]CriticalSupplier{}
		for _, c := range critical(t, n, of, o) {
			got[c.Actor] = c
		}
		tier := n.tiers(of, Upstream, o.Tiers)
		chain := supplyOf(n, of, tier, o.Tiers)
		for a, depth := range tier {
			if depth <= 0 {
				continue
			}
			l := mustSpread(t, n, []Shock{{a, 1}}, ImpactOptions{Rounds: o.Tiers, Substitution: o.Substitution, EssentialShare: o.EssentialShare})
			must := !chain.reaches(of, a)
			c, listed := got[a]
			if want := must || l.Loss[of] >= o.Threshold && l.Loss[of] > 0; listed != want {
				t.Fatalf("seed %d: supplier %d listed %v, want %v", seed, a, listed, want)
			}
			if listed && (c.Unavoidable != must || !analysistest.Near(c.Loss, l.Loss[of])) {
				t.Fatalf("seed %d: %+v, want unavoidable %v and loss %v", seed, c, must, l.Loss[of])
			}
			if must {
				unavoidable++
			}
			delete(got, a)
		}
		if len(got) != 0 {
			t.Fatalf("seed %d: listed besides: %+v", seed, got)
		}
	}
	if unavoidable < 100 {
		t.Errorf("only %d suppliers could not be avoided; the graphs do not test it", unavoidable)
	}
}

// supply is who supplies whom in a chain.
type supply struct {
	suppliers map[int][]int
	raw       map[int]bool
}

// readSupply takes the links within the tiers. A raw end is an actor that supplies, over whatever way, all those that supply it.
func supplyOf(n *Network, of int, tier []int, tiers int) *supply {
	s := &supply{suppliers: map[int][]int{}, raw: map[int]bool{}}
	for _, l := range n.Links {
		if t := tier[l.Customer]; t >= 0 && t < tiers && l.Supplier != of {
			s.suppliers[l.Customer] = append(s.suppliers[l.Customer], l.Supplier)
		}
	}
	above := map[int]map[int]bool{}
	for a := range n.Actors() {
		above[a] = map[int]bool{}
		s.above(a, above[a])
	}
	for a := range n.Actors() {
		s.raw[a] = true
		for b := range above[a] {
			s.raw[a] = s.raw[a] && (b == a || above[b][a])
		}
	}
	return s
}

func (s *supply) above(a int, seen map[int]bool) {
	for _, b := range s.suppliers[a] {
		if !seen[b] {
			seen[b] = true
			s.above(b, seen)
		}
	}
}

// reaches reports whether a raw end still reaches the customer without an actor.
func (s *supply) reaches(of, without int) bool {
	reached := map[int]bool{without: true}
	s.above(of, reached)
	for a := range reached {
		if a != without && s.raw[a] {
			return true
		}
	}
	return false
}
