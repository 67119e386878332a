package reading

import (
	"testing"

	"partnir/cypher"
	"partnir/suite"
	"partnir/suite/onneo4j"
)

// TestSuite runs what reads in the suite of all stores, but the cases, on a real Neo4j. It plans each new statement for a tenth of a second and
// more, and every question here is a new one.
func TestSuite(t *testing.T) {
	suite.Suite{Open: onneo4j.EmptyStore(cypher.Config{}), Questions: 20}.RunReading(t)
}
