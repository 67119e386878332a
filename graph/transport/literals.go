package transport

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"partnir/fault"
	"partnir/plan/mapping"
)

// literalRule is the validation rule "Values of Correct Type" of the specification, in the place of the library's, which takes an Int of
// more than 32 bits and every text for a Date, and no long whole number for a Float.
func literalRule(schema *ast.Schema) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		l := &literals{schema: schema, addError: addError, seen: map[*ast.Value]bool{}}
		observers.OnField(func(_ *core.Walker, f *ast.Field) {
			if f.Definition != nil {
				l.arguments(f.Definition.Arguments, f.Arguments)
			}
		})
		observers.OnDirective(func(_ *core.Walker, d *ast.Directive) {
			if d.Definition != nil {
				l.arguments(d.Definition.Arguments, d.Arguments)
			}
		})
		observers.OnVariable(func(_ *core.Walker, d *ast.VariableDefinition) {
			if d.DefaultValue != nil {
				l.check(&place{name: "the default of $" + d.Variable}, d.Type, d.DefaultValue)
			}
		})
	}
}

// literals is the work of the rule on one document.
type literals struct {
	schema   *ast.Schema
	addError core.AddErrFunc
	// seen are the values that were checked: fragments are walked once for each operation.
	seen map[*ast.Value]bool
	// found is how many errors there are. Of many only the first are shown, and to find suggestions takes time.
	found int
}

// place is where a value is given: an argument or a default, or a field or an element in the value of one.
type place struct {
	in *place
	// name is that of a field where it is not empty, and else index the place in a list.
	name  string
	index int
}

// String writes a place as in `argument filter.year.in[1]`.
func (p *place) String() string {
	switch {
	case p.in == nil:
		return p.name
	case p.name == "":
		return fmt.Sprintf("%s[%d]", p.in, p.index)
	}
	return p.in.String() + "." + p.name
}

func (l *literals) arguments(known ast.ArgumentDefinitionList, given ast.ArgumentList) {
	for _, a := range given {
		d := known.ForName(a.Name)
		if d == nil || l.seen[a.Value] {
			continue // told by another rule, or already
		}
		l.seen[a.Value] = true
		l.check(&place{name: "argument " + a.Name}, d.Type, a.Value)
	}
}

// wrong tells what is wrong with a value.
func (l *literals) wrong(v *ast.Value, message string, suggestions ...core.ErrorOption) {
	l.found++
	options := append([]core.ErrorOption{core.Message("%s", message)}, suggestions...)
	l.addError(append(options, core.At(v.Position))...)
}

// check checks a value against a type.
func (l *literals) check(at *place, t *ast.Type, v *ast.Value) {
	switch {
	case l.found == maxErrors || v.Kind == ast.Variable:
	case v.Kind == ast.NullValue:
		if t.NonNull {
			l.wrong(v, fmt.Sprintf("%s of type %q cannot be null.", at, t))
		}
	case t.Elem != nil && v.Kind == ast.ListValue:
		for i, item := range v.Children {
			l.check(&place{in: at, index: i}, t.Elem, item.Value)
		}
	case t.Elem != nil:
		l.check(at, t.Elem, v)
	default:
		l.named(at, t, v)
	}
}

// named checks a value that is neither null nor in a list.
func (l *literals) named(at *place, t *ast.Type, v *ast.Value) {
	d := l.schema.Types[t.NamedType]
	switch {
	case d == nil:
	case d.Kind == ast.InputObject && v.Kind == ast.ObjectValue:
		l.object(at, d, v)
	case d.Kind == ast.InputObject:
		l.wrong(v, fmt.Sprintf("Expected value of type %q, found %s.", t, v))
	case d.Kind == ast.Enum:
		l.enum(d, v)
	case d.Kind == ast.Scalar:
		if message := scalarMistake(d.Name, v); message != "" {
			l.wrong(v, at.String()+": "+message)
		}
	}
}

func (l *literals) enum(d *ast.Definition, v *ast.Value) {
	var names []string
	for _, value := range d.EnumValues {
		names = append(names, value.Name)
	}
	message := fmt.Sprintf("Value %q does not exist in %q enum.", v, d.Name)
	switch {
	case v.Kind != ast.EnumValue:
		message = fmt.Sprintf("Enum %q cannot represent non-enum value: %s.", d.Name, v)
	case slices.Contains(names, v.Raw):
		return
	}
	l.wrong(v, message, core.SuggestListQuoted("Did you mean the enum value", v.Raw, names))
}

func (l *literals) object(at *place, d *ast.Definition, v *ast.Value) {
	for _, f := range d.Fields {
		if f.Type.NonNull && f.DefaultValue == nil && v.Children.ForName(f.Name) == nil {
			l.wrong(v, fmt.Sprintf("Field \"%s.%s\" of required type %q was not provided.", d.Name, f.Name, f.Type))
		}
	}
	var names []string
	for _, c := range v.Children {
		if f := d.Fields.ForName(c.Name); f != nil {
			l.check(&place{in: at, name: f.Name}, f.Type, c.Value)
			continue
		}
		if names == nil {
			for _, f := range d.Fields {
				names = append(names, f.Name)
			}
		}
		l.wrong(&ast.Value{Position: c.Position}, fmt.Sprintf("Field %q is not defined by type %q.", c.Name, d.Name),
			core.SuggestListQuoted("Did you mean", c.Name, names))
	}
	if d.Directives.ForName("oneOf") != nil && (len(v.Children) != 1 || v.Children[0].Value.Kind == ast.NullValue) {
		l.wrong(v, fmt.Sprintf("OneOf Input Object %q must specify exactly one key, with a value that is not null.", d.Name))
	}
}

// scalarMistake says what is wrong with a literal for a scalar; "" where nothing is, or where the scalar is unknown here.
func scalarMistake(name string, v *ast.Value) string {
	isText := v.Kind == ast.StringValue || v.Kind == ast.BlockValue
	switch name {
	case "Int":
		switch _, err := strconv.ParseInt(v.Raw, 10, 32); {
		case v.Kind != ast.IntValue:
			return "Int cannot represent non-integer value: " + v.String()
		case err != nil:
			return "Int cannot represent non 32-bit signed integer value: " + v.Raw
		}
	case "Float":
		switch f, _ := strconv.ParseFloat(v.Raw, 64); {
		case v.Kind != ast.IntValue && v.Kind != ast.FloatValue:
			return "Float cannot represent non numeric value: " + v.String()
		case math.IsInf(f, 0):
			return "Float cannot represent a value that large: " + fault.Shown(v.Raw)
		}
	case "ID":
		if !isText && v.Kind != ast.IntValue {
			return "ID cannot represent a non-string and non-integer value: " + v.String()
		}
	case "Boolean":
		if v.Kind != ast.BooleanValue {
			return "Boolean cannot represent a non boolean value: " + v.String()
		}
	case "String", "Date", "PartialDate", "DateTime", "URI":
		if !isText {
			return name + " cannot represent a non string value: " + v.String()
		}
		if err := mapping.CheckScalar(name, v.Raw); err != nil {
			return err.Error()
		}
	}
	return ""
}

// settle makes the literals of a validated document what their places ask for: a whole number is a Float where a Float stands, and a text
// where an ID does. What reads them later goes by how they are written.
func settle(schema *ast.Schema, doc *ast.QueryDocument) {
	settled := &core.Events{}
	settled.OnValue(func(_ *core.Walker, v *ast.Value) {
		if v.Kind != ast.IntValue && v.Kind != ast.FloatValue || v.Definition == nil {
			return
		}
		switch v.Definition.Name {
		case "Float":
			v.Kind = ast.FloatValue
			if f, _ := strconv.ParseFloat(v.Raw, 64); f == 0 {
				v.Raw = "0" // −0 is 0
			}
		case "ID":
			v.Kind = ast.StringValue
		}
	})
	core.Walk(schema, doc, settled)
}
