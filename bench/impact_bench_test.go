package main

import (
	"context"
	"testing"

	"partnir/analysis"
	"partnir/analysis/supply"
	"partnir/embedded"
	"partnir/graph"
)

// BenchmarkImpact spreads a shock for 20 rounds over the whole input–output table of the starter graph: view is the reading of the
// table, spread the rounds, whole both.
func BenchmarkImpact(b *testing.B) {
	m, err := graph.Mapping()
	if err != nil {
		b.Fatal(err)
	}
	r, err := records()
	if err != nil {
		b.Fatal(err)
	}
	store, err := embedded.Open(context.Background(), ":memory:", m)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close(context.Background())
	if err := store.Load(context.Background(), r, nil); err != nil {
		b.Fatal(err)
	}
	reader := &analysis.Reader{Store: store, Mapping: m}
	q := supply.SupplyQuestion{
		Of: []string{"sector:TWN-C26"}, Direction: supply.Downstream, Levels: supply.MaxRounds,
		Scope: analysis.Scope{MaxVisited: 100000},
	}
	view := func(b *testing.B) *supply.View {
		v, err := supply.ReadView(b.Context(), reader, q)
		if err != nil {
			b.Fatal(err)
		}
		return v
	}
	spread := func(b *testing.B, v *supply.View, s supply.Substitution) {
		_, err := v.Spread(b.Context(), []supply.Shock{{Actor: v.Number(v.Of[0]), CapacityLost: 0.5}},
			supply.ImpactOptions{Rounds: supply.MaxRounds, Substitution: s, EssentialShare: 0.02})
		if err != nil {
			b.Fatal(err)
		}
	}
	v := view(b)
	b.Logf("%d links, %d actors, %d of them visited", len(v.Links), v.Actors(), v.Visited)
	b.Run("view", func(b *testing.B) {
		for b.Loop() {
			view(b)
		}
	})
	for name, s := range map[string]supply.Substitution{"FULL": supply.FullSubstitution, "NONE": supply.NoSubstitution} {
		b.Run("spread-"+name, func(b *testing.B) {
			for b.Loop() {
				spread(b, v, s)
			}
		})
		b.Run("whole-"+name, func(b *testing.B) {
			for b.Loop() {
				spread(b, view(b), s)
			}
		})
	}
}
