package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/plan/search"
	"partnir/store"
)

func BenchmarkLoad(b *testing.B) {
	m := readSchema(b)
	records := starterGraph(m, 1)
	b.Logf("%d nodes, %d relationships", len(records.Nodes), len(records.Relationships))
	for b.Loop() {
		b.StopTimer()
		path := filepath.Join(b.TempDir(), "graph.db")
		b.StartTimer()
		s, err := Open(b.Context(), path, m)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Load(b.Context(), records, nil); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		s.Close(b.Context())
		info, _ := os.Stat(path)
		b.ReportMetric(float64(info.Size())/1e6, "MB-file")
		b.StartTimer()
	}
}

func BenchmarkLoadUnchanged(b *testing.B) {
	m := readSchema(b)
	records := starterGraph(m, 1)
	s := mustOpen(b, filepath.Join(b.TempDir(), "graph.db"), m)
	mustLoad(b, s, records)
	for b.Loop() {
		mustLoad(b, s, records)
	}
}

// BenchmarkLoadOne changes one node of a large graph at a time.
func BenchmarkLoadOne(b *testing.B) {
	m := readSchema(b)
	records := starterGraph(m, 1)
	s := mustOpen(b, filepath.Join(b.TempDir(), "graph.db"), m)
	mustLoad(b, s, records)
	one := records.Nodes[len(records.Nodes)/2]
	slot := one.Type.Slot(m.Type("Entity").Property("name"))
	for i := 0; b.Loop(); i++ {
		one.Values[slot] = fmt.Sprint("name ", i)
		mustLoad(b, s, &store.Records{Nodes: []store.Node{one}})
	}
}

func BenchmarkOpen(b *testing.B) {
	m := readSchema(b)
	path := filepath.Join(b.TempDir(), "graph.db")
	s, err := Open(b.Context(), path, m)
	if err != nil {
		b.Fatal(err)
	}
	mustLoad(b, s, starterGraph(m, 1))
	s.Close(b.Context())
	runtime.GC()
	for b.Loop() {
		s, err := Open(b.Context(), path, m)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s.Close(b.Context())
		s = nil
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(before.HeapAlloc-after.HeapAlloc)/1e6, "MB-graph")
		b.StartTimer()
	}
}

// cooperation is the graph of the measurements in the design: 5,000 organizations in 200 countries, 20,000 projects with three
// participants each, and three technologies for each project.
func cooperation(m *mapping.Mapping) *store.Records {
	g, records := newGenerator(m, 1), &store.Records{}
	g.plainEvidence = true
	for _, n := range []struct {
		name string
		n    int
	}{{"Source", 10}, {"Country", 200}, {"Organization", 5000}, {"Project", 20000}, {"Technology", 300}} {
		g.nodes(records, n.name, n.n)
	}
	connect := func(name, from, to string, each int) {
		t := m.Relationship(name)
		for i, start := range g.byType[from] {
			for k := range each {
				end := g.byType[to][(i*(k+1)*7+k*13)%len(g.byType[to])]
				id := mapping.NewRelationshipID(name, start, end, fmt.Sprint(k))
				records.Relationships = append(records.Relationships, store.Relationship{
					Type: t, ID: id, From: start, To: end, Values: g.values(t.Properties, id, i), Evidence: g.evidence(),
				})
			}
		}
	}
	connect("LOCATED_IN", "Organization", "Country", 1)
	connect("PARTICIPATES_IN", "Organization", "Project", 12)
	connect("USES", "Project", "Technology", 3)
	return records
}

// fourLevels is 20 countries, 10 organizations in each, 5 projects of each, 3 technologies of each, all by name.
func fourLevels(m *mapping.Mapping) *plan.Plan {
	name, id := m.Type("Entity").Property("name"), m.Type("Entity").Property("id")
	many := func(t string, step *mapping.Step, limit plan.Param, properties ...string) *plan.Many {
		list := &plan.Many{Step: step, Type: m.Type(t), Limit: limit, Order: []plan.OrderKey{{Property: name}, {Property: id}}, Select: &plan.Selection{}}
		if step != nil {
			list.Order = append(list.Order, plan.OrderKey{Property: step.Relationship.Property("id"), OfRelationship: true})
		}
		for _, p := range properties {
			list.Select.Columns = append(list.Select.Columns, &plan.Column{Property: list.Type.Property(p)})
		}
		return list
	}
	below := func(list, under *plan.Many) {
		list.Select.Columns = append(list.Select.Columns, &plan.Column{Kind: plan.ManyColumn, Many: under})
	}
	countries := many("Country", nil, 0, "name", "iso3")
	organizations := many("Organization", &mapping.Step{Relationship: m.Relationship("LOCATED_IN"), In: true}, 1, "name", "kind")
	projects := many("Project", &mapping.Step{Relationship: m.Relationship("PARTICIPATES_IN")}, 2, "name", "status", "year", "amountUsd")
	technologies := many("Technology", &mapping.Step{Relationship: m.Relationship("USES")}, 3, "name", "area")
	below(countries, organizations)
	below(organizations, projects)
	below(projects, technologies)
	return &plan.Plan{Many: countries, Params: []any{int64(20), int64(10), int64(5), int64(3)}}
}

func BenchmarkRead(b *testing.B) {
	m := readSchema(b)
	s := mustOpen(b, "", m)
	mustLoad(b, s, cooperation(m))
	country, project, organization := m.Type("Country"), m.Type("Project"), m.Type("Organization")
	name, id := m.Type("Entity").Property("name"), m.Type("Entity").Property("id")
	byName := []plan.OrderKey{{Property: name}, {Property: id}}
	names := &plan.Selection{Columns: []*plan.Column{{Property: name}}}
	participant := func(f *plan.Filter) *plan.Filter {
		return &plan.Filter{Op: plan.Some, Step: &mapping.Step{Relationship: m.Relationship("PARTICIPATES_IN"), In: true}, Type: organization,
			Args: []*plan.Filter{{Op: plan.Some, Step: &mapping.Step{Relationship: m.Relationship("LOCATED_IN")}, Type: country, Args: []*plan.Filter{f}}}}
	}
	rare := participant(&plan.Filter{Op: plan.Compare, Property: id, Value: 1})
	common := participant(&plan.Filter{Op: plan.Compare, Property: name, Comparison: plan.Gt, Value: 1})
	active := &plan.Filter{Op: plan.Compare, Property: project.Property("status"), Value: 1}
	china := s.graph.Load().ID(0)
	for _, c := range []struct {
		name string
		plan *plan.Plan
	}{
		{"four levels", fourLevels(m)},
		{"by id", &plan.Plan{Lookup: &plan.Lookup{Type: country, Property: id, Select: names}, Params: []any{[]any{china}}}},
		{"by status, 100 by name", &plan.Plan{Many: &plan.Many{Type: project, Where: active, Order: byName, Select: names}, Params: []any{int64(100), "ACTIVE"}}},
		{"by status, counted", &plan.Plan{Many: &plan.Many{Type: project, Where: active, Total: true}, Params: []any{int64(0), "ACTIVE"}}},
		{"through two links, common, 20 by name", &plan.Plan{Many: &plan.Many{Type: project, Where: common, Order: byName, Select: names}, Params: []any{int64(20), "n"}}},
		{"through two links, rare, 20 by name", &plan.Plan{Many: &plan.Many{Type: project, Where: rare, Order: byName, Select: names}, Params: []any{int64(20), china}}},
		{"through two links, rare, counted", &plan.Plan{Many: &plan.Many{Type: project, Where: rare, Total: true}, Params: []any{int64(0), china}}},
		{"aggregate by status and year", &plan.Plan{Many: &plan.Many{Type: project, Aggregates: []*plan.Aggregate{{
			Keys:     []*plan.GroupKey{{Property: project.Property("status")}, {Property: project.Property("year")}},
			Measures: []*plan.Measure{{Property: project.Property("amountUsd")}}}}}, Params: []any{int64(1000)}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mustRead(b, s, c.plan)
			}
			b.ReportMetric(float64(countRows(mustRead(b, s, c.plan))), "lists")
		})
	}
}

// countRows counts the lists in a row: the rows, and the lists of rows.
func countRows(v any) int {
	list, ok := v.([]any)
	if !ok {
		return 0
	}
	n := 1
	for _, item := range list {
		n += countRows(item)
	}
	return n
}

func BenchmarkSearch(b *testing.B) {
	m := readSchema(b)
	s := mustOpen(b, filepath.Join(b.TempDir(), "graph.db"), m)
	mustLoad(b, s, starterGraph(m, 1))
	for _, text := range []string{"industrial", "a", "industrial internt", "networkal opcoop zucoo", "in a co e o net zu op 12 b"} {
		b.Run(text, func(b *testing.B) {
			search := search.New(text, nil)
			n := 0
			for b.Loop() {
				_, candidates, err := s.find(b.Context(), search)
				if err != nil {
					b.Fatal(err)
				}
				n = len(candidates)
			}
			b.ReportMetric(float64(n), "candidates")
		})
	}
}
