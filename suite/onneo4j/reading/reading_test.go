package reading

import (
	"context"
	"testing"
	"time"

	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite"
)

// TestSuite runs what reads in the suite of all stores, but the cases, on a real Neo4j. It plans each new statement for a tenth of a second and
// more, and every question here is a new one.
func TestSuite(t *testing.T) {
	suite.Suite{Open: func(t *testing.T, m *mapping.Mapping) store.Store {
		db, err := cypher.Open(context.Background(), cypher.Config{URI: neo4jtest.RequireEmpty(t), QueryTimeout: time.Minute}, m)
		if err != nil {
			t.Fatal(err)
		}
		return db
	}, Questions: 20}.RunReading(t)
}
