package build_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/validator"

	"partnir/fault"
	"partnir/graph"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
)

func newBuilder(t testing.TB) *build.Builder {
	t.Helper()
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	return &build.Builder{Mapping: m, BaseIRI: "https://graph.example"}
}

// parse returns a validated document and its first root field.
func parse(t testing.TB, query string) (*ast.QueryDocument, *ast.Field) {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, nil)
	if errs != nil {
		t.Fatalf("%s\n%v", query, errs)
	}
	return doc, doc.Operations[0].SelectionSet[0].(*ast.Field)
}

func mustBuild(t testing.TB, query string) *plan.Plan {
	t.Helper()
	_, f := parse(t, query)
	p, err := newBuilder(t).Build(f, nil)
	if err != nil {
		t.Fatalf("%s\n%v", query, err)
	}
	return p
}

// TestValuesAreReadOnce shows that what is asked for under several names is one column.
func TestValuesAreReadOnce(t *testing.T) {
	for _, c := range []struct {
		fields string
		want   int
	}{
		{"id iri __typename a: id", 0},
		{"name a: name ... on Country { b: name } iso3", 2},
		{"names { lang } fi: names(lang: \"fi\") { text }", 1},
		{"sources { quote } a: sources { source { name } }", 1},
		{"memberships { totalCount } memberships { nodes { id } }", 1},
		{"memberships { totalCount } a: memberships { totalCount }", 2},
	} {
		p := mustBuild(t, `{ country(iso3: "CHN") { `+c.fields+` } }`)
		if got := len(p.Lookup.Select.Columns); got != c.want {
			t.Errorf("%s reads %d columns, want %d\n%s", c.fields, got, c.want, plan.Print(p))
		}
	}
	p := mustBuild(t, `{ organization(id: "org:un") { country { name } countryEdge { confidence node { iso3 name } } c: country { name } } }`)
	if got := p.Lookup.Select.Columns; len(got) != 1 || len(got[0].One.Select.Columns) != 3 {
		t.Errorf("a single link asked for as node and edge is\n%s", plan.Print(p))
	}
}

// TestRowsAreReadOnlyWhereWanted shows how many rows a list reads, and whether it counts.
func TestRowsAreReadOnlyWhereWanted(t *testing.T) {
	const none = -1
	for _, c := range []struct {
		list  string
		rows  int64
		total bool
	}{
		{"{ totalCount }", none, true},
		{"{ aggregate { count } }", none, false},
		{"{ __typename }", none, false},
		{"{ nodes { id } }", 20, false},
		{"(first: 7) { edges { cursor } totalCount }", 7, true},
		{"(first: 7) { nodes { id } pageInfo { hasNextPage } }", 8, false},
		{"(first: 7) { nodes { id } pageInfo { hasPreviousPage } }", 7, false},
		{"(last: 7) { nodes { id } pageInfo { hasPreviousPage } }", 8, false},
		{"(last: 7) { nodes { id } pageInfo { hasNextPage } }", 7, false},
		{"(first: 7) { pageInfo { endCursor } }", 7, false},
		{"(first: 7) { pageInfo { hasNextPage } }", 8, false},
		{"(first: 0) { nodes { id } }", none, false},
		{"(first: 0) { pageInfo { hasNextPage } }", 1, false},
	} {
		p := mustBuild(t, "{ countries"+c.list+" }")
		rows := int64(none)
		if p.Many.Select != nil {
			rows = p.Params[p.Many.Limit].(int64)
		}
		if rows != c.rows || p.Many.Total != c.total {
			t.Errorf("countries%s reads %d rows, counts: %t; want %d, %t", c.list, rows, p.Many.Total, c.rows, c.total)
		}
	}
}

// TestColumnsOfTypes shows for which types of an interface a column is wanted; "" is all of them.
func TestColumnsOfTypes(t *testing.T) {
	p := mustBuild(t, `{ actors { nodes { id name ... on Country { iso3 description } ... on Sector { description country { id } }
		... on Organization { place: country { name } } ... on Actor { aliases } } } }`)
	got := map[string]string{}
	for _, c := range p.Many.Select.Columns {
		name := "country"
		if c.Property != nil {
			name = c.Property.Name
		} else if c.One.Step.Relationship.Name == "LOCATED_IN" {
			name = "place"
		}
		got[name] = strings.Join(c.Types, " ")
	}
	for name, want := range map[string]string{
		"name": "", "aliases": "", "iso3": "Country", "description": "Country Sector", "country": "Sector", "place": "Organization",
	} {
		if got[name] != want {
			t.Errorf("column %s is for %q, want %q\n%s", name, got[name], want, plan.Print(p))
		}
	}
}

const wide = `query Q($id: ID, $filter: EntityMembershipFilter, $yes: Boolean = true) { country(id: $id) {
	...Fields memberships(asOf: "2020-01-01", filter: $filter, orderBy: [{node: {name: ASC}}]) { edges { cursor role node { ...Some } } aggregate(groupBy: [ROLE]) { count } } } }
	fragment Fields on Country { name iso3 @skip(if: $yes) sources { source { title } } }
	fragment Some on Entity { id ... on Organization { kind country { name } } ... on Initiative { areas } }`

// TestBuildLeavesTheDocument shows that a document can be kept and used again, by several goroutines at once, with other variables.
func TestBuildLeavesTheDocument(t *testing.T) {
	doc, f := parse(t, wide)
	text := func() string {
		var w strings.Builder
		formatter.NewFormatter(&w).FormatQueryDocument(doc)
		return w.String()
	}
	before, b := text(), newBuilder(t)
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := range 20 {
				id := fmt.Sprint("country:", worker, i)
				role := map[string]any{"role": map[string]any{"eq": id}}
				p, err := b.Build(f, map[string]any{"id": id, "filter": role, "yes": i%2 == 0})
				if err != nil {
					t.Error(err)
					return
				}
				printed := plan.Print(p)
				if strings.Count(printed, id) != 2 || strings.Contains(printed, "iso3") != (i%2 != 0) {
					t.Errorf("the plan for %s is\n%s", id, printed)
				}
			}
		})
	}
	wg.Wait()
	if after := text(); after != before {
		t.Errorf("building changed the document to\n%s\nfrom\n%s", after, before)
	}
}

// TestParametersHoldAllValues shows that the shape of a plan does not depend on the values of a request.
func TestParametersHoldAllValues(t *testing.T) {
	shape := func(query string) string {
		text, _, _ := strings.Cut(plan.Print(mustBuild(t, query)), "\n$0")
		return text
	}
	a := shape(`{ countries(first: 3, filter: {name: {in: ["a"], ignoreCase: true}, ldc: {eq: true}}, asOf: "2020-01-01") { nodes { name memberships(filter: {confidence: {gte: 0.5}}) { totalCount } } } }`)
	b := shape(`{ countries(first: 9, filter: {name: {in: ["b", "c"], ignoreCase: true}, ldc: {eq: false}}, asOf: "2021-01-01") { nodes { name memberships(filter: {confidence: {gte: 0.1}}) { totalCount } } } }`)
	if a != b {
		t.Errorf("other values make another shape:\n%s\n%s", a, b)
	}
}

// FuzzFilter gives any JSON as filters, both as it is and as variables that were checked before. Build answers with a plan or an error
// that says what is wrong, and never panics.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"name": {"eq": "a"}}`, `{"name": null}`, `{"and": [{"name": {"in": ["a", null]}}, {}], "or": {}}`, `{"not": {"not": {}}}`,
		`{"memberships": {"some": {"node": {"name": {"contains": ""}}}, "all": null}}`, `{"memberships": {"count": {"gte": 1, "in": []}}}`,
		`{"memberships": {"count": {"isNull": true}}}`, `{"type": {"eq": "COUNTRY", "isNull": false}}`, `{"type": null}`, `{"type": 1}`,
		`{"role": {"eq": 1}}`, `{"node": {"id": {"eq": 5}}}`, `{"node": []}`, `{"and": 5}`, `{"and": [null]}`, `{"validFrom": {"gte": "soon"}}`,
		`{"confidence": {"lt": 1e400}}`, `{"ldc": {"eq": "true"}}`, `{"aliases": {"hasAny": "a"}}`, `{"name": []}`, `{"name": {"": {}}}`, `{"not": 1}`,
	} {
		f.Add(s)
	}
	b := newBuilder(f)
	var fields []*ast.Field
	var operations []*ast.OperationDefinition
	for _, q := range []string{
		`query Q($f: CountryFilter) { countries(filter: $f, asOf: "2020-01-01", minConfidence: 0.5) { totalCount } }`,
		`query Q($f: ActorFilter) { actors(filter: $f) { totalCount } }`,
		`query Q($f: ActorMembershipFilter) { organization(id: "org:un") { members(filter: $f) { totalCount } } }`,
		`query Q($f: ObservationFilter) { observationsAggregate(filter: $f) { count } }`,
	} {
		doc, field := parse(f, q)
		fields, operations = append(fields, field), append(operations, doc.Operations[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		for i, field := range fields {
			for _, checked := range []bool{false, true} {
				var v any
				d := json.NewDecoder(strings.NewReader(text))
				d.UseNumber()
				if d.Decode(&v) != nil {
					return
				}
				vars := map[string]any{"f": v}
				if checked {
					var err error
					if vars, err = validator.VariableValues(graph.Schema(), operations[i], vars); err != nil {
						continue
					}
				}
				p, err := b.Build(field, vars)
				if _, ok := errors.AsType[*fault.InputError](err); err != nil && !ok {
					t.Fatalf("%s: %v is no InputError", text, err)
				}
				if err == nil {
					plan.Print(p)
				}
			}
		}
	})
}

// TestPrintLinks shows relationships of several types at once as people read them in a plan.
func TestPrintLinks(t *testing.T) {
	m := newBuilder(t).Mapping
	country := m.Type("Country")
	p := &plan.Plan{Params: []any{[]any{"country:CHN"}, int64(10), int64(50), []any{"org:brics"}}}
	scope, err := build.NewScope(p, nil, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	degree, to := plan.Param(2), plan.Param(3)
	links := &plan.Links{
		Types: []*mapping.RelationshipType{m.Relationship("MEMBER_OF"), m.Relationship("SUPPLIES")}, Type: m.Type("Actor"), Scope: scope, To: &to,
		Weights: []string{"valueUsd", "amountUsd"}, MaxDegree: &degree, Limit: 1,
	}
	p.Lookup = &plan.Lookup{Type: country, Property: country.Property("id"), Select: &plan.Selection{
		Columns: []*plan.Column{{Kind: plan.LinksColumn, Links: links}},
	}}
	want := `lookup Country by id in $0
  links -[MEMBER_OF|SUPPLIES]- Actor limit $1
    where ((r.confidence is null or r.confidence >= $4) and id in $3)
    weight r.valueUsd, r.amountUsd
    up to a degree of $2
$0 = ["country:CHN"]
$1 = 10
$2 = 50
$3 = ["org:brics"]
$4 = 0.5
`
	if got := plan.Print(p); got != want {
		t.Errorf("the plan is\n%s\nwant\n%s", got, want)
	}
}
