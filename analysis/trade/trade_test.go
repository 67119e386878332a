package trade

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"partnir/analysis/analysistest"
)

// Portugal sells 60 of wine and 40 of cloth, England 20 of wine and 80 of cloth; what Portugal drinks itself is no trade.
//
//	              wine   cloth
//	Portugal        60      40    of 100
//	England         20      80    of 100
//	both            80     120    of 200
//
// Wine is 60/100 of what Portugal sells, and 80/200 of what all sell: 0.6 / 0.4 = 1.5.
func TestAdvantagesByHand(t *testing.T) {
	trade := NewTrade([]TradeFlow{
		{"1", "portugal", "england", "wine", 60}, {"2", "portugal", "england", "cloth", 40},
		{"3", "england", "portugal", "wine", 20}, {"4", "england", "portugal", "cloth", 80},
		{"5", "portugal", "portugal", "wine", 1000}, {"6", "portugal", "england", "wine", 0},
	})
	got := trade.Advantages("portugal")
	if len(got) != 2 || got[0].Item != "wine" || got[1].Item != "cloth" {
		t.Fatalf("got %+v, want wine before cloth", got)
	}
	wine, cloth := got[0], got[1]
	if !analysistest.Near(wine.Index, 1.5) || !analysistest.Near(cloth.Index, 0.4/0.6) {
		t.Errorf("wine %v, cloth %v; want 1.5 and 2/3", wine.Index, cloth.Index)
	}
	if wine.ExportsUSD != 60 || wine.WorldUSD != 80 || !analysistest.Near(wine.Share, 0.6) || !analysistest.Near(wine.WorldShare, 0.4) {
		t.Errorf("wine rests on %+v", wine)
	}
	if len(wine.Flows) != 1 || wine.Flows[0].ID != "1" {
		t.Errorf("wine rests on the flows %v, want the first alone", wine.Flows)
	}
	if got := trade.Advantages("spain"); got != nil {
		t.Errorf("Spain sells nothing and has %v", got)
	}
}

// Brazil sells 3/4 soy and 1/4 ore. India buys 1/2 soy, 1/4 ore and 1/4 oil, not all of it from Brazil.
// 1 − ½ (|1/2 − 3/4| + |1/4 − 1/4| + |1/4 − 0|) = 3/4, of which soy 1/2 and ore 1/4.
func TestComplementarityByHand(t *testing.T) {
	trade := NewTrade([]TradeFlow{
		{"1", "brazil", "china", "soy", 75}, {"2", "brazil", "india", "ore", 25},
		{"3", "china", "india", "soy", 50}, {"4", "china", "india", "oil", 25},
	})
	got, ok := trade.Complementarity("brazil", "india")
	if !ok || !analysistest.Near(got.Index, 0.75) {
		t.Fatalf("got %v %v, want 0.75", got.Index, ok)
	}
	if len(got.Items) != 3 || got.Items[0].Item != "soy" || got.Items[1].Item != "ore" || got.Items[2].Item != "oil" {
		t.Fatalf("got %+v, want soy, ore, oil", got.Items)
	}
	if soy := got.Items[0]; !analysistest.Near(soy.Contribution, 0.5) || soy.Exports[0].ID != "1" || soy.Imports[0].ID != "3" {
		t.Errorf("soy is %+v", soy)
	}
	if oil := got.Items[2]; oil.Contribution != 0 || len(oil.Exports) != 0 || len(oil.Imports) != 1 {
		t.Errorf("oil is %+v", oil)
	}
	// The other way round is another question: India sells nothing.
	if _, ok := trade.Complementarity("india", "brazil"); ok {
		t.Error("India sells nothing, and still complements Brazil")
	}
}

// randomTrade are random flows, as trade.
func randomTrade(r *rand.Rand) (flows []TradeFlow, countries []string) {
	random, countries := analysistest.RandomFlows(r)
	for _, f := range random {
		flows = append(flows, TradeFlow(f))
	}
	return flows, countries
}

// sum adds up the flows between countries that meet a condition.
func sum(flows []TradeFlow, meets func(TradeFlow) bool) (total float64) {
	for _, f := range flows {
		if f.From != f.To && meets(f) {
			total += f.ValueUSD
		}
	}
	return total
}

func TestAdvantagesAgainstTheFormula(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 400 {
		flows, countries := randomTrade(r)
		trade := NewTrade(flows)
		for _, c := range countries {
			found := map[string]float64{}
			got := trade.Advantages(c)
			for i, a := range got {
				found[a.Item] = a.Index
				if i > 0 && got[i-1].Index < a.Index {
					t.Fatalf("%v stands before %v", got[i-1], a)
				}
			}
			for i := range 9 {
				p := fmt.Sprint("item", i)
				xcp := sum(flows, func(f TradeFlow) bool { return f.From == c && f.Item == p })
				xc := sum(flows, func(f TradeFlow) bool { return f.From == c })
				xp := sum(flows, func(f TradeFlow) bool { return f.Item == p })
				x := sum(flows, func(TradeFlow) bool { return true })
				want := 0.0
				if xcp > 0 {
					want = (xcp / xc) / (xp / x)
				}
				if !analysistest.Near(found[p], want) {
					t.Fatalf("%s in %s has %v, the formula says %v; flows %v", c, p, found[p], want, flows)
				}
			}
		}
	}
}

func TestComplementarityAgainstTheFormula(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 400 {
		flows, countries := randomTrade(r)
		trade := NewTrade(flows)
		a, b := countries[0], countries[1]
		exports := sum(flows, func(f TradeFlow) bool { return f.From == a })
		imports := sum(flows, func(f TradeFlow) bool { return f.To == b })
		got, ok := trade.Complementarity(a, b)
		if ok != (exports > 0 && imports > 0) {
			t.Fatalf("exports %v, imports %v, and still ok is %v", exports, imports, ok)
		}
		if !ok {
			continue
		}
		want, contributions := 1.0, 0.0
		for i := range 9 {
			p := fmt.Sprint("item", i)
			x := sum(flows, func(f TradeFlow) bool { return f.From == a && f.Item == p }) / exports
			m := sum(flows, func(f TradeFlow) bool { return f.To == b && f.Item == p }) / imports
			want -= math.Abs(m-x) / 2
		}
		for _, item := range got.Items {
			contributions += item.Contribution
		}
		if !analysistest.Near(got.Index, want) || !analysistest.Near(contributions, want) {
			t.Fatalf("index %v, contributions %v, the formula says %v; flows %v", got.Index, contributions, want, flows)
		}
	}
}

// Sums must not depend on the order in which a store gives the flows: the answers of all stores are the same to the last digit.
func TestTradeOfFlowsInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 100 {
		flows, countries := randomTrade(r)
		first := NewTrade(flows)
		shuffled := slices.Clone(flows)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		second := NewTrade(shuffled)
		for _, c := range countries {
			if a, b := fmt.Sprint(first.Advantages(c)), fmt.Sprint(second.Advantages(c)); a != b {
				t.Fatalf("%s\n%s", a, b)
			}
			a, _ := first.Complementarity(c, countries[0])
			b, _ := second.Complementarity(c, countries[0])
			if fmt.Sprint(a) != fmt.Sprint(b) {
				t.Fatalf("%v\n%v", a, b)
			}
		}
	}
}
