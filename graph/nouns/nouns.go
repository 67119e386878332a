// Package nouns answers the fields that are compiled: it plans a selection, reads it from the store, and keeps documents and plans that come again.
package nouns

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/graph/noun"
)

// Nouns answers selections on what lives in the graph.
type Nouns interface {
	// Read answers the root field that ctx is about (graphql.GetFieldContext): its arguments, and its selection to any depth.
	// It returns nil for null where the schema allows null there. An error makes the field null; a *fault.InputError is shown
	// as it is, everything else as the error presenter says.
	Read(ctx context.Context) (noun.Noun, error)
	// Reads reports whether the root field of that name is one that Read answers.
	Reads(field string) bool

	// Nodes answers a field of a verb's result on the nodes with some ids, in their order: its selection to any depth. The field is one
	// of ctx's operation.
	Nodes(ctx context.Context, f *ast.Field, ids []string) ([]Node, error)
	// Check returns what is wrong with the selection of a field that Nodes would answer, as Nodes would. It is false for a field that is no
	// noun.
	Check(ctx context.Context, f *ast.Field) (noun bool, err error)
}

// Node is the answer on a node.
type Node struct {
	// JSON is null where there is no such node; it is nil where a null goes up to what is around it.
	JSON noun.Noun
	// Missing are the errors of values that the schema promises and the graph does not have. Their paths begin with the field.
	Missing []*fault.InputError
}
