package plan

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"partnir/plan/mapping"
)

// Print writes a plan as indented text, for people: what is read, in the order of the row, with parameters as $0, $1 …
func Print(p *Plan) string {
	w := &printer{}
	if s := p.Search; s != nil {
		var types []string
		for _, t := range s.Search.Types {
			types = append(types, t.Name)
		}
		in := cmp.Or(strings.Join(types, ", "), "all types")
		w.line(0, "search %q in %s first %d, into $%d", s.Search.Text, in, s.Size, p.Lookup.Keys)
	}
	switch {
	case p.Lookup != nil:
		if p.Lookup.Select != nil {
			w.line(0, "lookup %s by %s in $%d", p.Lookup.Type.Name, p.Lookup.Property.Name, p.Lookup.Keys)
			w.selection(1, p.Lookup.Select)
		}
		for _, s := range p.Lookup.Relationships {
			w.line(0, "lookup -%s-> by id in $%d", s.Relationship.Name, p.Lookup.Keys)
			w.selection(1, s)
		}
	case p.Find != nil:
		w.find(p.Find)
	case p.Many != nil:
		w.many(0, p.Many)
	}
	for i, v := range p.Params {
		value, err := json.Marshal(v)
		if err != nil {
			value = []byte(fmt.Sprint(v))
		}
		w.line(0, "$%d = %s", i, value)
	}
	return w.String()
}

type printer struct{ strings.Builder }

func (w *printer) line(depth int, format string, args ...any) {
	w.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

func arrow(s mapping.Step, t *mapping.NodeType) string {
	if s.In {
		return fmt.Sprintf("<-%s- %s", s.Relationship.Name, t.Name)
	}
	return fmt.Sprintf("-%s-> %s", s.Relationship.Name, t.Name)
}

func (w *printer) find(f *Find) {
	w.line(0, "find %s", f.Type.Name)
	for _, way := range f.Ways {
		surest := ""
		if way.Surest != nil {
			surest = ", the largest " + way.Surest.Name + " first"
		}
		w.line(1, "by %s of %s in $%d%s", way.Property.Name, way.Type.Name, way.Keys, surest)
	}
	w.selection(1, f.Select)
}

func (w *printer) many(depth int, m *Many) {
	var head string
	switch {
	case m.Relationship != nil:
		head = fmt.Sprintf("many -%s->", m.Relationship.Name)
	case m.Step != nil:
		head = "many " + arrow(*m.Step, m.Type)
	default:
		head = "many " + m.Type.Name
	}
	if m.Total {
		head += ", total"
	}
	w.line(depth, "%s", head)
	if m.Where != nil {
		w.line(depth+1, "where %s", m.Where)
	}
	if m.After != nil {
		w.line(depth+1, "after %s", m.After)
	}
	if m.Select != nil {
		var keys []string
		for _, k := range m.Order {
			keys = append(keys, k.String())
		}
		w.line(depth+1, "order %s limit $%d", strings.Join(keys, ", "), m.Limit)
		w.selection(depth+1, m.Select)
	}
	for _, a := range m.Aggregates {
		w.aggregate(depth+1, a)
	}
}

func (w *printer) aggregate(depth int, a *Aggregate) {
	var parts []string
	for _, k := range a.Keys {
		parts = append(parts, "by "+k.name())
	}
	for _, m := range a.Measures {
		of := PropertyName(m.Property, m.OfRelationship, mapping.NoEnd, false)
		if m.Units {
			of += " in " + PropertyName(m.Property.Unit, m.OfRelationship, mapping.NoEnd, false)
		}
		parts = append(parts, "measure "+of)
	}
	parts = append(parts, "count")
	w.line(depth, "aggregate %s limit $%d", strings.Join(parts, ", "), a.Limit)
	for _, k := range a.Keys {
		if k.Node == nil {
			continue
		}
		if one := k.Node.One; one != nil && one.Where != nil {
			w.line(depth+1, "%s where %s", k.name(), one.Where)
		}
		if len(k.Node.Shown().Columns) > 0 {
			w.line(depth+1, "of %s", k.name())
			w.selection(depth+2, k.Node.Shown())
		}
	}
}

// name is a key as text.
func (k *GroupKey) name() string {
	switch {
	case k.Node == nil:
		return PropertyName(k.Property, k.OfRelationship, k.End, false)
	case k.Node.One != nil && k.End != mapping.NoEnd:
		return fmt.Sprint(k.End, " ", arrow(k.Node.One.Step, k.Node.One.Type))
	case k.Node.One != nil:
		return arrow(k.Node.One.Step, k.Node.One.Type)
	}
	return "reference " + PropertyName(k.Node.Property, true, mapping.NoEnd, false) + " to " + k.Node.Type.Name
}

func (w *printer) selection(depth int, s *Selection) {
	for _, c := range s.Columns {
		types := ""
		if c.Types != nil {
			types = " (" + strings.Join(c.Types, ", ") + ")"
		}
		switch c.Kind {
		case PropertyColumn:
			w.line(depth, "%s%s", PropertyName(c.Property, c.OfRelationship, c.End, c.SortKey), types)
		case OneColumn:
			w.line(depth, "one %s%s", arrow(c.One.Step, c.One.Type), types)
			if c.One.Where != nil {
				w.line(depth+1, "where %s", c.One.Where)
			}
			w.selection(depth+1, c.One.Select)
		case ManyColumn:
			if types != "" {
				w.line(depth, "for%s", types)
			}
			w.many(depth, c.Many)
		case LinksColumn:
			w.links(depth, c.Links)
		case EvidenceColumn:
			w.line(depth, "evidence%s%s", ofRelationship(c.OfRelationship), types)
			if c.Select != nil {
				w.selection(depth+1, c.Select)
			}
		case ReferenceColumn:
			w.line(depth, "reference %s to %s%s", PropertyName(c.Property, true, mapping.NoEnd, false), c.Type.Name, types)
			w.selection(depth+1, c.Select)
		case EndColumn:
			w.line(depth, "%s %s", c.End, c.Type.Name)
			w.selection(depth+1, c.Select)
		}
	}
}

func (w *printer) links(depth int, l *Links) {
	names := make([]string, len(l.Types))
	for i, t := range l.Types {
		names[i] = t.Name
	}
	w.line(depth, "links -[%s]- %s limit $%d", strings.Join(names, "|"), l.Type.Name, l.Limit)
	if where := Both(l.Holds(l.Types[0]), l.Far()); where != nil {
		w.line(depth+1, "where %s", where)
	}
	if len(l.Weights) > 0 {
		w.line(depth+1, "weight r.%s", strings.Join(l.Weights, ", r."))
	}
	if l.MaxDegree != nil {
		w.line(depth+1, "up to a degree of $%d", *l.MaxDegree)
	}
}

func ofRelationship(yes bool) string {
	if yes {
		return " of relationship"
	}
	return ""
}

// PropertyName is a property as text: r.role of a relationship, from.name of the node at its start, name of a node, nameKey for its sort
// key.
func PropertyName(p *mapping.Property, ofRelationship bool, end mapping.End, sortKey bool) string {
	name := p.Name
	if sortKey {
		name = p.StoredKey()
	}
	switch {
	case ofRelationship:
		return "r." + name
	case end != mapping.NoEnd:
		return end.String() + "." + name
	}
	return name
}

func (k OrderKey) String() string {
	s := PropertyName(k.Property, k.OfRelationship, k.End, k.Property.SortKey != mapping.NoSortKey)
	if k.Descending {
		s += " desc"
	}
	if k.Reverse {
		s += " reversed"
	}
	return s
}

var comparisonNames = [...]string{
	Eq: "=", Ne: "<>", In: "in", NotIn: "not in", Lt: "<", Lte: "<=", Gt: ">", Gte: ">=", Contains: "contains",
	StartsWith: "starts with", EndsWith: "ends with", Has: "has", HasAny: "has any", HasAll: "has all",
	IsNull: "is null", IsNotNull: "is not null",
}

func (c Comparison) String() string { return comparisonNames[c] }

// String writes a filter as text.
func (f *Filter) String() string {
	switch f.Op {
	case And:
		return joined(f.Args, " and ", "true")
	case Or:
		return joined(f.Args, " or ", "false")
	case Not:
		return "not " + f.Args[0].String()
	case Compare:
		s := PropertyName(f.Property, f.OfRelationship, mapping.NoEnd, f.SortKey) + " " + f.Comparison.String()
		if f.Comparison != IsNull && f.Comparison != IsNotNull {
			s += fmt.Sprintf(" $%d", f.Value)
		}
		if f.IgnoreCase {
			s += " ignoring case"
		}
		return s
	case IsType:
		return "type in [" + strings.Join(f.Types, ", ") + "]"
	case AtEnd:
		return fmt.Sprintf("%s(%s)", f.End, f.Args[0])
	case Count:
		s := fmt.Sprintf("count(%s where %s)", arrow(*f.Step, f.Type), f.Args[0])
		for _, c := range f.Counts {
			s += fmt.Sprintf(" %s $%d", c.Comparison, c.Value)
		}
		return s
	}
	name := map[FilterOp]string{Some: "some", None: "none", All: "all"}[f.Op]
	s := fmt.Sprintf("%s(%s where %s", name, arrow(*f.Step, f.Type), f.Args[0])
	if f.Op == All {
		s += " among " + f.Args[1].String()
	}
	return s + ")"
}

func joined(args []*Filter, with, empty string) string {
	if len(args) == 0 {
		return empty
	}
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = a.String()
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, with) + ")"
}
