package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

const schema = `interface Entity @node(plural: "entities") {
  id: ID! @unique
  iri: String! @computed
  name: String! @sortKey(kind: NAME)
  aliases: [String!]!
  description: String
}
type Person implements Entity @node(prefixes: ["person"], plural: "people") {
  clubs: [Club!]! @relationship(type: "IN", direction: OUT)
}
type Club implements Entity @node(prefixes: ["club"], plural: "clubs", search: false) {
  members: [Person!]! @relationship(type: "IN", direction: IN)
}
type Source implements Entity @node(prefixes: ["source"], plural: "sources")
type Membership @relationshipProperties(type: "IN", from: ["Person"], to: ["Club"]) {
  role: String
}
`

func readSchema(t *testing.T) *mapping.Mapping {
	t.Helper()
	m, err := mapping.Read(&ast.Source{Name: "schema.graphqls", Input: schema})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func person(m *mapping.Mapping, id string) Node {
	t := m.Type("Person")
	n := Node{Type: t, ID: id, Values: make([]any, len(t.Properties))}
	n.Values[t.Slot(t.Property("name"))] = "Name"
	return n
}

// crowd are so many people in one club.
func crowd(m *mapping.Mapping, n int) *Records {
	club := person(m, "club:one")
	club.Type = m.Type("Club")
	source := person(m, "source:one")
	source.Type = m.Type("Source")
	records := &Records{Nodes: []Node{club, source}}
	in := m.Relationship("IN")
	for i := range n {
		id := fmt.Sprint("person:", i)
		records.Nodes = append(records.Nodes, person(m, id))
		records.Relationships = append(records.Relationships, Relationship{
			Type: in, ID: fmt.Sprint("rel:in-", i), From: id, To: "club:one", Values: make([]any, len(in.Properties)),
			Evidence: []Evidence{{Source: "source:one"}},
		})
	}
	return records
}

// TestCheckKeepsLittle: whatever is in them, some bytes of each record are kept.
func TestCheckKeepsLittle(t *testing.T) {
	m := readSchema(t)
	records := crowd(m, 50_000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := Check(t.Context(), m, records, Nothing{}); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / 100_000; each > 32 {
		t.Errorf("a check takes %d bytes a record", each)
	}
}

func TestCheckEndsWithItsContext(t *testing.T) {
	m := readSchema(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Check(ctx, m, crowd(m, 3), Nothing{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// failing is a store that does not answer.
type failing struct{ Nothing }

var errFailing = errors.New("no answer")

func (failing) Missing(context.Context, []string) ([]string, error) { return nil, errFailing }

// TestCheckTellsThatTheStoreFails: what is not known is no problem of the records.
func TestCheckTellsThatTheStoreFails(t *testing.T) {
	m := readSchema(t)
	records := crowd(m, 3)
	records.Nodes = records.Nodes[1:]
	if err := Check(t.Context(), m, records, failing{}); err != errFailing {
		t.Errorf("got %v", err)
	}
}

// TestManyMissing asks the store for more ids than fit in one question.
func TestManyMissing(t *testing.T) {
	m := readSchema(t)
	records := crowd(m, 2*batchSize+5)
	records.Nodes = records.Nodes[:2]
	var wrong *Problems
	if err := Check(t.Context(), m, records, Nothing{}); !errors.As(err, &wrong) || len(wrong.First) != maxProblems ||
		len(wrong.First)+wrong.More != len(records.Relationships) {
		t.Fatalf("got %v", err)
	}
	want := Problem{
		Type: "IN", ID: "rel:in-19", Between: [2]string{"person:19", "club:one"}, Property: "from",
		Found: "person:19, which is neither among the records nor in the store", Want: "the id of a Person",
	}
	if wrong.First[19] != want {
		t.Errorf("got %+v", wrong.First[19])
	}
}

func TestIndex(t *testing.T) {
	ids := []string{"b", "a", "b", ""}
	for i := range 1000 {
		ids = append(ids, fmt.Sprint(i))
	}
	x := NewIndex(len(ids), func(i int) string { return ids[i] })
	for i := range ids {
		if added := x.Add(i); added != (i != 2) {
			t.Errorf("record %d is added: %v", i, added)
		}
	}
	if place, ok := x.Find("b"); place != 0 || !ok {
		t.Errorf("b is at %d, %v", place, ok)
	}
	if _, ok := x.Find("c"); ok {
		t.Error("c is found")
	}
	var all []string
	for batch := range x.Batches(7) {
		all = append(all, batch...)
	}
	want := slices.Delete(slices.Clone(ids), 2, 3)
	slices.Sort(all)
	slices.Sort(want)
	if x.Len() != len(want) || !slices.Equal(all, want) {
		t.Errorf("there are %d of %d", len(all), x.Len())
	}
}

func TestStored(t *testing.T) {
	text, list := &mapping.Property{Kind: mapping.String}, &mapping.Property{Kind: mapping.String, List: true}
	number := &mapping.Property{Kind: mapping.Float}
	for _, c := range []struct {
		p    *mapping.Property
		v    any
		want any
	}{
		{text, nil, nil},
		{text, "a", "a"},
		{text, "e\u0301", "é"},
		{&mapping.Property{Kind: mapping.ID}, "org:e\u0301", "org:e\u0301"},
		{&mapping.Property{Kind: mapping.String, Computed: true}, "a", nil},
		{list, []string{}, nil},
		{list, []string{"a", "e\u0301", "o\u0308"}, []string{"a", "é", "ö"}},
		{&mapping.Property{Kind: mapping.Localized}, []string{"fr:e\u0301"}, []string{"fr:é"}},
		{number, math.Copysign(0, -1), 0.0},
		{number, -1.5, -1.5},
		{&mapping.Property{Kind: mapping.Int}, int64(0), int64(0)},
		{&mapping.Property{Kind: mapping.Boolean}, false, false},
	} {
		got := Stored(c.p, c.v)
		if f, ok := got.(float64); !reflect.DeepEqual(got, c.want) || ok && math.Signbit(f) != (f < 0) {
			t.Errorf("%v is stored as %v, want %v", c.v, got, c.want)
		}
	}
	before := []string{"a", "e\u0301"}
	Stored(list, before)
	if before[1] != "e\u0301" {
		t.Error("the list of the record was changed")
	}
}

func TestSearchTexts(t *testing.T) {
	m := readSchema(t)
	n := person(m, "person:a")
	for name, v := range map[string]any{"name": "Åsa Öst", "aliases": []string{"Asa", "The East"}, "description": "of the east"} {
		n.Values[n.Type.Slot(n.Type.Property(name))] = v
	}
	if got := SearchText(&n); got != "asa ost the east of" {
		t.Errorf("got %q", got)
	}
	name, aliases, description := SearchFields(&n)
	if got := fmt.Sprint(name, aliases, description); got != "Åsa Öst[Asa The East]of the east" {
		t.Errorf("got %s", got)
	}
	n.Type = m.Type("Club")
	if got := SearchText(&n); got != "" {
		t.Errorf("a club is found by %q", got)
	}
}
