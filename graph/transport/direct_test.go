package transport

import (
	"context"
	"errors"
	"regexp"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"partnir/fault"
	"partnir/graph/noun"
)

// indirect are nouns that generated code answers.
type indirect struct{ answers }

func (indirect) Reads(string) bool { return false }

// TestDirect shows that operations of nouns alone have the answers that generated code gives them, errors and their places too.
func TestDirect(t *testing.T) {
	nouns := answers(func(ctx context.Context) (noun.Noun, error) {
		f := graphql.GetFieldContext(ctx)
		switch f.Field.Alias {
		case "null":
			return nil, nil
		case "wrong":
			return nil, &fault.InputError{Message: "wrong", Code: fault.CodeBadInput}
		case "deep":
			graphql.AddError(ctx, &fault.InputError{Message: "no value", Path: []any{"deep", 1, "name"}, Code: fault.CodeInternal})
			return noun.Noun(`{"name":null}`), nil
		case "broken":
			return nil, errors.New("broken")
		case "panics":
			panic("secret")
		}
		return fixed(ctx)
	})
	id := regexp.MustCompile(`[0-9a-f]{16}`)
	for _, query := range []string{
		`{ countries { totalCount } }`,
		`{ a: country(id: "x") { id } a: country(id: "x") { name } __typename t: __typename }`,
		`query($yes: Boolean = true) { country(id: "x") @skip(if: $yes) { id } node(id: "x") @include(if: $yes) { id } ...F ... on Query { n: node(id: "x") { id } } }
			fragment F on Query { nodes(ids: []) { id } n: node(id: "x") { iri } }`,
		`{ country(id: "x") @skip(if: true) { id } }`,
		`{ null: country(id: "x") { id } country(id: "x") { id } }`,
		`{ null: countries { totalCount } }`,
		`{ wrong: country(id: "x") { id } country(id: "x") { id } }`,
		`{ country(id: "x") { id } wrong: countries { totalCount } }`,
		`{ deep: countries { nodes { name } } }`,
		`{ broken: country(id: "x") { id } }`,
		`{ broken: countries { totalCount } }`,
		`{ panics: country(id: "x") { id } }`,
		`{ panics: countries { totalCount } country(id: "x") { id } }`,
	} {
		one, _ := handler(nouns)
		other, _ := handler(indirect{nouns})
		got, want := ask(t, one, query), ask(t, other, query)
		if id.ReplaceAllString(got.text, "id") != id.ReplaceAllString(want.text, "id") || got.status != want.status {
			t.Errorf("%s\nis answered by %d %s\ngenerated code answers %d %s", query, got.status, got.text, want.status, want.text)
		}
	}
}
