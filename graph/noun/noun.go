// Package noun holds the Go types that generated code knows for what lives in the graph.
package noun

import (
	"context"
	"errors"
	"io"
)

// Noun is the JSON of an answer to the selection on an entity, a relationship, a connection of them, or a list of those. It is
// complete before it is handed to generated code, which copies its bytes and never looks inside. A nil Noun is null.
//
// In the result of a verb it may also be a reference to an entity (Of). Package graph puts the answer in its place, by the selection of
// the field that it stands in.
type Noun []byte

// mark begins a reference. No JSON begins with it.
const mark = 0

// Of returns a reference to the entity with an id.
func Of(id string) Noun { return append(Noun{mark}, id...) }

// AllOf returns references to the entities with some ids.
func AllOf(ids []string) []Noun {
	nouns := make([]Noun, len(ids))
	for i, id := range ids {
		nouns[i] = Of(id)
	}
	return nouns
}

// ID returns the id of a reference; false where the noun is an answer.
func (n Noun) ID() (string, bool) {
	if len(n) == 0 || n[0] != mark {
		return "", false
	}
	return string(n[1:]), true
}

var errReference = errors.New("a reference has no JSON until its entity is read")

// MarshalGQLContext writes the JSON. A reference has none: that is an error.
func (n Noun) MarshalGQLContext(_ context.Context, w io.Writer) error {
	if _, reference := n.ID(); reference {
		return errReference
	}
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
