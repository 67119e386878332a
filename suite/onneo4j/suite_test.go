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

var update = flag.Bool("update", false, "write the statements of the cases into their files")

// TestSuite asks the cases about the fixture of a real Neo4j. Packages reading and records run the rest, each on a Neo4j of its own.
func TestSuite(t *testing.T) {
	suite.Suite{
		Open:       emptyStore(cypher.Config{}),
		Statements: true,
		Update:     *update,
	}.RunCases(t)
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
