package transport

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	gqlintrospection "github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// introspection is an extension of gqlgen that lets clients read the schema, as the specification of September 2025 says. gqlgen's own
// comes with packages that nothing here needs.
type introspection struct{}

// ExtensionName is the name of the extension in gqlgen's messages.
func (introspection) ExtensionName() string { return "Introspection" }

// Validate has nothing to check: the extension fits every schema.
func (introspection) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext allows the fields __schema and __type.
func (introspection) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	op.DisableIntrospection = false
	return nil
}

// kindsOf are the kinds of types that have a field of __Type; for all others the field is null. gqlgen answers an empty list, or false.
var kindsOf = map[string][]ast.DefinitionKind{
	"fields":        {ast.Object, ast.Interface},
	"interfaces":    {ast.Object, ast.Interface},
	"possibleTypes": {ast.Interface, ast.Union},
	"enumValues":    {ast.Enum},
	"inputFields":   {ast.InputObject},
	"isOneOf":       {ast.InputObject},
}

// InterceptField corrects the fields of __Type: null where the type has no such thing, and no interface among the types that an
// interface may be of.
func (introspection) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	fc := graphql.GetFieldContext(ctx)
	if fc.Object != "__Type" {
		return next(ctx)
	}
	kinds, limited := kindsOf[fc.Field.Name]
	if !limited {
		return next(ctx)
	}
	of, ok := fc.Parent.Result.(*gqlintrospection.Type)
	if ok && !slices.Contains(kinds, ast.DefinitionKind(of.Kind())) {
		return nil, nil
	}
	value, err := next(ctx)
	if possible, ok := value.([]gqlintrospection.Type); ok && fc.Field.Name == "possibleTypes" {
		return slices.DeleteFunc(possible, func(t gqlintrospection.Type) bool { return t.Kind() != string(ast.Object) }), err
	}
	return value, err
}
