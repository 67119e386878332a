package embedded_test

import (
	"context"
	"testing"

	"partnir/embedded"
	"partnir/plan"
	"partnir/plan/plantest"
)

var seed, operations = plantest.DifferentialFlags(3000)

// TestDifferential compares the store with the reference on random operations, each text of which is asked of two graphs.
func TestDifferential(t *testing.T) {
	plantest.Differential{
		Stores: map[string]func(*testing.T, *plan.Mapping) plan.Store{
			"embedded": func(t *testing.T, m *plan.Mapping) plan.Store {
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
