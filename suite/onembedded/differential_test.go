package onembedded

import (
	"context"
	"testing"

	"partnir/embedded"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite"
)

var seed, operations = suite.DifferentialFlags(3000)

// TestDifferential compares the store with the reference on random operations, each text of which is asked of two graphs.
func TestDifferential(t *testing.T) {
	suite.Differential{
		Stores: map[string]func(*testing.T, *mapping.Mapping) store.Store{
			"embedded": func(t *testing.T, m *mapping.Mapping) store.Store {
				store, err := embedded.Open(context.Background(), "", m)
				if err != nil {
					t.Fatal(err)
				}
				return store
			},
		},
		Texts: 200, Graphs: 2, Seed: *seed, Operations: *operations,
	}.Run(t)
}
