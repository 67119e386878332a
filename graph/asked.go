package graph

import (
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
)

// asked are the root fields of one document that were asked before, with their plans.
type asked struct {
	// grown is told how many bytes they take more.
	grown func(bytes int)

	mu sync.Mutex
	// byField has several questions for a field where others of its response name are there or not, by @skip and @include.
	byField map[*ast.Field][]*plan.Question
}

// questionBytes is about how many bytes a question takes without its plans.
const questionBytes = 500

// question returns the question of a root field, with the selections of all fields of its response name.
func (a *asked) question(b *plan.Builder, f graphql.CollectedField) *plan.Question {
	a.mu.Lock()
	for _, question := range a.byField[f.Field] {
		if slices.Equal(question.Field().SelectionSet, f.Selections) {
			a.mu.Unlock()
			return question
		}
	}
	question := b.NewQuestion(merged(f), a.grown)
	if a.byField == nil {
		a.byField = map[*ast.Field][]*plan.Question{}
	}
	a.byField[f.Field] = append(a.byField[f.Field], question)
	a.mu.Unlock()
	a.grown(questionBytes)
	return question
}

// merged is a field with the selections of all fields of its response name.
func merged(f graphql.CollectedField) *ast.Field {
	field := *f.Field
	field.SelectionSet = f.Selections
	return &field
}

type askedKey struct{}

// withAsked keeps the plans of an operation with those of others of its document.
func withAsked(ctx context.Context, a *asked) context.Context {
	return context.WithValue(ctx, askedKey{}, a)
}

// planOf returns the plan of a root field of an operation, which may be one that was built before.
func planOf(ctx context.Context, b *plan.Builder, f graphql.CollectedField, vars map[string]any) (*plan.Plan, error) {
	if a, ok := ctx.Value(askedKey{}).(*asked); ok {
		return a.question(b, f).Plan(vars)
	}
	return b.Build(merged(f), vars)
}
