package build

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
)

// input is a value that a request gives: where it stands, and what it is this time. What the builder asks of an input it also notes
// for each part that comes from a variable, so that a plan can serve again where all of it is the same (Shape). What becomes a
// parameter it binds instead, so that it may be another one each time. Nobody looks at now but to convert it.
type input struct {
	// at is the value in the document, or in the schema; nil where there is none.
	at *ast.Value
	// steps lead from the value of the variable at to a part of it: names of fields, and indexes.
	steps []any
	// now is nil, string, int64, float64, bool, []any or map[string]any.
	now   any
	given bool
}

// fromVariable reports whether the input is a variable or a part of one.
func (in input) fromVariable() bool { return in.at != nil && in.at.Kind == ast.Variable }

// fixed reports whether the input is the same in each request.
func (in input) fixed() bool { return in.at == nil || !hasVariable(in.at) }

func hasVariable(v *ast.Value) bool {
	return v.Kind == ast.Variable || slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return hasVariable(c.Value) })
}

// read returns what the input is with some variables.
func (in input) read(vars map[string]any) (value any, given bool) {
	if in.at == nil {
		return in.now, in.given
	}
	value, given = evaluate(in.at, vars)
	for _, step := range in.steps {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value, given = object[step]
		case int:
			list, _ := value.([]any)
			if given = step < len(list); !given {
				return nil, false
			}
			value = list[step]
		}
	}
	return value, given
}

// input evaluates a value.
func (b *builder) input(v *ast.Value) input {
	now, given := evaluate(v, b.vars)
	return input{at: v, now: now, given: given}
}

// note is something that the builder has seen of a variable. A plan serves where all notes are true.
type note struct {
	of input
	is func(value any, given bool) bool
}

func (b *builder) note(of input, is func(value any, given bool) bool) {
	if of.fromVariable() {
		b.notes = append(b.notes, note{of.later(), is})
	}
}

// isGiven reports whether there is a value, which may be null.
func (b *builder) isGiven(in input) bool {
	was := in.given
	b.note(in, func(_ any, given bool) bool { return given == was })
	return was
}

// isNull reports whether the input is null, or not given.
func (b *builder) isNull(in input) bool {
	null := in.now == nil
	b.note(in, func(v any, _ bool) bool { return (v == nil) == null })
	return null
}

// isText reports whether the input is a text.
func (b *builder) isText(in input) bool {
	_, text := in.now.(string)
	b.note(in, func(v any, _ bool) bool { _, is := v.(string); return is == text })
	return text
}

// isWhole reports whether the input is a whole number.
func (b *builder) isWhole(in input) bool {
	_, whole := in.now.(int64)
	b.note(in, func(v any, _ bool) bool { _, is := v.(int64); return is == whole })
	return whole
}

// isZero reports whether the input is the number 0.
func (b *builder) isZero(in input) bool {
	zero := in.now == int64(0)
	b.note(in, func(v any, _ bool) bool { return (v == int64(0)) == zero })
	return zero
}

// exact returns a single value that the plan depends on; nil for an object or a list.
func (b *builder) exact(in input) any {
	switch in.now.(type) {
	case map[string]any, []any:
		b.note(in, func(any, bool) bool { return false })
		return nil
	}
	was := in.now
	b.note(in, func(v any, _ bool) bool { return v == was })
	return was
}

// fields returns the names of the fields of an object in their order; false where the input is none.
func (b *builder) fields(in input) ([]string, bool) {
	object, ok := in.now.(map[string]any)
	names := slices.Sorted(maps.Keys(object))
	b.note(in, func(v any, _ bool) bool {
		other, is := v.(map[string]any)
		return is == ok && len(other) == len(names) && !slices.ContainsFunc(names, func(name string) bool { _, has := other[name]; return !has })
	})
	if ok && !in.fromVariable() {
		for _, c := range in.at.Children {
			if c.Value.Kind == ast.Variable {
				b.isGiven(b.input(c.Value))
			}
		}
	}
	return names, ok
}

// field returns a field of an object.
func (b *builder) field(in input, name string) input {
	object, _ := in.now.(map[string]any)
	f := input{at: in.at}
	f.now, f.given = object[name]
	if in.fromVariable() {
		f.steps = append(slices.Clip(in.steps), name)
	} else if in.at != nil {
		f.at = in.at.Children.ForName(name)
	}
	return f
}

// items returns the elements of a list. A value that is no list stands for a list of one, as GraphQL has it.
func (b *builder) items(in input) []input {
	values, ok := in.now.([]any)
	n := len(values)
	b.note(in, func(v any, _ bool) bool { other, is := v.([]any); return is == ok && len(other) == n })
	if !ok {
		return []input{in}
	}
	items := make([]input, n)
	for i, v := range values {
		items[i] = input{at: in.at, now: v, given: true}
		if in.fromVariable() {
			items[i].steps = append(slices.Clip(in.steps), i)
		} else {
			items[i].at = in.at.Children[i].Value
		}
	}
	return items
}

// binding sets what a plan takes from the variables; false where they cannot serve.
type binding func(vars map[string]any, p *plan.Plan) bool

// bind adds a parameter that convert makes of an input.
func (b *builder) bind(in input, convert func(any) (any, error)) (plan.Param, error) {
	v, err := convert(in.now)
	if err != nil {
		return 0, err
	}
	at, later := b.param(v), in.later()
	b.rebind([]input{in}, []plan.Param{at}, func(vars map[string]any, p *plan.Plan) bool {
		v, _ := later.read(vars)
		v, err := convert(v)
		p.Params[at] = v
		return err == nil
	})
	return at, nil
}

// rebind says how a plan takes some parameters from some inputs, unless those are fixed.
func (b *builder) rebind(from []input, params []plan.Param, set binding) {
	if slices.ContainsFunc(from, func(in input) bool { return !in.fixed() }) {
		b.bound = append(b.bound, params...)
		b.bindings = append(b.bindings, set)
	}
}

// later is the input without what it is this time.
func (in input) later() input {
	if in.at == nil {
		return in
	}
	return input{at: in.at, steps: in.steps}
}
