package build

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
	"partnir/plan/mapping"
)

// aggregate plans `aggregate` of a connection, or an aggregate at the root: it adds an Aggregate to the list and returns the shape
// of its groups.
func (b *builder) aggregate(of connectionOf, many *plan.Many, parents []*ast.Field, args arguments) (*plan.Field, error) {
	a := &plan.Aggregate{}
	first := input{now: int64(plan.MaxGroups)}
	if b.isWhole(args["first"]) {
		first = args["first"]
	}
	var err error
	if a.Limit, err = b.bind(first, wholeUpTo(plan.MaxGroups, of.name+": aggregate: first")); err != nil {
		return nil, err
	}
	g := &groups{builder: b, of: of, a: a, at: map[grouped]int{}}
	if groupBy := args["groupBy"]; !b.isNull(groupBy) {
		for _, item := range b.items(groupBy) {
			name, _ := b.exact(item).(string)
			if k, ok := of.grouped(name); ok && !slices.Contains(g.by, k) {
				g.by, g.parts = append(g.by, k), append(g.parts, newSelection())
				a.Keys = append(a.Keys, g.key(k, g.parts[len(g.parts)-1]))
			}
		}
	}
	many.Aggregates = append(many.Aggregates, a)
	object, err := g.object(parents, of.typeName(of.aggregate, "Aggregate"), place{ofRelationship: of.relationship() != nil, t: of.t})
	return &plan.Field{Kind: plan.List, Column: 1 + len(many.Aggregates), Object: object, NonNull: true, ItemsNonNull: true}, err
}

// grouped is what records are grouped by or measured: a property, or what a link or a reference leads to.
type grouped struct {
	property       *mapping.Property
	link           *mapping.Link
	reference      *mapping.Reference
	ofRelationship bool
	end            mapping.End
}

// grouped resolves a value of `groupBy`, such as STATUS, COUNTRY, NODE_STATUS or FROM_COUNTRY.
func (of connectionOf) grouped(value string) (grouped, bool) {
	rel := of.relationship()
	if rel == nil {
		return groupedIn(of.t, value, mapping.NoEnd)
	}
	for _, p := range rel.Properties {
		if mapping.EnumName(p.Name) == value {
			return grouped{property: p, ofRelationship: true}, true
		}
	}
	for _, ref := range rel.References {
		if mapping.EnumName(ref.Name) == value {
			return grouped{reference: ref, ofRelationship: true}, true
		}
	}
	for _, p := range of.parts() {
		if rest, ok := strings.CutPrefix(value, mapping.EnumName(p.name)+"_"); ok {
			return groupedIn(p.t, rest, p.end)
		}
	}
	return grouped{}, false
}

// groupedIn is what nodes of a type are grouped by.
func groupedIn(t *mapping.NodeType, value string, end mapping.End) (grouped, bool) {
	for _, p := range t.Properties {
		if mapping.EnumName(p.Name) == value {
			return grouped{property: p, end: end}, true
		}
	}
	for _, l := range t.Links {
		if !l.Many && mapping.EnumName(l.Name) == value {
			return grouped{link: l, end: end}, true
		}
	}
	return grouped{}, false
}

// named resolves the field of a key or of a group: of the relationship, or of the node of a part.
func (of connectionOf) named(name string, at place) grouped {
	if !at.ofRelationship {
		if name == mapping.KeyID {
			name = "id"
		}
		return grouped{property: at.t.Property(name), link: at.t.Link(name), end: at.end}
	}
	k := grouped{property: of.own(name), ofRelationship: true}
	for _, ref := range of.relationship().References {
		if ref.Name == name {
			k.reference = ref
		}
	}
	return k
}

// place is what the fields of a key or of a group are about: the relationship, or a node of a type, which may be at an end of it.
type place struct {
	ofRelationship bool
	t              *mapping.NodeType
	end            mapping.End
}

// groups is the work on the shape of one aggregate.
type groups struct {
	*builder
	of connectionOf
	a  *plan.Aggregate
	// by are the keys, and parts what is selected of those that are nodes.
	by    []grouped
	parts []*selection
	// at are the places of the measures.
	at map[grouped]int
}

// key plans a key of the groups; part is what is selected of a node.
func (g *groups) key(k grouped, part *selection) *plan.GroupKey {
	switch {
	case k.link != nil:
		return &plan.GroupKey{End: k.end, Node: &plan.Column{Kind: plan.OneColumn, One: &plan.One{
			Step: k.link.Step, Type: k.link.Type, Where: g.of.scope.Along(k.link), Select: part.Selection,
		}}}
	case k.reference != nil:
		return &plan.GroupKey{Node: &plan.Column{
			Kind: plan.ReferenceColumn, OfRelationship: true, Property: k.reference.Property, Type: k.reference.Type, Select: part.Selection,
		}}
	}
	return &plan.GroupKey{Property: k.property, OfRelationship: k.ofRelationship, End: k.end}
}

// object shapes a group: key, count and measures; below a relationship the measures of the node are in `node`.
func (g *groups) object(parents []*ast.Field, typeName string, at place) (*plan.Object, error) {
	object := &plan.Object{}
	for _, m := range g.collect(parents, anyType) {
		f, err := g.field(m, typeName, at)
		if err != nil {
			return nil, m.failed(err)
		}
		object.Fields = append(object.Fields, m.named(f))
	}
	return object, nil
}

func (g *groups) field(m merged, typeName string, at place) (f *plan.Field, err error) {
	switch name := m.fields[0].Name; name {
	case "__typename":
		return &plan.Field{Kind: plan.TypeName, Text: typeName, NonNull: true}, nil
	case "count":
		return &plan.Field{Kind: plan.Scalar, Value: mapping.Int, NonNull: true}, nil
	case "key":
		f = &plan.Field{Kind: plan.Self, NonNull: true}
		f.Object, err = g.keys(m.fields, m.fields[0].Definition.Type.Name(), at)
		return f, err
	case "node":
		f = &plan.Field{Kind: plan.Self, NonNull: true}
		f.Object, err = g.object(m.fields, m.fields[0].Definition.Type.Name(), place{t: g.of.t})
		return f, err
	default:
		return g.measure(m, at), nil
	}
}

// keys shapes the key of a group; what is not grouped by is null.
func (g *groups) keys(parents []*ast.Field, typeName string, at place) (*plan.Object, error) {
	object := &plan.Object{}
	for _, m := range g.collect(parents, anyType) {
		f := &plan.Field{Kind: plan.TypeName, Text: typeName, NonNull: true}
		var err error
		switch name := m.fields[0].Name; {
		case name == "__typename":
		case at.ofRelationship && g.part(name) != nil:
			part := g.part(name)
			f.Kind = plan.Self
			f.Object, err = g.keys(m.fields, m.fields[0].Definition.Type.Name(), place{t: part.t, end: part.end})
		default:
			f, err = g.keyField(g.of.named(name, at), m)
		}
		if err != nil {
			return nil, m.failed(err)
		}
		object.Fields = append(object.Fields, m.named(f))
	}
	return object, nil
}

// part is the node beside relationships whose part of the key a field shows; nil for none.
func (g *groups) part(name string) *part {
	parts := g.of.parts()
	if i := slices.IndexFunc(parts, func(p part) bool { return p.name == name }); i >= 0 {
		return &parts[i]
	}
	return nil
}

// keyField shapes a part of the key. The selection on a node that is not grouped by is looked at all the same, for what is wrong in it.
func (g *groups) keyField(k grouped, m merged) (*plan.Field, error) {
	f := &plan.Field{Kind: plan.ObjectValue, Column: plan.Absent}
	part := newSelection()
	if i := slices.Index(g.by, k); i >= 0 {
		f.Column, part = 1+i, g.parts[i]
	}
	var err error
	switch {
	case k.link != nil:
		f.Object, err = g.builder.object(part, k.link.Type, m.fields)
	case k.reference != nil:
		f.Object, err = g.builder.object(part, k.reference.Type, m.fields)
	default:
		f.Kind, f.Value = plan.Scalar, k.property.Kind
	}
	return f, err
}

// measure shapes the figures of a number; the measure is made where it is not there yet.
func (g *groups) measure(m merged, at place) *plan.Field {
	k := g.of.named(m.fields[0].Name, at)
	i, ok := g.at[k]
	if !ok {
		i = len(g.a.Measures)
		g.at[k] = i
		g.a.Measures = append(g.a.Measures, &plan.Measure{Property: k.property, OfRelationship: k.ofRelationship})
	}
	mixed := ""
	if unit := k.property.Unit; unit != nil && !slices.Contains(g.by, grouped{property: unit, ofRelationship: k.ofRelationship}) {
		by := mapping.EnumName(unit.Name)
		if g.of.relationship() != nil && !k.ofRelationship {
			by = mapping.NodePrefix + by
		}
		mixed = fmt.Sprintf("group by %s, or filter by %s", by, unit.Name)
	}
	object := g.figures(m.fields, mixed)
	if slices.ContainsFunc(object.Fields, func(f *plan.Field) bool { return f.Mixed != "" }) {
		g.a.Measures[i].Units = true
	}
	return &plan.Field{Kind: plan.ObjectValue, NonNull: true, Column: 1 + len(g.a.Keys) + i, Object: object}
}

// figures shapes a NumberAggregate from the row of a measure. mixed is what to do where its values are of several units.
func (g *groups) figures(parents []*ast.Field, mixed string) *plan.Object {
	return g.leaves(parents, "NumberAggregate", map[string]*plan.Field{
		"count": {Kind: plan.Scalar, Column: 0, Value: mapping.Int, NonNull: true},
		"min":   {Kind: plan.Scalar, Column: 1, Value: mapping.Float, Mixed: mixed},
		"max":   {Kind: plan.Scalar, Column: 2, Value: mapping.Float, Mixed: mixed},
		"sum":   {Kind: plan.Sum, Column: plan.Whole, Mixed: mixed},
		"avg":   {Kind: plan.Average, Column: plan.Whole, Mixed: mixed},
	})
}
