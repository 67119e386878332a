package statement

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"partnir/plan/search"
)

// nearIn are the misspellings of the words of a search in a vocabulary.
func nearIn(searchOf search.Search, vocabulary string) [][]search.Misspelt {
	words := search.NewVocabulary(strings.Fields(vocabulary))
	near := make([][]search.Misspelt, len(searchOf.Words))
	for i, w := range searchOf.Words {
		near[i] = words.Misspellings(w)
	}
	return near
}

func TestLuceneQuery(t *testing.T) {
	const vocabulary = "internet intern industrial industrials industria"
	for text, want := range map[string]string{
		"5g":                   "searchKey:(5g*)",
		"industrial internt":   "searchKey:((industrial* OR industria) AND (internt* OR /intern(et)?/))",
		"AND or NOT":           "searchKey:((or* AND not*) OR (and* AND (or* OR not*)))",
		"a b c d":              "searchKey:(((a* AND b*) AND (c* OR d*)) OR ((a* OR b*) AND (c* AND d*)))",
		`"quo\te" + (br:ack*)`: "searchKey:(((quo* AND te*) AND (br* OR ack*)) OR ((quo* OR te*) AND (br* AND ack*)))",
		"国":                    "searchKey:(国*)",
		"和国":                   "searchKey:(和国)",
		"共和国 base五":            `searchKey:((base* AND 五*) OR ("共和 和国" AND (base* OR 五*)))`,
	} {
		search := search.New(text, nil)
		if got := luceneQuery(search, nearIn(search, vocabulary)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestLuceneQueriesOfTiers(t *testing.T) {
	for _, c := range []struct{ text, exact, other string }{
		{"5G hydrogne", "searchKey:(5g* AND hydrogne*)", "+searchKey:(5g* AND (hydrogne* OR hydrogen)) -searchKey:(5g* AND hydrogne*)"},
		{"hydrogne", "searchKey:(hydrogne*)", "+searchKey:hydrogen -searchKey:(hydrogne*)"},
		{"hydrogen", "searchKey:(hydrogen*)", ""},
		{"5G hydrogen", "searchKey:(5g* AND hydrogen*)", ""},
	} {
		search := search.New(c.text, nil)
		if got := luceneExact(search); got != c.exact {
			t.Errorf("exact: got %s, want %s", got, c.exact)
		}
		if got := luceneOther(search, nearIn(search, "hydrogen")); got != c.other {
			t.Errorf("other: got %s, want %s", got, c.other)
		}
	}
}

// TestPattern matches the pattern of random words with all words that are nearly the same.
func TestPattern(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	word := func() string {
		w := make([]rune, 1+r.IntN(4))
		for i := range w {
			w[i] = []rune("ab国")[r.IntN(3)]
		}
		return string(w)
	}
	for range 200 {
		var words []string
		for range 1 + r.IntN(12) {
			words = append(words, word())
		}
		words = slices.Compact(slices.Sorted(slices.Values(words)))
		matches := regexp.MustCompile("^(" + pattern(words) + ")$")
		for range 30 {
			if w := word(); matches.MatchString(w) != slices.Contains(words, w) {
				t.Fatalf("%s matches %s: %t, of %v", matches, w, matches.MatchString(w), words)
			}
		}
	}
}

func TestMisspellingsAreFewClauses(t *testing.T) {
	var near []search.Misspelt
	for i := range 1200 {
		near = append(near, search.Misspelt{Word: fmt.Sprintf("pn%04d", i), Edits: 1})
	}
	if got := misspellings(near); len(got) != 3 || !strings.HasPrefix(got[0], "/pn0(0(0(0|1|2") {
		t.Errorf("%d clauses: %.60s", len(got), got)
	}
}
