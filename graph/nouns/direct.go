package nouns

import (
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph/noun"
)

// Direct executes queries that ask for nouns alone. Their JSON is complete when it is read: all that is left to do is to put it
// together, for which generated code takes a chain of marshalers, and several copies. Questions about the schema alone it executes once
// for a document. Everything else is left to the schema inside.
type Direct struct {
	graphql.ExecutableSchema
	Nouns Nouns
}

// Exec returns the handler that answers the operation of the context.
func (d *Direct) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	if op.Operation.Operation != ast.Query {
		return d.ExecutableSchema.Exec(ctx)
	}
	fields := graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"})
	switch asked := askedOf(ctx); {
	case all(fields, d.Nouns.Reads):
		return once(func(ctx context.Context) *graphql.Response {
			return &graphql.Response{Data: d.data(ctx, op, fields)}
		})
	case asked != nil && len(op.Operation.VariableDefinitions) == 0 && !op.DisableIntrospection && all(fields, ofSchema):
		inner := d.ExecutableSchema.Exec(ctx)
		return once(func(ctx context.Context) *graphql.Response {
			return &graphql.Response{Data: asked.constant(op.Operation, func() ([]byte, bool) {
				data := inner(ctx).Data
				return data, graphql.GetErrors(ctx) == nil
			})}
		})
	}
	return d.ExecutableSchema.Exec(ctx)
}

// all reports whether all fields are as is says, or __typename.
func all(fields []graphql.CollectedField, is func(name string) bool) bool {
	return !slices.ContainsFunc(fields, func(f graphql.CollectedField) bool { return f.Name != "__typename" && !is(f.Name) })
}

// ofSchema reports whether a root field is about the schema.
func ofSchema(field string) bool { return field == "__schema" || field == "__type" }

// once is a handler with one response.
func once(answer graphql.ResponseHandler) graphql.ResponseHandler {
	answered := false
	return func(ctx context.Context) *graphql.Response {
		if answered {
			return nil
		}
		answered = true
		return answer(ctx)
	}
}

// data reads the root fields, all at once, and puts them together. Each of them may be null: one that fails leaves the others as they are.
func (d *Direct) data(ctx context.Context, op *graphql.OperationContext, fields []graphql.CollectedField) []byte {
	read := make([]noun.Noun, len(fields))
	var others sync.WaitGroup
	for i := 1; i < len(fields); i++ {
		others.Go(func() { read[i] = d.read(ctx, op, fields[i]) })
	}
	if len(fields) > 0 {
		read[0] = d.read(ctx, op, fields[0])
	}
	others.Wait()
	size := len("{}")
	for i, f := range fields {
		size += len(`"":null,`) + len(f.Alias) + len(read[i])
	}
	data := make([]byte, 0, size)
	data = append(data, '{')
	for i, f := range fields {
		if i > 0 {
			data = append(data, ',')
		}
		data = append(data, '"')
		data = append(data, f.Alias...)
		data = append(data, '"', ':')
		if read[i] == nil {
			data = append(data, "null"...)
		}
		data = append(data, read[i]...)
	}
	return append(data, '}')
}

// read reads one root field; nil where it is null. Errors, and panics, go to the response.
func (d *Direct) read(ctx context.Context, op *graphql.OperationContext, f graphql.CollectedField) (json noun.Noun) {
	if f.Name == "__typename" {
		return noun.Noun(`"Query"`)
	}
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Query", Field: f, IsMethod: true, IsResolver: true})
	defer func() {
		if value := recover(); value != nil {
			op.Error(ctx, op.Recover(ctx, value))
			json = nil
		}
	}()
	json, err := d.Nouns.Read(ctx)
	if err != nil {
		op.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return nil
	}
	return json
}
