package partners

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"partnir/analysis/analysistest"
)

// A need of 10 t of steel from July to December. The first offer is of the same item, and enough, all year long:
// 0.5 × 1 + 0.2 × 1 + 0.1 × 184/365 + 0.2 × 0.8. The second is of a special steel, says no quantity and stays open:
// 0.5 × 1/2 + 0.2 × 0 + 0.1 × 184/365 + 0.2 × 1. The others do not answer: too little, another unit, over before, another flow, another
// item, by the same actor, by nobody.
func TestMatchesByHand(t *testing.T) {
	steel := Listing{ID: "offer:1", Actor: "japan", Item: "steel", Flow: "GOODS", Quantity: 12, HasQuantity: true, Unit: "t", ValidFrom: "2023", ValidTo: "2023", Confidence: 0.8}
	but := func(id string, change func(*Listing)) Listing {
		l := steel
		l.ID = id
		change(&l)
		return l
	}
	need := Listing{ID: "need:1", Actor: "kenya", Item: "steel", Flow: "GOODS", Quantity: 10, HasQuantity: true, Unit: "t", ValidFrom: "2023-07-01", ValidTo: "2023-12", Confidence: 1}
	offers := []Listing{
		{ID: "offer:2", Actor: "china", Item: "special steel", Flow: "GOODS", Confidence: 1}, steel,
		but("offer:3", func(l *Listing) { l.Quantity = 9.5 }), but("offer:4", func(l *Listing) { l.Unit = "kg" }),
		but("offer:5", func(l *Listing) { l.ValidTo = "2023-06" }), but("offer:6", func(l *Listing) { l.Flow = "FUNDS" }),
		but("offer:7", func(l *Listing) { l.Item = "cars" }), but("offer:8", func(l *Listing) { l.Actor = "kenya" }),
		but("offer:9", func(l *Listing) { l.Actor = "" }),
	}
	got := MatchListings(need, false, offers, map[string]Relative{"steel": {}, "special steel": {Steps: 1, Narrower: true}, "metal": {Steps: 1}})
	if len(got) != 2 || got[0].Listing.ID != "offer:1" || got[1].Listing.ID != "offer:2" {
		t.Fatalf("got %+v, want the offers 1 and 2", got)
	}
	year := 184.0 / 365
	if want := 0.5 + 0.2 + 0.1*year + 0.16; !analysistest.Near(got[0].Score, want) {
		t.Errorf("offer 1 has %v, want %v", got[0].Score, want)
	}
	if want := 0.25 + 0.1*year + 0.2; !analysistest.Near(got[1].Score, want) || got[1].Terms[0].Name != "NARROWER" {
		t.Errorf("offer 2 has %v, want %v; %+v", got[1].Score, want, got[1].Terms)
	}
	// The other side sees the same: the offer answers the need.
	if back := MatchListings(steel, true, []Listing{need}, map[string]Relative{"steel": {}}); len(back) != 1 || back[0].Actor != "kenya" {
		t.Errorf("for the offer: %+v", back)
	}
}

// holdsOn says whether a listing holds on a day, by its dates alone.
func holdsOn(l Listing, day string) bool {
	return (l.ValidFrom == "" || day >= l.ValidFrom) && (l.ValidTo == "" || day[:len(l.ValidTo)] <= l.ValidTo)
}

func TestMatchesDayByDay(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	date := func() string {
		d := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(700)).Format(time.DateOnly)
		return d[:[]int{0, 4, 7, 10}[r.IntN(4)]]
	}
	listing := func(id int) Listing {
		return Listing{
			ID: fmt.Sprintf("%02d", id), Actor: []string{"", "a", "b", "c"}[r.IntN(4)], Item: []string{"", "x", "y", "z"}[r.IntN(4)],
			Flow: []string{"GOODS", "FUNDS"}[r.IntN(2)], Quantity: float64(r.IntN(4)), HasQuantity: r.IntN(2) == 0, Unit: []string{"", "t"}[r.IntN(2)],
			ValidFrom: date(), ValidTo: date(), Confidence: r.Float64(),
		}
	}
	relatives := map[string]Relative{"x": {}, "y": {Steps: 2}}
	var days []string
	for d := time.Date(2021, 12, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2025; d = d.AddDate(0, 0, 1) {
		days = append(days, d.Format(time.DateOnly))
	}
	found := 0
	for range 1000 {
		of, offer := listing(99), r.IntN(2) == 0
		var others []Listing
		for i := range 8 {
			others = append(others, listing(i))
		}
		var got, want []string
		matches := MatchListings(of, offer, others, relatives)
		for _, m := range matches {
			got = append(got, m.Listing.ID)
		}
		slices.Sort(got)
		for _, o := range others {
			together := slices.ContainsFunc(days, func(day string) bool { return holdsOn(of, day) && holdsOn(o, day) })
			supply, demand := o, of
			if offer {
				supply, demand = of, o
			}
			enough := !supply.HasQuantity || !demand.HasQuantity || supply.Unit == demand.Unit && supply.Quantity >= demand.Quantity
			if together && enough && o.Flow == of.Flow && (o.Item == "x" || o.Item == "y") && o.Actor != "" && o.Actor != of.Actor {
				want = append(want, o.ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("offer %v %+v\nis answered by %v, day by day by %v of\n%+v", offer, of, got, want, others)
		}
		found += len(got)
		for i := 1; i < len(matches); i++ {
			if matches[i-1].Score < matches[i].Score {
				t.Fatalf("%v stands before %v", matches[i-1], matches[i])
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d matches: the test shows too little", found)
	}
}
