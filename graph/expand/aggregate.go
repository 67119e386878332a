package expand

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
	"partnir/plan/mapping"
)

// groupArguments are the arguments of an aggregate.
func groupArguments(prefix string) []*ast.ArgumentDefinition {
	return []*ast.ArgumentDefinition{
		argument("groupBy", "["+prefix+"GroupBy!]", "A group for each combination of values of these."),
		argument("first", "Int", fmt.Sprintf("How many groups, 0 to %d, the default.", plan.MaxGroups)),
	}
}

// nodeAggregates generates the aggregates of a type of node: by themselves, and as the far end of a relationship.
func (e *expander) nodeAggregates(t *mapping.NodeType, at *ast.Position) {
	what := "the type " + t.Name
	e.aggregate(aggregateOf{
		prefix: t.Name, what: what, nodes: "nodes of type " + t.Name, at: at, numbers: numberFields(t.Properties), keys: nodeKeys(t),
	})
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
		numbers: numberFields(l.Step.Relationship.Properties), keys: relationshipKeys(l.Step.Relationship), far: l.Type, parts: []part{{"node", l.Type}},
	})
}

// nodeKeys are what nodes can be grouped by, as fields of a key.
func nodeKeys(t *mapping.NodeType) ast.FieldList {
	var fields ast.FieldList
	for _, p := range t.Properties {
		switch {
		case p.Name == "id":
			fields = append(fields, field(mapping.KeyID, "ID", "Its id."))
		case groupable(p):
			fields = append(fields, field(p.Name, scalarName(p), describedThere))
		}
	}
	for _, l := range t.Links {
		if !l.Many {
			fields = append(fields, field(l.Name, l.Type.Name, describedThere))
		}
	}
	return fields
}

// relationshipKeys are what relationships can be grouped by.
func relationshipKeys(t *mapping.RelationshipType) ast.FieldList {
	var fields ast.FieldList
	for _, p := range t.Properties {
		if p.Name != "id" && groupable(p) {
			fields = append(fields, field(p.Name, scalarName(p), describedThere))
		}
	}
	for _, ref := range t.References {
		fields = append(fields, field(ref.Name, ref.Type.Name, describedThere))
	}
	return fields
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
	// numbers are the figures over the nodes or the relationships, keys what these can be grouped by.
	numbers, keys ast.FieldList
	// far is the type at the other end of relationships, over which there are figures too; nil for nodes, and for relationships by themselves.
	far *mapping.NodeType
	// parts are the nodes beside relationships.
	parts []part
}

// aggregate generates a group, its key, and what can be grouped by.
func (e *expander) aggregate(of aggregateOf) {
	key := &ast.Definition{
		Kind: ast.Object, Name: of.prefix + "AggregateKey", Fields: of.keys,
		Description: "What a group of " + of.nodes + " has in common; null: a missing value, or not in `groupBy`.",
	}
	group := &ast.Definition{
		Kind: ast.Object, Name: of.prefix + "Aggregate", Description: "Figures over a group of " + of.nodes + ".",
		Fields: append(ast.FieldList{
			field("key", key.Name+"!", "What the group has in common."), field("count", "Int!", "How many there are in the group."),
		}, of.numbers...),
	}
	by := &ast.Definition{
		Kind: ast.Enum, Name: of.prefix + "GroupBy", Description: "What " + of.nodes + " can be grouped by.",
	}
	for _, f := range of.keys {
		by.EnumValues = append(by.EnumValues, value(mapping.GroupBy(f.Name), describedThere))
	}
	if of.far != nil {
		if len(numberFields(of.far.Properties)) > 0 {
			group.Fields = append(group.Fields, field("node", of.far.Name+"NodeAggregate!", "Figures over the nodes."))
		}
	}
	for _, part := range of.parts {
		key.Fields = append(key.Fields, field(part.name, part.t.Name+"AggregateKey!", "What the nodes have in common."))
		for _, f := range nodeKeys(part.t) {
			by.EnumValues = append(by.EnumValues, value(mapping.EnumName(part.name)+"_"+mapping.GroupBy(f.Name), describedThere))
		}
	}
	e.define(of.at, of.what, key)
	e.define(of.at, of.what, by)
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
	if p.List || p.Name == "description" || !filterable(p) {
		return false
	}
	return p.Kind != mapping.Float && p.Kind != mapping.DateTime
}
