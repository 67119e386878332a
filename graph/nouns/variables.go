package nouns

import (
	"context"
	"encoding/json"
	"math"
	"reflect"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Variables is an extension of gqlgen that coerces variables as the GraphQL specification says. gqlparser checks them before, but lets
// some wrong ones pass (a text for an Int, an enumeration in another case), and leaves several Go types for one kind of value.
type Variables struct{ Schema *ast.Schema }

// ExtensionName is the name of the extension in gqlgen's messages.
func (Variables) ExtensionName() string { return "Variables" }

// Validate has nothing to check: the extension fits every schema.
func (Variables) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext brings the variables to these types: nil, string, int64, float64, bool, []any and map[string]any.
func (v Variables) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	coerced := make(map[string]any, len(op.Variables))
	for _, d := range op.Operation.VariableDefinitions {
		value, given := op.Variables[d.Variable]
		if !given {
			continue
		}
		value, err := v.coerce(ast.Path{ast.PathName("variable"), ast.PathName(d.Variable)}, d.Type, value)
		if err != nil {
			return err
		}
		coerced[d.Variable] = value
	}
	op.Variables = coerced
	return nil
}

func (v Variables) coerce(path ast.Path, t *ast.Type, value any) (any, *gqlerror.Error) {
	switch {
	case value == nil && t.NonNull:
		return nil, gqlerror.ErrorPathf(path, "cannot be null")
	case value == nil:
		return nil, nil
	case t.Elem != nil:
		return v.list(path, t.Elem, value)
	}
	d := v.Schema.Types[t.NamedType]
	switch d.Kind {
	case ast.InputObject:
		return v.object(path, d, value)
	case ast.Enum:
		if name, ok := value.(string); ok && d.EnumValues.ForName(name) != nil {
			return name, nil
		}
		return nil, gqlerror.ErrorPathf(path, "is no value of %s", d.Name)
	}
	return scalar(path, d.Name, value)
}

// list coerces a list; one value stands for a list of one.
func (v Variables) list(path ast.Path, t *ast.Type, value any) (any, *gqlerror.Error) {
	items := reflect.ValueOf(value)
	if items.Kind() != reflect.Slice {
		items = reflect.ValueOf([]any{value})
	}
	list := make([]any, items.Len())
	for i := range list {
		item, err := v.coerce(append(path[:len(path):len(path)], ast.PathIndex(i)), t, items.Index(i).Interface())
		if err != nil {
			return nil, err
		}
		list[i] = item
	}
	return list, nil
}

func (v Variables) object(path ast.Path, d *ast.Definition, value any) (any, *gqlerror.Error) {
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, gqlerror.ErrorPathf(path, "must be an object of type %s", d.Name)
	}
	object := make(map[string]any, len(fields))
	for name, value := range fields {
		f := d.Fields.ForName(name)
		at := append(path[:len(path):len(path)], ast.PathName(name))
		if f == nil {
			return nil, gqlerror.ErrorPathf(at, "is no field of %s", d.Name)
		}
		item, err := v.coerce(at, f.Type, value)
		if err != nil {
			return nil, err
		}
		object[name] = item
	}
	return object, nil
}

// scalar coerces a single value. Scalars of the schema are texts, unless they are unknown here: then their values pass as they are.
func scalar(path ast.Path, name string, value any) (any, *gqlerror.Error) {
	switch name {
	case "Int":
		if i, ok := whole(value); ok && i >= math.MinInt32 && i <= math.MaxInt32 {
			return i, nil
		}
		return nil, gqlerror.ErrorPathf(path, "must be a whole number of 32 bits")
	case "Float":
		if f, ok := number(value); ok {
			return f, nil
		}
		return nil, gqlerror.ErrorPathf(path, "must be a number")
	case "ID":
		if i, ok := whole(value); ok {
			return strconv.FormatInt(i, 10), nil
		}
		if s, ok := value.(string); ok {
			return s, nil
		}
		return nil, gqlerror.ErrorPathf(path, "must be a text")
	case "String", "Date", "DateTime":
		if s, ok := value.(string); ok {
			return s, nil
		}
		return nil, gqlerror.ErrorPathf(path, "must be a text")
	case "Boolean":
		if b, ok := value.(bool); ok {
			return b, nil
		}
		return nil, gqlerror.ErrorPathf(path, "must be true or false")
	}
	return value, nil
}

// whole reads a whole number, also one that is written like 5.0.
func whole(value any) (int64, bool) {
	if n, ok := value.(json.Number); ok {
		if i, err := n.Int64(); err == nil {
			return i, true
		}
	}
	switch n := value.(type) {
	case int64:
		return n, true
	case int:
		return int64(n), true
	}
	f, ok := number(value)
	return int64(f), ok && f == math.Trunc(f) && math.Abs(f) < 1<<53
}

func number(value any) (float64, bool) {
	switch n := value.(type) {
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	case float64:
		return n, !math.IsNaN(n) && !math.IsInf(n, 0)
	case int64:
		return float64(n), true
	case int:
		return float64(n), true
	}
	return 0, false
}
