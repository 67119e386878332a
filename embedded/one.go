package embedded

import (
	"fmt"

	"partnir/plan"
)

// related leads from a node to the nodes at the other side of its relationships of one type.
type related struct {
	by   *relationships
	side *adjacency
	// takes says by block which far nodes count; nil where all that the relationships lead to do.
	takes []bool
}

func (r *reader) compileStep(s plan.Step, t *plan.NodeType) related {
	if s.Relationship == nil || s.Relationship.Index >= len(r.relationships) {
		r.fail(fmt.Errorf("the plan follows a relationship that the schema does not have"))
		return related{by: &relationships{}, side: &adjacency{offsets: make([][]uint32, len(r.blocks))}}
	}
	by := r.relationships[s.Relationship.Index]
	to := related{by: by, side: by.adjacency(s.In)}
	ends := by.t.To
	if s.In {
		ends = by.t.From
	}
	for _, end := range ends {
		if t != nil && !end.Is(t) {
			to.takes = r.takes[t]
		}
	}
	return to
}

// reaches reports whether a far node counts.
func (to *related) reaches(g *graph, node uint32) bool {
	return to.takes == nil || to.takes[g.blockOf[node]]
}

// one is a OneColumn, compiled.
type one struct {
	related
	where test
	part  *selection
}

func (r *reader) compileOne(o *plan.One) *one {
	to := r.compileStep(o.Step, o.Type)
	return &one{related: to, where: r.compileFilter(o.Where, to.by).orAlways(), part: r.compileSelection(o.Select, to.by)}
}

// one reads the single node at the other side: its row, or nil. Relationships are in the order of the far ids, then of their own.
func (r *reader) one(o *one, node uint32) any {
	low, high := o.side.span(r.graph, node)
	for place := low; place < high && r.step(); place++ {
		far, relationship := o.side.at(place)
		if o.reaches(r.graph, far) && (o.where == nil || o.where(far, relationship)) {
			return r.row(o.part, far, relationship, nil)
		}
	}
	return nil
}
