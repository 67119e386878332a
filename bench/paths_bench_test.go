package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"partnir/analysis"
	"partnir/analysis/paths"
	"partnir/embedded"
	"partnir/graph"
	"partnir/plan/mapping"
	"partnir/store"
)

// BenchmarkPaths looks for paths in an embedded store of a million relationships, between entities picked at random. Entities have about
// 20 relationships each, and hubs among them thousands. It reports the median and the 95th percentile of what one question takes.
//
//	go test . -run '^$' -bench Paths
func BenchmarkPaths(b *testing.B) {
	m, err := graph.Mapping()
	if err != nil {
		b.Fatal(err)
	}
	store, err := embedded.Open(context.Background(), ":memory:", m)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close(context.Background())
	r := rand.New(rand.NewPCG(7, 1))
	records := connected(m, r, 100_000, 1_000_000)
	if err := store.Load(context.Background(), records, nil); err != nil {
		b.Fatal(err)
	}
	reader := &analysis.Reader{Store: store, Mapping: m}
	degree := 1000
	for _, q := range []struct {
		name string
		ask  paths.PathsQuestion
	}{
		{"SHORTEST", paths.PathsQuestion{MaxHops: 6, K: 1}},
		{"SHORTEST-around-hubs", paths.PathsQuestion{MaxHops: 6, K: 1, MaxDegree: &degree}},
		{"ALL_SHORTEST", paths.PathsQuestion{MaxHops: 6, K: 1, Mode: paths.AllShortest}},
		{"K_BEST", paths.PathsQuestion{MaxHops: 6, K: 3, Mode: paths.KBest}},
	} {
		b.Run(q.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				ask := q.ask
				ask.MaxVisited = 100_000
				ask.From, ask.To = records.Nodes[r.IntN(len(records.Nodes))].ID, records.Nodes[r.IntN(len(records.Nodes))].ID
				if ask.From == ask.To {
					continue
				}
				start := time.Now()
				if _, err := paths.Paths(b.Context(), reader, ask); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			for _, p := range []int{50, 95} {
				ms := took[(len(took)-1)*p/100].Seconds() * 1000
				b.ReportMetric(ms, fmt.Sprintf("p%d-ms", p))
			}
		})
	}
}

// connected are organizations that random relationships of several types connect. Of the numbers low ones come up more often.
func connected(m *mapping.Mapping, r *rand.Rand, nodes, relationships int) *store.Records {
	records := &store.Records{}
	values := func(properties []*mapping.Property, set map[string]any) []any {
		all := make([]any, len(properties))
		for i, p := range properties {
			all[i] = set[p.Name]
		}
		return all
	}
	organization := m.Type("Organization")
	for i := range nodes {
		id := fmt.Sprintf("org:o%06d", i)
		records.Nodes = append(records.Nodes, store.Node{
			Type: organization, ID: id,
			Values: values(organization.Properties, map[string]any{"id": id, "name": id, "kind": "COMPANY", "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-01T00:00:00Z"}),
		})
	}
	types := []*mapping.RelationshipType{m.Relationship("SUPPLIES"), m.Relationship("MEMBER_OF")}
	for i := range relationships {
		from, to := r.IntN(nodes), int(float64(nodes)*math.Pow(r.Float64(), 2))
		id, t := fmt.Sprintf("rel:%07d", i), types[i%len(types)]
		records.Relationships = append(records.Relationships, store.Relationship{
			Type: t, ID: id, From: records.Nodes[from].ID, To: records.Nodes[to].ID,
			Values: values(t.Properties, map[string]any{"id": id, "flow": "GOODS", "role": "member", "confidence": 0.5 + r.Float64()/2}),
		})
	}
	return records
}
