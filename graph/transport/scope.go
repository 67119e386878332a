package transport

import (
	"context"
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"partnir/fault"
	"partnir/graph/present"
	"partnir/plan/build"
)

// requestScope is an extension of gqlgen that takes {"scope": {"asOf": …, "minConfidence": …}} from the extensions of a request: what
// fields have that say neither themselves. It goes with the variables, so that plans that are kept serve requests of any scope.
type requestScope struct{}

// ExtensionName is the name of the extension in gqlgen's messages.
func (requestScope) ExtensionName() string { return "Scope" }

// Validate has nothing to check: the extension fits every schema.
func (requestScope) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext puts the scope beside the variables, which are coerced already.
func (requestScope) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	given := op.Extensions["scope"]
	if given == nil {
		return nil
	}
	scope, ok := given.(map[string]any)
	if !ok {
		return present.Coded(fault.CodeBadInput, `extensions.scope is no object; write {"asOf": "YYYY-MM-DD", "minConfidence": 0.5}, or one of the two`)
	}
	for _, name := range slices.Sorted(maps.Keys(scope)) {
		if name != "asOf" && name != "minConfidence" {
			return present.Coded(fault.CodeBadInput, "extensions.scope has no %s; give asOf, minConfidence, or both", name)
		}
	}
	vars, err := build.WithScope(op.Variables, scope["asOf"], scope["minConfidence"])
	if err != nil {
		return present.Coded(fault.CodeBadInput, "extensions.scope: %s", err)
	}
	op.Variables = vars
	return nil
}
