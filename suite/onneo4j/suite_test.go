package onneo4j

import (
	"flag"
	"testing"

	"partnir/cypher"
	"partnir/suite"
)

var update = flag.Bool("update", false, "write the statements of the cases into their files")

// TestSuite asks the cases about the fixture of a real Neo4j.
func TestSuite(t *testing.T) {
	suite.Suite{
		Open:       EmptyStore(cypher.Config{}),
		Statements: true,
		Update:     *update,
	}.RunCases(t)
}
