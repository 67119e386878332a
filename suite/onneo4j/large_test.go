//go:build deep

package onneo4j

import (
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"partnir/cypher"
	"partnir/cypher/statement"
	"partnir/dataset"
	"partnir/store"
	"partnir/suite"
)

// TestSuiteAsOnALargeGraph runs it with the forms that a large graph would have. What the anchors lead to is sometimes all looked
// at, and sometimes too much.
func TestSuiteAsOnALargeGraph(t *testing.T) {
	var eithers, hubs, all atomic.Int64
	large := suite.Suite{Open: EmptyStore(cypher.Config{Statistics: suite.LargeGraph(suite.Mapping(t)), Most: 3, OnStatement: func(text string) {
		all.Add(1)
		if strings.Contains(text, statement.Param(statement.MostParam)) {
			eithers.Add(1)
		}
		if strings.Contains(text, statement.Param(statement.HubPrefix)) {
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

// TestStarterTwice shows that loading the starter graph again changes nothing. Both loads are long on Neo4j; package main loads it twice into the
// embedded store, and the part "twice" of the suite the fixture into every store.
func TestStarterTwice(t *testing.T) {
	m := suite.Mapping(t)
	records, err := dataset.Starter(m)
	if err != nil {
		t.Fatal(err)
	}
	s := EmptyStore(cypher.Config{})(t, m)
	defer s.Close(t.Context())
	var counts [2]store.Counts
	for i := range counts {
		if err := s.Load(t.Context(), records, nil); err != nil {
			t.Fatal(err)
		}
		if counts[i], err = s.Counts(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(counts[0], counts[1]) {
		t.Errorf("before %+v\nafter %+v", counts[0], counts[1])
	}
}
