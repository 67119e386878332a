// Package noun holds the one Go type that generated code knows for everything that lives in the graph.
package noun

import (
	"context"
	"errors"
	"io"
)

// Noun is the JSON of an answer to the selection on an entity, a relationship, a connection of them, or a list of those. It is
// complete before it is handed to generated code, which copies its bytes and never looks inside. A nil Noun is null.
type Noun []byte

// MarshalGQLContext writes the JSON.
func (n Noun) MarshalGQLContext(_ context.Context, w io.Writer) error {
	if n == nil {
		n = Noun("null")
	}
	_, err := w.Write(n)
	return err
}

// UnmarshalGQLContext always returns an error: a noun is an answer, never an argument.
func (n *Noun) UnmarshalGQLContext(context.Context, any) error {
	return errors.New("a noun is an answer, not an argument")
}
