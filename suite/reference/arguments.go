package reference

import "github.com/vektah/gqlparser/v2/ast"

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
		return value, there
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
	case v.Kind == ast.EnumValue:
		return v.Raw, true
	}
	value, _ = scalarOf(t.NamedType, v.Kind, v.Raw)
	return value, true
}
