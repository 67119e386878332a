package reference

import (
	"encoding/json"
	"reflect"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// given are coerced arguments or fields of an input object: nil, string, int64, float64, bool, []any or given. What was not given and
// has no default is not in the map; a null that was given is.
type given map[string]any

// arguments is CoerceArgumentValues of the specification.
func (e *execution) arguments(d *ast.FieldDefinition, f *ast.Field) given {
	args := given{}
	for _, a := range d.Arguments {
		if written := f.Arguments.ForName(a.Name); written != nil {
			if v, there := e.literal(a.Type, written.Value); there {
				args[a.Name] = v
				continue
			}
		}
		if a.DefaultValue != nil {
			args[a.Name], _ = e.literal(a.Type, a.DefaultValue)
		}
	}
	return args
}

// literal coerces a value as it is written; there is false for a variable without a value.
func (e *execution) literal(t *ast.Type, v *ast.Value) (value any, there bool) {
	switch {
	case v.Kind == ast.Variable:
		value, there = e.variables[v.Raw]
		return e.coerced(t, value), there
	case v.Kind == ast.NullValue:
		return nil, true
	case t.Elem != nil && v.Kind != ast.ListValue:
		item, _ := e.literal(t.Elem, v)
		return []any{item}, true
	case t.Elem != nil:
		list := []any{}
		for _, c := range v.Children {
			item, _ := e.literal(t.Elem, c.Value)
			list = append(list, item)
		}
		return list, true
	case v.Kind == ast.ObjectValue:
		definition, object := e.served.Types[t.NamedType], given{}
		for _, d := range definition.Fields {
			if c := v.Children.ForName(d.Name); c != nil {
				if item, there := e.literal(d.Type, c); there {
					object[d.Name] = item
					continue
				}
			}
			if d.DefaultValue != nil {
				object[d.Name], _ = e.literal(d.Type, d.DefaultValue)
			}
		}
		return object, true
	}
	return e.scalar(t.NamedType, v.Raw, v.Kind == ast.BooleanValue), true
}

// scalar reads a scalar or a value of an enumeration from its text.
func (e *execution) scalar(typeName, raw string, truth bool) any {
	switch {
	case truth:
		return raw == "true"
	case typeName == "Int":
		i, _ := strconv.ParseInt(raw, 10, 64)
		return i
	case typeName == "Float":
		f, _ := strconv.ParseFloat(raw, 64)
		return f
	}
	return raw
}

// coerced brings the value of a variable to the few types that arguments have.
func (e *execution) coerced(t *ast.Type, v any) any {
	if v == nil {
		return nil
	}
	if t.Elem != nil {
		items := reflect.ValueOf(v)
		if items.Kind() != reflect.Slice {
			return []any{e.coerced(t.Elem, v)}
		}
		list := []any{}
		for i := range items.Len() {
			list = append(list, e.coerced(t.Elem, items.Index(i).Interface()))
		}
		return list
	}
	switch v := v.(type) {
	case map[string]any:
		object := given{}
		for _, d := range e.served.Types[t.NamedType].Fields {
			if item, there := v[d.Name]; there {
				object[d.Name] = e.coerced(d.Type, item)
			} else if d.DefaultValue != nil {
				object[d.Name], _ = e.literal(d.Type, d.DefaultValue)
			}
		}
		return object
	case bool:
		return v
	case json.Number:
		return e.scalar(t.NamedType, v.String(), false)
	case int, int32, int64:
		return e.scalar(t.NamedType, strconv.FormatInt(reflect.ValueOf(v).Int(), 10), false)
	case float64:
		return e.scalar(t.NamedType, strconv.FormatFloat(v, 'f', -1, 64), false)
	}
	return v
}
