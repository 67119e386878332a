package loading

import (
	"testing"

	"partnir/cypher"
	"partnir/suite"
	"partnir/suite/onneo4j"
)

// TestSuite loads what the suite of all stores loads into a real Neo4j.
func TestSuite(t *testing.T) {
	suite.Suite{Open: onneo4j.EmptyStore(cypher.Config{})}.RunLoading(t)
}
