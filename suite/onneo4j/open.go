// Package onneo4j holds Neo4j to the suite. Its tests ask the cases about the fixture; those of its folders ask the rest, each of a Neo4j of its
// own, so that no package takes long.
package onneo4j

import (
	"context"
	"testing"
	"time"

	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/plan/mapping"
	"partnir/store"
)

// EmptyStore opens a store on the Neo4j of the tests, in which nothing is then.
func EmptyStore(cfg cypher.Config) func(t *testing.T, m *mapping.Mapping) store.Store {
	return func(t *testing.T, m *mapping.Mapping) store.Store {
		if cfg.URI = neo4jtest.RequireEmpty(t); cfg.QueryTimeout == 0 {
			cfg.QueryTimeout = time.Minute // a server that is new takes long to plan a large statement
		}
		db, err := cypher.Open(context.Background(), cfg, m)
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
}
