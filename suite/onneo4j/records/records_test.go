package records

import (
	"flag"
	"testing"

	"partnir/cypher"
	"partnir/suite"
	"partnir/suite/onneo4j"
)

var update = flag.Bool("update", false, "write the statements of the cases into their files")

// TestSuite runs what the suite of all stores asks of graphs of its own on a real Neo4j.
func TestSuite(t *testing.T) {
	suite.Suite{Open: onneo4j.EmptyStore(cypher.Config{}), Statements: true, Update: *update, Questions: 8}.RunRecords(t) // each new text is planned for long; the deep run asks 60
}
