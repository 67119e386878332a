package cypher_test

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
)

// planOf builds the plan of a question with one root field.
func planOf(t *testing.T, m *mapping.Mapping, query string) *plan.Plan {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	b := &build.Builder{Mapping: m, BaseIRI: "https://graph.example"}
	p, err := b.Build(doc.Operations[0].SelectionSet[0].(*ast.Field), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func servedMapping(t *testing.T) *mapping.Mapping {
	t.Helper()
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
