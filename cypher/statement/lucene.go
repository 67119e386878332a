package statement

import (
	"strconv"
	"strings"

	"partnir/plan/search"
)

// luceneQuery asks for every entity that the search could match: of one or two words all, of more all but one. The words of a search
// are folded letters and digits, so that nothing in them is syntax: operators are in capitals, and every word ends in * or ~.
func luceneQuery(search search.Search) string {
	words := make([]string, len(search.Words))
	for i, w := range search.Words {
		words[i] = wordQuery(w)
	}
	if search.Required() == len(words) {
		return anywhere(all(words))
	}
	return anywhere(allButOne(words))
}

// anywhere looks in the words of name, aliases and description together.
func anywhere(query string) string { return SearchKey + ":" + query }

func all(words []string) string { return "(" + strings.Join(words, " AND ") + ")" }

// allButOne asks for all of the words but any one. It halves them, so that a word is written log2(n) times and not n times: Lucene
// bounds the number of clauses.
func allButOne(words []string) string {
	if len(words) == 2 {
		return "(" + words[0] + " OR " + words[1] + ")"
	}
	left, right := words[:len(words)/2], words[len(words)/2:]
	if len(left) == 1 {
		return "(" + all(right) + " OR (" + left[0] + " AND " + allButOne(right) + "))"
	}
	return "((" + all(left) + " AND " + allButOne(right) + ") OR (" + allButOne(left) + " AND " + all(right) + "))"
}

// wordQuery asks for the words that begin with a word, and for those that are its misspellings.
func wordQuery(w string) string {
	edits := search.MaxEdits(w)
	if edits == 0 {
		return w + "*"
	}
	return "(" + w + "* OR " + misspelling(w, edits) + ")"
}

// luceneExact asks for every entity that holds the beginning of every word.
func luceneExact(search search.Search) string {
	words := make([]string, len(search.Words))
	for i, w := range search.Words {
		words[i] = w + "*"
	}
	return anywhere(all(words))
}

// luceneOther asks for every entity that matches without being exact. Of one word those are its misspellings, which need not be looked for
// together with what begins with it.
func luceneOther(words search.Search) string {
	query := luceneQuery(words)
	if len(words.Words) == 1 {
		if edits := search.MaxEdits(words.Words[0]); edits > 0 {
			query = anywhere(misspelling(words.Words[0], edits))
		}
	}
	return "+" + query + " -" + luceneExact(words)
}

func misspelling(word string, edits int) string { return word + "~" + strconv.Itoa(edits) }

// luceneMisspelt asks which entities have a misspelling of word i in field f, and its beginning nowhere: pairs of 3·i + f + 1 and a query.
func luceneMisspelt(words search.Search) []any {
	queries := []any{}
	for i, w := range words.Words {
		edits := search.MaxEdits(w)
		for f, property := range SearchFields {
			if edits > 0 {
				query := "+" + property + ":" + misspelling(w, edits) + " -" + anywhere(w+"*")
				queries = append(queries, []any{int64(3*i + f + 1), query})
			}
		}
	}
	return queries
}
