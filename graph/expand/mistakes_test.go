package expand

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

// TestMistakes adds a mistake to a good schema, in a file of its own.
func TestMistakes(t *testing.T) {
	good := &ast.Source{Name: "schema/small.graphqls", Input: read(t, "testdata/small.graphqls")}
	for _, c := range []struct{ name, file, want string }{
		{
			"name of a connection is taken",
			"\n\"Mine.\"\ntype PersonConnection {\n  \"x\"\n  x: Int\n}",
			"small.graphqls:73:6: type PersonConnection is generated for nodes of type Person, but the name is taken already at schema/extra.graphqls:3",
		},
		{
			"name of a filter is taken",
			"\"Mine.\"\ninput PersonLikingFilter {\n  \"x\"\n  x: Int\n}",
			"type PersonLikingFilter is generated for Liking relationships to nodes of type Person, but the name is taken already at schema/extra.graphqls:2",
		},
		{
			"root field is taken",
			"extend type Query {\n  \"Mine.\"\n  people: Int\n}",
			"Query has two fields or values called people; rename the one that is written by hand",
		},
		{
			"type without description",
			"\n\ntype Bare {\n  \"x\"\n  x: Int\n}",
			"extra.graphqls:3:6: type Bare has no description",
		},
		{
			"field without description",
			"\"x\"\ntype Bare {\n  x: Int\n}",
			"extra.graphqls:3:3: Bare.x has no description",
		},
		{
			"argument without description",
			"\"x\"\ntype Bare {\n  \"x\"\n  x(a: Int): Int\n}",
			"extra.graphqls:4:5: Bare.x: argument a has no description",
		},
		{
			"enum value without description",
			"\"x\"\nenum Bare {\n  A\n}",
			"extra.graphqls:3:3: Bare.A has no description",
		},
		{
			"unknown type",
			"\"x\"\ntype Bare {\n  \"x\"\n  x: Missing\n}",
			"extra.graphqls:4:3: Bare.x has the type Missing, which is not defined",
		},
		{
			"unknown argument type",
			"extend type Query {\n  \"x\"\n  x(\n    \"a\"\n    a: Missing\n  ): Int\n}",
			"extra.graphqls:5:5: Query.x: argument a has the type Missing, which is not defined",
		},
		{
			"extension of a node",
			"extend type Person {\n  \"x\"\n  x: Int\n}",
			"extra.graphqls:1:13: extend type Person: only Query, Mutation and Subscription can be extended",
		},
		{
			"property called like an operator",
			"\"x\"\ntype Ghost implements Thing @node(prefixes: [\"ghost\"], plural: \"ghosts\") {\n  \"x\"\n  and: Int\n}",
			"GhostFilter has two fields or values called and",
		},
		{
			"property called like a generated field",
			"\"x\"\ntype Ghost implements Thing @node(prefixes: [\"ghost\"], plural: \"ghosts\") {\n  \"x\"\n  count: Int\n}",
			"GhostAggregate has two fields or values called count",
		},
		{
			"a list that is none",
			"\"x\"\ndirective @list on FIELD_DEFINITION\n\"x\"\ntype Bare {\n  \"x\"\n  x: Person @list\n}",
			"extra.graphqls:6:3: Bare.x is marked @list, but is no list",
		},
		{
			"syntax",
			"type {",
			"extra.graphqls:1:6: Expected Name, found {",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			sources := []*ast.Source{good, {Name: "schema/extra.graphqls", Input: c.file}}
			m, err := mapping.Read(sources...)
			if err == nil {
				_, err = Build(m, sources...)
			}
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is\n%swant\n%s", err, c.want)
			}
		})
	}
}

// TestVerbs has verbs beside nouns: their types are served as they are written, and are no nouns.
func TestVerbs(t *testing.T) {
	verbs := `
extend type Query {
  "What follows from a shock."
  impact(
    "On whom."
    of: ID! = "person:a"
  ): Impact! @deprecated(reason: "old")
}

"A result."
type Impact {
  "Who."
  people: [Person!]! @list
  "Why."
  reasons(
    "Which."
    of: Mood
  ): [Reason!]! @list
  "Again."
  more: [Reason!]! @list(whole: true)
}

"A reason."
type Reason {
  "How much of it."
  weight: Float!
}

"A list."
directive @list("All of it." whole: Boolean! = false) on FIELD_DEFINITION

"A change."
type Mutation {
  "Touches."
  touch: Impact
}
`
	sources := []*ast.Source{{Name: "small.graphqls", Input: read(t, "testdata/small.graphqls")}, {Name: "verbs.graphqls", Input: verbs}}
	m, err := mapping.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Build(m, sources...)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`of: ID! = "person:a"`, `): Impact! @deprecated(reason: "old")`, "type Mutation {", "): FoundPersonConnection!", "more: ReasonConnection!", "type ReasonEdge {", "nodes: [Person!]!"} {
		if !strings.Contains(s.Text, want) {
			t.Errorf("the schema has no %s", want)
		}
	}
	for name, want := range map[string]bool{
		"Impact": false, "Query": false, "Mutation": false, "Person": true, "Thing": true, "PersonLikingEdge": true, "Evidence": true, "PageInfo": false,
		"NumberAggregate": true, "FoundPersonConnection": false, "ReasonEdge": false, "PersonConnection": true, "PersonFilter": false,
	} {
		if s.Nouns[name] != want {
			t.Errorf("%s is a noun: %t, want %t", name, s.Nouns[name], want)
		}
	}
	if n := strings.Count(s.Text, "type ReasonConnection {"); n != 1 || strings.Contains(s.Text, "@list") {
		t.Errorf("ReasonConnection is there %d times, or @list is served", n)
	}
	for name, want := range map[string]string{"Query.impact": "verbs", "Query.people": "small", "Mutation.touch": "verbs", "Query": "small"} {
		if s.Files[name] != want {
			t.Errorf("%s comes from %q, want %q", name, s.Files[name], want)
		}
	}
}
