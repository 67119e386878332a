package cypher_test

import (
	"context"
	"flag"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/plan"
	"partnir/plan/plantest"
)

var update = flag.Bool("update", false, "write what the cases of package plantest come to into their files")

// TestSuite runs the suite of all stores on a real Neo4j.
func TestSuite(t *testing.T) {
	uri := neo4jtest.Require(t)
	plantest.Suite{
		Open: func(t *testing.T, m *plan.Mapping) plan.Store {
			ctx := context.Background()
			driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth())
			if err != nil {
				t.Fatal(err)
			}
			defer driver.Close(ctx)
			if err := neo4jtest.Wipe(ctx, driver); err != nil {
				t.Fatal(err)
			}
			store, err := cypher.Open(ctx, cypher.Config{URI: uri}, m)
			if err != nil {
				t.Fatal(err)
			}
			return store
		},
		Statement: func(p *plan.Plan) string { return cypher.Compile(p).Text },
		Update:    *update,
		// Neo4j plans each new statement for a tenth of a second and more, and every question here is a new one.
		Questions: 40,
	}.Run(t)
}
