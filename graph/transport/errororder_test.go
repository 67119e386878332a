package transport

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"partnir/fault"
	"partnir/graph/noun"
)

// TestErrorsInOrder has root fields fail the later the earlier they stand, each with errors further down.
func TestErrorsInOrder(t *testing.T) {
	h, _ := handler(answers(func(ctx context.Context) (noun.Noun, error) {
		f := graphql.GetFieldContext(ctx).Field
		time.Sleep(time.Duration('h'-f.Alias[0]) * 3 * time.Millisecond)
		if f.Alias == "d" {
			return nil, fmt.Errorf("secret")
		}
		for _, below := range []string{"totalCount", "nodes"} {
			graphql.AddError(ctx, &fault.InputError{Message: below, Path: []any{f.Alias, below}})
		}
		for _, i := range []int{10, 9, 2} {
			graphql.AddError(ctx, &fault.InputError{Message: "deep", Path: []any{f.Alias, "nodes", i, "name"}})
		}
		return noun.Noun("{}"), nil
	}))
	got := ask(t, h, `{ a: countries { nodes { name } totalCount } ...more }
		fragment more on Query { d: node(id: "x") { id } c: countries { totalCount nodes { ... on Country { name } } } b: countries { nodes { id name } } }`)
	var paths []string
	for _, e := range got.errors {
		paths = append(paths, strings.Trim(fmt.Sprint(e.Path), "[]"))
	}
	want := []string{
		"a nodes", "a nodes 2 name", "a nodes 9 name", "a nodes 10 name", "a totalCount", "d",
		"c totalCount", "c nodes", "c nodes 2 name", "c nodes 9 name", "c nodes 10 name",
		"b nodes", "b nodes 2 name", "b nodes 9 name", "b nodes 10 name", "b totalCount",
	}
	if strings.Join(paths, "\n") != strings.Join(want, "\n") {
		t.Errorf("the errors are at\n%s\nwant\n%s", strings.Join(paths, "\n"), strings.Join(want, "\n"))
	}
}

// TestErrorsOfADocumentInOrder shows that errors of validation come in the order of the document too, each once.
func TestErrorsOfADocumentInOrder(t *testing.T) {
	h, _ := handler(fixed)
	got := ask(t, h, `query A($x: Int = "a") { a: countries(first: "b", nothing: 1) { ...f } unknown b: countries(last: $y) { ...f } }
		fragment f on CountryConnection { nodes { name(of: 1) } aggregate(first: 2147483648) { count } }`)
	last := 0.0
	seen := map[string]bool{}
	for _, e := range got.errors {
		if len(e.Locations) == 0 {
			t.Fatalf("%s says no place", e.Message)
		}
		at := e.Locations[0].(map[string]any)
		place := at["line"].(float64)*1e6 + at["column"].(float64)
		if place < last {
			t.Errorf("%s comes too late", e.Message)
		}
		last = place
		if key := fmt.Sprint(e.Message, place); strings.Contains(e.Message, "32-bit") && seen[key] {
			t.Errorf("%s is told twice", e.Message)
		} else {
			seen[key] = true
		}
	}
	if len(got.errors) < 7 {
		t.Errorf("the answer is %s", got.text)
	}
}
