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
	object := g.object(parents, of.typeName(of.aggregate, "Aggregate"), of.relationship() != nil)
	return &plan.Field{Kind: plan.List, Column: 1 + len(many.Aggregates), Object: object, NonNull: true, ItemsNonNull: true}, nil
}

// groupKey resolves a value of `groupBy`, such as STATUS, NODE_STATUS or FROM_NAME.
func (of connectionOf) groupKey(item any) *plan.GroupKey {
	name, _ := item.(string)
	rel := of.relationship()
	if rel == nil {
		return groupKeyOf(of.t.Properties, name, plan.GroupKey{})
	}
	if k := groupKeyOf(rel.Properties, name, plan.GroupKey{OfRelationship: true}); k != nil {
		return k
	}
	for _, p := range of.parts() {
		if rest, ok := strings.CutPrefix(name, mapping.EnumName(p.name)+"_"); ok {
			return groupKeyOf(p.t.Properties, rest, plan.GroupKey{End: p.end})
		}
	}
	return nil
}

// groupKeyOf is the key of the property that a value of `groupBy` names among some; nil where none is.
func groupKeyOf(properties []*mapping.Property, name string, k plan.GroupKey) *plan.GroupKey {
	for _, p := range properties {
		if mapping.EnumName(p.Name) == name {
			k.Property = p
			return &k
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
		object.Fields = append(object.Fields, m.named(g.field(m, typeName, ofRelationship)))
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
		of := plan.GroupKey{OfRelationship: ofRelationship}
		return &plan.Field{Kind: plan.Self, NonNull: true, Object: g.key(m.fields, m.fields[0].Definition.Type.Name(), of, g.own(ofRelationship))}
	case "node":
		return &plan.Field{Kind: plan.Self, NonNull: true, Object: g.object(m.fields, m.fields[0].Definition.Type.Name(), false)}
	default:
		return &plan.Field{Kind: plan.ObjectValue, NonNull: true, Column: g.measure(name, ofRelationship), Object: g.figures(m.fields)}
	}
}

// key shapes the key of a group: of the properties of something, which of says what it is, those that are not grouped by are null. The key of
// relationships has parts for the nodes beside them.
func (g *groups) key(parents []*ast.Field, typeName string, of plan.GroupKey, property func(string) *mapping.Property) *plan.Object {
	object := &plan.Object{}
	for _, m := range g.collect(parents, anyType) {
		object.Fields = append(object.Fields, m.named(g.keyField(m.fields, typeName, of, property)))
	}
	return object
}

func (g *groups) keyField(fields []*ast.Field, typeName string, of plan.GroupKey, property func(string) *mapping.Property) *plan.Field {
	name := fields[0].Name
	if name == "__typename" {
		return &plan.Field{Kind: plan.TypeName, Text: typeName, NonNull: true}
	}
	if of.OfRelationship {
		for _, p := range g.of.parts() {
			if p.name == name {
				o := g.key(fields, fields[0].Definition.Type.Name(), plan.GroupKey{End: p.end}, p.t.Property)
				return &plan.Field{Kind: plan.Self, NonNull: true, Object: o}
			}
		}
	}
	of.Property = property(name)
	f := &plan.Field{Kind: plan.Scalar, Value: of.Property.Kind, Column: plan.Absent}
	if i := slices.IndexFunc(g.a.Keys, func(k *plan.GroupKey) bool { return *k == of }); i >= 0 {
		f.Column = 1 + i
	}
	return f
}

// own finds a property of the relationships of the list, or of its nodes.
func (g *groups) own(ofRelationship bool) func(string) *mapping.Property {
	if ofRelationship {
		return g.of.own
	}
	return g.of.t.Property
}

// measure returns the column of a measure, which is made where it is not there yet.
func (g *groups) measure(name string, ofRelationship bool) int {
	k := plan.GroupKey{Property: g.own(ofRelationship)(name), OfRelationship: ofRelationship}
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
