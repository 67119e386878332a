package onneo4j

import (
	"context"
	"flag"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/graph"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite"
)

var update = flag.Bool("update", false, "write what the cases come to into their files")

// TestSuite runs the suite of all stores on a real Neo4j.
func TestSuite(t *testing.T) {
	suite.Suite{
		Open:       emptyStore(cypher.Config{}),
		Statements: true,
		Update:     *update,
		// Neo4j plans each new statement for a tenth of a second and more, and every question here is a new one.
		Questions: 40,
	}.Run(t)
}

// TestSuiteAsOnALargeGraph runs what reads in it with the forms that a large graph would have. What the anchors lead to is sometimes all looked
// at, and sometimes too much.
func TestSuiteAsOnALargeGraph(t *testing.T) {
	var eithers, hubs, all atomic.Int64
	suite.Suite{Open: emptyStore(cypher.Config{Statistics: suite.LargeGraph(servedMapping(t)), Most: 3, OnStatement: func(text string) {
		all.Add(1)
		if strings.Contains(text, "$most") {
			eithers.Add(1)
		}
		if strings.Contains(text, "$hub") {
			hubs.Add(1)
		}
	}}), Questions: 40}.RunReading(t)
	t.Logf("%d statements, %d of them decide how to find a list, %d how to read one below a node", all.Load(), eithers.Load(), hubs.Load())
	if all.Load() > 500 && (eithers.Load() < 5 || hubs.Load() < 5) {
		t.Error("too few statements decide by themselves: the suite shows too little of that")
	}
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

// oneMapping is read once: records and stores must be of one mapping.
var oneMapping = sync.OnceValues(graph.Mapping)

func servedMapping(t testing.TB) *mapping.Mapping {
	t.Helper()
	m, err := oneMapping()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
