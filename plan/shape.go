package plan

import "sync/atomic"

// Shape is what plans that differ only in values have in common, and what is kept for all of them.
type Shape struct {
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
