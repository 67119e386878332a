package cypher

import (
	"testing"

	"partnir/plan"
)

func TestLuceneQuery(t *testing.T) {
	for text, want := range map[string]string{
		"5g":                   "(5g*)",
		"Industrial internt":   "((industrial* OR industrial~2) AND (internt* OR internt~1))",
		"AND or NOT":           "((or* AND not*) OR (and* AND (or* OR not*)))",
		"a b c d":              "(((a* AND b*) AND (c* OR d*)) OR ((a* OR b*) AND (c* AND d*)))",
		`"quo\te" + (br:ack*)`: "(((quo* AND te*) AND (br* OR ack*)) OR ((quo* OR te*) AND (br* AND ack*)))",
	} {
		if got := luceneQuery(plan.NewSearch(text, nil)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
}
