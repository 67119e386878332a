//go:build deep

package onneo4j

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"partnir/cypher"
	"partnir/embedded"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite"
)

// Neo4j plans each new text for a tenth of a second and more, so there are fewer texts than for the embedded store, asked of more graphs.
var seed, operations = suite.DifferentialFlags(3000)

// TestDifferential compares Neo4j and the embedded store with the reference on random operations.
func TestDifferential(t *testing.T) {
	var sent atomic.Int64
	suite.Differential{
		Stores: map[string]func(*testing.T, *mapping.Mapping) store.Store{
			// The statistics of a large graph have all forms of statements come up, with bounds that these small graphs reach. Given ones are not
			// read again and again, so that all statements are those of operations.
			"neo4j": EmptyStore(cypher.Config{
				QueryTimeout: 5 * time.Minute, OnStatement: func(string) { sent.Add(1) }, Statistics: suite.LargeGraph(suite.Mapping(t)), Most: 3,
			}),
			"embedded": func(t *testing.T, m *mapping.Mapping) store.Store {
				store, err := embedded.Open(context.Background(), "", m)
				if err != nil {
					t.Fatal(err)
				}
				return store
			},
		},
		Texts: 60, Graphs: 50, Seed: *seed, Operations: *operations,
		Statements: map[string]func() int64{"neo4j": sent.Load},
	}.Run(t)
}
