// Package verbs resolves the fields that compute: a file for each verb, with its resolver beside it.
package verbs

import (
	"context"

	"partnir/analysis"
	"partnir/graph/noun"
	"partnir/graph/nouns"
)

// Resolver holds what resolvers depend on. Root fields of nouns all do the same: they read. Verbs call their packages.
type Resolver struct {
	Nouns    nouns.Nouns
	Analysis *analysis.Reader
}

func (r *Resolver) read(ctx context.Context) (noun.Noun, error) { return r.Nouns.Read(ctx) }
