package form_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/plan"
	"partnir/suite"
)

// contests are questions of the graph of generated_test.go, with the fastest statement for each that was found by hand for that very
// value. It returns the same values in the same order.
var contests = []struct{ name, query, byHand string }{
	{
		"single entity",
		`{ organization(id: "org:o7") { name country { name } } }`,
		`MATCH (o:Entity {id: $a}) RETURN [o.id, o.name, head(COLLECT { MATCH (o)-[:LOCATED_IN]->(c) RETURN [c.id, c.name] LIMIT 1 })]`,
	},
	{
		"list by common property",
		`{ projects(first: 100, orderBy: [{name: ASC}], filter: {status: {eq: ACTIVE}}) { nodes { name } } }`,
		`MATCH (p:Project) WHERE p.nameKey IS NOT NULL AND p.status = $a WITH p ORDER BY p.nameKey, p.id LIMIT 100 RETURN [p.id, p.name]`,
	},
	{
		"list by rare property",
		`{ projects(first: 100, orderBy: [{name: ASC}], filter: {status: {eq: SUSPENDED}}) { nodes { name } } }`,
		`MATCH (p:Project) WHERE p.status = $a WITH p ORDER BY p.nameKey, p.id LIMIT 100 RETURN [p.id, p.name]`,
	},
	{
		"one step, hub",
		`{ projects(first: 20, orderBy: [{name: ASC}], filter: {participants: {some: {node: {id: {eq: "country:hub"}}}}}) { nodes { name } } }`,
		`MATCH (p:Project) WHERE p.nameKey IS NOT NULL AND EXISTS { (p)<-[:PARTICIPATES_IN]-(a:Actor {id: $a}) }
		WITH p ORDER BY p.nameKey, p.id LIMIT 20 RETURN [p.id, p.name]`,
	},
	{
		"one step, rare",
		`{ projects(first: 20, orderBy: [{name: ASC}], filter: {participants: {some: {node: {id: {eq: "org:o7"}}}}}) { nodes { name } } }`,
		`MATCH (p)<-[:PARTICIPATES_IN]-(a:Actor {id: $a}) WITH DISTINCT p ORDER BY p.nameKey, p.id LIMIT 20 RETURN [p.id, p.name]`,
	},
	{
		"two steps, common",
		`{ organizations(first: 20, orderBy: [{name: ASC}], filter: {projects: {some: {node: {technologies: {some: {node: {name: {startsWith: "Technology"}}}}}}}}) {
			nodes { name } } }`,
		`MATCH (o:Organization) WHERE o.nameKey IS NOT NULL AND
		EXISTS { (o)-[:PARTICIPATES_IN]->()-[:USES]->(t) WHERE t.name STARTS WITH $a } WITH o ORDER BY o.nameKey, o.id LIMIT 20 RETURN [o.id, o.name]`,
	},
	{
		"two steps, rare",
		`{ countries(first: 20, orderBy: [{name: ASC}], filter: {organizations: {some: {node: {projects: {some: {node: {id: {eq: "project:p7"}}}}}}}}) {
			nodes { name } } }`,
		`MATCH (c:Country)<-[:LOCATED_IN]-(o)-[:PARTICIPATES_IN]->(p:Project {id: $a}) WITH DISTINCT c ORDER BY c.nameKey, c.id LIMIT 20 RETURN [c.id, c.name]`,
	},
	{
		"two steps, nothing",
		`{ organizations(first: 20, orderBy: [{name: ASC}], filter: {projects: {some: {node: {technologies: {some: {node: {id: {eq: "tech:t99"}}}}}}}}) {
			nodes { name } } }`,
		`MATCH (o:Organization)-[:PARTICIPATES_IN]->(p)-[:USES]->(:Technology {id: $a}) WITH DISTINCT o ORDER BY o.nameKey, o.id LIMIT 20 RETURN [o.id, o.name]`,
	},
	{
		"count, one step",
		`{ projects(filter: {participants: {some: {node: {id: {eq: "org:o7"}}}}}) { totalCount } }`,
		`MATCH (p)<-[:PARTICIPATES_IN]-(:Actor {id: $a}) RETURN [count(DISTINCT p)]`,
	},
	{
		"order by a value that may be missing",
		`{ projects(first: 20, orderBy: [{amountUsd: DESC}]) { nodes { name } } }`,
		`MATCH (p:Project) WHERE p.amountUsd IS NOT NULL WITH p ORDER BY p.amountUsd DESC, p.id LIMIT 20 RETURN [p.id, p.name]`,
	},
	{
		"none of rare",
		`{ projects(first: 20, orderBy: [{name: ASC}], filter: {participants: {none: {node: {id: {eq: "org:o7"}}}}}) { nodes { name } } }`,
		`MATCH (p:Project) WHERE p.nameKey IS NOT NULL AND NOT EXISTS { (p)<-[:PARTICIPATES_IN]-(:Actor {id: $a}) }
		WITH p ORDER BY p.nameKey, p.id LIMIT 20 RETURN [p.id, p.name]`,
	},
	{
		"three levels",
		`{ countries(first: 20, orderBy: [{name: ASC}], filter: {name: {startsWith: "D"}}) { nodes { name
			organizations(first: 10, orderBy: [{node: {name: ASC}}]) { nodes { name projects(first: 5, orderBy: [{node: {name: ASC}}]) { nodes { name year } } } } } } }`,
		`MATCH (c:Country) WHERE c.nameKey IS NOT NULL AND c.name STARTS WITH $a WITH c ORDER BY c.nameKey, c.id LIMIT 20
		RETURN [c.id, c.name, COLLECT { MATCH (c)<-[r:LOCATED_IN]-(o:Organization) WITH o, r ORDER BY o.nameKey, o.id, r.id LIMIT 10
		RETURN [o.id, o.name, COLLECT { MATCH (o)-[r2:PARTICIPATES_IN]->(p) WITH p, r2 ORDER BY p.nameKey, p.id, r2.id LIMIT 5 RETURN [p.id, p.name, p.year] }] }]`,
	},
}

// contestSize is the size of the graph: 20,000 projects and 90,000 relationships.
const contestSize = 5

var contestGraph sync.Once

// contestStore opens a store on the graph of the contests.
func contestStore(b *testing.B) (*cypher.Store, neo4j.DriverWithContext) {
	b.Helper()
	ctx := context.Background()
	uri := neo4jtest.Require(b)
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { driver.Close(ctx) })
	contestGraph.Do(func() {
		if err := neo4jtest.Wipe(ctx, driver); err != nil {
			b.Fatal(err)
		}
	})
	store, err := cypher.Open(ctx, cypher.Config{URI: uri}, suite.Mapping(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close(ctx) })
	if counts, err := store.Counts(ctx); err != nil {
		b.Fatal(err)
	} else if len(counts.Nodes) == 0 {
		if err := store.Load(ctx, generatedGraph(suite.Mapping(b), contestSize), nil); err != nil {
			b.Fatal(err)
		}
	}
	return store, driver
}

// BenchmarkAgainstByHand reads each question by its plan, and by the statement that was written by hand, by turns.
func BenchmarkAgainstByHand(b *testing.B) {
	ctx := context.Background()
	store, driver := contestStore(b)
	for _, c := range contests {
		p := planOf(b, c.query, "")
		want, err := store.Read(ctx, p)
		if err != nil {
			b.Fatal(err)
		}
		args := map[string]any{"a": firstText(p)}
		b.Run(c.name, func(b *testing.B) {
			records, err := byHand(ctx, driver, c.byHand, args)
			if err != nil || p.Many != nil && p.Many.Select != nil && len(records) != len(want[1].([]any)) {
				b.Fatalf("%v: %d records, by plan %v", err, len(records), want)
			}
			medians(b, "hand",
				func() error { _, err := store.Read(ctx, p); return err },
				func() error { _, err := byHand(ctx, driver, c.byHand, args); return err })
		})
	}
}

// BenchmarkAgainstByHandWith8 has eight clients read each question, for as long by its plan as by the statement by hand.
func BenchmarkAgainstByHandWith8(b *testing.B) {
	ctx := context.Background()
	store, driver := contestStore(b)
	for _, c := range contests {
		p := planOf(b, c.query, "")
		args := map[string]any{"a": firstText(p)}
		b.Run(c.name, func(b *testing.B) {
			var counts [2]int64
			for b.Loop() {
				for i, read := range []func() error{
					func() error { _, err := store.Read(ctx, p); return err },
					func() error { _, err := byHand(ctx, driver, c.byHand, args); return err },
				} {
					counts[i] += reads(b, 8, time.Second, read)
				}
			}
			b.ReportMetric(float64(counts[0])/float64(b.N), "plan-reads/s")
			b.ReportMetric(float64(counts[1])/float64(b.N), "hand-reads/s")
			b.ReportMetric(float64(counts[0])/float64(counts[1]), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// reads is how many reads clients make in a time.
func reads(b *testing.B, clients int, of time.Duration, read func() error) int64 {
	var n atomic.Int64
	var working sync.WaitGroup
	end := time.Now().Add(of)
	for range clients {
		working.Go(func() {
			for time.Now().Before(end) {
				if err := read(); err != nil {
					b.Error(err)
					return
				}
				n.Add(1)
			}
		})
	}
	working.Wait()
	return n.Load()
}

// BenchmarkFarPage reads page 1,000 of a list of 20,000 and its first page by turns.
func BenchmarkFarPage(b *testing.B) {
	ctx := context.Background()
	store, _ := contestStore(b)
	for name, c := range map[string]struct{ order, values string }{
		"by name":   {"name: ASC", `["project 0019979", "project:p0"]`},
		"by amount": {"amountUsd: DESC", `[300000, "project:p0"]`},
	} {
		first := planOf(b, `{ projects(first: 20, orderBy: [{`+c.order+`}]) { nodes { name amountUsd } } }`, "")
		far := planOf(b, `query($after: String) { projects(first: 20, orderBy: [{`+c.order+`}], after: $after) { nodes { name amountUsd } } }`,
			after(b, first, c.values))
		b.Run(name, func(b *testing.B) {
			medians(b, "page-1",
				func() error { _, err := store.Read(ctx, far); return err },
				func() error { _, err := store.Read(ctx, first); return err })
		})
	}
}

// firstText is the only text among the parameters of a plan.
func firstText(p *plan.Plan) string {
	for _, v := range p.Params {
		switch v := v.(type) {
		case string:
			return v
		case []any:
			return v[0].(string)
		}
	}
	return ""
}

// byHand runs a statement as a program would that is written around it.
func byHand(ctx context.Context, driver neo4j.DriverWithContext, text string, args map[string]any) ([]any, error) {
	session := driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, FetchSize: neo4j.FetchAll})
	defer session.Close(ctx)
	result, err := session.Run(ctx, text, args)
	if err != nil {
		return nil, err
	}
	var rows []any
	for result.Next(ctx) {
		rows = append(rows, result.Record().Values[0])
	}
	return rows, result.Err()
}

// medians reads by turns, by a plan and in another way, and reports the medians of both and how they compare.
func medians(b *testing.B, other string, byPlan, byHand func() error) {
	b.Helper()
	var times [2][]time.Duration
	read := func() {
		for i, read := range []func() error{byPlan, byHand} {
			began := time.Now()
			if err := read(); err != nil {
				b.Fatal(err)
			}
			times[i] = append(times[i], time.Since(began))
		}
	}
	for range 50 { // plans, and the server's compiler
		read()
	}
	times = [2][]time.Duration{}
	for b.Loop() {
		read()
	}
	var p50 [2]float64
	for i := range times {
		slices.Sort(times[i])
		p50[i] = float64(times[i][len(times[i])/2].Microseconds()) / 1000
	}
	b.ReportMetric(p50[0], "plan-p50-ms")
	b.ReportMetric(p50[1], other+"-p50-ms")
	b.ReportMetric(p50[0]/p50[1], "ratio")
	b.ReportMetric(0, "ns/op")
}
