package expand

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
	"partnir/plan/mapping"
)

// groupArguments are the arguments of an aggregate over records with these properties.
func groupArguments(prefix string, properties []*mapping.Property) []*ast.ArgumentDefinition {
	first := argument("first", "Int", fmt.Sprintf("How many groups, 0 to %d, the default.", plan.MaxGroups))
	if !slices.ContainsFunc(properties, groupable) {
		return []*ast.ArgumentDefinition{first}
	}
	return []*ast.ArgumentDefinition{
		argument("groupBy", "["+prefix+"GroupBy!]", "A group for each combination of values of these."), first,
	}
}

// nodeAggregates generates the aggregates of a type of node: by themselves, and as the far end of a relationship.
func (e *expander) nodeAggregates(t *mapping.NodeType, at *ast.Position) {
	what := "the type " + t.Name
	e.aggregate(aggregateOf{prefix: t.Name, what: what, nodes: "nodes of type " + t.Name, at: at, own: t.Properties})
	if numbers := numberFields(t.Properties); len(numbers) > 0 {
		e.define(at, what, &ast.Definition{
			Kind: ast.Object, Name: t.Name + "NodeAggregate", Fields: numbers,
			Description: "Figures over the nodes of type " + t.Name + " at the other end of relationships; a node counts once for each relationship.",
		})
	}
}

// relationshipAggregates generates the aggregates of a relationship field.
func (e *expander) relationshipAggregates(l *mapping.Link, at *ast.Position) {
	e.aggregate(aggregateOf{
		prefix: l.TypePrefix(), what: relationshipsOf(l), nodes: relationshipsOf(l), at: at,
		own: l.Step.Relationship.Properties, far: l.Type, parts: []part{{"node", l.Type}},
	})
}

// part is a node beside relationships, whose properties can be grouped by under a name of its own.
type part struct {
	name string
	t    *mapping.NodeType
}

// aggregateOf says what an aggregate is of.
type aggregateOf struct {
	prefix, what, nodes string
	at                  *ast.Position
	// own are the properties of the nodes, or of the relationships.
	own []*mapping.Property
	// far is the type at the other end of relationships, over which there are figures too; nil for nodes, and for relationships by themselves.
	far *mapping.NodeType
	// parts are the nodes beside relationships.
	parts []part
}

// aggregate generates a group, its key, and what can be grouped by.
func (e *expander) aggregate(of aggregateOf) {
	group := &ast.Definition{
		Kind: ast.Object, Name: of.prefix + "Aggregate", Description: "Figures over a group of " + of.nodes + ".",
		Fields: ast.FieldList{field("count", "Int!", "How many there are in the group.")},
	}
	key := &ast.Definition{
		Kind: ast.Object, Name: of.prefix + "AggregateKey",
		Description: "What a group of " + of.nodes + " has in common; null: a missing value, or not in `groupBy`.",
	}
	by := &ast.Definition{
		Kind: ast.Enum, Name: of.prefix + "GroupBy", Description: "What " + of.nodes + " can be grouped by.",
	}
	group.Fields = append(group.Fields, numberFields(of.own)...)
	for _, p := range of.own {
		if groupable(p) {
			key.Fields = append(key.Fields, field(p.Name, scalarName(p), describedThere))
			by.EnumValues = append(by.EnumValues, value(mapping.EnumName(p.Name), describedThere))
		}
	}
	if of.far != nil {
		if len(numberFields(of.far.Properties)) > 0 {
			group.Fields = append(group.Fields, field("node", of.far.Name+"NodeAggregate!", "Figures over the nodes."))
		}
	}
	for _, part := range of.parts {
		if slices.ContainsFunc(part.t.Properties, groupable) {
			key.Fields = append(key.Fields, field(part.name, part.t.Name+"AggregateKey!", "What the nodes have in common."))
		}
		for _, p := range part.t.Properties {
			if groupable(p) {
				by.EnumValues = append(by.EnumValues, value(mapping.EnumName(part.name)+"_"+mapping.EnumName(p.Name), describedThere))
			}
		}
	}
	if len(by.EnumValues) > 0 {
		group.Fields = slices.Insert(group.Fields, 0, field("key", key.Name+"!", "What the group has in common."))
		e.define(of.at, of.what, key)
		e.define(of.at, of.what, by)
	}
	e.define(of.at, of.what, group)
}

// numberFields are the figures over the numeric properties.
func numberFields(properties []*mapping.Property) ast.FieldList {
	var fields ast.FieldList
	for _, p := range properties {
		if (p.Kind == mapping.Int || p.Kind == mapping.Float) && !p.List && filterable(p) {
			fields = append(fields, field(p.Name, "NumberAggregate!", describedThere))
		}
	}
	return fields
}

// groupable reports whether a property makes groups: values that repeat, not measurements, points in time or long texts.
func groupable(p *mapping.Property) bool {
	if p.List || p.Name == "id" || p.Name == "description" || !filterable(p) {
		return false
	}
	return p.Kind != mapping.Float && p.Kind != mapping.DateTime
}
