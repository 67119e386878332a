package transport

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// errorOrder is an extension of gqlgen that puts the errors of an answer in the order of the document. Root fields, and the fields of verbs,
// are resolved at once, and whichever fails first would come first.
type errorOrder struct{}

// ExtensionName is the name of the extension in gqlgen's messages.
func (errorOrder) ExtensionName() string { return "ErrorOrder" }

// Validate has nothing to check: the extension fits every schema.
func (errorOrder) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse sorts the errors of an operation that was executed.
func (errorOrder) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil || len(response.Errors) < 2 || !graphql.HasOperationContext(ctx) {
		return response
	}
	op := graphql.GetOperationContext(ctx)
	if op.Operation == nil {
		return response
	}
	type placed struct {
		err   *gqlerror.Error
		place []int
	}
	all := make([]placed, len(response.Errors))
	for i, e := range response.Errors {
		all[i] = placed{e, placeOf(op, e.Path)}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return slices.Compare(a.place, b.place) })
	for i, p := range all {
		response.Errors[i] = p.err
	}
	return response
}

// placeOf says where a path of the answer stands: of each step, how many come before it.
func placeOf(op *graphql.OperationContext, path ast.Path) []int {
	place := make([]int, 0, len(path))
	set := op.Operation.SelectionSet
	for _, step := range path {
		switch step := step.(type) {
		case ast.PathIndex:
			place = append(place, int(step))
		case ast.PathName:
			before, below := math.MaxInt, ast.SelectionSet{}
			for i, f := range graphql.CollectFields(op, set, nil) {
				if f.Alias == string(step) {
					before, below = min(before, i), append(below, f.Selections...)
				}
			}
			place, set = append(place, before), below
		}
	}
	return place
}

// byLocation puts errors of a document that is not executed in its order.
func byLocation(errs gqlerror.List) {
	slices.SortStableFunc(errs, func(a, b *gqlerror.Error) int {
		if len(a.Locations) == 0 || len(b.Locations) == 0 {
			return cmp.Compare(len(a.Locations), len(b.Locations))
		}
		return cmp.Or(cmp.Compare(a.Locations[0].Line, b.Locations[0].Line), cmp.Compare(a.Locations[0].Column, b.Locations[0].Column))
	})
}
