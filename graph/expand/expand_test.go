package expand

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

var update = flag.Bool("update", false, "write testdata anew")

// readSources reads the hand-written schema of the project.
func readSources(t *testing.T) []*ast.Source {
	t.Helper()
	sources, err := mapping.Sources(os.DirFS(".."), "schema")
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// built expands sources that are meant to be good.
func built(t *testing.T, sources ...*ast.Source) *Schema {
	t.Helper()
	m, err := mapping.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := Build(m, sources...)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func expanded(t *testing.T, sources ...*ast.Source) string {
	t.Helper()
	return built(t, sources...).Text
}

func TestSmallSchema(t *testing.T) {
	got := expanded(t, &ast.Source{Name: "small.graphqls", Input: read(t, "testdata/small.graphqls")})
	const golden = "testdata/small.graphql"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, golden); got != want {
		t.Errorf("small.graphqls expands otherwise than %s says; look at the difference after go test -update", golden)
	}
}

func TestServedSchemaIsFresh(t *testing.T) {
	sources := readSources(t)
	served, flat := read(t, "../schema.graphql"), read(t, "../schema.flat.graphql")
	for range 3 { // also deterministic
		got := built(t, sources...)
		if got.Text != served || got.Flat != flat {
			t.Fatal("graph/schema.graphql or schema.flat.graphql is not what graph/schema expands to: run go generate ./graph")
		}
	}
}

// TestFlat shows that the flat schema has all types of the full one, and all interfaces at the types that have them, but none at interfaces.
func TestFlat(t *testing.T) {
	got := built(t, readSources(t)...)
	full, flat := gqlparser.MustLoadSchema(&ast.Source{Input: got.Text}), gqlparser.MustLoadSchema(&ast.Source{Input: got.Flat})
	nested := 0
	for name, d := range full.Types {
		f := flat.Types[name]
		switch {
		case f == nil:
			t.Errorf("%s is missing", name)
		case d.Kind != ast.Interface && !slices.Equal(d.Interfaces, f.Interfaces):
			t.Errorf("%s implements %v, want %v", name, f.Interfaces, d.Interfaces)
		case d.Kind == ast.Interface && len(f.Interfaces) > 0:
			t.Errorf("the interface %s implements %v", name, f.Interfaces)
		case d.Kind == ast.Interface:
			nested += len(d.Interfaces)
		}
	}
	if nested == 0 {
		t.Error("no interface of the full schema implements another: the flat one is not needed")
	}
}

// TestFlatIsWide shows that a field that is narrowed to an interface has its wider type in the flat schema, where the narrower interface
// does not say that it is one of the wider.
func TestFlatIsWide(t *testing.T) {
	got := built(t, &ast.Source{Name: "small.graphqls", Input: read(t, "testdata/small.graphqls")}, &ast.Source{Name: "wide.graphqls", Input: `
		"Wide." interface Wide { "Which." which: Int }
		"Narrow." interface Narrow implements Wide { "Which." which: Int }
		"Asks more." interface AsksMore implements Asks { "Some." some: [Narrow!]! "One." one: Narrow "Count." count: Int }
		"Asks." interface Asks { "Some." some: [Wide!]! "One." one: Wide "Count." count: Int }
		"Answers." type Answers implements AsksMore & Asks { "Some." some: [Narrow!]! "One." one: Is! "Count." count: Int! }
		"Is." type Is implements Narrow & Wide { "Which." which: Int }
	`})
	for text, want := range map[string]string{
		got.Text: "some: [Narrow!]! one: Is! count: Int!", got.Flat: "some: [Wide!]! one: Is! count: Int!",
	} {
		answers := gqlparser.MustLoadSchema(&ast.Source{Input: text}).Types["Answers"]
		var fields []string
		for _, f := range answers.Fields {
			fields = append(fields, f.Name+": "+f.Type.String())
		}
		if have := strings.Join(fields, " "); have != want {
			t.Errorf("Answers has %s, want %s", have, want)
		}
	}
}

// TestEverythingIsDescribed shows that everything is described where it stands, or once elsewhere: what orders, keys, groups and figures
// name, at the property of that name, and the arguments of connections in nodes, at the lists of the root.
func TestEverythingIsDescribed(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: expanded(t, readSources(t)...)})
	described := func(what string, descriptions ...string) {
		if strings.TrimSpace(strings.Join(descriptions, "")) == "" {
			t.Errorf("%s has no description", what)
		}
	}
	root := schema.Query.Fields.ForName("countries").Arguments
	for name, d := range schema.Types {
		if d.BuiltIn {
			continue
		}
		described(name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			described(name+"."+f.Name, f.Description, propertyDescription(schema, name, f.Name))
			for _, a := range f.Arguments {
				elsewhere := ""
				scoped := a.Name == "asOf" || a.Name == "minConfidence"
				if of := root.ForName(a.Name); of != nil && d.Name != "Query" && (scoped || strings.HasSuffix(f.Type.Name(), "Connection")) {
					elsewhere = of.Description
				}
				described(name+"."+f.Name+"("+a.Name+":)", a.Description, elsewhere)
			}
		}
		for _, v := range d.EnumValues {
			described(name+"."+v.Name, v.Description, propertyDescription(schema, name, v.Name))
		}
	}
}

// propertyDescription is the description of the property that a field of an order, a key or figures, or a value of a group, is named
// after; empty for anything else.
func propertyDescription(schema *ast.Schema, typeName, name string) string {
	for _, suffix := range []string{"NodeAggregate", "AggregateKey", "Aggregate", "Order", "GroupBy"} {
		of, ok := strings.CutSuffix(typeName, suffix)
		if !ok {
			continue
		}
		for _, d := range []*ast.Definition{schema.Types[of], schema.Types[of+"Edge"]} {
			if d == nil {
				continue
			}
			if text := propertyNamed(d, name); text != "" {
				return text
			}
			for _, part := range []string{"node", "from", "to"} {
				if of, ok := strings.CutPrefix(name, mapping.EnumName(part)+"_"); ok && d.Fields.ForName(part) != nil {
					return propertyNamed(schema.Types[d.Fields.ForName(part).Type.Name()], of)
				}
			}
		}
	}
	return ""
}

// propertyNamed is the description of the field of a name, or of its name as an enumeration value.
func propertyNamed(d *ast.Definition, name string) string {
	for _, f := range d.Fields {
		if f.Name == name || mapping.EnumName(f.Name) == name {
			return f.Description
		}
	}
	return ""
}

// TestBrief shows where a description is cut for a filter.
func TestBrief(t *testing.T) {
	for description, want := range map[string]string{
		"Website.":                  "Website.",
		"ISIC Rev. 4 code.":         "ISIC Rev. 4 code.",
		"First day; null: unknown.": "First day.",
		"Amount in US dollars. Sums leave out some.":  "Amount in US dollars.",
		"Kind of flow, as the source prints it: loan": "Kind of flow.",
		"Identifier (ISO 17442).":                     "Identifier.",
		"How sure the graph is, 0 to 1.":              "How sure the graph is, 0 to 1.",
	} {
		if got := brief(description); got != want {
			t.Errorf("%q is cut to %q, want %q", description, got, want)
		}
	}
}

// TestSize shows that the schema stays small enough to be sent to clients: introspection and text grow with it.
func TestSize(t *testing.T) {
	const most = 400_000
	if got := len(built(t, readSources(t)...).Text); got > most {
		t.Errorf("graph/schema.graphql has %d bytes, more than %d; look which types of it are copies, and which texts repeat others", got, most)
	}
}

// TestSharedTypes shows that fields that lead to the same type by relationships with the same data have the same types, and others have
// not.
func TestSharedTypes(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: expanded(t, readSources(t)...)})
	typeOf := func(path string) string {
		owner, name, _ := strings.Cut(path, ".")
		return schema.Types[owner].Fields.ForName(name).Type.Name()
	}
	for _, same := range [][]string{
		{"Organization.members", "Initiative.members", "Platform.members"},
		{"OrganizationFilter.members", "InitiativeFilter.members", "PlatformFilter.members"},
		{"Goal.observations", "Actor.observationsWith", "Technology.observationsAbout", "Indicator.observations"},
		{"Organization.countryEdge", "Sector.countryEdge"},
	} {
		for _, other := range same[1:] {
			if typeOf(same[0]) != typeOf(other) {
				t.Errorf("%s has the type %s, %s has %s", same[0], typeOf(same[0]), other, typeOf(other))
			}
		}
	}
	for _, different := range [][2]string{
		{"Actor.memberships", "Organization.members"}, {"Organization.members", "Project.participants"}, {"Organization.members", "Query.actors"},
		{"Organization.countryEdge", "Organization.members"}, {"Goal.projects", "Actor.projects"},
	} {
		if typeOf(different[0]) == typeOf(different[1]) {
			t.Errorf("%s and %s have the same type %s", different[0], different[1], typeOf(different[0]))
		}
	}
}

func TestMappingIsNotServed(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: expanded(t, readSources(t)...)})
	for _, name := range mappingDirectives {
		if schema.Directives[name] != nil {
			t.Errorf("directive @%s is served", name)
		}
	}
	for _, name := range []string{"Part", "ListingSubject", "RelationshipDirection", "SortKeyKind"} {
		if schema.Types[name] != nil {
			t.Errorf("type %s is served", name)
		}
	}
}

// TestTypes looks at one of each kind of type in the real schema.
func TestTypes(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: expanded(t, readSources(t)...)})
	for _, c := range []struct{ typ, field, want string }{
		{"Query", "countries", "(first,after,last,before,filter,orderBy,asOf,minConfidence)CountryConnection"},
		{"Query", "country", "(id,iso2,iso3)Country"},
		{"Query", "projectsAggregate", "(filter,groupBy,first,asOf,minConfidence)[ProjectAggregate!]"},
		{"Country", "memberships", "(first,after,last,before,filter,orderBy,asOf,minConfidence)EntityMembershipConnection!"},
		{"Country", "names", "(lang)[LocalizedText!]!"},
		{"Organization", "country", "(asOf,minConfidence)Country"},
		{"Organization", "countryEdge", "(asOf,minConfidence)CountryLinkSingleEdge"},
		{"Sector", "countryEdge", "CountryLinkSingleEdge!"},
		{"ActorMembershipConnection", "aggregate", "(groupBy,first)[ActorMembershipAggregate!]!"},
		{"ActorMembershipEdge", "role", "String"},
		{"ActorMembershipEdge", "id", ""},
		{"ActorMembershipEdge", "relationshipId", "ID!"},
		{"ActorMembershipOrder", "id", ""},
		{"ActorMembershipOrder", "relationshipId", "OrderDirection"},
		{"Node", "id", "ID!"},
		{"Query", "node", "(id)Node"},
		{"Query", "nodes", "(ids)[Node]"},
		{"Query", "supplies", "(first,after,last,before,filter,orderBy,asOf,minConfidence)SupplyConnection"},
		{"Query", "suppliesAggregate", "(filter,groupBy,first,asOf,minConfidence)[SupplyAggregate!]"},
		{"Query", "sectorCountries", ""},
		{"SupplyConnection", "nodes", "[Supply!]!"},
		{"SupplyEdge", "node", "Supply!"},
		{"Supply", "from", "Actor!"},
		{"Supply", "product", "Product"},
		{"Membership", "to", "Entity!"},
		{"Relationship", "from", "Entity!"},
		{"Relationship", "type", "RelationshipType!"},
		{"PlainRelationship", "confidence", "Float"},
		{"SupplyFilter", "from", "ActorFilter"},
		{"SupplyFilter", "id", "IDFilter"},
		{"SupplyOrder", "to", "ActorOrder"},
		{"SupplyAggregateKey", "from", "ActorAggregateKey!"},
		{"ActorMembershipEdge", "sources", "[Evidence!]!"},
		{"ActorSupplyEdge", "product", "Product"},
		{"CountryLinkSingleEdge", "cursor", ""},
		{"CountryFilter", "members", ""},
		{"CountryFilter", "region", "RegionEnumFilter"},
		{"CountryFilter", "iri", ""},
		{"CountryFilter", "names", ""},
		{"CountryFilter", "aliases", "StringListFilter"},
		{"InitiativeFilter", "areas", "AreaListFilter"},
		{"ProjectFilter", "status", "ProjectStatusEnumFilter"},
		{"ProjectFilter", "participants", "ActorParticipationRelationFilter"},
		{"ActorParticipationRelationFilter", "some", "ActorParticipationFilter"},
		{"ActorParticipationFilter", "node", "ActorFilter"},
		{"OrganizationFilter", "country", "CountryFilter"},
		{"ActorFilter", "type", "EntityTypeEnumFilter"},
		{"CountryFilter", "type", ""},
		{"ActorMembershipOrder", "node", "ActorOrder"},
		{"CountryOrder", "aliases", ""},
		{"ProjectAggregate", "amountUsd", "NumberAggregate!"},
		{"ProjectAggregateKey", "status", "ProjectStatus"},
		{"ProjectAggregateKey", "amountUsd", ""},
		{"ProjectParticipationAggregate", "node", "ProjectNodeAggregate!"},
		{"OrganizationLinkAggregate", "node", "OrganizationNodeAggregate!"},
		{"ActorMembershipAggregate", "node", ""}, // actors have no numbers
		{"ProjectParticipationAggregateKey", "node", "ProjectAggregateKey!"},
		{"SearchEdge", "node", "Entity!"},
	} {
		d := schema.Types[c.typ]
		if d == nil {
			t.Errorf("type %s is missing", c.typ)
			continue
		}
		got := ""
		if f := d.Fields.ForName(c.field); f != nil {
			var names []string
			for _, a := range f.Arguments {
				names = append(names, a.Name)
			}
			if len(names) > 0 {
				got = "(" + strings.Join(names, ",") + ")"
			}
			got += f.Type.String()
		}
		if got != c.want {
			t.Errorf("%s.%s is %q, want %q", c.typ, c.field, got, c.want)
		}
	}
	by := schema.Types["ProjectParticipationGroupBy"]
	for name, want := range map[string]bool{"ROLE": true, "NODE_STATUS": true, "NODE_YEAR": true, "STATUS": false, "AMOUNT_USD": false, "ID": false} {
		if (by.EnumValues.ForName(name) != nil) != want {
			t.Errorf("ProjectParticipationGroupBy.%s: got %t, want %t", name, !want, want)
		}
	}
	if schema.Types["EntityType"].EnumValues.ForName("COUNTRY") == nil {
		t.Error("EntityType.COUNTRY is missing")
	}
}

// TestNodes shows that all that has an id of its own is a Node, and nothing else: clients refetch and keep it by that.
func TestNodes(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: expanded(t, readSources(t)...)})
	nodes := 0
	for name, d := range schema.Types {
		if !d.IsCompositeType() || d.BuiltIn || d.Fields.ForName("id") == nil && name != "Node" {
			continue
		}
		nodes++
		if name != "Node" && !slices.Contains(d.Interfaces, "Node") {
			t.Errorf("%s has an id and is no Node", name)
		}
		if f := d.Fields.ForName("id"); f.Type.String() != "ID!" || len(f.Arguments) > 0 {
			t.Errorf("%s.id is %s", name, f.Type)
		}
	}
	for _, name := range []string{"Entity", "Actor", "Listing", "Relationship", "Country", "Observation", "Supply", "PlainRelationship"} {
		if !slices.Contains(schema.Types[name].Interfaces, "Node") {
			t.Errorf("%s is no Node", name)
		}
	}
	if nodes < 25 {
		t.Errorf("%d types have an id; the test shows too little", nodes)
	}
}
