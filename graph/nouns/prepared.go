package nouns

import (
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
	"partnir/plan/build"
)

// asked are the root fields of one document that were asked before, with their plans.
type asked struct {
	// grown is told how many bytes they take more.
	grown func(bytes int)

	mu sync.Mutex
	// byField has several questions for a field where others of its response name are there or not, by @skip and @include.
	byField map[*ast.Field][]*build.Prepared
	// constants are the data of operations that have the same answer each time.
	constants map[*ast.OperationDefinition][]byte
}

// questionBytes is about how many bytes a question takes without its plans.
const questionBytes = 500

// question returns the question of a root field, with the selections of all fields of its response name.
func (a *asked) question(b *build.Builder, f graphql.CollectedField) *build.Prepared {
	a.mu.Lock()
	for _, question := range a.byField[f.Field] {
		if slices.Equal(question.Field().SelectionSet, f.Selections) {
			a.mu.Unlock()
			return question
		}
	}
	question := b.Prepare(Merged(f), a.grown)
	if a.byField == nil {
		a.byField = map[*ast.Field][]*build.Prepared{}
	}
	a.byField[f.Field] = append(a.byField[f.Field], question)
	a.mu.Unlock()
	a.grown(questionBytes)
	return question
}

// constant returns the data of an operation that has the same answer each time; make makes them the first time, and reports whether they
// are good to keep.
func (a *asked) constant(op *ast.OperationDefinition, write func() ([]byte, bool)) []byte {
	a.mu.Lock()
	data, ok := a.constants[op]
	a.mu.Unlock()
	if ok {
		return data
	}
	data, ok = write()
	if !ok {
		return data
	}
	a.mu.Lock()
	if a.constants == nil {
		a.constants = map[*ast.OperationDefinition][]byte{}
	}
	_, kept := a.constants[op]
	a.constants[op] = data
	a.mu.Unlock()
	if !kept {
		a.grown(len(data))
	}
	return data
}

// Merged is a field with the selections of all fields of its response name.
func Merged(f graphql.CollectedField) *ast.Field {
	field := *f.Field
	field.SelectionSet = f.Selections
	return &field
}

type askedKey struct{}

// WithAsked keeps the plans of an operation with those of others of its document.
func WithAsked(ctx context.Context, a *asked) context.Context {
	return context.WithValue(ctx, askedKey{}, a)
}

// askedOf is what WithAsked put into the context; nil for a document that is not kept.
func askedOf(ctx context.Context) *asked {
	a, _ := ctx.Value(askedKey{}).(*asked)
	return a
}

// planOf returns the plan of a root field of an operation, which may be one that was built before.
func planOf(ctx context.Context, b *build.Builder, f graphql.CollectedField, vars map[string]any) (*plan.Plan, error) {
	if a := askedOf(ctx); a != nil {
		return a.question(b, f).Plan(vars)
	}
	return b.Build(Merged(f), vars)
}
