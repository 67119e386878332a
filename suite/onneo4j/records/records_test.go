package records

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

// TestSuite runs what the suite of all stores asks of records on a real Neo4j.
func TestSuite(t *testing.T) {
	suite.Suite{Open: func(t *testing.T, m *mapping.Mapping) store.Store {
		db, err := cypher.Open(context.Background(), cypher.Config{URI: neo4jtest.RequireEmpty(t), QueryTimeout: time.Minute}, m)
		if err != nil {
			t.Fatal(err)
		}
		return db
	}, Statements: true, Update: *update, Questions: 8}.RunRecords(t) // each new text is planned for long; the deep run asks 60
}
