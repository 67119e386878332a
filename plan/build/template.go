package build

import "partnir/plan"

// template makes plans that have one Shape: all of a plan but Params, Search, and the page of a search in Output. It tells whether it
// fits some variables, and makes the plan for them.
type template struct {
	shape plan.Shape
	// plan has no values in the parameters that are bound.
	plan     plan.Plan
	notes    []note
	bindings []binding
	size     int
}

// newTemplate makes the template of a plan that was built.
func newTemplate(b *builder) *template {
	t := &template{plan: *b.plan, notes: b.notes, bindings: b.bindings}
	t.plan.Shape = &t.shape
	t.plan.Params = append([]any(nil), b.plan.Params...)
	for _, p := range b.bound {
		t.plan.Params[p] = nil
	}
	const ofNote, ofParam = 200, 50
	t.size = len(t.notes)*ofNote + len(t.bindings)*ofNote + len(t.plan.Params)*ofParam + memory(t.plan.Output, map[*plan.Object]bool{})
	return t
}

// memory is about how many bytes a field and what belongs to it take, with their part of the plan.
func memory(f *plan.Field, seen map[*plan.Object]bool) int {
	const ofField = 400
	n := ofField + len(f.Name) + len(f.Text)
	if f.Object == nil || seen[f.Object] {
		return n
	}
	seen[f.Object] = true
	for _, fields := range append([][]*plan.Field{f.Object.Fields}, f.Object.ByType...) {
		for _, inner := range fields {
			n += memory(inner, seen)
		}
	}
	return n
}

// fits reports whether all that the builder has seen is the same with some variables.
func (t *template) fits(vars map[string]any) bool {
	for _, n := range t.notes {
		if v, given := n.of.read(vars); !n.is(v, given) {
			return false
		}
	}
	return true
}

// bind returns the plan for some variables that the shape fits; false where one of them is not good.
func (t *template) bind(vars map[string]any) (*plan.Plan, bool) {
	p := t.plan
	p.Params = append(make([]any, 0, len(t.plan.Params)), t.plan.Params...)
	for _, set := range t.bindings {
		if !set(vars, &p) {
			return nil, false
		}
	}
	return &p, true
}
