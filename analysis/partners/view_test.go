package partners

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"partnir/analysis"
	"partnir/analysis/analysistest"
	"partnir/analysis/trade"
)

// a and b share a hub of 2 and one of 4; a and c share only that of 4. 1/ln 2 + 1/ln 4 = 1.5 / ln 2.
func TestAdamicAdarByHand(t *testing.T) {
	got, whole := analysis.AdamicAdar("a", []analysis.Hub{
		{ID: "big", Actors: []string{"a", "b", "c", "d"}}, {ID: "small", Actors: []string{"b", "a"}}, {ID: "own", Actors: []string{"a"}}, {ID: "other", Actors: []string{"b", "c"}},
	})
	if b := got["b"]; !analysistest.Near(b.Value, 1.5/math.Ln2) || !slices.Equal(b.Hubs, []string{"small", "big"}) {
		t.Errorf("with b: %v, want %v by small and big", b, 1.5/math.Ln2)
	}
	if c := got["c"]; !analysistest.Near(c.Value, 0.5/math.Ln2) {
		t.Errorf("with c: %v", c)
	}
	if !analysistest.Near(whole, 1.5/math.Ln2) || len(got) != 3 {
		t.Errorf("whole %v with %d others, want %v with 3", whole, len(got), 1.5/math.Ln2)
	}
}

func TestAdamicAdarAgainstPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	for range 400 {
		hubs := make([]analysis.Hub, r.IntN(15))
		for i := range hubs {
			hubs[i].ID = fmt.Sprintf("hub%02d", i)
			for a := range 10 {
				if r.IntN(3) == 0 {
					hubs[i].Actors = append(hubs[i].Actors, fmt.Sprint(a))
				}
			}
		}
		got, whole := analysis.AdamicAdar("0", hubs)
		for a := 1; a < 10; a++ {
			want := 0.0
			for _, h := range hubs {
				if slices.Contains(h.Actors, "0") && slices.Contains(h.Actors, fmt.Sprint(a)) {
					want += 1 / math.Log(float64(len(h.Actors)))
				}
			}
			if s := got[fmt.Sprint(a)]; !analysistest.Near(s.Value, want) || s.Value > whole+1e-9 {
				t.Fatalf("with %d: %v of %v, want %v; hubs %v", a, s.Value, whole, want, hubs)
			}
		}
	}
}

// Kenya needs steel, which Japan offers with a score of 0.9, and has no other need. Both are in a group of 2 and in one of 4. Of their
// trade nothing is known.
//
//	needs 0.9 × 0.2 = 0.18; groups 1.5/ln 2 × 0.1 ÷ (1.5/ln 2) = 0.1; together 0.28
//	Nepal is in the larger group only: 0.5/ln 2 × 0.1 ÷ (1.5/ln 2) = 0.0333
func TestPartnersByHand(t *testing.T) {
	view := &PartnerView{
		Of:    "kenya",
		Needs: [][]Match{{{Listing{ID: "offer:steel"}, analysis.Suggestion{Actor: "japan", Score: 0.9}}, {Listing{ID: "offer:worse"}, analysis.Suggestion{Actor: "japan", Score: 0.5}}}},
		Groups: []analysis.Hub{
			{ID: "club", Actors: []string{"kenya", "japan"}}, {ID: "union", Actors: []string{"kenya", "japan", "nepal", "nauru"}},
		},
	}
	got := view.Partners()
	if len(got) != 3 || got[0].Actor != "japan" || got[1].Actor != "nauru" || got[2].Actor != "nepal" {
		t.Fatalf("got %v, want japan, nauru, nepal", got)
	}
	if !analysistest.Near(got[0].Score, 0.28) || !analysistest.Near(got[2].Score, 0.1/3) {
		t.Errorf("scores %v and %v, want 0.28 and 0.0333", got[0].Score, got[2].Score)
	}
	for _, s := range got {
		total := 0.0
		for _, term := range s.Terms {
			total += term.Value * term.Weight
			if (term.Value > 0) != (len(term.Because) > 0) {
				t.Errorf("%s: %+v", s.Actor, term)
			}
		}
		if total != s.Score || len(s.Terms) != 6 {
			t.Errorf("the terms of %s sum to %v, its score is %v", s.Actor, total, s.Score)
		}
	}
}

// No score is above 1, a partner with everything in common has what it can have, and every term says what it rests on.
func TestPartnersOfRandomViews(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for range 200 {
		random, countries := analysistest.RandomFlows(r)
		var flows []trade.TradeFlow
		for _, f := range random {
			flows = append(flows, trade.TradeFlow(f))
		}
		view := &PartnerView{Of: countries[0], Trade: trade.NewTrade(flows)}
		for i := range r.IntN(10) {
			h := analysis.Hub{ID: fmt.Sprint("hub", i), Actors: []string{countries[0]}}
			for _, c := range countries[1:] {
				if r.IntN(2) == 0 {
					h.Actors = append(h.Actors, c)
				}
			}
			view.Groups = append(view.Groups, h)
		}
		last := math.Inf(1)
		for _, s := range view.Partners() {
			if s.Score <= 0 || s.Score > 1+1e-9 || s.Score > last || s.Actor == view.Of {
				t.Fatalf("%+v after a score of %v", s, last)
			}
			last = s.Score
			there, ok := view.Trade.Complementarity(view.Of, s.Actor)
			back, okBack := view.Trade.Complementarity(s.Actor, view.Of)
			want := 0.0
			if ok && okBack {
				want = (there.Index + back.Index) / 2
			}
			if got := s.Terms[2]; got.Name != "COMPLEMENTARITY" || !analysistest.Near(got.Value, want) {
				t.Fatalf("complementarity %v, want %v", got, want)
			}
		}
	}
}
