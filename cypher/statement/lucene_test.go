package statement

import (
	"reflect"
	"testing"

	"partnir/plan/search"
)

func TestLuceneQuery(t *testing.T) {
	for text, want := range map[string]string{
		"5g":                   "searchKey:(5g*)",
		"Industrial internt":   "searchKey:((industrial* OR industrial~2) AND (internt* OR internt~1))",
		"AND or NOT":           "searchKey:((or* AND not*) OR (and* AND (or* OR not*)))",
		"a b c d":              "searchKey:(((a* AND b*) AND (c* OR d*)) OR ((a* OR b*) AND (c* AND d*)))",
		`"quo\te" + (br:ack*)`: "searchKey:(((quo* AND te*) AND (br* OR ack*)) OR ((quo* OR te*) AND (br* AND ack*)))",
	} {
		if got := luceneQuery(search.New(text, nil)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestLuceneQueriesOfTiers(t *testing.T) {
	search := search.New("5G hydrogne", nil)
	if got, want := luceneExact(search), "searchKey:(5g* AND hydrogne*)"; got != want {
		t.Errorf("exact: got %s, want %s", got, want)
	}
	if got, want := luceneOther(search), "+searchKey:(5g* AND (hydrogne* OR hydrogne~2)) -searchKey:(5g* AND hydrogne*)"; got != want {
		t.Errorf("other: got %s, want %s", got, want)
	}
	want := []any{
		[]any{int64(4), "+searchName:hydrogne~2 -searchKey:hydrogne*"},
		[]any{int64(5), "+searchAliases:hydrogne~2 -searchKey:hydrogne*"},
		[]any{int64(6), "+searchDescription:hydrogne~2 -searchKey:hydrogne*"},
	}
	if got := luceneMisspelt(search); !reflect.DeepEqual(got, want) {
		t.Errorf("misspelt: got %v, want %v", got, want)
	}
}
