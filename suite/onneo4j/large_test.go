//go:build deep

package onneo4j

import (
	"strings"
	"sync/atomic"
	"testing"

	"partnir/cypher"
	"partnir/suite"
)

// TestSuiteAsOnALargeGraph runs it with the forms that a large graph would have. What the anchors lead to is sometimes all looked
// at, and sometimes too much.
func TestSuiteAsOnALargeGraph(t *testing.T) {
	var eithers, hubs, all atomic.Int64
	large := suite.Suite{Open: EmptyStore(cypher.Config{Statistics: suite.LargeGraph(suite.Mapping(t)), Most: 3, OnStatement: func(text string) {
		all.Add(1)
		if strings.Contains(text, "$most") {
			eithers.Add(1)
		}
		if strings.Contains(text, "$hub") {
			hubs.Add(1)
		}
	}}), Questions: 40}
	large.Run(t)
	t.Logf("%d statements, %d of them decide how to find a list, %d how to read one below a node", all.Load(), eithers.Load(), hubs.Load())
	if all.Load() > 500 && (eithers.Load() < 5 || hubs.Load() < 5) {
		t.Error("too few statements decide by themselves: the suite shows too little of that")
	}
}

// TestManyRecords asks more random questions than package records does.
func TestManyRecords(t *testing.T) {
	suite.Suite{Open: EmptyStore(cypher.Config{}), Questions: 60}.RunRecords(t)
}
