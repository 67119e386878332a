package plan

import "sync/atomic"

// Shape is what the plans of one Question have in common that differ only in values: all but Params, Search, and the page of a search
// in Output. It tells whether it fits some variables, and makes the plan for them.
type Shape struct {
	// plan has no values in the parameters that are bound.
	plan     Plan
	notes    []note
	bindings []binding
	size     int
	compiled atomic.Pointer[compiled]
}

// compiled is what an owner made of a shape.
type compiled struct{ owner, value any }

// Compiled returns what compile makes of a plan, where that depends on its shape alone. It is kept with the shape, for the latest owner,
// as long as the shape itself: so it must not hold much memory, nor a state of the graph. Of a plan without a shape it is made anew.
func Compiled[T any](p *Plan, owner any, compile func(*Plan) T) T {
	if p.Shape == nil {
		return compile(p)
	}
	if c := p.Shape.compiled.Load(); c != nil && c.owner == owner {
		return c.value.(T)
	}
	value := compile(p)
	p.Shape.compiled.Store(&compiled{owner, value})
	return value
}

// newShape makes the shape of a plan that was built.
func newShape(b *builder) *Shape {
	s := &Shape{plan: *b.plan, notes: b.notes, bindings: b.bindings}
	s.plan.Shape = s
	s.plan.Params = append([]any(nil), b.plan.Params...)
	for _, p := range b.bound {
		s.plan.Params[p] = nil
	}
	const ofNote, ofParam = 200, 50
	s.size = len(s.notes)*ofNote + len(s.bindings)*ofNote + len(s.plan.Params)*ofParam + s.plan.Output.memory(map[*Object]bool{})
	return s
}

// memory is about how many bytes a field and what belongs to it take, with their part of the plan.
func (f *Field) memory(seen map[*Object]bool) int {
	const ofField = 400
	n := ofField + len(f.Name) + len(f.Text)
	if f.Object == nil || seen[f.Object] {
		return n
	}
	seen[f.Object] = true
	for _, fields := range append([][]*Field{f.Object.Fields}, f.Object.ByType...) {
		for _, inner := range fields {
			n += inner.memory(seen)
		}
	}
	return n
}

// fits reports whether all that the builder has seen is the same with some variables.
func (s *Shape) fits(vars map[string]any) bool {
	for _, n := range s.notes {
		if v, given := n.of.read(vars); !n.is(v, given) {
			return false
		}
	}
	return true
}

// bind returns the plan for some variables that the shape fits; false where one of them is not good.
func (s *Shape) bind(vars map[string]any) (*Plan, bool) {
	p := s.plan
	p.Params = append(make([]any, 0, len(s.plan.Params)), s.plan.Params...)
	for _, set := range s.bindings {
		if !set(vars, &p) {
			return nil, false
		}
	}
	return &p, true
}
