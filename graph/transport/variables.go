package transport

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"partnir/fault"
	"partnir/graph/present"
	"partnir/plan/mapping"
)

// variables coerces the variables of operations as the GraphQL specification says. gqlparser's own way lets some wrong ones pass (a text for
// an Int, an enumeration in another case), refuses right ones (2014.0 for an Int), and leaves several Go types for one kind of value.
type variables struct{ schema *ast.Schema }

// values brings what was given for the variables of a validated operation to these types: nil, string, int64, float64, bool, []any and
// map[string]any. A variable that was not given has its default; one without a default is left out. What is wrong with each is told.
func (v variables) values(op *ast.OperationDefinition, given map[string]any) (map[string]any, gqlerror.List) {
	values := make(map[string]any, len(op.VariableDefinitions))
	var errs gqlerror.List
	for _, d := range op.VariableDefinitions {
		value, ok := given[d.Variable]
		if !ok && d.DefaultValue != nil {
			value, _ = d.DefaultValue.Value(nil) // validation checked it
			ok = true
		}
		path := ast.Path{ast.PathName(d.Variable)}
		var err *gqlerror.Error
		switch {
		case ok:
			values[d.Variable], err = v.coerce(path, d.Type, value)
		case d.Type.NonNull:
			err = mistake(path, "must be defined")
		}
		if err != nil {
			err.Locations = []gqlerror.Location{{Line: d.Position.Line, Column: d.Position.Column}}
			errs = append(errs, err)
		}
	}
	return values, errs
}

// mistake is what is wrong with a variable, or with the part of it at a path.
func mistake(path ast.Path, format string, args ...any) *gqlerror.Error {
	return present.Coded(fault.CodeBadInput, "$%s: "+format, append([]any{path}, args...)...)
}

// showValue is a value as messages show it.
func showValue(value any) string {
	if text, ok := value.(string); ok {
		return fault.Shown(text)
	}
	text, _ := json.Marshal(value) // it was JSON
	return fault.Cut(string(text))
}

func (v variables) coerce(path ast.Path, t *ast.Type, value any) (any, *gqlerror.Error) {
	switch {
	case value == nil && t.NonNull:
		return nil, mistake(path, "cannot be null")
	case value == nil:
		return nil, nil
	case t.Elem != nil:
		return v.list(path, t.Elem, value)
	}
	d := v.schema.Types[t.NamedType]
	switch d.Kind {
	case ast.InputObject:
		return v.object(path, d, value)
	case ast.Enum:
		if name, ok := value.(string); ok && d.EnumValues.ForName(name) != nil {
			return name, nil
		}
		return nil, mistake(path, "%s is no value of %s", showValue(value), d.Name)
	}
	return scalar(path, d.Name, value)
}

// list coerces a list; one value stands for a list of one.
func (v variables) list(path ast.Path, t *ast.Type, value any) (any, *gqlerror.Error) {
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	list := make([]any, len(items))
	for i, value := range items {
		item, err := v.coerce(append(path[:len(path):len(path)], ast.PathIndex(i)), t, value)
		if err != nil {
			return nil, err
		}
		list[i] = item
	}
	return list, nil
}

func (v variables) object(path ast.Path, d *ast.Definition, value any) (any, *gqlerror.Error) {
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, mistake(path, "%s is no object of type %s", showValue(value), d.Name)
	}
	object := make(map[string]any, len(fields))
	within := func(name string) ast.Path { return append(path[:len(path):len(path)], ast.PathName(name)) }
	for _, f := range d.Fields {
		value, given := fields[f.Name]
		switch {
		case !given && f.DefaultValue != nil:
			value, _ = f.DefaultValue.Value(nil) // the schema was checked
		case !given && f.Type.NonNull:
			return nil, mistake(within(f.Name), "must be defined")
		case !given:
			continue
		}
		item, err := v.coerce(within(f.Name), f.Type, value)
		if err != nil {
			return nil, err
		}
		object[f.Name] = item
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if d.Fields.ForName(name) == nil {
			return nil, mistake(within(name), "unknown field of %s", d.Name)
		}
	}
	if d.Directives.ForName("oneOf") != nil && !isOne(object) {
		return nil, mistake(path, "give exactly one field of %s, and not null", d.Name)
	}
	return object, nil
}

// isOne reports whether an object has exactly one field, which is not null.
func isOne(object map[string]any) bool {
	for _, value := range object {
		return len(object) == 1 && value != nil
	}
	return false
}

// scalar coerces a single value. A scalar that is unknown here takes every value as it is.
func scalar(path ast.Path, name string, value any) (any, *gqlerror.Error) {
	switch name {
	case "Int":
		if i, ok := whole(value); ok && i >= math.MinInt32 && i <= math.MaxInt32 {
			return i, nil
		}
		return nil, mistake(path, "%s is no whole number of 32 bits", showValue(value))
	case "Float":
		if f, ok := number(value); ok {
			return f, nil
		}
		return nil, mistake(path, "%s is no number, or too large a one", showValue(value))
	case "ID":
		if id, ok := identifier(value); ok {
			return id, nil
		}
		return nil, mistake(path, "%s is no text and no whole number", showValue(value))
	case "Boolean":
		if b, ok := value.(bool); ok {
			return b, nil
		}
		return nil, mistake(path, "%s is neither true nor false", showValue(value))
	case "String", "Date", "PartialDate", "DateTime", "URI":
		text, ok := value.(string)
		if !ok {
			return nil, mistake(path, "%s is no text", showValue(value))
		}
		if err := mapping.CheckScalar(name, text); err != nil {
			return nil, mistake(path, "%s", err)
		}
		return text, nil
	}
	return value, nil
}

// whole reads a whole number, also one that is written like 5.0.
func whole(value any) (int64, bool) {
	if i, ok := value.(int64); ok {
		return i, true
	}
	f, ok := number(value)
	return int64(f), ok && f == math.Trunc(f) && math.Abs(f) < 1<<53
}

func number(value any) (float64, bool) {
	switch n := value.(type) {
	case json.Number:
		f, err := n.Float64()
		if f == 0 {
			f = 0 // −0 is 0
		}
		return f, err == nil
	case float64:
		return n, true
	case int64:
		return float64(n), true
	}
	return 0, false
}

// identifier reads an ID: a text, or a whole number of any length.
func identifier(value any) (string, bool) {
	switch id := value.(type) {
	case string:
		return id, true
	case json.Number:
		if strings.Trim(id.String(), "-0123456789") == "" {
			return id.String(), true
		}
	}
	i, ok := whole(value)
	return strconv.FormatInt(i, 10), ok
}
