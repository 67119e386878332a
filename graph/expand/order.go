package expand

import (
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

const oneField = " Give exactly one field; list several orders to break ties."

// nodeOrder generates the order of a type of node.
func (e *expander) nodeOrder(t *mapping.NodeType, at *ast.Position) {
	d := &ast.Definition{
		Kind: ast.InputObject, Name: t.Name + "Order", Description: "What to order nodes of type " + t.Name + " by." + oneField,
	}
	d.Fields = orderFields(t.Properties)
	e.define(at, "the type "+t.Name, d)
}

// relationshipOrder generates the order of a relationship field.
func (e *expander) relationshipOrder(l *mapping.Link, at *ast.Position) {
	what := relationshipsOf(l)
	d := &ast.Definition{
		Kind: ast.InputObject, Name: l.TypePrefix() + "Order",
		Description: "What to order " + what + " by: the relationship, or its node." + oneField,
	}
	d.Fields = append(orderFields(l.Step.Relationship.Properties), field("node", l.Type.Name+"Order", "By the node."))
	d.Fields.ForName("id").Name = relationshipID
	e.define(at, what, d)
}

func orderFields(properties []*mapping.Property) ast.FieldList {
	var fields ast.FieldList
	for _, p := range properties {
		if filterable(p) && !p.List {
			fields = append(fields, field(p.Name, "OrderDirection", describedThere))
		}
	}
	return fields
}
