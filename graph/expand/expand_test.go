package expand

import (
	"flag"
	"os"
	"path/filepath"
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
	files, err := filepath.Glob("../schema/*.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	var sources []*ast.Source
	for _, f := range files {
		sources = append(sources, &ast.Source{Name: "schema/" + filepath.Base(f), Input: read(t, f)})
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

// expanded expands sources that are meant to be good.
func expanded(t *testing.T, sources ...*ast.Source) string {
	t.Helper()
	m, err := mapping.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	text, err := Expand(m, sources...)
	if err != nil {
		t.Fatal(err)
	}
	return text
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
	served := read(t, "../schema.graphql")
	for range 3 { // also deterministic
		if expanded(t, sources...) != served {
			t.Fatal("graph/schema.graphql is not what graph/schema/*.graphqls expands to: run go generate ./graph")
		}
	}
}

func TestEverythingIsDescribed(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: expanded(t, readSources(t)...)})
	described := func(what, description string) {
		if strings.TrimSpace(description) == "" {
			t.Errorf("%s has no description", what)
		}
	}
	for name, d := range schema.Types {
		if d.BuiltIn {
			continue
		}
		described(name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			described(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				described(name+"."+f.Name+"("+a.Name+":)", a.Description)
			}
		}
		for _, v := range d.EnumValues {
			described(name+"."+v.Name, v.Description)
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
	for _, name := range []string{"Membership", "Supply", "RelationshipDirection", "SortKeyKind"} {
		if schema.Types[name] != nil {
			t.Errorf("type %s is served", name)
		}
	}
}

// TestTypes looks at one of each kind of type in the real schema.
func TestTypes(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: expanded(t, readSources(t)...)})
	for _, c := range []struct{ typ, field, want string }{
		{"Query", "countries", "(first,after,last,before,filter,orderBy,asOf,minConfidence)CountryConnection!"},
		{"Query", "country", "(id,iso2,iso3,asOf,minConfidence)Country"},
		{"Query", "projectsAggregate", "(filter,groupBy,first,asOf,minConfidence)[ProjectAggregate!]!"},
		{"Country", "memberships", "(first,after,last,before,filter,orderBy)ActorMembershipsConnection!"},
		{"Country", "names", "(lang)[LocalizedText!]!"},
		{"Organization", "country", "Country"},
		{"Organization", "countryEdge", "OrganizationCountryEdge"},
		{"Sector", "countryEdge", "SectorCountryEdge!"},
		{"OrganizationMembersConnection", "aggregate", "(groupBy,first)[OrganizationMembersAggregate!]!"},
		{"OrganizationMembersEdge", "role", "String"},
		{"OrganizationMembersEdge", "id", "ID!"},
		{"OrganizationMembersEdge", "sources", "[Evidence!]!"},
		{"ActorSuppliesEdge", "product", "Product"},
		{"OrganizationCountryEdge", "cursor", ""},
		{"CountryFilter", "members", ""},
		{"CountryFilter", "region", "StringFilter"},
		{"CountryFilter", "iri", ""},
		{"CountryFilter", "names", ""},
		{"CountryFilter", "aliases", "StringListFilter"},
		{"InitiativeFilter", "areas", "AreaListFilter"},
		{"ProjectFilter", "status", "ProjectStatusEnumFilter"},
		{"ProjectFilter", "participants", "ProjectParticipantsRelationFilter"},
		{"ProjectParticipantsRelationFilter", "some", "ProjectParticipantsFilter"},
		{"ProjectParticipantsFilter", "node", "ActorFilter"},
		{"OrganizationFilter", "country", "CountryFilter"},
		{"ActorFilter", "type", "EntityTypeEnumFilter"},
		{"CountryFilter", "type", ""},
		{"OrganizationMembersOrder", "node", "ActorOrder"},
		{"CountryOrder", "aliases", ""},
		{"ProjectAggregate", "amountUsd", "NumberAggregate!"},
		{"ProjectAggregateKey", "status", "ProjectStatus"},
		{"ProjectAggregateKey", "amountUsd", ""},
		{"ActorProjectsAggregate", "node", "ProjectNodeAggregate!"},
		{"CountryOrganizationsAggregate", "node", "OrganizationNodeAggregate!"},
		{"OrganizationMembersAggregate", "node", ""}, // actors have no numbers
		{"ActorProjectsAggregateKey", "node", "ProjectAggregateKey!"},
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
	by := schema.Types["ActorProjectsGroupBy"]
	for name, want := range map[string]bool{"ROLE": true, "NODE_STATUS": true, "NODE_YEAR": true, "STATUS": false, "AMOUNT_USD": false, "ID": false} {
		if (by.EnumValues.ForName(name) != nil) != want {
			t.Errorf("ActorProjectsGroupBy.%s: got %t, want %t", name, !want, want)
		}
	}
	if schema.Types["EntityType"].EnumValues.ForName("COUNTRY") == nil {
		t.Error("EntityType.COUNTRY is missing")
	}
}
