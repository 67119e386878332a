package cypher_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/suite"
	"partnir/suite/graphtext"
)

// TestWordsOfOthers has one store search what another has loaded meanwhile: no misspelling is lost, and where nothing has changed a search is
// one statement.
func TestWordsOfOthers(t *testing.T) {
	ctx, m, uri := context.Background(), suite.Mapping(t), neo4jtest.RequireEmpty(t)
	var sent atomic.Int64
	reading, err := cypher.Open(ctx, cypher.Config{
		URI: uri, OnStatement: func(string) { sent.Add(1) }, Statistics: suite.StatisticsOf(m, suite.Fixture(m)),
	}, m)
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close(ctx)
	writing, err := cypher.Open(ctx, cypher.Config{URI: uri}, m)
	if err != nil {
		t.Fatal(err)
	}
	defer writing.Close(ctx)
	p := suite.Plan(t, `{ search(text: "hydrogne") { nodes { id } } }`)
	for round := range 3 {
		// Each name is another, and one letter from the text.
		records := graphtext.MustRead(m, []string{
			fmt.Sprintf(`node org:%d Organization name=%q kind="COMPANY"`, round, []string{"hydrogen", "hydrogme", "hadrogne"}[round]),
		})
		if err := writing.Load(ctx, records, nil); err != nil {
			t.Fatal(err)
		}
		for again := range 2 {
			before := sent.Load()
			row, err := reading.Read(ctx, p)
			if err != nil {
				t.Fatal(err)
			}
			if found := len(row[1].([]any)); found != round+1 {
				t.Errorf("after %d loads %d entities are found", round+1, found)
			}
			if n := sent.Load() - before; again == 1 && n != 1 {
				t.Errorf("a search again is %d statements", n)
			}
		}
		if err := writing.Load(ctx, records, nil); err != nil {
			t.Fatal(err)
		}
		before := sent.Load()
		if _, err := reading.Read(ctx, p); err != nil || sent.Load() != before+1 {
			t.Errorf("after the same records a search is %d statements, %v", sent.Load()-before, err)
		}
	}
	before := sent.Load()
	if _, err := reading.Read(ctx, suite.Plan(t, `{ search(text: "hyd") { nodes { id } } }`)); err != nil || sent.Load() != before+1 {
		t.Errorf("a search that cannot be misspelt is %d statements, %v", sent.Load()-before, err)
	}
}
