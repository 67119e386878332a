package expand

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

// The interfaces of all that has an id of its own, and of all relationships.
const (
	nodeInterface         = "Node"
	relationshipInterface = "Relationship"
)

// carrying is the relationship type that a hand-written type says the data of; nil where it carries none.
func (e *expander) carrying(typeName string) *mapping.RelationshipType {
	i := slices.IndexFunc(e.m.Relationships, func(r *mapping.RelationshipType) bool { return r.TypeName == typeName })
	if i < 0 {
		return nil
	}
	return e.m.Relationships[i]
}

// relationshipType serves a type of relationships that carries data, with its root list.
func (e *expander) relationshipType(rel *mapping.RelationshipType, written *ast.Definition) {
	at, what := written.Position, "relationships of type "+rel.TypeName
	e.define(at, what, e.relationshipObject(rel.TypeName, rel.Description, rel))
	e.list(listOf{prefix: rel.TypeName, what: what, nodes: rel.TypeName, at: at})
	filter := &ast.Definition{
		Kind: ast.InputObject, Name: rel.TypeName + "Filter",
		Description: "Conditions on relationships of type " + rel.TypeName + " and on the nodes at their ends. All that are given must be met.",
	}
	order := &ast.Definition{
		Kind: ast.InputObject, Name: rel.TypeName + "Order",
		Description: "What to order relationships of type " + rel.TypeName + " by: themselves or a node at their ends." + oneField,
		Fields:      orderFields(rel.Properties),
	}
	for _, p := range rel.Properties {
		if filterable(p) {
			filter.Fields = append(filter.Fields, field(p.Name, e.propertyFilter(p), brief(p.Description)))
		}
	}
	ends := []part{{"from", rel.FromType}, {"to", rel.ToType}}
	for _, end := range ends {
		filter.Fields = append(filter.Fields, field(end.name, end.t.Name+"Filter", "Conditions on the node there."))
		order.Fields = append(order.Fields, field(end.name, end.t.Name+"Order", "By the node there."))
	}
	filter.Fields = append(filter.Fields, logic(filter.Name)...)
	e.define(at, what, filter)
	e.define(at, what, order)
	e.aggregate(aggregateOf{prefix: rel.TypeName, what: what, nodes: what, at: at, numbers: numberFields(rel.Properties), keys: relationshipKeys(rel), parts: ends})
	e.rootLists(rel.Plural, rel.TypeName, what, at)
}

// interfaces generates what all that has an id of its own, and what all relationships have in common.
func (e *expander) interfaces(add func(*ast.Definition)) {
	add(&ast.Definition{
		Kind: ast.Interface, Name: nodeInterface, Description: "Whatever `node` finds by its id: entities and relationships.",
		Fields: ast.FieldList{field("id", "ID!", "Stable id.")},
	})
	if len(e.m.Relationships) == 0 {
		return
	}
	add(&ast.Definition{
		Kind: ast.Scalar, Name: "JSON", Description: "A value in JSON: an object, a list, a text, a number, true, false or null.",
		Directives: ast.DirectiveList{specifiedBy("https://datatracker.ietf.org/doc/html/rfc8259")},
	})
	every := e.relationshipObject(relationshipInterface, "A relationship of any type, with what it rests on.", nil)
	every.Kind, every.Interfaces = ast.Interface, []string{nodeInterface}
	add(every)
	if e.carrying(mapping.PlainRelationship) != nil {
		add(e.relationshipObject(mapping.PlainRelationship, "A relationship that carries no data of its own; its `type` says what it means.", nil))
	}
}

// relationshipObject shows relationships by themselves: of one type, or, where rel is nil, what those of all types have.
func (e *expander) relationshipObject(name, description string, rel *mapping.RelationshipType) *ast.Definition {
	widest := slices.MaxFunc(e.m.Interfaces, func(a, b *mapping.NodeType) int { return len(a.Objects) - len(b.Objects) })
	from, to := widest.Name, widest.Name
	if rel != nil {
		from, to = rel.FromType.Name, rel.ToType.Name
	}
	return &ast.Definition{
		Kind: ast.Object, Name: name, Description: description, Interfaces: []string{relationshipInterface, nodeInterface},
		Fields: slices.Concat(ast.FieldList{
			field("type", "RelationshipType!", "Its type."),
			field("from", from+"!", "What it starts from."),
			field("to", to+"!", "What it leads to."),
		}, dataFields(rel), ast.FieldList{
			field("properties", "JSON!", "The data of its type by their names, those without a value left out."),
		}),
	}
}

const validityKnown = "Whether it is known since when it holds: true with `validFrom`, and where it holds by definition, as that a target is part of " +
	"its goal. Else `asOf` keeps it from `knownSince` on, and without that never."

// dataFields show what the graph knows of a relationship; where rel is nil, what it knows of each.
func dataFields(rel *mapping.RelationshipType) ast.FieldList {
	properties := mapping.RelationshipProperties()
	var fields ast.FieldList
	if rel != nil {
		properties = rel.Properties
	}
	for _, p := range properties {
		fields = append(fields, field(p.Name, propertyType(p), p.Description))
		if p.Name == "knownSince" {
			fields = append(fields, field("validityKnown", "Boolean!", validityKnown))
		}
	}
	if rel != nil {
		for _, ref := range rel.References {
			fields = append(fields, field(ref.Name, ref.Type.Name, ref.Description))
		}
	}
	return append(fields, field("sources", "[Evidence!]!", "What says that it holds."))
}
