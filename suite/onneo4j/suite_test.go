package onneo4j

import (
	"context"
	"flag"
	"testing"
	"time"

	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite"
)

var update = flag.Bool("update", false, "write what the cases come to into their files")

// TestSuite runs what reads in the suite of all stores on a real Neo4j. Package records runs the rest, on a Neo4j of its own beside it.
func TestSuite(t *testing.T) {
	suite.Suite{
		Open:       emptyStore(cypher.Config{}),
		Statements: true,
		Update:     *update,
		// Neo4j plans each new statement for a tenth of a second and more, and every question here is a new one.
		Questions: 20,
	}.RunReading(t)
}

// emptyStore opens a store on a Neo4j in which nothing is.
func emptyStore(cfg cypher.Config) func(t *testing.T, m *mapping.Mapping) store.Store {
	return func(t *testing.T, m *mapping.Mapping) store.Store {
		// A server that is new takes long to plan a large statement.
		cfg.URI, cfg.QueryTimeout = neo4jtest.RequireEmpty(t), time.Minute
		store, err := cypher.Open(context.Background(), cfg, m)
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
}
