package suite

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
	"partnir/suite/random"
)

// asked are questions with variables wherever one can stand.
var asked = []string{
	`query($id: ID, $iso3: String, $yes: Boolean! = true, $no: Boolean = false, $lang: String) { country(id: $id, iso3: $iso3) {
		id @skip(if: $yes) ...F @include(if: $no) names(lang: $lang) { text } ... @include(if: $yes) { iso2 sources { note @skip(if: $no) } } } }
		fragment F on Country { name description memberships(first: 1) { totalCount @include(if: $yes) nodes { id } } }`,
	`query($first: Int, $last: Int, $after: String, $before: String, $order: [CountryOrder!], $total: Boolean = true, $more: Boolean = true) {
		countries(first: $first, last: $last, after: $after, before: $before, orderBy: $order) {
			totalCount @include(if: $total) edges { cursor node { name } } pageInfo @include(if: $more) { hasNextPage hasPreviousPage } } }`,
	`query($after: String, $before: String) { countries(first: 2, after: $after, before: $before, orderBy: [{description: DESC}, {name: ASC}]) {
		edges { cursor } } }`,
	`query($first: Int = 3, $cursor: String, $d: OrderDirection! = DESC, $groups: [EntityMembershipGroupBy!], $n: Int) { country(id: "country:CHN") {
		memberships(first: $first, before: $cursor, orderBy: [{confidence: $d}, {node: {name: ASC}}]) { nodes { name }
			aggregate(groupBy: $groups, first: $n) { count key { role } confidence { max } } } } }`,
	`query($asOf: Date, $min: Float, $in: [String!], $one: String, $two: String!, $case: Boolean, $null: Boolean, $count: Int, $counts: [Int!]) {
		organizations(asOf: $asOf, minConfidence: $min, filter: {or: [
			{name: {in: $in, ignoreCase: $case}} {name: {notIn: [$two, "x", $two], startsWith: $two}} {description: {isNull: $null, eq: $one}}
			{members: {count: {gte: $count, in: $counts}, some: {role: {eq: $one}, node: {name: {in: $in}}}}}
		]}, first: 5) { nodes { id members(first: 2) { edges { role } } } } }`,
	`query($f: ActorFilter!, $m: EntityMembershipFilter, $type: EntityType, $types: [EntityType!]) {
		actors(filter: {and: [$f, {type: {eq: $type}}, {type: {in: $types}}], memberships: {some: $m, all: {role: {eq: "member"}}}}) { totalCount } }`,
	`query($f: [CountryFilter!], $not: CountryFilter) { countriesAggregate(filter: {or: $f, not: $not}) { count } }`,
	`query($ids: [ID!]!, $asOf: Date) { nodes(ids: $ids) { id ... on Country { iso3 } ... on Organization { country(asOf: $asOf) { id } } } }`,
	`query($id: ID!) { nodes(ids: [$id, "country:CHN"]) { id } }`,
	`query($iri: URI!) { entity(iri: $iri) { id name } }`,
	`query($id: ID!) { node(id: $id) { id ... on Entity { name } ... on Relationship { from { name } } ... on Supply { valueUsd } } }`,
	`query($first: Int, $last: Int, $after: String, $f: SupplyFilter!, $to: ActorFilter, $asOf: Date, $order: [SupplyOrder!], $groups: [SupplyGroupBy!]) {
		supplies(first: $first, last: $last, after: $after, orderBy: $order, asOf: $asOf, filter: {and: [$f, {to: $to}]}) {
			edges { cursor node { from { name } flow } } aggregate(groupBy: $groups) { count key { flow from { name } } } } }`,
	`query($text: String!, $types: [EntityType!], $first: Int, $after: String) { search(text: $text, types: $types, first: $first, after: $after) {
		totalCount edges { cursor score node { id } } pageInfo { endCursor } } }`,
	`query($a: EntityType!, $b: EntityType!) { search(text: "japan", types: [$a, $b]) { nodes { id } } }`,
	`{ countries(first: 3, filter: {name: {in: ["a", "b"]}}) { nodes { name } } }`,
}

// TestQuestionPlans shows that the plan of a question is the one that is built for its variables alone, whatever it was asked before:
// parameters, search, shape of the answer and errors.
func TestQuestionPlans(t *testing.T) {
	m := Mapping(t)
	builder := &build.Builder{Mapping: m, BaseIRI: BaseIRI}
	for i := range 25 {
		g := newDrawer(uint64(i), m)
		queries := slices.Clone(asked)
		for range 5 {
			queries = append(queries, g.Operation(g.pool, 4).Query)
		}
		plans, shared, refused := 0, 0, 0
		for _, query := range queries {
			q := newQuestions(t, builder, query)
			for range 40 {
				switch again, err := q.ask(t, g); {
				case err != nil:
					refused++
				case again:
					shared++
				default:
					plans++
				}
			}
		}
		if plans < 100 || shared < 100 || refused < 50 {
			t.Errorf("seed %d: %d plans were built, %d came from one before, %d values were refused: it shows too little", i, plans, shared, refused)
		}
	}
}

// questions asks the first root field of a document, with the variables of its operation.
type questions struct {
	builder   *build.Builder
	operation *ast.OperationDefinition
	question  *build.Prepared
	shapes    map[*plan.Shape]bool
	size      int
}

func newQuestions(t testing.TB, b *build.Builder, query string) *questions {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, nil)
	if errs != nil {
		t.Fatalf("%s\n%v", query, errs)
	}
	q := &questions{builder: b, operation: doc.Operations[0], shapes: map[*plan.Shape]bool{}}
	q.question = b.Prepare(firstField(q.operation.SelectionSet), func(bytes int) { q.size += bytes })
	return q
}

// firstField is the first field of a selection, which may be in a fragment.
func firstField(s ast.SelectionSet) *ast.Field {
	if spread, ok := s[0].(*ast.FragmentSpread); ok {
		return firstField(spread.Definition.SelectionSet)
	}
	return s[0].(*ast.Field)
}

// drawer draws values for variables.
type drawer struct {
	*random.Generator
	pool *random.Pool
}

func newDrawer(seed uint64, m *mapping.Mapping) *drawer {
	return &drawer{random.New(seed, graph.Schema(), m), random.NewPool(Fixture(m), BaseIRI)}
}

func pick[T any](g *drawer, from []T) T { return from[g.IntN(len(from))] }

// ask asks with random variables, and compares with the plan that is built for them; again says that the plan is one of a shape that was
// there before.
func (q *questions) ask(t testing.TB, g *drawer) (again bool, err error) {
	t.Helper()
	vars := map[string]any{}
	for _, d := range q.operation.VariableDefinitions {
		if d.Type.NonNull || g.IntN(3) > 0 {
			vars[d.Variable] = g.variableOf(d.Type, d.Variable)
		} else if d.DefaultValue != nil {
			vars[d.Variable], _ = d.DefaultValue.Value(nil)
		}
	}
	for _, name := range []string{"after", "before", "cursor"} {
		if vars[name] != nil {
			vars[name] = q.cursor(g, vars)
		}
	}
	want, wantErr := q.builder.Build(q.question.Field(), vars)
	got, err := q.question.Plan(vars)
	if !reflect.DeepEqual(err, wantErr) {
		t.Fatalf("%v\nthe error is %v, want %v", vars, err, wantErr)
	}
	if err != nil {
		return false, err
	}
	again = q.shapes[got.Shape]
	q.shapes[got.Shape] = true
	compared := *got
	compared.Shape = nil
	if plan.Print(got) != plan.Print(want) || !reflect.DeepEqual(&compared, want) {
		t.Fatalf("%v\nthe plan, asked before: %t, is\n%s\nwant\n%s", vars, again, plan.Print(got), plan.Print(want))
	}
	for i := range got.Params { // they are the caller's, as of a search, whose keys are set later
		got.Params[i] = "changed"
	}
	return again, nil
}

// variableOf makes a value of a type, which may be wrong.
func (g *drawer) variableOf(t *ast.Type, name string) any {
	d := graph.Schema().Types[t.Name()]
	switch {
	case !t.NonNull && g.IntN(8) == 0:
		return nil
	case t.Elem != nil && g.IntN(6) > 0:
		list := []any{}
		for range g.IntN(3) {
			list = append(list, g.variableOf(t.Elem, name))
		}
		return list
	case d.Kind == ast.Enum:
		return pick(g, d.EnumValues).Name
	case strings.HasSuffix(d.Name, "Order"):
		return g.Order(d.Name)
	case strings.HasSuffix(d.Name, "Filter"):
		return g.Filter(g.pool, d.Name)
	case d.Kind == ast.InputObject:
		object := map[string]any{}
		for _, f := range d.Fields {
			object[f.Name] = g.variableOf(f.Type, f.Name)
		}
		return object
	}
	switch d.Name {
	case "Boolean":
		return g.IntN(2) == 0
	case "Int":
		return pick(g, []any{int64(0), int64(0), int64(1), int64(2), int64(20), int64(-1), int64(501)})
	case "Float":
		return pick(g, []any{0.0, 0.5, 1.0, 1.5, int64(1), json.Number("0.25")})
	case "Date":
		return pick(g, []any{"2020-01-01", "2021-06-30", "2021", "soon"})
	}
	return pick(g, []any{"country:CHN", "org:un", "", "a", "japan", "industrial internet", "CHN", BaseIRI + "/id/country/CHN", "a b c d e f g h i j k l"})
}

// cursor makes a cursor for the list that is asked for without it, or for none.
func (q *questions) cursor(g *drawer, vars map[string]any) any {
	without := map[string]any{}
	for k, v := range vars {
		if k != "after" && k != "before" && k != "cursor" {
			without[k] = v
		}
	}
	p, err := q.builder.Build(q.question.Field(), without)
	if err != nil || g.IntN(8) == 0 {
		return "damaged"
	}
	page, values := p.Output.Page, []any{1, 1, "japan", "country:CHN"}
	if p.Search == nil {
		many := p.Many
		if many == nil {
			many, page = p.Lookup.Select.Columns[0].Many, p.Output.Object.Fields[0].Page
		}
		values = nil
		for _, k := range many.Order {
			values = append(values, g.keyValue(k.Property))
		}
	}
	list, _ := json.Marshal(append([]any{page.Signature}, values...))
	return string(build.AppendCursor(nil, list))
}

func (g *drawer) keyValue(p *mapping.Property) any {
	if !p.Required && g.IntN(2) == 0 {
		return nil
	}
	switch p.Kind {
	case mapping.Int, mapping.Float:
		return g.IntN(3)
	case mapping.Boolean:
		return g.IntN(2) == 0
	case mapping.Date, mapping.PartialDate:
		return "2020-01-01"
	case mapping.DateTime:
		return "2020-01-01T00:00:00Z"
	case mapping.URI:
		return "https://example.org/"
	}
	return pick(g, []string{"a", "b"})
}

// TestShapes shows what of a request is a mere value, for which the plan that is there serves, and what gives it another shape.
func TestShapes(t *testing.T) {
	m := Mapping(t)
	builder := &build.Builder{Mapping: m, BaseIRI: BaseIRI}
	type vars = map[string]any
	for _, c := range []struct {
		query     string
		one, same vars
		other     []vars
	}{
		{`query($id: ID) { country(id: $id) { name } }`, vars{"id": "country:CHN"}, vars{"id": "country:IND"}, nil},
		{`query($id: ID, $iso3: String) { country(id: $id, iso3: $iso3) { name } }`, vars{"id": "country:CHN"}, vars{"id": "x", "iso3": nil}, []vars{{"iso3": "CHN"}}},
		{`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, vars{"ids": []any{"a"}}, vars{"ids": []any{"a", "b"}}, nil},
		{`query($f: CountryFilter) { countries(filter: $f) { nodes { id } } }`,
			vars{"f": vars{"name": vars{"in": []any{"a"}}}}, vars{"f": vars{"name": vars{"in": []any{"b", "c"}}}},
			[]vars{{}, {"f": vars{}}, {"f": vars{"name": vars{"eq": "a"}}}, {"f": vars{"or": []any{vars{}, vars{}}}}, {"f": vars{"name": vars{"isNull": true}}},
				{"f": vars{"name": vars{"isNull": false}}}}},
		{`query($a: Int) { countries(first: $a) { nodes { id } } }`, vars{"a": int64(1)}, vars{"a": int64(500)}, []vars{{}, {"a": int64(0)}}},
		{`query($a: Int) { countries(first: $a) { nodes { id } pageInfo { hasNextPage } } }`, vars{"a": int64(1)}, vars{"a": int64(0)}, []vars{{"a": nil}}},
		{`query($d: Date, $c: Float) { countries(asOf: $d, minConfidence: $c) { nodes { id } } }`, vars{"d": "2020-01-01"}, vars{"d": "2021-01-01", "c": nil},
			[]vars{{"c": 0.5}, {"d": "2020-01-01", "c": 0.5}}},
		{`query($o: OrderDirection!) { countries(orderBy: {name: $o}) { nodes { id } } }`, vars{"o": "ASC"}, vars{"o": "ASC"}, []vars{{"o": "DESC"}}},
		{`query($yes: Boolean!) { countries { nodes { id name @skip(if: $yes) } } }`, vars{"yes": true}, vars{"yes": true}, []vars{{"yes": false}}},
		{`query($t: String!, $n: Int) { search(text: $t, first: $n) { nodes { id } } }`, vars{"t": "a", "n": int64(1)}, vars{"t": "b c", "n": int64(3)}, nil},
	} {
		q := newQuestions(t, builder, c.query)
		shape := func(v vars) *plan.Shape {
			p, err := q.question.Plan(v)
			if err != nil {
				t.Fatalf("%s\n%v: %v", c.query, v, err)
			}
			return p.Shape
		}
		one := shape(c.one)
		if shape(c.same) != one {
			t.Errorf("%s\n%v has another shape than %v", c.query, c.same, c.one)
		}
		for _, other := range c.other {
			if shape(other) == one {
				t.Errorf("%s\n%v has the shape of %v", c.query, other, c.one)
			}
		}
		if shape(c.one) != one {
			t.Errorf("%s\n%v has another shape than before", c.query, c.one)
		}
	}
}

// TestCompiled shows that what a store makes of a plan is kept with its shape.
func TestCompiled(t *testing.T) {
	m := Mapping(t)
	q := newQuestions(t, &build.Builder{Mapping: m}, `query($n: Int!) { countries(first: $n) { nodes { id } } }`)
	compiled := 0
	compile := func(*plan.Plan) string {
		compiled++
		return fmt.Sprint(compiled)
	}
	for i, c := range []struct {
		n     int64
		owner string
		want  string
	}{{1, "a", "1"}, {2, "a", "1"}, {2, "b", "2"}, {3, "b", "2"}, {0, "b", "3"}, {1, "b", "2"}} {
		p, err := q.question.Plan(map[string]any{"n": c.n})
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.Compiled(p, any(c.owner), compile); got != c.want {
			t.Errorf("time %d: the store %s has %s, want %s", i, c.owner, got, c.want)
		}
	}
	p, err := q.builder.Build(q.question.Field(), map[string]any{"n": int64(1)})
	if err != nil {
		t.Fatal(err)
	}
	if got := plan.Compiled(p, any("b"), compile); got != "4" {
		t.Errorf("a plan that was built for itself has %s", got)
	}
}

// TestQuestionConcurrent asks one question from several goroutines at once.
func TestQuestionConcurrent(t *testing.T) {
	m := Mapping(t)
	builder := &build.Builder{Mapping: m, BaseIRI: BaseIRI}
	for _, query := range asked {
		q := newQuestions(t, builder, query)
		q.question = builder.Prepare(q.question.Field(), nil)
		var wg sync.WaitGroup
		for worker := range 4 {
			own := *q
			own.shapes = map[*plan.Shape]bool{}
			wg.Go(func() {
				g := newDrawer(uint64(worker), m)
				for range 60 {
					_, _ = own.ask(t, g) // it compares; an error of the variables is as good as a plan
				}
			})
		}
		wg.Wait()
	}
}

// TestQuestionSize shows that a question with ever new shapes keeps a bounded number of them, and tells its size.
func TestQuestionSize(t *testing.T) {
	m := Mapping(t)
	q := newQuestions(t, &build.Builder{Mapping: m, BaseIRI: BaseIRI}, `query($f: CountryFilter) { countries(filter: $f) { nodes { id } } }`)
	largest, g := 0, newDrawer(1, m)
	for range 500 {
		if _, err := q.ask(t, g); err != nil {
			t.Fatal(err)
		}
		if largest = max(largest, q.size); q.size <= 0 {
			t.Fatalf("the question takes %d bytes", q.size)
		}
	}
	if len(q.shapes) < 100 || largest > 16*20_000 {
		t.Errorf("%d shapes take up to %d bytes", len(q.shapes), largest)
	}
}
