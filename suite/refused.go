package suite

import (
	"context"
	"math"
	"strings"
	"testing"

	"partnir/suite/graphtext"

	"partnir/graph"
	"partnir/plan/mapping"
	"partnir/store"
)

// arrivals are records that every store with the fixture takes. Each case of refusals spoils one of them.
const arrivals = `
node source:new Source name="New source" title="New source"
node country:NEW Country name="Newland" aliases=["Neuland"] names=["de:Neuland"] iso2="NE" iso3="NEW" ldc=true
  source source:new quote="a new country" note="page 1"
  was country:NEWER
node org:new Organization name="New company" kind="COMPANY" memberCount=7 leiConfidence=0.5
  source source:atlas
node initiative:new Initiative name="New initiative" kind="AGENDA" areas=["GREEN"]
rel MEMBER_OF country:NEW org:new "member" role="member" validFrom="2020-02-01" validTo="2020-02-29" confidence=0.5 recordedAt="2024-02-03T04:05:06+01:00"
  source source:new
rel SUPPLIES country:NEW country:CHN "steel" flow="GOODS" productId="product:hs-72" valueUsd=5 share=0.5 year=2022
`

// The places of the records in arrivals.
const (
	newSource = iota
	newCountry
	newOrganization
	newInitiative
)
const (
	newMembership = iota
	newSupply
)

// refusal is a way to spoil arrivals, and what every store says of it: the lines after the first, without "the records cannot be loaded …".
type refusal struct {
	name  string
	spoil func(r *store.Records)
	want  string
}

// How problems name the records.
const (
	ofCountry = "Country country:NEW"
	ofCompany = "Organization org:new"
)

var (
	ofMembership = "MEMBER_OF " + mapping.NewRelationshipID("MEMBER_OF", "country:NEW", "org:new", "member") + " from country:NEW to org:new"
	ofSupply     = "SUPPLIES " + mapping.NewRelationshipID("SUPPLIES", "country:NEW", "country:CHN", "steel") + " from country:NEW to country:CHN"
)

// refused shows every refusal to the store: what it says is the same for all stores, and nothing of the records is in it afterwards.
func (s Suite) refused(t *testing.T) {
	a := s.loaded(t)
	m := a.mapping
	before := dump(t, m, asking(t, a))
	for _, c := range refusals(t, m) {
		t.Run(c.name, func(t *testing.T) {
			records := newArrivals(t, m)
			c.spoil(records)
			want := refusedBecause + "\n" + c.want
			if err := a.store.Load(context.Background(), records, nil); err == nil || err.Error() != want {
				t.Errorf("got %v\nwant %s", err, want)
			}
		})
	}
	expectCounts(t, a, Fixture(m))
	expectSame(t, dump(t, m, asking(t, a)), before)
	load(t, a, newArrivals(t, m))
}

const refusedBecause = "the records cannot be loaded, and nothing was changed:"

func newArrivals(t *testing.T, m *mapping.Mapping) *store.Records {
	t.Helper()
	records, err := graphtext.Read(m, strings.Split(arrivals, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func setNode(at int, property string, v any) func(*store.Records) {
	return func(r *store.Records) { setOf(&r.Nodes[at], property, v) }
}

func setOf(n *store.Node, property string, v any) {
	n.Values[n.Type.Slot(n.Type.Property(property))] = v
}

func setRelationship(at int, property string, v any) func(*store.Records) {
	return func(r *store.Records) {
		rel := &r.Relationships[at]
		rel.Values[rel.Type.Slot(rel.Type.Property(property))] = v
	}
}

// renamed gives a node another id.
func renamed(at int, id string) func(*store.Records) {
	return func(r *store.Records) {
		r.Nodes[at].ID = id
		setOf(&r.Nodes[at], "id", id)
	}
}

// renamedRelationship gives the supply another id.
func renamedRelationship(id string) func(*store.Records) {
	return func(r *store.Records) {
		r.Relationships[newSupply].ID = id
		setRelationship(newSupply, "id", id)(r)
	}
}

func refusals(t *testing.T, m *mapping.Mapping) []refusal {
	sources, err := graph.Sources()
	if err != nil {
		t.Fatal(err)
	}
	other, err := mapping.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	all := refusedValues()
	all = append(all, refusedIDs()...)
	all = append(all, refusedEnds()...)
	return append(all, refusedTypes(m, other)...)
}

// refusedValues are values that do not belong there.
func refusedValues() []refusal {
	return []refusal{
		{"a value that is missing", setNode(newCountry, "name", nil), ofCountry + ", name: found nothing; want a text"},
		{"no value of the enumeration", setNode(newOrganization, "kind", "CLUB"),
			ofCompany + `, kind: found the text "CLUB"; want a value of OrganizationKind`},
		{"no value of the enumeration in a list", setNode(newInitiative, "areas", []string{"GREEN", "BLUE"}),
			`Initiative initiative:new, areas: found the text "BLUE"; want a list, each a value of Area`},
		{"not UTF-8", setNode(newCountry, "name", "Ne\xffwland"), ofCountry + ", name: found a text that is not UTF-8; want UTF-8"},
		{"not UTF-8 in a list", setNode(newCountry, "aliases", []string{"a", "\xff"}),
			ofCountry + ", aliases: found a text that is not UTF-8; want UTF-8"},
		{"not UTF-8 in a note", func(r *store.Records) { r.Nodes[newCountry].Evidence[0].Note = "\xc3" },
			ofCountry + ", sources.note: found a text that is not UTF-8; want UTF-8"},
		{"NUL in a quote", func(r *store.Records) { r.Nodes[newCountry].Evidence[0].Quote = "a\x00b" },
			ofCountry + ", sources.quote: found a text with the letter U+0000; want one without it"},
		{"NUL in a name", setNode(newCountry, "name", "a\x00b"), ofCountry + ", name: found a text with the letter U+0000; want one without it"},
		{"a number for a text", setNode(newCountry, "iso3", int64(156)), ofCountry + ", iso3: found the whole number 156; want a text"},
		{"a text for a number", setNode(newOrganization, "memberCount", "7"),
			ofCompany + `, memberCount: found the text "7"; want a whole number of 32 bits`},
		{"a number for a whole one", setNode(newOrganization, "memberCount", 7.0),
			ofCompany + ", memberCount: found the number 7; want a whole number of 32 bits"},
		{"a whole number for a number", setRelationship(newSupply, "valueUsd", int64(5)), ofSupply + ", valueUsd: found the whole number 5; want a number"},
		{"a whole number of more than 32 bits", setNode(newOrganization, "memberCount", int64(1<<31)),
			ofCompany + ", memberCount: found the whole number 2147483648; want a whole number of 32 bits"},
		{"a number for a truth", setNode(newCountry, "ldc", int64(1)), ofCountry + ", ldc: found the whole number 1; want true or false"},
		{"one for a list", setNode(newCountry, "aliases", "Neuland"), ofCountry + `, aliases: found the text "Neuland"; want a list, each a text`},
		{"a list for one", setNode(newCountry, "name", []string{"Newland"}), ofCountry + ", name: found a list of 1 text; want a text"},
		{"a type of Go that no value has", setNode(newOrganization, "memberCount", 7), ofCompany + ", memberCount: found a value of the Go type int; want a whole number of 32 bits"},
		{"NaN", setRelationship(newSupply, "valueUsd", math.NaN()), ofSupply + ", valueUsd: found the number NaN; want a number"},
		{"infinity", setRelationship(newSupply, "valueUsd", math.Inf(1)), ofSupply + ", valueUsd: found the number +Inf; want a number"},
		{"infinity below zero", setRelationship(newSupply, "valueUsd", math.Inf(-1)), ofSupply + ", valueUsd: found the number -Inf; want a number"},
		{"a computed value", setNode(newCountry, "iri", "https://x.example/"),
			ofCountry + `, iri: found the text "https://x.example/"; want nothing, for it is computed`},
		{"a day that does not exist", setRelationship(newMembership, "validFrom", "2020-02-30"),
			ofMembership + `, validFrom: found the text "2020-02-30"; want a date that exists, as YYYY-MM-DD, YYYY-MM or YYYY`},
		{"a day in words", setRelationship(newMembership, "validFrom", "soon"),
			ofMembership + `, validFrom: found the text "soon"; want a date that exists, as YYYY-MM-DD, YYYY-MM or YYYY`},
		{"an end before the beginning", setRelationship(newMembership, "validTo", "2020-01"),
			ofMembership + `, validTo: found the text "2020-01"; want no day before validFrom, "2020-02-01"`},
		{"no point in time", setNode(newCountry, "createdAt", "2024-01-01"),
			ofCountry + `, createdAt: found the text "2024-01-01"; want a point in time as RFC 3339 has it, such as 2026-08-19T10:30:00Z`},
		{"a confidence above 1", setRelationship(newMembership, "confidence", 1.5), ofMembership + ", confidence: found the number 1.5; want a number from 0 to 1"},
		{"a confidence below 0", setNode(newOrganization, "leiConfidence", -0.1), ofCompany + ", leiConfidence: found the number -0.1; want a number from 0 to 1"},
		{"a share below 0", setRelationship(newSupply, "share", -0.5), ofSupply + ", share: found the number -0.5; want a number from 0 to 1"},
		{"a text without its language", setNode(newCountry, "names", []string{"Neuland"}),
			ofCountry + `, names: found the text "Neuland"; want a list of texts, each as language:text`},
		{"a reference to another type", setRelationship(newSupply, "productId", "country:CHN"),
			ofSupply + `, productId: found the text "country:CHN"; want the id of a Product`},
		{"a name that is too long", setNode(newCountry, "name", strings.Repeat("a", 8001)), ofCountry + ", name: found a text of 8001 bytes; want one of at most 8000"},
		{"a name whose key is too long", setNode(newCountry, "name", strings.Repeat("ﷺ", 500)),
			ofCountry + ", name: found a text with a sort key of 16500 bytes; want one of at most 8000"},
		{"an identifier that is too long", setNode(newCountry, "m49", strings.Repeat("1", 8001)),
			ofCountry + ", m49: found a text of 8001 bytes; want one of at most 8000"},
		{"an address that is too long", setNode(newCountry, "sameAs", []string{"https://example.org/" + strings.Repeat("a", 7981)}),
			ofCountry + ", sameAs: found a text of 8001 bytes; want one of at most 8000"},
		{"a text that is too long", setNode(newCountry, "description", strings.Repeat("a", 1<<20+1)),
			ofCountry + ", description: found a text of 1048577 bytes; want one of at most 1048576"},
		{"a list that is too long", setNode(newCountry, "aliases", []string{strings.Repeat("a", 1<<20), "b"}),
			ofCountry + ", aliases: found a list of more than 1048576 bytes; want one of at most as many"},
		{"too few values", func(r *store.Records) { r.Relationships[newMembership].Values = []any{"member"} },
			ofMembership + ": found 1 value; want 8 values, one for each property"},
	}
}

// refusedIDs are ids, former ids and unique values that are none, or are another's.
func refusedIDs() []refusal {
	again := func(of func(*store.Node)) func(*store.Records) {
		return func(r *store.Records) {
			n := r.Nodes[newInitiative]
			n.Values = append([]any(nil), n.Values...)
			of(&n)
			r.Nodes = append(r.Nodes, n)
		}
	}
	const twice = "found the id twice among the records; want each id once"
	return []refusal{
		{"an id twice", again(func(*store.Node) {}), "Initiative initiative:new, id: " + twice},
		{"an id twice, with other values", again(func(n *store.Node) { setOf(n, "name", "Other") }), "Initiative initiative:new, id: " + twice},
		{"an id of a relationship twice", func(r *store.Records) { r.Relationships = append(r.Relationships, r.Relationships[newMembership]) },
			ofMembership + ", id: " + twice},
		{"an id without a key", renamed(newInitiative, "initiative:"),
			`Initiative initiative:, id: found the text "initiative:"; want an id that begins with initiative and a colon, and goes on after it`},
		{"an id with the prefix of another type", renamed(newInitiative, "project:new"),
			`Initiative project:new, id: found the text "project:new"; want an id that begins with initiative and a colon, and goes on after it`},
		{"an id that is not UTF-8", renamed(newInitiative, "initiative:\xff"), `Initiative "initiative:\xff", id: found a text that is not UTF-8; want UTF-8`},
		{"an id with letters in two parts", renamed(newInitiative, "initiative:e\u0301"),
			"Initiative initiative:e\u0301, id: found the text \"initiative:e\u0301\"; want an id in Unicode's normal form C"},
		{"an id that is too long", renamed(newInitiative, "initiative:"+strings.Repeat("x", 1000)),
			`Initiative "initiative:` + strings.Repeat("x", 49) + `…", id: found a text of 1011 bytes; want one of at most 1000`},
		{"another value of id", setNode(newCountry, "id", "country:OTHER"), ofCountry + `, id: found the text "country:OTHER"; want the id of the record`},
		{"an id of a relationship that is none", renamedRelationship("supply:1"), "SUPPLIES supply:1 from country:NEW to country:CHN, " +
			`id: found the text "supply:1"; want an id that begins with rel:supplies- and goes on without a dash`},
		{"an id of a relationship of another type", renamedRelationship("rel:member-of-1"), "SUPPLIES rel:member-of-1 from country:NEW to country:CHN, " +
			`id: found the text "rel:member-of-1"; want an id that begins with rel:supplies- and goes on without a dash`},
		{"an id of a relationship without a key", renamedRelationship("rel:supplies-"), "SUPPLIES rel:supplies- from country:NEW to country:CHN, " +
			`id: found the text "rel:supplies-"; want an id that begins with rel:supplies- and goes on without a dash`},
		{"a former id of another node", func(r *store.Records) {
			renamed(newCountry, "country:OLD")(r)
			r.Relationships = nil
		}, "Country country:OLD, id: found a former id of country:ALA; want an id of its own"},
		{"a former id that a record has", func(r *store.Records) { r.Nodes[newCountry].FormerIDs = []string{"org:new"} },
			ofCountry + ", formerIds: found org:new, which a node has today; want an id that nothing has any more"},
		{"a former id that a node in the store has", func(r *store.Records) { r.Nodes[newCountry].FormerIDs = []string{"country:CHN"} },
			ofCountry + ", formerIds: found country:CHN, which a node has today; want an id that nothing has any more"},
		{"a former id of another in the store", func(r *store.Records) { r.Nodes[newCountry].FormerIDs = []string{"country:OLDER"} },
			ofCountry + ", formerIds: found country:OLDER, which is a former id of country:ALA; want an id of its own"},
		{"a former id of two", func(r *store.Records) { r.Nodes[newOrganization].FormerIDs = []string{"country:NEWER"} },
			ofCompany + ", formerIds: found country:NEWER, which is a former id of country:NEW; want an id of its own"},
		{"an empty former id", func(r *store.Records) { r.Nodes[newCountry].FormerIDs = []string{""} }, ofCountry + ", formerIds: found an empty text; want an id"},
		{"a unique value of another in the store", setNode(newCountry, "iso3", "CHN"),
			ofCountry + `, iso3: found the text "CHN", which country:CHN has; want a value of its own`},
		{"a unique value twice", func(r *store.Records) {
			n := r.Nodes[newCountry]
			n.ID, n.Values, n.FormerIDs = "country:NEW2", append([]any(nil), n.Values...), nil
			setOf(&n, "id", n.ID)
			setOf(&n, "iso2", nil)
			r.Nodes = append(r.Nodes, n)
		}, "Country country:NEW2, iso2: found nothing; want a text\n" +
			`Country country:NEW2, iso3: found the text "NEW", which country:NEW has; want a value of its own`},
	}
}

// refusedEnds are ends and sources that are nowhere or of a wrong type.
func refusedEnds() []refusal {
	end := func(at int, change func(*store.Relationship)) func(*store.Records) {
		return func(r *store.Records) { change(&r.Relationships[at]) }
	}
	const members = "; want the id of a Country, Sector or Organization"
	const groups = "; want the id of an Organization, Initiative or Platform"
	of := func(from, to string) string {
		return strings.NewReplacer("country:NEW", from, "org:new", to).Replace(ofMembership)
	}
	return []refusal{
		{"an end that is nowhere", end(newMembership, func(r *store.Relationship) { r.To = "org:nobody" }),
			of("country:NEW", "org:nobody") + ", to: found org:nobody, which is neither among the records nor in the store" + groups},
		{"both ends nowhere", end(newMembership, func(r *store.Relationship) { r.From, r.To = "org:nobody", "org:noone" }),
			of("org:nobody", "org:noone") + ", from: found org:nobody, which is neither among the records nor in the store" + members + "\n" +
				of("org:nobody", "org:noone") + ", to: found org:noone, which is neither among the records nor in the store" + groups},
		{"an end of a wrong type", end(newMembership, func(r *store.Relationship) { r.To = "country:CHN" }),
			of("country:NEW", "country:CHN") + `, to: found the text "country:CHN"` + groups},
		{"an end without a type", end(newMembership, func(r *store.Relationship) { r.From = "nobody" }),
			of("nobody", "org:new") + `, from: found the text "nobody"` + members},
		{"a source that is nowhere", func(r *store.Records) { r.Nodes[newOrganization].Evidence[0].Source = "source:hearsay" },
			ofCompany + ", sources: found source:hearsay, which is neither among the records nor in the store; want the id of a Source"},
		{"a source that is none", end(newMembership, func(r *store.Relationship) { r.Evidence[0].Source = "org:un" }),
			ofMembership + `, sources: found the text "org:un"; want the id of a Source`},
	}
}

// refusedTypes are types that the store was not opened with; and records with more that is wrong than a message has room for.
func refusedTypes(m, other *mapping.Mapping) []refusal {
	const wantType = "; want an object type of the schema that the store was opened with"
	return []refusal{
		{"no type", func(r *store.Records) { r.Nodes[newInitiative].Type = nil }, "record initiative:new: found no type" + wantType},
		{"an interface", func(r *store.Records) { r.Nodes[newInitiative].Type = m.Type("Entity") }, "record initiative:new: found the interface Entity" + wantType},
		{"a type of another schema", func(r *store.Records) { r.Nodes[newInitiative].Type = other.Type("Initiative") },
			"record initiative:new: found the type Initiative of another schema" + wantType},
		{"a relationship type of another schema", func(r *store.Records) { r.Relationships[newSupply].Type = other.Relationship("SUPPLIES") },
			strings.Replace(ofSupply, "SUPPLIES", "record", 1) + ": found the type SUPPLIES of another schema; want a relationship type of the schema that the store was opened with"},
		{"no relationship type", func(r *store.Records) { r.Relationships[newSupply].Type = nil },
			strings.Replace(ofSupply, "SUPPLIES", "record", 1) + ": found no type; want a relationship type of the schema that the store was opened with"},
		{"more than a message has room for", func(r *store.Records) {
			for range 30 {
				r.Relationships[newMembership].Evidence = append(r.Relationships[newMembership].Evidence, store.Evidence{Source: "org:un"})
			}
		}, strings.Repeat(ofMembership+`, sources: found the text "org:un"; want the id of a Source`+"\n", 20) + "and 10 more problems"},
	}
}
