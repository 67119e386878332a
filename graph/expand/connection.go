package expand

import (
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

// listOf says what a connection is of: either the nodes of a type, or what a relationship field leads to.
type listOf struct {
	// prefix is what the names of its types begin with.
	prefix string
	// what names it in descriptions.
	what string
	// nodes is the type of its nodes.
	nodes string
	at    *ast.Position
	// link is set for a relationship field.
	link *mapping.Link
}

// list generates the connection and the edge.
func (e *expander) list(of listOf) {
	edges := "The page, with cursors."
	if of.link != nil {
		edges = "The page, with cursors and the data of the relationships."
	}
	e.define(of.at, of.what, &ast.Definition{
		Kind: ast.Object, Name: of.prefix + "Connection", Description: "A page of " + of.what + ".",
		Fields: ast.FieldList{
			field("edges", "["+of.prefix+"Edge!]!", edges),
			field("nodes", "["+of.nodes+"!]!", "The nodes of the page."),
			field("pageInfo", "PageInfo!", "Where the page stands."),
			field("totalCount", "Int!", "How many are on all pages."),
			field("aggregate", "["+of.prefix+"Aggregate!]!",
				"Figures over all pages: "+groups,
				groupArguments(of.prefix)...),
		},
	})
	e.edge(of.prefix, of.what, of.at, of.link)
}

// edge generates the edge of a list, or of a single relationship. Without a link it is an edge of a root list, which stands for no
// relationship.
func (e *expander) edge(prefix, what string, at *ast.Position, l *mapping.Link) {
	d := &ast.Definition{Kind: ast.Object, Name: prefix + "Edge"}
	cursor := field("cursor", "String!", "For `after` and `before`.")
	switch {
	case l == nil:
		d.Description = "One of a list of " + what + "."
		d.Fields = ast.FieldList{cursor, field("node", prefix+"!", "The node.")}
		e.define(at, what, d)
		return
	case l.Many:
		d.Description = "One of the " + what + ", with its node." + dataOf(l)
		d.Fields = ast.FieldList{cursor}
	default:
		d.Description = "A relationship to a node of type " + l.Type.Name + ", with the node." + dataOf(l)
	}
	d.Fields = append(d.Fields, field("node", l.Type.Name+"!", "The node that it leads to."))
	for _, f := range dataFields(l.Step.Relationship) {
		if f.Name == "id" { // an edge has none: clients would take the two directions of a relationship for one object
			f = field(relationshipID, "ID!", "Id of the relationship, for `node`.")
		}
		d.Fields = append(d.Fields, f)
	}
	e.define(at, what, d)
}

// relationshipID is what the id of a relationship is called in an edge.
const relationshipID = "relationshipId"

// dataOf says what the data of a relationship are about, where it carries any.
func dataOf(l *mapping.Link) string {
	if l.Step.Relationship.TypeName == mapping.PlainRelationship {
		return ""
	}
	return " " + l.Step.Relationship.Description
}
