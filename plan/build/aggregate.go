package build

import (
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
	if groupBy := args["groupBy"]; !b.isNull(groupBy) {
		for _, item := range b.items(groupBy) {
			if k := of.groupKey(b.exact(item)); k != nil && !slices.ContainsFunc(a.Keys, func(o *plan.GroupKey) bool { return *o == *k }) {
				a.Keys = append(a.Keys, k)
			}
		}
	}
	many.Aggregates = append(many.Aggregates, a)
	g := &groups{builder: b, of: of, a: a, at: map[plan.GroupKey]int{}}
	object := g.object(parents, of.typeName(of.aggregate, "Aggregate"), of.step != nil)
	return &plan.Field{Kind: plan.List, Column: 1 + len(many.Aggregates), Object: object, NonNull: true, ItemsNonNull: true}, nil
}

// groupKey resolves a value of `groupBy`, such as STATUS or NODE_STATUS.
func (of connectionOf) groupKey(item any) *plan.GroupKey {
	name, _ := item.(string)
	if rel := of.relationship(); rel != nil {
		for _, p := range rel.Properties {
			if mapping.EnumName(p.Name) == name {
				return &plan.GroupKey{Property: p, OfRelationship: true}
			}
		}
		name = strings.TrimPrefix(name, "NODE_")
	}
	for _, p := range of.t.Properties {
		if mapping.EnumName(p.Name) == name {
			return &plan.GroupKey{Property: p}
		}
	}
	return nil
}

// groups is the work on the shape of one aggregate.
type groups struct {
	*builder
	of connectionOf
	a  *plan.Aggregate
	// at are the places of the measures.
	at map[plan.GroupKey]int
}

// object shapes a group: key, count and measures; below a relationship the measures of the node are in `node`.
func (g *groups) object(parents []*ast.Field, typeName string, ofRelationship bool) *plan.Object {
	object := &plan.Object{}
	for _, m := range g.collect(parents, anyType) {
		f := g.field(m, typeName, ofRelationship)
		f.Name = m.name
		object.Fields = append(object.Fields, f)
	}
	return object
}

func (g *groups) field(m merged, typeName string, ofRelationship bool) *plan.Field {
	switch name := m.fields[0].Name; name {
	case "__typename":
		return &plan.Field{Kind: plan.TypeName, Text: typeName, NonNull: true}
	case "count":
		return &plan.Field{Kind: plan.Scalar, Value: mapping.Int, NonNull: true}
	case "key":
		return &plan.Field{Kind: plan.Self, NonNull: true, Object: g.key(m.fields, m.fields[0].Definition.Type.Name(), ofRelationship)}
	case "node":
		return &plan.Field{Kind: plan.Self, NonNull: true, Object: g.object(m.fields, m.fields[0].Definition.Type.Name(), false)}
	default:
		return &plan.Field{Kind: plan.ObjectValue, NonNull: true, Column: g.measure(name, ofRelationship), Object: g.figures(m.fields)}
	}
}

// key shapes the key of a group; properties that are not grouped by are null.
func (g *groups) key(parents []*ast.Field, typeName string, ofRelationship bool) *plan.Object {
	object := &plan.Object{}
	for _, m := range g.collect(parents, anyType) {
		f := &plan.Field{Name: m.name, Kind: plan.TypeName, Text: typeName, NonNull: true}
		switch name := m.fields[0].Name; {
		case name == "node" && ofRelationship:
			f.Kind, f.Object = plan.Self, g.key(m.fields, m.fields[0].Definition.Type.Name(), false)
		case name != "__typename":
			p := g.property(name, ofRelationship)
			*f = plan.Field{Name: m.name, Kind: plan.Scalar, Value: p.Kind, Column: plan.Absent}
			if i := slices.IndexFunc(g.a.Keys, func(k *plan.GroupKey) bool {
				return *k == plan.GroupKey{Property: p, OfRelationship: ofRelationship}
			}); i >= 0 {
				f.Column = 1 + i
			}
		}
		object.Fields = append(object.Fields, f)
	}
	return object
}

func (g *groups) property(name string, ofRelationship bool) *mapping.Property {
	if ofRelationship {
		return g.of.relationship().Property(name)
	}
	return g.of.t.Property(name)
}

// measure returns the column of a measure, which is made where it is not there yet.
func (g *groups) measure(name string, ofRelationship bool) int {
	k := plan.GroupKey{Property: g.property(name, ofRelationship), OfRelationship: ofRelationship}
	i, ok := g.at[k]
	if !ok {
		i = len(g.a.Measures)
		g.at[k] = i
		g.a.Measures = append(g.a.Measures, &plan.Measure{Property: k.Property, OfRelationship: ofRelationship})
	}
	return 1 + len(g.a.Keys) + i
}

// figures shapes a NumberAggregate from the row of a measure.
func (g *groups) figures(parents []*ast.Field) *plan.Object {
	return g.leaves(parents, "NumberAggregate", map[string]*plan.Field{
		"count": {Kind: plan.Scalar, Column: 0, Value: mapping.Int, NonNull: true},
		"min":   {Kind: plan.Scalar, Column: 1, Value: mapping.Float},
		"max":   {Kind: plan.Scalar, Column: 2, Value: mapping.Float},
		"sum":   {Kind: plan.Sum, Column: plan.Whole},
		"avg":   {Kind: plan.Average, Column: plan.Whole},
	})
}
