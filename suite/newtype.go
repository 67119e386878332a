package suite

import (
	"bytes"
	_ "embed"
	"regexp"
	"strings"
	"testing"

	"partnir/suite/graphtext"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph"
	"partnir/graph/expand"
	"partnir/plan/mapping"
	"partnir/suite/reference"
)

//go:embed newtype.graphqls
var newTypeText string

// NewTypeSources are the files of the hand-written schema, with one more: newtype.graphqls. A relationship can be followed from both ends, so the type
// that it leads to has one more field.
func NewTypeSources() ([]*ast.Source, error) {
	country := regexp.MustCompile(`(?m)^type Country .*\{$`)
	const field = "\n  \"Its ports.\"\n  ports: [Port!]! @relationship(type: \"LIES_IN\", direction: IN)"
	sources, err := graph.Sources()
	if err != nil {
		return nil, err
	}
	for i, s := range sources {
		grown := *s
		grown.Input = country.ReplaceAllString(s.Input, "$0"+field)
		sources[i] = &grown
	}
	return append(sources, &ast.Source{Name: "newtype.graphqls", Input: newTypeText}), nil
}

// NewTypeMapping is the mapping of NewTypeSources.
func NewTypeMapping() (*mapping.Mapping, error) {
	sources, err := NewTypeSources()
	if err != nil {
		return nil, err
	}
	return mapping.Read(sources...)
}

const newTypeGraph = `
node port:NLRTM Port name="Rotterdam" unlocode="NLRTM" kind="SEA" berths=122 openedOn="1872-03-09"
  source source:atlas quote="the largest of Europe"
node port:CNSHG Port name="Shanghai" unlocode="CNSHG" kind="SEA" berths=125 openedOn="1842-11-17" aliases=["Yangshan"]
node port:DEDUI Port name="Duisburg" unlocode="DEDUI" kind="RIVER" berths=21
node port:LATER Port name="A port that is planned" unlocode="XXLAT"
rel LIES_IN port:CNSHG country:CHN distanceKm=1068 confidence=0.9
rel LIES_IN port:DEDUI country:JPN distanceKm=9200.5 validFrom="2020"
`

// newTypeQuestions ask all ways in which a new type is found: by its unique value, in an order, by a condition, by words, by its relationship from
// both ends, in groups, by id, and among all entities.
var newTypeQuestions = []string{
	`{ port(unlocode: "CNSHG") { id name berths openedOn country { id ports { totalCount edges { distanceKm confidence node { unlocode } } } } } }`,
	`{ port(unlocode: "nowhere") { id } }`,
	`{ a: port(id: "port:NLRTM") { unlocode sources { source { id } } country { id } } b: node(id: "port:DEDUI") { __typename id } }`,
	`{ ports(orderBy: [{berths: DESC}, {name: ASC}]) { totalCount nodes { unlocode berths } } }`,
	`{ ports(first: 2, orderBy: [{unlocode: ASC}]) { pageInfo { hasNextPage } nodes { unlocode } } }`,
	`{ ports(orderBy: [{openedOn: ASC}]) { nodes { id openedOn } } }`,
	`{ ports(filter: {berths: {gt: 100}, kind: {eq: SEA}}, orderBy: [{name: ASC}]) { nodes { name kind } } }`,
	`{ ports(filter: {unlocode: {in: ["NLRTM", "DEDUI"]}}) { totalCount nodes { id } } }`,
	`{ ports(filter: {name: {eq: "Shanghai"}}) { nodes { id } } }`,
	`{ ports(filter: {country: {id: {eq: "country:CHN"}}}) { nodes { id } } }`,
	`{ countries(filter: {ports: {some: {distanceKm: {gt: 1000}, node: {berths: {lt: 50}}}}}) { nodes { id } } }`,
	`{ country(iso3: "CHN") { ports(orderBy: [{distanceKm: DESC}]) { edges { distanceKm node { name } } aggregate { count distanceKm { sum } } } } }`,
	`{ portPlaces(filter: {distanceKm: {gt: 2000}}) { totalCount nodes { from { id } to { id } distanceKm } } }`,
	`{ portsAggregate(groupBy: [KIND]) { key { kind } count berths { sum max } } }`,
	`{ search(text: "yangshan") { totalCount nodes { id } } }`,
	`{ search(text: "rotterdam", types: [PORT]) { nodes { __typename name } } }`,
	`{ entities(filter: {name: {startsWith: "Shang"}}) { nodes { id ... on Port { berths } } } }`,
}

// newType asks a store of a schema that has one more type. Everything that there is to know of it follows from the schema.
func (s Suite) newType(t *testing.T) {
	sources, err := NewTypeSources()
	if err != nil {
		t.Fatal(err)
	}
	m, err := mapping.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	expanded, err := expand.Build(m, sources...)
	if err != nil {
		t.Fatal(err)
	}
	served := gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: expanded.Text})
	a := askerOf(s.openWith(t, m), m, served)
	records := merged(Fixture(m), graphtext.MustRead(m, strings.Split(newTypeGraph, "\n")))
	load(t, a, records)
	x, err := reference.New(sources, served, BaseIRI, records)
	if err != nil {
		t.Fatal(err)
	}
	for i, query := range newTypeQuestions {
		r, code := reference.Prepare(served, query, nil)
		if code != "" {
			t.Errorf("%s\nis refused: %s", query, code)
			continue
		}
		got, want := mustAsk(t, a, query, nil), x.Answer(r, nil)
		if !same(got, want) || bytes.Contains(got, []byte(`"errors"`)) {
			t.Errorf("%s\nis   %s\nwant %s", query, got, want)
		}
		if i == 0 && !bytes.Contains(got, []byte(`"country":{"id":"country:CHN","ports":{"totalCount":1`)) {
			t.Errorf("the port is not at its place: %s", got)
		}
	}
}
