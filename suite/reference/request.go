package reference

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// The codes of requests that are refused.
const (
	notParsed = "GRAPHQL_PARSE_FAILED"
	notValid  = "GRAPHQL_VALIDATION_FAILED"
	badInput  = "BAD_USER_INPUT"
)

// Request is an operation that may run, with the values of its variables: nil, string, int64, float64, bool, []any or given.
type Request struct {
	doc       *ast.QueryDocument
	variables given
}

// Prepare reads a request as the GraphQL specification says: it parses and validates the document, coerces the variables, and sees that no
// null comes to where none may be. code says of what kind the mistake is where there is one. Of validation it does the values of the
// right type itself; the other rules are the library's.
func Prepare(served *ast.Schema, query string, variables map[string]any) (r *Request, code string) {
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil || !hasTokens(query) {
		return nil, notParsed
	}
	others := rules.NewDefaultRules()
	others.RemoveRule(rules.ValuesOfCorrectTypeRule.Name)
	if validator.ValidateWithRules(served, doc, others) != nil {
		return nil, notValid
	}
	p := &preparation{served: served, request: &Request{doc: doc, variables: given{}}}
	op := doc.Operations[0]
	for _, f := range doc.Fragments {
		if !p.valid(f.SelectionSet) {
			return nil, notValid
		}
	}
	if !p.valid(op.SelectionSet) || slices.ContainsFunc(op.VariableDefinitions, func(d *ast.VariableDefinition) bool {
		return d.DefaultValue != nil && !p.fits(d.Type, d.DefaultValue)
	}) {
		return nil, notValid
	}
	for _, d := range op.VariableDefinitions {
		value, there := variables[d.Variable]
		switch {
		case there:
			if value, there = p.coerce(d.Type, value); !there {
				return nil, badInput
			}
		case d.DefaultValue != nil:
			value, there = p.literal(d.Type, d.DefaultValue)
		case d.Type.NonNull:
			return nil, badInput
		}
		if there {
			p.request.variables[d.Variable] = value
		}
	}
	if p.nullWhereNoneMayBe(op.SelectionSet, map[string]bool{}) {
		return nil, badInput
	}
	return p.request, ""
}

// preparation is the work on one request.
type preparation struct {
	served  *ast.Schema
	request *Request
}

// valid reports whether all literals in a selection are of the types of their places.
func (p *preparation) valid(set ast.SelectionSet) bool {
	ok := true
	eachSelection(set, func(directives ast.DirectiveList, f *ast.Field) {
		for _, d := range directives {
			ok = ok && p.argumentsFit(d.Definition.Arguments, d.Arguments)
		}
		if f != nil {
			ok = ok && p.argumentsFit(f.Definition.Arguments, f.Arguments) && p.valid(f.SelectionSet)
		}
	})
	return ok
}

// eachSelection visits what stands in a selection, inline fragments looked through: the directives of each, and the field where it is one.
func eachSelection(set ast.SelectionSet, visit func(directives ast.DirectiveList, f *ast.Field)) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			visit(s.Directives, s)
		case *ast.InlineFragment:
			visit(s.Directives, nil)
			eachSelection(s.SelectionSet, visit)
		case *ast.FragmentSpread:
			visit(s.Directives, nil)
		}
	}
}

func (p *preparation) argumentsFit(known ast.ArgumentDefinitionList, written ast.ArgumentList) bool {
	return !slices.ContainsFunc(written, func(a *ast.Argument) bool { return !p.fits(known.ForName(a.Name).Type, a.Value) })
}

// fits reports whether a literal is of a type. A variable is: its type was compared.
func (p *preparation) fits(t *ast.Type, v *ast.Value) bool {
	d := p.served.Types[t.Name()]
	switch {
	case v.Kind == ast.Variable:
		return true
	case v.Kind == ast.NullValue:
		return !t.NonNull
	case t.Elem != nil && v.Kind == ast.ListValue:
		return !slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return !p.fits(t.Elem, c.Value) })
	case t.Elem != nil:
		return p.fits(t.Elem, v)
	case d.Kind == ast.InputObject:
		return v.Kind == ast.ObjectValue && p.objectFits(d, v)
	case d.Kind == ast.Enum:
		return v.Kind == ast.EnumValue && d.EnumValues.ForName(v.Raw) != nil
	}
	_, ok := scalarOf(d.Name, v.Kind, v.Raw)
	return ok
}

func (p *preparation) objectFits(d *ast.Definition, v *ast.Value) bool {
	for _, c := range v.Children {
		if f := d.Fields.ForName(c.Name); f == nil || !p.fits(f.Type, c.Value) {
			return false
		}
	}
	return !slices.ContainsFunc(d.Fields, func(f *ast.FieldDefinition) bool {
		return f.Type.NonNull && f.DefaultValue == nil && v.Children.ForName(f.Name) == nil
	})
}

// scalarOf reads a literal of a scalar; ok is false where it is none.
func scalarOf(name string, kind ast.ValueKind, raw string) (value any, ok bool) {
	isText := kind == ast.StringValue || kind == ast.BlockValue
	f, _ := strconv.ParseFloat(raw, 64)
	switch name {
	case "Int":
		i, err := strconv.ParseInt(raw, 10, 32)
		return i, kind == ast.IntValue && err == nil
	case "Float":
		return positive(f), (kind == ast.IntValue || kind == ast.FloatValue) && !math.IsInf(f, 0)
	case "Boolean":
		return raw == "true", kind == ast.BooleanValue
	case "ID":
		return raw, isText || kind == ast.IntValue
	}
	return raw, isText && isWritten(name, raw)
}

// positive is 0 for −0, and any other number itself.
func positive(f float64) float64 {
	if f == 0 {
		return 0
	}
	return f
}

// coerce reads a value of JSON for a variable or a part of one; ok is false where it is wrong.
func (p *preparation) coerce(t *ast.Type, v any) (value any, ok bool) {
	d := p.served.Types[t.Name()]
	switch items, isList := v.([]any); {
	case v == nil:
		return nil, !t.NonNull
	case t.Elem != nil && !isList:
		item, ok := p.coerce(t.Elem, v)
		return []any{item}, ok
	case t.Elem != nil:
		list := []any{}
		for _, v := range items {
			item, ok := p.coerce(t.Elem, v)
			if !ok {
				return nil, false
			}
			list = append(list, item)
		}
		return list, true
	case d.Kind == ast.InputObject:
		return p.coerceObject(d, v)
	case d.Kind == ast.Enum:
		name, isText := v.(string)
		return name, isText && d.EnumValues.ForName(name) != nil
	}
	return coerceScalar(d.Name, v)
}

func (p *preparation) coerceObject(d *ast.Definition, v any) (value any, ok bool) {
	fields, isObject := v.(map[string]any)
	if !isObject {
		return nil, false
	}
	for name := range maps.Keys(fields) {
		if d.Fields.ForName(name) == nil {
			return nil, false
		}
	}
	object := given{}
	for _, f := range d.Fields {
		v, there := fields[f.Name]
		switch {
		case there:
			if object[f.Name], ok = p.coerce(f.Type, v); !ok {
				return nil, false
			}
		case f.DefaultValue != nil:
			object[f.Name], _ = p.literal(f.Type, f.DefaultValue)
		case f.Type.NonNull:
			return nil, false
		}
	}
	return object, true
}

// coerceScalar reads a value of JSON. A number may be written in any way: 2014.0 is the whole number 2014.
func coerceScalar(name string, v any) (value any, ok bool) {
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	f, err := number.Float64()
	isWhole := isNumber && err == nil && f == math.Trunc(f)
	switch name {
	case "Int":
		return int64(f), isWhole && f >= math.MinInt32 && f <= math.MaxInt32
	case "Float":
		return positive(f), isNumber && err == nil
	case "Boolean":
		truth, isTruth := v.(bool)
		return truth, isTruth
	case "ID":
		if isNumber && !strings.ContainsAny(number.String(), ".eE") {
			return number.String(), true
		}
		return text, isText
	}
	return text, isText && isWritten(name, text)
}

// nullWhereNoneMayBe reports whether a variable that is null is used where null may not be, in what is executed.
func (p *preparation) nullWhereNoneMayBe(set ast.SelectionSet, seen map[string]bool) bool {
	e := &execution{Executor: &Executor{served: p.served}, variables: p.request.variables}
	within := func(written ast.ArgumentList) bool {
		return slices.ContainsFunc(written, func(a *ast.Argument) bool { return p.isForbiddenNull(a.Value) })
	}
	for _, s := range set {
		var directives ast.DirectiveList
		inner := ast.SelectionSet{}
		bad := false
		switch s := s.(type) {
		case *ast.Field:
			directives, inner, bad = s.Directives, s.SelectionSet, within(s.Arguments)
		case *ast.InlineFragment:
			directives, inner = s.Directives, s.SelectionSet
		case *ast.FragmentSpread:
			directives = s.Directives
			if !seen[s.Name] && e.included(directives) {
				seen[s.Name] = true
				inner = s.Definition.SelectionSet
			}
		}
		if slices.ContainsFunc(directives, func(d *ast.Directive) bool { return within(d.Arguments) }) {
			return true
		}
		if e.included(directives) && (bad || p.nullWhereNoneMayBe(inner, seen)) {
			return true
		}
	}
	return false
}

func (p *preparation) isForbiddenNull(v *ast.Value) bool {
	if v.Kind == ast.Variable {
		value, there := p.request.variables[v.Raw]
		return there && value == nil && v.ExpectedType.NonNull
	}
	return slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return p.isForbiddenNull(c.Value) })
}

// literal reads a literal that is valid, without variables.
func (p *preparation) literal(t *ast.Type, v *ast.Value) (value any, there bool) {
	e := &execution{Executor: &Executor{served: p.served}}
	return e.literal(t, v)
}
