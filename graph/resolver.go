package graph

import (
	"context"

	"partnir/graph/noun"
)

// Nouns answers selections on what lives in the graph.
type Nouns interface {
	// Read answers the root field that ctx is about (graphql.GetFieldContext): its arguments, and its selection to any depth.
	// It returns nil for null where the schema allows null there. An error makes the field null; a *plan.InputError is shown
	// as it is, everything else as the error presenter says.
	Read(ctx context.Context) (noun.Noun, error)
	// Reads reports whether the root field of that name is one that Read answers.
	Reads(field string) bool
}

// Resolver holds what resolvers depend on. Root fields of nouns all do the same: they read. Verbs call their packages.
type Resolver struct {
	Nouns Nouns
}

func (r *Resolver) read(ctx context.Context) (noun.Noun, error) { return r.Nouns.Read(ctx) }
