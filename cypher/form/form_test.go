package form_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"golang.org/x/tools/txtar"

	"partnir/cypher"
	"partnir/cypher/form"
	"partnir/cypher/neo4jtest"
	"partnir/cypher/statement"
	"partnir/graph"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/suite"
)

// The cases in testdata/forms are questions of the graph of generated_test.go, with what is chosen for them:
//
//	query.graphql   the question
//	variables.json  its variables, where it has any
//	cursor.json     the values in a cursor, which is its variable $after
//	form.txt        the form
//	cypher.txt      the statement
//	profile.txt     where the statement begins to read, and how it orders, as Neo4j says in PROFILE
//	hits.txt        the most that it may read of the database ("db hits"), of a graph of any size; missing where that grows with the graph
//
// With -update, form.txt, cypher.txt and profile.txt are written again. hits.txt is written by hand.
const (
	formCases = "testdata/forms/*.txtar"
	// smallSize and largeSize are the sizes of the graph that PROFILE is asked on.
	smallSize, largeSize = 1, 4
)

// formCase is one case.
type formCase struct {
	file    string
	archive *txtar.Archive
	plan    *plan.Plan
}

func (c *formCase) section(name string) (string, bool) {
	i := slices.IndexFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		return "", false
	}
	return string(c.archive.Files[i].Data), true
}

// expect compares a section with what the case comes to, or writes it.
func (c *formCase) expect(t *testing.T, section, got string) {
	t.Helper()
	want, there := c.section(section)
	switch {
	case got == want:
	case !*update:
		t.Errorf("%s is\n%s\nthe case says\n%s", section, got, want)
	case !there:
		c.archive.Files = append(c.archive.Files, txtar.File{Name: section, Data: []byte(got)})
	default:
		i := slices.IndexFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == section })
		c.archive.Files[i].Data = []byte(got)
	}
	if *update {
		if err := os.WriteFile(c.file, txtar.Format(c.archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func eachFormCase(t *testing.T, run func(t *testing.T, c *formCase)) {
	t.Helper()
	files, err := filepath.Glob(formCases)
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", formCases, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c := &formCase{file: file, archive: txtar.Parse(text)}
			query, _ := c.section("query.graphql")
			variables, _ := c.section("variables.json")
			if values, there := c.section("cursor.json"); there {
				variables = after(t, planOf(t, query, variables), values)
			}
			c.plan = planOf(t, query, variables)
			run(t, c)
		})
	}
}

// planOf builds the plan of a question with one root field.
func planOf(t testing.TB, query, variables string) *plan.Plan {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	var given map[string]any
	if variables != "" {
		d := json.NewDecoder(strings.NewReader(variables))
		d.UseNumber()
		if err := d.Decode(&given); err != nil {
			t.Fatal(err)
		}
	}
	vars, err := validator.VariableValues(graph.Schema(), doc.Operations[0], given)
	if err != nil {
		t.Fatal(err)
	}
	b := &build.Builder{Mapping: suite.Mapping(t), BaseIRI: "https://graph.example"}
	p, err := b.Build(doc.Operations[0].SelectionSet[0].(*ast.Field), vars)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// after returns the variable with a cursor of the list that a plan is of.
func after(t testing.TB, p *plan.Plan, values string) string {
	t.Helper()
	var of []any
	if err := json.Unmarshal([]byte(values), &of); err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(append([]any{p.Output.Page.Signature}, of...))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"after": %q}`, build.AppendCursor(nil, list))
}

// TestForms compares forms and statements with those of the cases.
func TestForms(t *testing.T) {
	stats := suite.StatisticsOf(suite.Mapping(t), generatedGraph(suite.Mapping(t), largeSize))
	eachFormCase(t, func(t *testing.T, c *formCase) {
		s := statement.Compile(c.plan, stats)
		c.expect(t, "form.txt", s.Form.String())
		c.expect(t, "cypher.txt", s.Text+"\n")
	})
}

// nothing are selections on a list that ask for little or nothing of it, each with the arguments that go with it.
var nothing = []struct{ arguments, selection string }{
	{"first: 0", "{ nodes { id } }"}, {"first: 0", "{ edges { cursor node { id } } pageInfo { startCursor endCursor } }"},
	{"last: 0", "{ nodes { id } totalCount }"}, {"first: 0", "{ pageInfo { hasNextPage } nodes { id } }"},
	{"", "{ __typename }"}, {"", "{ pageInfo { __typename } }"}, {"", "{ nodes @skip(if: true) { id } totalCount @include(if: false) }"},
	{"", "{ nodes { id @skip(if: true) } edges { node @include(if: false) { id } } }"}, {"", "{ pageInfo { hasPreviousPage } }"},
	{"", "{ aggregate { __typename } }"}, {"", "{ aggregate(first: 0) { count } }"}, {"first: 0", "{ aggregate { count } nodes { id } }"},
}

// TestEmptySelections asks the questions of all cases for nothing, in every way that there is to do that. Each has a statement; where no rows are
// wanted it reads none.
func TestEmptySelections(t *testing.T) {
	stats := suite.StatisticsOf(suite.Mapping(t), generatedGraph(suite.Mapping(t), largeSize))
	kinds := map[form.FormKind]int{}
	eachFormCase(t, func(t *testing.T, c *formCase) {
		query, _ := c.section("query.graphql")
		variables, _ := c.section("variables.json")
		if c.plan.Many == nil {
			return
		}
		for _, n := range nothing {
			p := planOf(t, asksFor(t, query, n.arguments, n.selection), variables)
			s := statement.Compile(p, stats)
			kinds[s.Form.Kind]++
			if wanted := p.Many.Select != nil || p.Many.Total || len(p.Many.Aggregates) > 0; !wanted && s.Text != "RETURN [null, null] AS row" {
				t.Errorf("%s %s asks for nothing and has the statement\n%s", n.arguments, n.selection, s.Text)
			}
		}
	})
	if kinds[form.Either] < 5 || kinds[form.Anchored] < 5 || kinds[form.Scan] < 5 || kinds[form.Seek] == 0 {
		t.Errorf("of each form there are %v: too few", kinds)
	}
}

// asksFor is a question with another selection on its root, and another size of its page where arguments say one. A cursor is left out.
func asksFor(t *testing.T, query, arguments, selection string) string {
	t.Helper()
	parse := func(text string) *ast.OperationDefinition {
		doc, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			t.Fatal(err)
		}
		return doc.Operations[0]
	}
	if arguments != "" {
		arguments = "(" + arguments + ")"
	}
	other := parse("{ x" + arguments + " " + selection + " }").SelectionSet[0].(*ast.Field)
	op := parse(query)
	root := op.SelectionSet[0].(*ast.Field)
	root.SelectionSet = other.SelectionSet
	root.Arguments = slices.DeleteFunc(root.Arguments, func(a *ast.Argument) bool {
		return a.Value.Raw == "after" || other.Arguments != nil && (a.Name == "first" || a.Name == "last")
	})
	root.Arguments = append(root.Arguments, other.Arguments...)
	op.VariableDefinitions = slices.DeleteFunc(op.VariableDefinitions, func(d *ast.VariableDefinition) bool { return d.Variable == "after" })
	var text strings.Builder
	formatter.NewFormatter(&text).FormatQueryDocument(&ast.QueryDocument{Operations: ast.OperationList{op}})
	return text.String()
}

var update = flag.Bool("update", false, "write what the cases of forms come to into their files")

// TestFormsProfile asks Neo4j how it runs each statement: where it begins, and how much it reads of a small graph and of a large one.
func TestFormsProfile(t *testing.T) {
	for _, size := range []int{smallSize, largeSize} {
		t.Run(fmt.Sprintf("size %d", size), func(t *testing.T) {
			store, err := cypher.Open(t.Context(), cypher.Config{URI: neo4jtest.RequireEmpty(t), QueryTimeout: time.Minute}, suite.Mapping(t))
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close(context.Background())
			if err := store.Load(context.Background(), generatedGraph(suite.Mapping(t), size), nil); err != nil {
				t.Fatal(err)
			}
			stats := suite.StatisticsOf(suite.Mapping(t), generatedGraph(suite.Mapping(t), size))
			eachFormCase(t, func(t *testing.T, c *formCase) {
				s := statement.Compile(c.plan, stats)
				p := profile(t, s.Text, s.Arguments(c.plan))
				if size == largeSize {
					c.expect(t, "profile.txt", strings.Join(begins(p), "\n")+"\n")
				}
				bound, bounded := c.section("hits.txt")
				most, err := strconv.ParseInt(strings.TrimSpace(bound), 10, 64)
				switch n := hits(p); {
				case !bounded:
				case err != nil:
					t.Fatalf("hits.txt: %v", err)
				case n > most || n == 0:
					t.Errorf("it takes %d hits, the case says at most %d", n, most)
				default:
					t.Logf("%d hits of at most %d", n, most)
				}
			})
		})
	}
}

// profile runs a statement, and returns how Neo4j ran it.
func profile(t *testing.T, text string, args map[string]any) neo4j.ProfiledPlan {
	t.Helper()
	ctx := context.Background()
	driver, err := neo4j.NewDriverWithContext(neo4jtest.Require(t), neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer session.Close(ctx)
	result, err := session.Run(ctx, "PROFILE "+text, statement.Inputs(args))
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return summary.Profile()
}

// hits are the reads of the database of a plan and all below it.
func hits(p neo4j.ProfiledPlan) int64 {
	n := p.DbHits()
	for _, child := range p.Children() {
		n += hits(child)
	}
	return n
}

// begins are the operators that found or ordered something, where a plan begins and where it orders, from the top down.
func begins(p neo4j.ProfiledPlan) []string {
	operator, _, _ := strings.Cut(p.Operator(), "@")
	var all []string
	switch operator {
	case "Sort", "Top", "PartialTop", "PartialSort":
		if p.Records() > 0 {
			all = append(all, operator)
		}
	case "Argument":
	default:
		if len(p.Children()) == 0 && p.Records() > 0 {
			details, _ := p.Arguments()["Details"].(string)
			details, _, _ = strings.Cut(details, " WHERE ")
			details, _, _ = strings.Cut(details, ", cache")
			details, _, _ = strings.Cut(details, " AS ") // names that Neo4j makes up, and not the same each time
			all = append(all, operator+" "+details)
		}
	}
	for _, child := range p.Children() {
		all = append(all, begins(child)...)
	}
	return all
}
