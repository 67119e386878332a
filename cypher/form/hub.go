package form

import (
	"math"

	"partnir/plan"
	"partnir/plan/mapping"
)

// Hub is a list below a node where some nodes probably have very many relationships. Its statement decides for each node: of one with
// more than Bound it walks the index of the list's order, looks which nodes hang together with it, and stops when the page is full; of
// others it reads all relationships and orders them.
type Hub struct {
	List *plan.Many
	// From is the type of the node that the list is below.
	From *mapping.NodeType
	// Nodes is the number of nodes of the list's type.
	Nodes float64
}

// Bound is for a page of limit nodes. With d of n nodes hanging together with the hub, the index gives a page after limit·n/d nodes, so
// beyond the square root of limit·n it is less work than all d. It is twice that, as the index may begin with nodes that do not.
func (h Hub) Bound(limit int64) int64 { return int64(2 * math.Sqrt(float64(limit)*h.Nodes)) }

const (
	// manyNodes is the number of nodes of a type below which no list of them is worth two ways to read it.
	manyNodes = 2000
	// hubShare: hubs are likely where the average is above one in so many of what makes a hub.
	hubShare = 100
)

// hubs are those of the lists of a selection and below.
func (c *chooser) hubs(s *plan.Selection, from *mapping.NodeType) []Hub {
	if s == nil {
		return nil
	}
	var all []Hub
	for _, column := range s.Columns {
		switch {
		case column.One != nil:
			all = append(all, c.hubs(column.One.Select, column.One.Type)...)
		case column.Many != nil:
			if h := (Hub{column.Many, from, c.statistics.nodes(column.Many.Type.Name)}); c.isHub(h) {
				all = append(all, h)
			}
			all = append(all, c.hubs(column.Many.Select, column.Many.Type)...)
		case column.Kind == plan.ReferenceColumn, column.Kind == plan.EndColumn:
			all = append(all, c.hubs(column.Select, column.Type)...)
		}
	}
	return all
}

// isHub reports whether a list is worth two ways: an index must have its order, and nothing else than a cursor may narrow it, or nobody
// knows how far the index would have to be walked.
func (c *chooser) isHub(h Hub) bool {
	m := h.List
	return m.Select != nil && m.Where == nil && c.ordered(m) && !m.Order[0].OfRelationship && m.Order[0].Property.Required &&
		m.Order[0].Property.Name != "id" && h.Nodes >= manyNodes &&
		c.statistics.degree(*m.Step, h.From)*hubShare >= float64(h.Bound(usualPage))
}

// Hub finds a list among the hubs.
func (f Form) Hub(m *plan.Many) (Hub, bool) {
	for _, h := range f.Hubs {
		if h.List == m {
			return h, true
		}
	}
	return Hub{}, false
}
