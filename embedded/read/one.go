package read

import (
	"fmt"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// related leads from a node to the nodes at the other side of its relationships of one type.
type related struct {
	By   *memory.Relationships
	side *memory.Adjacency
	// takes says by block which far nodes count; nil where all that the relationships lead to do.
	takes []bool
}

func (r *Reader) compileStep(s mapping.Step, t *mapping.NodeType) related {
	if s.Relationship == nil || s.Relationship.Index >= len(r.Relationships) {
		r.fail(fmt.Errorf("the plan follows a relationship that the schema does not have"))
		return related{By: &memory.Relationships{}, side: &memory.Adjacency{Offsets: make([][]uint32, len(r.Blocks))}}
	}
	by := r.Relationships[s.Relationship.Index]
	to := related{By: by, side: by.Adjacency(s.In)}
	ends := by.T.To
	if s.In {
		ends = by.T.From
	}
	for _, end := range ends {
		if t != nil && !end.Is(t) {
			to.takes = r.Takes[t]
		}
	}
	return to
}

// reaches reports whether a far node counts.
func (to *related) reaches(g *memory.Graph, node uint32) bool {
	return to.takes == nil || to.takes[g.BlockOf[node]]
}

// one is a OneColumn, compiled.
type one struct {
	related
	where test
	part  *Selection
}

func (r *Reader) compileOne(o *plan.One) *one {
	to := r.compileStep(o.Step, o.Type)
	return &one{related: to, where: r.compileFilter(o.Where, to.By).orAlways(), part: r.CompileSelection(o.Select, to.By)}
}

// one reads the single node at the other side: its row, or nil.
func (r *Reader) one(o *one, node uint32) any {
	if far, relationship, ok := r.far(o, node); ok {
		return r.Row(o.part, far, relationship, nil)
	}
	return nil
}

// far finds the single node at the other side. Relationships are in the order of the far ids, then of their own.
func (r *Reader) far(o *one, node uint32) (far, relationship uint32, ok bool) {
	low, high := o.side.Span(r.Graph, node)
	for place := low; place < high && r.step(); place++ {
		far, relationship := o.side.At(place)
		if o.reaches(r.Graph, far) && (o.where == nil || o.where(far, relationship)) {
			return far, relationship, true
		}
	}
	return 0, 0, false
}
