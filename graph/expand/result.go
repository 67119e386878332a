package expand

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// resultType serves a type of the result of a verb: the lists in it that are marked become connections.
func (e *expander) resultType(written *ast.Definition) *ast.Definition {
	served := *written
	served.Fields = nil
	for _, f := range written.Fields {
		list := f.Directives.ForName("list")
		if list == nil {
			served.Fields = append(served.Fields, f)
			continue
		}
		if f.Type.Elem == nil {
			e.failf(f.Position, "%s.%s is marked @list, but is no list", written.Name, f.Name)
			continue
		}
		connection := field(f.Name, e.resultList(f)+"!", f.Description)
		connection.Position = f.Position
		if whole := list.Arguments.ForName("whole"); whole == nil || whole.Value.Raw != "true" {
			connection.Arguments = append(describedAtRoots(pageArguments()), f.Arguments...)
		}
		served.Fields = append(served.Fields, connection)
	}
	return &served
}

// resultList returns the name of the connection of a list in the result of a verb. Its types are generated where they are needed first: lists of one
// type share them. Those of nodes have names of their own, for connections of nouns have filters and aggregates.
func (e *expander) resultList(f *ast.FieldDefinition) string {
	node := f.Type.Elem.Name()
	prefix := node
	if e.m.Type(node) != nil {
		prefix = "Found" + node
	}
	name := prefix + "Connection"
	if e.schema.Lists[name] {
		return name
	}
	e.schema.Lists[name], e.schema.Lists[prefix+"Edge"] = true, true
	what := strings.ToLower(f.Name) + " and the like"
	e.define(f.Position, what, &ast.Definition{
		Kind: ast.Object, Name: name, Description: "A page of a list in a result.",
		Fields: ast.FieldList{
			field("edges", "["+prefix+"Edge!]!", "The page, with cursors."),
			field("nodes", "["+node+"!]!", "The page."),
			field("pageInfo", "PageInfo!", "Where the page stands."),
			field("totalCount", "Int!", "How many are on all pages."),
		},
	})
	e.define(f.Position, what, &ast.Definition{
		Kind: ast.Object, Name: prefix + "Edge", Description: "One of a list in a result.",
		Fields: ast.FieldList{
			field("cursor", "String!", "For `after` and `before`."),
			field("node", node+"!", "What stands there."),
		},
	})
	return name
}
