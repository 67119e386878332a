package verbs

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"partnir/analysis"
)

// selected reports whether the result of the field of the context is asked for a field below it: the names lead from field to field.
func selected(ctx context.Context, names ...string) bool {
	return selects(graphql.GetOperationContext(ctx), graphql.GetFieldContext(ctx).Field, names)
}

func selects(op *graphql.OperationContext, f graphql.CollectedField, names []string) bool {
	return len(names) == 0 || slices.ContainsFunc(graphql.CollectFields(op, f.Selections, typesOf(f)), func(inner graphql.CollectedField) bool {
		return inner.Name == names[0] && selects(op, inner, names[1:])
	})
}

// ifSelected are links where the field that shows them is asked for, and otherwise none: what nobody sees is not read.
func ifSelected(ctx context.Context, links []analysis.Link, names ...string) []analysis.Link {
	if selected(ctx, names...) {
		return links
	}
	return nil
}
