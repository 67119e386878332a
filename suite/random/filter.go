package random

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// input is a value in the making: a leaf, an object or an inputs.
type input any

// leaf is a value that is drawn.
type leaf struct {
	typeName string
	draw     func(p *Pool) any
}

// object has its fields in order.
type object []member

type member struct {
	name  string
	value input
}

type inputs []input

// filterArgument writes `filter` as a variable or in place.
func (b *builder) filterArgument(of ast.ArgumentDefinitionList) string {
	typeName := of.ForName("filter").Type.Name()
	bad := b.wrongNow(25)
	f := b.filter(typeName, 4, &bad)
	if b.oneIn(4) {
		return "filter: " + b.write(f)
	}
	v := b.name("v")
	b.declared = append(b.declared, "$"+v+": "+typeName)
	b.variables = append(b.variables, variable{v, func(p *Pool) (any, bool) { return drawn(f, p), true }})
	return "filter: $" + v
}

// drawn draws all leaves of a value.
func drawn(v input, p *Pool) any {
	switch v := v.(type) {
	case leaf:
		return v.draw(p)
	case object:
		o := map[string]any{}
		for _, m := range v {
			o[m.name] = drawn(m.value, p)
		}
		return o
	case inputs:
		list := []any{}
		for _, item := range v {
			list = append(list, drawn(item, p))
		}
		return list
	}
	return v
}

// write writes a value in place; its leaves become text or variables.
func (b *builder) write(v input) string {
	switch v := v.(type) {
	case leaf:
		return b.value(v.typeName, v.draw)
	case object:
		var parts []string
		for _, m := range v {
			parts = append(parts, m.name+": "+b.write(m.value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case inputs:
		var parts []string
		for _, item := range v {
			parts = append(parts, b.write(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "null"
}

// filter makes a filter object. Where bad is set, one item in it becomes wrong, if it comes to that, and bad is unset.
func (b *builder) filter(typeName string, depth int, bad *bool) object {
	fields := b.schema.Types[typeName].Fields
	var o object
	for range 1 + b.IntN(3)/2 {
		f := pick(b.Generator, fields)
		for range 3 {
			if leads := !b.isOperators(f); leads && depth > 0 || !leads && b.pool.has(f.Name) && b.oneIn(2) {
				break
			}
			f = pick(b.Generator, fields) // what leads on, or the graph has values of, tells more
		}
		if o.has(f.Name) {
			continue
		}
		if v := b.filterField(f, typeName, depth, bad); v != nil {
			o = append(o, member{f.Name, v})
		}
	}
	return b.withNull(o, fields)
}

// withNull adds a field that is null now and then, which is as one that is not given.
func (b *builder) withNull(o object, fields ast.FieldList) object {
	if f := pick(b.Generator, fields); b.oneIn(8) && !o.has(f.Name) {
		return append(o, member{f.Name, nil})
	}
	return o
}

// isOperators reports whether a field of a filter holds operators on a value.
func (b *builder) isOperators(f *ast.FieldDefinition) bool {
	of := b.schema.Types[f.Type.Name()]
	return of.Fields.ForName("eq") != nil || of.Fields.ForName("has") != nil
}

func (o object) has(name string) bool {
	for _, m := range o {
		if m.name == name {
			return true
		}
	}
	return false
}

// filterField makes the value of one field of a filter; nil where it would lead too deep.
func (b *builder) filterField(f *ast.FieldDefinition, typeName string, depth int, bad *bool) input {
	of := b.schema.Types[f.Type.Name()]
	switch {
	case b.isOperators(f):
		return b.operators(f.Name, of, bad)
	case depth == 0:
		return nil
	case f.Name == "and" || f.Name == "or":
		list := inputs{}
		for range b.IntN(3) {
			list = append(list, b.filter(typeName, depth-1, bad))
		}
		return list
	case of.Fields.ForName("some") != nil:
		inner := pick(b.Generator, of.Fields)
		value := b.operators("count", b.schema.Types["CountFilter"], bad)
		if inner.Name != "count" {
			value = b.filter(inner.Type.Name(), depth-1, bad)
		}
		return b.withNull(object{{inner.Name, value}}, of.Fields)
	}
	return b.filter(of.Name, depth-1, bad)
}

// wrongTexts are texts and numbers that scalars do not take.
var wrongTexts = map[string][]any{
	"PartialDate": {"2021-6", "2021-02-29", "soon"}, "DateTime": {"2021-06-30", "2021-06-30T00:00:00", ""}, "URI": {"www.example.org", "a b:c"},
	"Int": {int64(1) << 31, int64(-1) << 40},
}

// operators makes the conditions on a property.
func (b *builder) operators(property string, of *ast.Definition, bad *bool) object {
	var o object
	for range 1 + b.IntN(5)/4 {
		f := pick(b.Generator, of.Fields)
		if o.has(f.Name) {
			continue
		}
		if *bad {
			*bad = false
			if wrong := wrongTexts[f.Type.Name()]; wrong != nil && f.Type.Elem == nil {
				g := b.Generator
				return object{{f.Name, leaf{f.Type.Name(), func(*Pool) any { return pick(g, wrong) }}}}
			}
			return object{{f.Name, nil}}
		}
		if f.Type.Elem == nil {
			o = append(o, member{f.Name, b.operand(property, f.Name, f.Type.Name())})
			continue
		}
		list := inputs{}
		for range b.IntN(4) {
			list = append(list, b.operand(property, f.Name, f.Type.Name()+"!"))
		}
		o = append(o, member{f.Name, list})
	}
	if len(o) == 0 || len(o) == 1 && o.has("ignoreCase") {
		return o // with a null beside it, all operators are null, and that is an error
	}
	return b.withNull(o, of.Fields)
}

// operand is a value to compare a property with.
func (b *builder) operand(property, operator, typeName string) input {
	g := b.Generator
	return leaf{typeName, func(p *Pool) any {
		v := p.value(g, property, strings.TrimSuffix(typeName, "!"))
		if text, ok := v.(string); ok && typeName == "String" && operator != "eq" && operator != "ne" {
			return g.part(text)
		}
		return g.inJSON(v)
	}}
}

// part takes a text apart now and then, or changes its case.
func (g *Generator) part(text string) string {
	letters := []rune(text)
	from := g.IntN(len(letters) + 1)
	to := from + g.IntN(len(letters)-from+1)
	switch g.IntN(5) {
	case 0:
		return string(letters[from:to])
	case 1:
		return string(letters[:to])
	case 2:
		return strings.ToUpper(text)
	}
	return text
}
