package suite

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
)

// Mapping is that of the served schema.
func Mapping(t testing.TB) *mapping.Mapping {
	t.Helper()
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Plan is the plan of the root field of a question to the served schema, without variables.
func Plan(t testing.TB, query string) *plan.Plan {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	b := &build.Builder{Mapping: Mapping(t), BaseIRI: BaseIRI}
	p, err := b.Build(doc.Operations[0].SelectionSet[0].(*ast.Field), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
