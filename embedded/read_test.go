package embedded

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"partnir/embedded/memory"
	"partnir/embedded/read"
	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/store"
)

// TestRandomPlans compares the answers to random plans with those of the naive reader. It holds whatever the store does to be fast
// (codes for values, anchors, sorted lists, cursors found by halving) to the meaning of the plan.
func TestRandomPlans(t *testing.T) {
	m := readSchema(t)
	for seed := range uint64(6) {
		records := smallGraph(m, seed)
		s := mustOpen(t, "", m)
		if seed%2 == 1 {
			s.layout.Choices = memory.Choices{List: 1, Hub: 2, Search: 1}
		}
		mustLoad(t, s, records)
		x := newNaive(m, records)
		p := &planner{Rand: rand.New(rand.NewPCG(seed, 3)), m: m, records: records}
		for i := range 300 {
			pl := p.plan()
			got := mustRead(t, s, pl)
			if want := x.read(pl); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, plan %d:\n%s\ngot  %v\nwant %v", seed, i, plan.Print(pl), got, want)
			}
		}
	}
}

func mustRead(t testing.TB, s *Store, p *plan.Plan) []any {
	t.Helper()
	row, err := s.Read(t.Context(), p)
	if err != nil {
		t.Fatalf("%v\n%s", err, plan.Print(p))
	}
	return row
}

// village is a graph that fits on a page:
//
//	BRICS ◄─member 2009─ China ─member 2001─► WTO ◄─observer─ Kenya
//	  ▲                    │ ▲
//	  └──────observer──────┘ └─located in─ Huawei
//
// China is a member of BRICS and an observer too. All rests on source:a; the first membership also on source:b, with a quote.
func village(m *mapping.Mapping) *store.Records {
	r := &store.Records{}
	node := func(t, id string, values map[string]any) *store.Node {
		n := store.Node{Type: m.Type(t), ID: id, Values: make([]any, len(m.Type(t).Properties))}
		values["id"] = id
		values["createdAt"], values["updatedAt"] = "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"
		for i, p := range n.Type.Properties {
			n.Values[i] = values[p.Name]
		}
		if t != "Source" {
			n.Evidence = []store.Evidence{{Source: "source:a"}}
		}
		r.Nodes = append(r.Nodes, n)
		return &r.Nodes[len(r.Nodes)-1]
	}
	rel := func(t, id, from, to string, values map[string]any) *store.Relationship {
		values["id"] = id
		n := store.Relationship{Type: m.Relationship(t), ID: id, From: from, To: to, Evidence: []store.Evidence{{Source: "source:a"}}}
		for _, p := range n.Type.Properties {
			n.Values = append(n.Values, values[p.Name])
		}
		r.Relationships = append(r.Relationships, n)
		return &r.Relationships[len(r.Relationships)-1]
	}
	type values = map[string]any
	node("Source", "source:a", values{"name": "A", "title": "A"})
	node("Source", "source:b", values{"name": "B", "title": "B"})
	node("Country", "country:CHN", values{"name": "China", "iso2": "CN", "iso3": "CHN", "region": "ASIA"}).FormerIDs = []string{"country:PRC"}
	node("Country", "country:KEN", values{"name": "Kenya", "iso2": "KE", "iso3": "KEN", "region": "AFRICA", "capital": "Nairobi"})
	node("Country", "country:ALA", values{"name": "Åland", "iso2": "AX", "iso3": "ALA", "aliases": []string{"Aland Islands"}})
	node("Organization", "org:brics", values{"name": "BRICS", "kind": "INTERNATIONAL"})
	node("Organization", "org:wto", values{"name": "WTO", "kind": "INTERNATIONAL", "memberCount": int64(166)})
	node("Organization", "org:huawei", values{"name": "Huawei", "kind": "COMPANY", "memberCount": int64(1)})
	first := rel("MEMBER_OF", "rel:member-of-1", "country:CHN", "org:brics", values{"role": "member", "validFrom": "2009-06-16", "confidence": 1.0})
	first.Evidence = append(first.Evidence, store.Evidence{Source: "source:b", Quote: "founding member", Contradicts: true})
	rel("MEMBER_OF", "rel:member-of-0", "country:CHN", "org:brics", values{"role": "observer"})
	rel("MEMBER_OF", "rel:member-of-2", "country:CHN", "org:wto", values{"role": "member", "validFrom": "2001-12-11", "confidence": 0.5})
	rel("MEMBER_OF", "rel:member-of-3", "country:KEN", "org:wto", values{"role": "observer"})
	rel("LOCATED_IN", "rel:located-in-4", "org:huawei", "country:CHN", values{})
	return r
}

func TestPlans(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, "", m)
	mustLoad(t, s, village(m))
	country, organization, entity := m.Type("Country"), m.Type("Organization"), m.Type("Entity")
	name, id := entity.Property("name"), entity.Property("id")
	memberOf := m.Relationship("MEMBER_OF")
	role := memberOf.Property("role")
	column := func(p *mapping.Property, ofRel bool) *plan.Column {
		return &plan.Column{Property: p, OfRelationship: ofRel}
	}
	byName := []plan.OrderKey{{Property: name}, {Property: id}}
	names := &plan.Selection{Columns: []*plan.Column{column(name, false)}}
	out, in := &mapping.Step{Relationship: memberOf}, &mapping.Step{Relationship: memberOf, In: true}
	members := &plan.Many{
		Step: in, Type: m.Type("Actor"), Total: true, Limit: 0,
		Order: []plan.OrderKey{{Property: name}, {Property: id}, {Property: memberOf.Property("id"), OfRelationship: true}},
		Select: &plan.Selection{Columns: []*plan.Column{column(name, false), column(role, true),
			{Kind: plan.EvidenceColumn, OfRelationship: true, Select: names}}},
	}
	for _, c := range []struct {
		what string
		plan plan.Plan
		want []any
	}{
		{"by unique property, and by a former id; a key of another type is nobody",
			plan.Plan{Lookup: &plan.Lookup{Type: country, Property: id, Select: names},
				Params: []any{[]any{"country:PRC", "org:wto", "country:QQQ"}}},
			[]any{[]any{"country:CHN", "China"}, nil, nil}},
		{"by ISO code",
			plan.Plan{Lookup: &plan.Lookup{Type: country, Property: country.Property("iso3"), Select: names}, Params: []any{[]any{"KEN", "ken"}}},
			[]any{[]any{"country:KEN", "Kenya"}, nil}},
		{"accents do not part Åland from its neighbours",
			plan.Plan{Many: &plan.Many{Type: country, Order: byName, Select: names, Total: true}, Params: []any{int64(2)}},
			[]any{int64(3), []any{[]any{"country:ALA", "Åland"}, []any{"country:CHN", "China"}}}},
		{"missing values last, also when the largest come first",
			plan.Plan{Many: &plan.Many{Type: organization, Select: &plan.Selection{},
				Order: []plan.OrderKey{{Property: organization.Property("memberCount"), Descending: true}, {Property: id}}}, Params: []any{int64(9)}},
			[]any{nil, []any{[]any{"org:wto"}, []any{"org:huawei"}, []any{"org:brics"}}}},
		{"members with their role and evidence; parallel relationships by their ids",
			plan.Plan{Lookup: &plan.Lookup{Type: organization, Property: id, Keys: 1,
				Select: &plan.Selection{Columns: []*plan.Column{{Kind: plan.ManyColumn, Many: members}}}},
				Params: []any{int64(9), []any{"org:brics"}}},
			[]any{[]any{"org:brics", []any{int64(2), []any{
				[]any{"country:CHN", "China", "observer", []any{[]any{nil, nil, true, []any{"source:a", "A"}}}},
				[]any{"country:CHN", "China", "member", []any{
					[]any{nil, nil, true, []any{"source:a", "A"}},
					[]any{"founding member", nil, false, []any{"source:b", "B"}}}}}}}}},
		{"none of nothing is met, and all of nothing too",
			plan.Plan{Many: &plan.Many{Type: country, Order: byName, Select: &plan.Selection{}, Where: &plan.Filter{Op: plan.And, Args: []*plan.Filter{
				{Op: plan.None, Step: out, Type: entity, Args: []*plan.Filter{{Op: plan.Compare, Property: role, OfRelationship: true, Value: 1}}},
				{Op: plan.All, Step: out, Type: entity, Args: []*plan.Filter{{Op: plan.Or}, {Op: plan.And}}}}}},
				Params: []any{int64(9), "member"}},
			[]any{nil, []any{[]any{"country:ALA"}}}},
		{"groups by role, missing last, with exact sums",
			plan.Plan{Lookup: &plan.Lookup{Type: country, Property: id, Keys: 1, Select: &plan.Selection{Columns: []*plan.Column{
				{Kind: plan.ManyColumn, Many: &plan.Many{Step: out, Type: entity, Aggregates: []*plan.Aggregate{{
					Keys:     []*plan.GroupKey{{Property: role, OfRelationship: true}},
					Measures: []*plan.Measure{{Property: memberOf.Property("confidence"), OfRelationship: true}}}}}}}}},
				Params: []any{int64(9), []any{"country:CHN"}}},
			[]any{[]any{"country:CHN", []any{nil, nil, []any{
				[]any{int64(2), "member", []any{int64(2), 0.5, 1.0, int64(0), int64(1), int64(1) << 39}},
				[]any{int64(1), "observer", []any{int64(0), nil, nil, int64(0), int64(0), int64(0)}}}}}}},
		{"one group over nothing",
			plan.Plan{Many: &plan.Many{Type: m.Type("Project"), Aggregates: []*plan.Aggregate{{}}}, Params: []any{int64(9)}},
			[]any{nil, nil, []any{[]any{int64(0)}}}},
	} {
		if got := mustRead(t, s, &c.plan); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n%s\ngot  %v\nwant %v", c.what, plan.Print(&c.plan), got, c.want)
		}
	}
}

// TestAnchor sees to it that reads begin at the values that a filter names.
func TestAnchor(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, "", m)
	mustLoad(t, s, village(m))
	s.layout.Choices.List = 1
	g := s.graph.Load()
	country, organization := m.Type("Country"), m.Type("Organization")
	equals := func(p *mapping.Property) *plan.Filter { return &plan.Filter{Op: plan.Compare, Property: p} }
	some := func(rel string, in bool, t *mapping.NodeType, f *plan.Filter) *plan.Filter {
		return &plan.Filter{Op: plan.Some, Step: &mapping.Step{Relationship: m.Relationship(rel), In: in}, Type: t, Args: []*plan.Filter{f}}
	}
	and := func(args ...*plan.Filter) *plan.Filter { return &plan.Filter{Op: plan.And, Args: args} }
	for _, c := range []struct {
		what  string
		where *plan.Filter
		value any
		want  []string
	}{
		{"a unique property", and(equals(country.Property("iso3"))), "KEN", []string{"country:KEN"}},
		{"a property with an index", equals(country.Property("region")), "ASIA", []string{"country:CHN"}},
		{"a neighbour", some("MEMBER_OF", false, organization, equals(organization.Property("id"))), "org:wto", []string{"country:CHN", "country:KEN"}},
		{"a neighbour's neighbour", some("MEMBER_OF", false, organization,
			and(some("MEMBER_OF", true, country, equals(country.Property("iso3"))))), "KEN", []string{"country:CHN", "country:KEN"}},
		{"one of two", &plan.Filter{Op: plan.Or, Args: []*plan.Filter{equals(country.Property("iso3")),
			{Op: plan.Compare, Property: country.Property("region"), Value: 1}}}, "KEN", []string{"country:CHN", "country:KEN"}},
		{"one of two, and a third", and(&plan.Filter{Op: plan.Compare, Property: country.Property("region"), Value: 1}, &plan.Filter{Op: plan.Or,
			Args: []*plan.Filter{equals(country.Property("iso3")), {Op: plan.Compare, Property: country.Property("iso2"), Value: 2}}}),
			"KEN", []string{"country:CHN"}},
		{"nothing of that name", equals(country.Property("iso3")), "QQQ", nil},
	} {
		r := &read.Reader{Graph: g, Ctx: t.Context(), Params: []any{c.value, "ASIA", "AX"}}
		nodes, ok := r.Candidates(c.where, 100)
		slices.Sort(nodes)
		var got []string
		for _, n := range slices.Compact(nodes) {
			got = append(got, g.ID(n))
		}
		if !ok || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v, want %v", c.what, got, ok, c.want)
		}
	}
	r := &read.Reader{Graph: g, Ctx: t.Context(), Params: []any{"KEN"}}
	if _, ok := r.Candidates(&plan.Filter{Op: plan.Not, Args: []*plan.Filter{equals(country.Property("iso3"))}}, 100); ok {
		t.Error("what is not so is no anchor")
	}
}

func TestReadFaults(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, "", m)
	mustLoad(t, s, village(m))
	country := m.Type("Country")
	for what, p := range map[string]*plan.Plan{
		"empty plan":             {},
		"missing parameter":      {Lookup: &plan.Lookup{Type: country, Property: country.Property("id"), Keys: 3, Select: &plan.Selection{}}},
		"no number as limit":     {Many: &plan.Many{Type: country, Select: &plan.Selection{}}, Params: []any{"ten"}},
		"key that is no key":     {Lookup: &plan.Lookup{Type: country, Property: country.Property("region"), Select: &plan.Selection{}}, Params: []any{[]any{"ASIA"}}},
		"type of another schema": {Many: &plan.Many{Type: &mapping.NodeType{Name: "Ghost"}}},
	} {
		if row, err := s.Read(t.Context(), p); err == nil {
			t.Errorf("%s: got %v and no error", what, row)
		}
	}
	if _, err := s.Read(canceled(), &plan.Plan{Many: &plan.Many{Type: country}}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled before: %v", err)
	}
}

func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// countdown is a context that is done once it has been asked a number of times.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

func TestReadStopsWhenContextIsDone(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, "", m)
	g, records := newGenerator(m, 1), &store.Records{}
	g.nodes(records, "Source", 1)
	g.nodes(records, "Observation", read.StepsBetweenChecks+10)
	mustLoad(t, s, records)
	observation := m.Type("Observation")
	some := &plan.Filter{Op: plan.Some, Step: &mapping.Step{Relationship: m.Relationship("OF_SUBJECT")}, Type: m.Type("Entity"),
		Args: []*plan.Filter{{Op: plan.Or}}}
	for what, many := range map[string]*plan.Many{
		"count":     {Type: observation, Total: true, Where: some},
		"aggregate": {Type: observation, Aggregates: []*plan.Aggregate{{}}},
		"rows":      {Type: observation, Select: &plan.Selection{}},
	} {
		ctx := &countdown{context.Background(), 1}
		if row, err := s.Read(ctx, &plan.Plan{Many: many, Params: []any{int64(1 << 30)}}); row != nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: got %d elements and the error %v", what, len(row), err)
		}
	}
}
