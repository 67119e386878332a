package form

import (
	"slices"

	"partnir/plan"
	"partnir/plan/mapping"
)

// Anchor is where a statement begins: at nodes that a condition names, from which relationships lead back to nodes of the list.
type Anchor struct {
	// Where is the condition on a node of the list that the anchor stands for, all of it.
	Where *plan.Filter
	// Path are the Some in Where, each in the one before, that lead from a node of the list to where the anchor begins. Without
	// any it begins at the nodes of the list themselves.
	Path []*plan.Filter
	// Looks is how many nodes are looked at, beside those that it begins at, where no index finds these. Rows is about how many
	// rows the way back makes.
	Looks, Rows float64
	// Named says that a condition narrows where it begins: Rows is a guess. Otherwise it is known.
	Named bool
}

func (a Anchor) cost() float64 { return a.Looks + a.Rows }

// anchoring is a part of a condition with the anchors that stand for it.
type anchoring struct {
	covers  *plan.Filter
	anchors []Anchor
}

func (a *anchoring) cost() float64 {
	sum := 0.0
	for _, x := range a.anchors {
		sum += x.cost()
	}
	return sum
}

// best returns the anchors that are the least work; nil where there are none, or none that is less work than a scan. all says that all
// that they lead to will be looked at, and not just as much as Form.Most.
func (c *chooser) best(m *plan.Many, conditions []*plan.Filter, all bool, f Form) *anchoring {
	var best *anchoring
	for _, k := range conditions {
		a := c.anchoring(k, m)
		if a == nil || best != nil && a.cost() >= best.cost() {
			continue
		}
		if all && len(a.anchors) == 1 && len(a.anchors[0].Path) == 0 {
			continue // the planner finds an index of the list by itself
		}
		if all && a.cost() < f.ScanCost/2 || !all && a.within(float64(f.Most(usualPage))) {
			best = a
		}
	}
	return best
}

// within reports whether it may be that no more than so many nodes are looked at and so many rows made.
func (a *anchoring) within(most float64) bool {
	looks, rows := 0.0, 0.0
	for _, x := range a.anchors {
		looks += x.Looks
		if !x.Named {
			rows += x.Rows
		}
	}
	return looks <= most && rows <= most
}

// anchoring returns the anchors of one condition; nil where it has none.
func (c *chooser) anchoring(f *plan.Filter, m *plan.Many) *anchoring {
	args := []*plan.Filter{f}
	if f.Op == plan.Or {
		args = f.Args
	}
	found := &anchoring{covers: f}
	for _, arg := range args {
		var best *Anchor
		for _, k := range Conjuncts(arg) {
			if len(m.Order) > 0 && k.Op == plan.Compare && k.Property == m.Order[0].Property {
				continue // the index of the order serves it
			}
			if a, ok := c.route(k, m.Type); ok && (best == nil || a.cost() < best.cost()) {
				best = &a
			}
		}
		if best == nil {
			return nil
		}
		best.Where = arg
		found.anchors = append(found.anchors, *best)
	}
	if len(args) == 0 {
		return nil
	}
	return found
}

// route returns the cheapest way back from what a condition on nodes of a type names.
func (c *chooser) route(f *plan.Filter, t *mapping.NodeType) (Anchor, bool) {
	switch f.Op {
	case plan.Compare:
		part, ok := c.part(f, t)
		return Anchor{Rows: c.statistics.nodes(t.Name) * part, Named: true}, ok
	case plan.Some:
		return c.routeThrough(f), true
	}
	return Anchor{}, false
}

func (c *chooser) routeThrough(f *plan.Filter) Anchor {
	conditions := Conjuncts(f.Args[0])
	best := c.begin(f.Type, conditions)
	for _, k := range conditions {
		if k.Op != plan.Some {
			continue
		}
		if a := c.routeThrough(k); a.cost() < best.cost() {
			best = a
		}
	}
	back := c.statistics.degree(mapping.Step{Relationship: f.Step.Relationship, In: !f.Step.In}, f.Type)
	best.Rows *= max(back, 1)
	best.Path = append([]*plan.Filter{f}, best.Path...)
	return best
}

// begin is an anchor at the nodes of a type that meet conditions, before any way back.
func (c *chooser) begin(t *mapping.NodeType, conditions []*plan.Filter) Anchor {
	n := c.statistics.nodes(t.Name)
	best := Anchor{Rows: n}
	for _, f := range conditions {
		part, served := c.part(f, t)
		switch {
		case served && n*part < best.cost():
			best = Anchor{Rows: n * part, Named: true}
		case !served && !best.Named && f.Op == plan.Compare && !f.OfRelationship && !weak[f.Comparison]:
			best = Anchor{Looks: n, Rows: n / rangePart, Named: true}
		}
	}
	return best
}

// weak are the comparisons that most nodes meet.
var weak = map[plan.Comparison]bool{plan.Ne: true, plan.NotIn: true, plan.IsNull: true, plan.IsNotNull: true}

// The parts of a type's nodes that conditions are taken to name, where an index finds them: one in so many.
const (
	equalPart = 20
	rangePart = 10
)

// part is about which part of the nodes of a type a comparison names; false where no index finds them.
func (c *chooser) part(f *plan.Filter, t *mapping.NodeType) (float64, bool) {
	switch {
	case f.Op != plan.Compare || f.OfRelationship || f.IgnoreCase || f.Property.List:
		return 0, false
	case pins(f):
		return 1 / max(c.statistics.nodes(t.Name), 1), true
	case !t.Indexed(f.Property, f.SortKey || Keyed(f)):
		return 0, false
	}
	switch f.Comparison {
	case plan.Eq, plan.In:
		return 1.0 / equalPart, true
	case plan.Lt, plan.Lte, plan.Gt, plan.Gte, plan.StartsWith:
		return 1.0 / rangePart, true
	}
	return 0, false
}

// pins reports whether a comparison gives a node by a unique property.
func pins(f *plan.Filter) bool {
	return f.Op == plan.Compare && f.Property.Unique && !f.OfRelationship && !f.IgnoreCase &&
		(f.Comparison == plan.Eq || f.Comparison == plan.In)
}

// Pinned reports whether a filter gives the node by a unique property.
func Pinned(f *plan.Filter) bool { return slices.ContainsFunc(Conjuncts(f), pins) }

// AboutRelationship reports whether a filter looks at the relationship that led to the node.
func AboutRelationship(f *plan.Filter) bool {
	if f.Step != nil {
		return false // what is in it is about others
	}
	return f.Op == plan.Compare && f.OfRelationship || slices.ContainsFunc(f.Args, AboutRelationship)
}

// Keyed reports whether a condition on a text can be asked of the index of its sort key.
func Keyed(f *plan.Filter) bool {
	return f.Op == plan.Compare && f.Property.SortKey != mapping.NoSortKey && !f.SortKey && !f.OfRelationship && !f.IgnoreCase &&
		!f.Property.Unique && (f.Comparison == plan.Eq || f.Comparison == plan.In)
}
