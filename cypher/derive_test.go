package cypher_test

import (
	"context"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher"
	"partnir/cypher/neo4jtest"
	"partnir/suite"
)

// TestOldWords opens a graph in which another version of the program has written sort keys and the words of search.
func TestOldWords(t *testing.T) {
	ctx, m, uri := context.Background(), suite.Mapping(t), neo4jtest.RequireEmpty(t)
	store, err := cypher.Open(ctx, cypher.Config{URI: uri}, m)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Load(ctx, suite.Fixture(m), nil); err != nil {
		t.Fatal(err)
	}
	store.Close(ctx)
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	for _, old := range []string{
		"MATCH (w:SearchWords) DELETE w",
		"MATCH (n:Entity) WHERE n.searchKey IS NOT NULL SET n.nameKey = 'old', n.searchKey = 'old', n.searchAliases = ' old'",
		"MATCH (n:Entity) REMOVE n.searchLetters, n.codeKey",
		"MATCH (m:Migration) SET m.number = 6",
	} {
		if _, err := neo4j.ExecuteQuery(ctx, driver, old, nil, neo4j.EagerResultTransformer); err != nil {
			t.Fatal(err)
		}
	}
	store, err = cypher.Open(ctx, cypher.Config{URI: uri}, m)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close(ctx)
	for query, want := range map[string]string{
		`{ search(text: "old") { nodes { id } } }`:                              "",
		`{ search(text: "ahvenanmaa") { nodes { id } } }`:                       "country:ALA",
		`{ search(text: "ahvenamaa") { nodes { id } } }`:                        "country:ALA",
		`{ countries(first: 1, orderBy: [{name: ASC}]) { nodes { id } } }`:      "country:ALA",
		`{ industries(first: 1, orderBy: [{code: DESC}]) { nodes { id } } }`:    "industry:X",
		`{ targets: goals(first: 1, orderBy: [{code: ASC}]) { nodes { id } } }`: "goal:7",
	} {
		row, err := store.Read(ctx, suite.Plan(t, query))
		if err != nil {
			t.Fatal(err)
		}
		if got := firstID(row); got != want {
			t.Errorf("%s finds %s, want %s", query, got, want)
		}
	}
}

// firstID is the id in the first row of a list or a search.
func firstID(row []any) string {
	rows := row[1].([]any)
	if len(rows) == 0 {
		return ""
	}
	return rows[0].([]any)[0].(string)
}
