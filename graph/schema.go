// Package graph is the GraphQL face: the schema, the resolvers, the HTTP transport, limits and errors.
package graph

import (
	"embed"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

//go:generate go run ./gen

//go:embed schema
var written embed.FS

//go:embed schema.graphql
var served string

//go:embed schema.flat.graphql
var servedFlat string

var mapped = sync.OnceValues(func() (*mapping.Mapping, error) {
	sources, err := Sources()
	if err != nil {
		return nil, err
	}
	return mapping.Read(sources...)
})

// Mapping returns how the schema lies in the graph, by the hand-written files. It is read once, for records, plans and stores must be of one
// mapping, and must not be changed.
func Mapping() (*mapping.Mapping, error) { return mapped() }

// Sources returns the hand-written files of the schema, whose directives say how it lies in the graph.
func Sources() ([]*ast.Source, error) { return mapping.Sources(written, "schema") }

var parsed = sync.OnceValue(func() *ast.Schema {
	schema := gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: served})
	publish(schema)
	return schema
})

// Text returns the text of the schema as it is served: the full one, or flat, in which no interface says that it implements another, for
// clients that refuse that.
func Text(flat bool) string {
	if flat {
		return servedFlat
	}
	return served
}

// Schema returns the full schema, as it is served. It is parsed once, and must not be changed.
func Schema() *ast.Schema { return parsed() }
