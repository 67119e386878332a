package suite

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"partnir/suite/graphtext"

	"partnir/plan/mapping"
	"partnir/store"
)

// counts compares Counts with what was loaded, and with nothing before.
func (s Suite) counts(t *testing.T) {
	a := s.open(t)
	expectCounts(t, a, &store.Records{})
	records := Fixture(a.mapping)
	last := 0
	err := a.store.Load(context.Background(), records, func(done, total int) {
		if done < last || done > total {
			t.Errorf("progress went from %d to %d of %d", last, done, total)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if last == 0 {
		t.Error("loading told no progress")
	}
	expectCounts(t, a, records)
}

func expectCounts(t *testing.T, a *asker, records *store.Records) {
	t.Helper()
	want := store.Counts{Nodes: map[string]int{}, Relationships: map[string]int{}}
	for _, n := range records.Nodes {
		want.Nodes[n.Type.Name]++
	}
	for _, r := range records.Relationships {
		want.Relationships[r.Type.Name]++
	}
	got, err := a.store.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	none := func(_ string, n int) bool { return n == 0 }
	maps.DeleteFunc(got.Nodes, none)
	maps.DeleteFunc(got.Relationships, none)
	if !maps.Equal(got.Nodes, want.Nodes) || !maps.Equal(got.Relationships, want.Relationships) || got.Incomplete {
		t.Errorf("counts are\n%+v\nwant\n%+v", got, want)
	}
}

// twice checks that loading the same records again changes nothing.
func (s Suite) twice(t *testing.T) {
	a := s.loaded(t)
	m := a.mapping
	before := dump(t, m, asking(t, a))
	load(t, a, Fixture(m))
	expectCounts(t, a, Fixture(m))
	expectSame(t, dump(t, m, asking(t, a)), before)
	expectSearch(t, a, "Åland", "country:ALA")
}

// replaced loads one node and one relationship again with other values, and compares the graph with the reference.
func (s Suite) replaced(t *testing.T) {
	a := s.loaded(t)
	m := a.mapping
	change := changes(m)
	load(t, a, change)
	want := mustKnow(t, merged(Fixture(m), change))
	expectSame(t, dump(t, m, asking(t, a)), dump(t, m, want.mustAsk))
	expectCounts(t, a, Fixture(m))
	expectSearch(t, a, "Zealand", "country:ALA")
	expectSearch(t, a, "Ahvenanmaa", "")
	for _, query := range []string{
		`{ countries(first: 100, orderBy: [{name: DESC}]) { nodes { id } } }`,
		`{ countries(filter: {region: {isNull: true}}) { totalCount nodes { id } } }`,
		`{ organization(id: "org:brics") { members(orderBy: [{role: ASC}]) { edges { role node { id } } aggregate(groupBy: [ROLE]) { key { role } count } } } }`,
		`{ a: node(id: "country:OLD") { id } b: node(id: "country:NEW") { id } c: country(iso3: "ALA") { id } d: country(iso3: "ZEA") { id } }`,
	} {
		if got, want := mustAsk(t, a, query, nil), want.mustAsk(query); string(got) != string(want) {
			t.Errorf("%s\nis %s\nwant %s", query, got, want)
		}
	}
}

// merged are records after others were loaded over them: what has the same id is replaced.
func merged(records, over *store.Records) *store.Records {
	all := &store.Records{Nodes: slices.Clone(records.Nodes), Relationships: slices.Clone(records.Relationships)}
	for _, n := range over.Nodes {
		same := func(o store.Node) bool { return o.ID == n.ID }
		all.Nodes = append(slices.DeleteFunc(all.Nodes, same), n)
	}
	for _, r := range over.Relationships {
		same := func(o store.Relationship) bool { return o.ID == r.ID }
		all.Relationships = append(slices.DeleteFunc(all.Relationships, same), r)
	}
	return all
}

// changes are a node and a relationship of the fixture with other values: some are new, some are gone.
func changes(m *mapping.Mapping) *store.Records {
	fixture, change := Fixture(m), &store.Records{}
	for _, n := range fixture.Nodes {
		if n.ID != "country:ALA" {
			continue
		}
		set := func(name string, v any) { n.Values[n.Type.Slot(n.Type.Property(name))] = v }
		set("name", "Zealand")
		set("iso3", "ZEA")
		set("aliases", nil)
		set("region", nil)
		set("lldc", true)
		n.FormerIDs = []string{"country:NEW"}
		n.Evidence = n.Evidence[1:2]
		change.Nodes = append(change.Nodes, n)
	}
	for _, r := range fixture.Relationships {
		if r.From == "country:CHN" && r.To == "org:brics" && len(r.Evidence) > 0 {
			r.Values[r.Type.Slot(r.Type.Property("role"))] = "dean"
			r.Values[r.Type.Slot(r.Type.Property("confidence"))] = nil
			r.Evidence = nil
			change.Relationships = append(change.Relationships, r)
		}
	}
	return change
}

func expectSearch(t *testing.T, a *asker, text, want string) {
	t.Helper()
	got := mustAsk(t, a, `query($text: String!) { search(text: $text) { nodes { id } } }`, map[string]any{"text": text})
	var r struct {
		Data struct {
			Search struct{ Nodes []struct{ ID string } }
		}
	}
	if err := json.Unmarshal(got, &r); err != nil {
		t.Fatal(err)
	}
	found := ""
	for _, n := range r.Data.Search.Nodes {
		found += n.ID
	}
	if found != want {
		t.Errorf("search %q finds %q, want %q", text, found, want)
	}
}

// missingEnd loads a relationship to a node that is nowhere; after the node came, loading again completes it.
func (s Suite) missingEnd(t *testing.T) {
	a := s.open(t)
	whole := Fixture(a.mapping)
	part := &store.Records{Relationships: whole.Relationships}
	for _, n := range whole.Nodes {
		if n.ID != "tech:h2" {
			part.Nodes = append(part.Nodes, n)
		}
	}
	err := a.store.Load(context.Background(), part, nil)
	if err == nil || !strings.Contains(err.Error(), "tech:h2") {
		t.Errorf("loading relationships to the missing tech:h2: the error is %v, which does not name it", err)
	}
	load(t, a, whole)
	expectCounts(t, a, whole)
	m := a.mapping
	expectSame(t, dump(t, m, asking(t, a)), dump(t, m, mustKnow(t, whole).mustAsk))
}

// cancelledLoad gives up a load; loading again completes it.
func (s Suite) cancelledLoad(t *testing.T) {
	a := s.open(t)
	records := Fixture(a.mapping)
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if err := a.store.Load(done, records, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Load: the error is %v, want %v", err, context.Canceled)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	err := a.store.Load(ctx, records, func(done, _ int) {
		if done > 0 {
			cancel()
		}
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("Load: the error is %v, want %v or none", err, context.Canceled)
	}
	load(t, a, records)
	expectCounts(t, a, records)
}

// tradedPlaces loads nodes that give one another what only one may have: what counts is how it is after the load.
func (s Suite) tradedPlaces(t *testing.T) {
	a := s.loaded(t)
	m := a.mapping
	change := &store.Records{}
	for _, n := range Fixture(m).Nodes {
		switch n.ID {
		case "country:CHN":
			setOf(&n, "iso3", "JPN")
		case "country:JPN":
			setOf(&n, "iso3", "CHN")
			n.FormerIDs = []string{"country:OLD"}
		case "country:ALA":
			n.FormerIDs = nil
		default:
			continue
		}
		change.Nodes = append(change.Nodes, n)
	}
	older, err := graphtext.Read(m, []string{`node country:OLDER Country name="Older" iso2="OL" iso3="OLD"`})
	if err != nil {
		t.Fatal(err)
	}
	change.Nodes = append(change.Nodes, older.Nodes...)
	load(t, a, change)
	want := mustKnow(t, merged(Fixture(m), change))
	expectSame(t, dump(t, m, asking(t, a)), dump(t, m, want.mustAsk))
	query := `{ a: country(iso3: "CHN") { id } b: country(iso3: "JPN") { id } c: node(id: "country:OLD") { id } d: node(id: "country:OLDER") { id } }`
	if got, want := mustAsk(t, a, query, nil), want.mustAsk(query); string(got) != string(want) {
		t.Errorf("%s\nis %s\nwant %s", query, got, want)
	}
}
