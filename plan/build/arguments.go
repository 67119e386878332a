package build

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// arguments are the arguments of a field by name. One that was not given is null.
type arguments map[string]input

// arguments evaluates the arguments of a field with the variables of the request.
func (b *builder) arguments(f *ast.Field) arguments {
	args := make(arguments, len(f.Definition.Arguments))
	for _, d := range f.Definition.Arguments {
		in := input{}
		if a := f.Arguments.ForName(d.Name); a != nil {
			in = b.input(a.Value)
		}
		if d.DefaultValue != nil && (in.at == nil || !b.isGiven(in)) {
			in = b.input(d.DefaultValue)
		}
		args[d.Name] = in
	}
	return args
}

// evaluate returns a value as nil, string, int64, float64, bool, []any or map[string]any; given is false for a variable that has none.
// The values of variables are returned as they are.
func evaluate(v *ast.Value, vars map[string]any) (value any, given bool) {
	switch v.Kind {
	case ast.Variable:
		value, given = vars[v.Raw]
		return value, given
	case ast.ListValue:
		list := make([]any, 0, len(v.Children))
		for _, c := range v.Children {
			item, _ := evaluate(c.Value, vars)
			list = append(list, item)
		}
		return list, true
	case ast.ObjectValue:
		object := make(map[string]any, len(v.Children))
		for _, c := range v.Children {
			if item, given := evaluate(c.Value, vars); given {
				object[c.Name] = item
			}
		}
		return object, true
	}
	literal, err := v.Value(nil)
	if err != nil {
		return v.Raw, true
	}
	return plain(literal), true
}

// plainVariables brings variables to the types that inputs have.
func plainVariables(vars map[string]any) map[string]any {
	if len(vars) == 0 {
		return nil
	}
	return plain(vars).(map[string]any)
}

// plain brings the values of variables to the few types that arguments have.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return i
		}
		f, _ := v.Float64()
		return f
	case int:
		return int64(v)
	case int32:
		return int64(v)
	case float32:
		return float64(v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plain(item)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(v))
		for k, item := range v {
			object[k] = plain(item)
		}
		return object
	}
	if s := reflect.ValueOf(v); s.Kind() == reflect.Slice { // one value that stood for a list became a list of its own type
		list := make([]any, s.Len())
		for i := range list {
			list[i] = plain(s.Index(i).Interface())
		}
		return list
	}
	return v
}

// param adds a value to the plan.
func (b *builder) param(v any) plan.Param {
	b.plan.Params = append(b.plan.Params, v)
	return plan.Param(len(b.plan.Params) - 1)
}

// convert checks a value of the request against the kind of a property, and brings it to what stores hold (Property.Stored).
func convert(where string, p *mapping.Property, v any) (any, error) {
	switch p.Kind {
	case mapping.Int, mapping.Float:
		return number(where, p.Kind, v)
	case mapping.Boolean:
		if _, ok := v.(bool); ok {
			return v, nil
		}
	case mapping.ID:
		if i, ok := v.(int64); ok {
			return fmt.Sprint(i), nil
		}
		fallthrough
	default:
		if s, ok := v.(string); ok {
			if err := p.Check(s); err != nil {
				return nil, fault.InputErrorf("%s: %s", where, err)
			}
			return p.Stored(s), nil
		}
	}
	return nil, fault.InputErrorf("%s: %v is not of the right type", where, v)
}

// partOfText checks a part of a text: it need not be a value that the property can have.
func partOfText(where string, p *mapping.Property, v any) (any, error) {
	s, ok := v.(string)
	if !ok {
		return nil, fault.InputErrorf("%s: %v is not of the right type", where, v)
	}
	return p.Stored(s), nil
}

// number checks a number. An Int has 32 bits, also where it is written as 5.0.
func number(where string, kind mapping.Kind, v any) (any, error) {
	f, isFloat := v.(float64)
	i, isWhole := v.(int64)
	switch {
	case kind == mapping.Float && isWhole:
		return float64(i), nil
	case kind == mapping.Float && isFloat && f == 0:
		return 0.0, nil // −0 equals it, but not in every store
	case kind == mapping.Float && isFloat && !math.IsInf(f, 0) && !math.IsNaN(f):
		return f, nil
	case kind == mapping.Int && isFloat && f == math.Trunc(f) && math.Abs(f) <= math.MaxUint32:
		i, isWhole = int64(f), true
	}
	switch {
	case kind != mapping.Int || !isWhole && !isFloat:
		return nil, fault.InputErrorf("%s: %v is not of the right type", where, v)
	case !isWhole || i < math.MinInt32 || i > math.MaxInt32:
		return nil, fault.InputErrorf("%s: %v is no whole number of 32 bits", where, v)
	}
	return i, nil
}

// wholeUpTo takes whole numbers from 0 to most.
func wholeUpTo(most int64, where string) func(any) (any, error) {
	return func(v any) (any, error) {
		n, ok := v.(int64)
		if !ok || n < 0 || n > most {
			return nil, fault.InputErrorf("%s is %v; give 0 to %d", where, v, most)
		}
		return n, nil
	}
}

// list is a value as a list: one that is no list stands for a list of one, as GraphQL has it.
func list(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}
