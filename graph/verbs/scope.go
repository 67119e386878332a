package verbs

import (
	"github.com/99designs/gqlgen/graphql"

	"partnir/plan/build"
)

// inScope gives a verb the scope of the request where it says none itself.
func inScope(op *graphql.OperationContext, fc *graphql.FieldContext) {
	asOf, minConfidence := build.RequestScope(op.Variables)
	if own, has := fc.Args["asOf"].(*string); has && own == nil {
		if day, given := asOf.(string); given {
			fc.Args["asOf"] = &day
		}
	}
	if own, has := fc.Args["minConfidence"].(*float64); has && own == nil {
		switch least := minConfidence.(type) {
		case float64:
			fc.Args["minConfidence"] = &least
		case int64:
			sure := float64(least)
			fc.Args["minConfidence"] = &sure
		}
	}
}
