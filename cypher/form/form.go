// Package form decides how Neo4j finds what a plan asks for: which index or node to begin at, by the counts of the graph.
package form

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"partnir/plan"
	"partnir/plan/mapping"
)

// Form says how the nodes of a root list are found. It decides how fast a statement is, and Choose is the one place that decides
// it; what writes the statement obeys. A lookup has one form, by its keys. A list below a node is a step from that node, or a Hub.
type Form struct {
	Kind FormKind
	// Anchors are where Anchored and Either begin: each node of the list that meets Covers is led to by one of them.
	Anchors []Anchor
	// Covers is the part of the list's condition that the anchors stand for. What else must be met is looked at afterwards.
	Covers *plan.Filter
	// Parted says that a scan reads nodes that have the first property of the order apart from those that do not.
	Parted bool
	// ScanCost is about how many nodes and relationships are looked at to find that nothing meets the condition.
	ScanCost float64
	// Why says in a few words why this form was chosen.
	Why string
	// Hubs are the lists below nodes that are read in one of two ways.
	Hubs []Hub
}

// FormKind is a way to find the nodes of a list.
type FormKind int

const (
	// Lookup finds nodes by the values of a unique property.
	Lookup FormKind = iota
	// Seek leaves it to an index: the condition gives the nodes by a unique property.
	Seek
	// Scan goes through the nodes of the type, in the order of an index where one serves the list's order, and stops at the
	// limit.
	Scan
	// Anchored begins at the anchors, goes back from them to nodes of the list, and orders these.
	Anchored
	// Either has the statement decide. It goes back from the anchors, but not further than Form.Most. Where that is all that
	// there is, it orders what it found. Otherwise what is asked for is common, and it scans, and soon has enough.
	Either
	// FullText asks the full-text index, for a search.
	FullText
)

// String names the kind.
func (k FormKind) String() string {
	return [...]string{"lookup", "seek", "scan", "anchored", "either", "full text"}[k]
}

// String writes the form for people, one line and one for each anchor.
func (f Form) String() string {
	var w strings.Builder
	parted := ""
	if f.Parted {
		parted = " in two parts, for the order's key may be missing"
	}
	fmt.Fprintf(&w, "%s%s: %s\n", f.Kind, parted, f.Why)
	for _, a := range f.Anchors {
		if len(a.Path) == 0 {
			fmt.Fprintf(&w, "  from the nodes where %s: about %.0f\n", a.Where, a.Rows)
			continue
		}
		fmt.Fprintf(&w, "  from %s", a.Path[len(a.Path)-1].Type.Name)
		for _, step := range slices.Backward(a.Path) {
			fmt.Fprintf(&w, " by %s", step.Step.Relationship.Name)
		}
		fmt.Fprintf(&w, " where %s: about %.0f rows\n", a.Where, a.Rows)
	}
	for _, h := range f.Hubs {
		fmt.Fprintf(&w, "  %s of a %s by %s: of one with many in the order of an index, of others all\n",
			h.List.Type.Name, h.From.Name, h.List.Step.Relationship.Name)
	}
	return w.String()
}

// Most is how many rows Either may make on its way from the anchors, for a page of limit nodes. With m of n nodes meeting a
// condition, a scan finds a page after limit·n/m nodes, so beyond the square root of limit·n the scan is less work. Half of that costs
// less where all is common, and at most four times the least work where it is neither rare nor common. Where the anchors are expected to
// lead to more, it is probably common, and the way is given up sooner still.
func (f Form) Most(limit int64) int64 {
	most, rows := math.Sqrt(float64(limit)*f.ScanCost)/2, 0.0
	for _, a := range f.Anchors {
		rows += a.Rows
	}
	if rows > most {
		most *= max(most/rows, 0.125)
	}
	return min(max(int64(most), leastRows), mostRows)
}

const (
	leastRows, mostRows = 100, 50_000
	// smallScan is the ScanCost below which nothing is faster than a scan.
	smallScan = 1000
	// usualPage is the limit that a form is chosen for. It is not that of the request, so that one question has one text.
	usualPage = plan.DefaultPage
)

// Choose returns the form of a plan's root.
func Choose(p *plan.Plan, s *Statistics) Form {
	c := &chooser{statistics: s}
	var f Form
	switch {
	case p.Search != nil:
		f = Form{Kind: FullText, Why: "exact matches, and misspelt ones where the page is not full"}
	case p.Lookup != nil:
		f = Form{Kind: Lookup, Why: "by " + p.Lookup.Property.Name}
	case p.Find != nil:
		var names []string
		for _, way := range p.Find.Ways {
			names = append(names, way.Property.Name)
		}
		f = Form{Kind: Lookup, Why: "by " + strings.Join(names, ", "), Hubs: c.hubs(p.Find.Select, p.Find.Type)}
	case p.Many.Relationship != nil:
		f = Form{Kind: Scan, Why: "relationships by themselves: the planner begins at an end that the condition names, or at all of them"}
		f.Hubs = c.hubs(p.Many.Select, nil)
	default:
		f = c.choose(p.Many)
		f.Hubs = c.hubs(p.Many.Select, p.Many.Type)
	}
	if p.Lookup != nil {
		f.Hubs = c.hubs(p.Lookup.Select, p.Lookup.Type)
		for _, s := range p.Lookup.Relationships {
			f.Hubs = append(f.Hubs, c.hubs(s, nil)...)
		}
	}
	return f
}

// chooser chooses forms.
type chooser struct {
	statistics *Statistics
}

func (c *chooser) choose(m *plan.Many) Form {
	all := m.Total || len(m.Aggregates) > 0
	if m.Select == nil && !all {
		return Form{Kind: Scan, Why: "nothing of the list is asked for"}
	}
	conditions := Conjuncts(m.Where)
	if i := slices.IndexFunc(conditions, pins); i >= 0 {
		return Form{Kind: Seek, Why: "the condition gives the unique " + conditions[i].Property.Name}
	}
	nodes := c.statistics.nodes(m.Type.Name)
	f := Form{Kind: Scan, ScanCost: nodes * (1 + c.checks(m.Where, m.Type))}
	ordered := c.ordered(m)
	f.Parted = ordered && m.Select != nil && !m.Order[0].Property.Required && f.ScanCost > smallScan
	best := c.best(m, conditions, all || !ordered, f)
	switch {
	case m.Where == nil:
		f.Why = "nothing narrows the list"
	case f.ScanCost <= smallScan:
		f.Why = fmt.Sprintf("the list is small: about %.0f steps", f.ScanCost)
	case best == nil:
		f.Why = "the condition names nothing to begin at"
	default:
		f.Anchors, f.Covers, f.Kind = best.anchors, best.covers, Either
		f.Why = "what the condition names may be rare or common"
		if all {
			f.Kind, f.Why = Anchored, "all that meet the condition are wanted"
		} else if !ordered {
			f.Kind, f.Why = Anchored, "no index has the order of the list"
		}
		f.Parted = f.Parted && f.Kind == Either
	}
	return f
}

// ordered reports whether an index has the nodes of a list in its order.
func (c *chooser) ordered(m *plan.Many) bool {
	return len(m.Order) > 0 && m.Type.Indexed(m.Order[0].Property, true)
}

// StoredName is the name under which a property lies in the graph, or its sort key where it has one.
func StoredName(p *mapping.Property, sortKey bool) string {
	if sortKey && p.SortKey != mapping.NoSortKey {
		return p.StoredKey()
	}
	return p.Name
}

// checks is about how many relationships are looked at to see whether a node meets a filter.
func (c *chooser) checks(f *plan.Filter, t *mapping.NodeType) float64 {
	if f == nil {
		return 0
	}
	to := t
	if f.Step != nil {
		to = f.Type
	}
	inner := 0.0
	for _, a := range f.Args {
		inner += c.checks(a, to)
	}
	if f.Step == nil {
		return inner
	}
	return c.statistics.walk(*f.Step, t) + c.statistics.degree(*f.Step, t)*inner
}
