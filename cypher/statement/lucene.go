package statement

import (
	"slices"
	"strings"
	"unicode/utf8"

	"partnir/plan/search"
)

// luceneQuery asks for every entity that the search matches: of one or two words all, of more all but one. near are, for each word, what it is
// a misspelling of. The words are folded letters, digits and marks, so that nothing in them is syntax: operators are in capitals, and what is
// in no other way marked as a word ends in *.
func luceneQuery(search search.Search, near [][]search.Misspelt) string {
	words := make([]string, len(search.Words))
	for i, w := range search.Words {
		words[i] = either(append([]string{exactQuery(w)}, misspellings(near[i])...))
	}
	if search.Required() == len(words) {
		return anywhere(all(words))
	}
	return anywhere(allButOne(words))
}

// anywhere looks in the words of name, aliases and description together.
func anywhere(query string) string { return SearchKey + ":" + query }

func all(words []string) string { return "(" + strings.Join(words, " AND ") + ")" }

func either(queries []string) string {
	if len(queries) == 1 {
		return queries[0]
	}
	return "(" + strings.Join(queries, " OR ") + ")"
}

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

// exactQuery asks for the terms that a word matches without a typing error.
func exactQuery(w string) string {
	terms, prefix := search.Terms(w)
	switch {
	case prefix:
		return w + "*"
	case len(terms) == 1:
		return terms[0]
	}
	return `"` + strings.Join(terms, " ") + `"`
}

// luceneExact asks for every entity that each word matches without a typing error.
func luceneExact(search search.Search) string {
	words := make([]string, len(search.Words))
	for i, w := range search.Words {
		words[i] = exactQuery(w)
	}
	return anywhere(all(words))
}

// luceneOther asks for every entity that matches without being exact; "" where there can be none. Of one word those are what it is a
// misspelling of, which need not be looked for together with what it matches.
func luceneOther(words search.Search, near [][]search.Misspelt) string {
	none := !slices.ContainsFunc(near, func(n []search.Misspelt) bool { return len(n) > 0 })
	if none && words.Required() == len(words.Words) {
		return ""
	}
	query := luceneQuery(words, near)
	if len(words.Words) == 1 {
		query = anywhere(either(misspellings(near[0])))
	}
	return "+" + query + " -" + luceneExact(words)
}

// wordsInPattern is how many words one pattern stands for. Lucene makes an automaton of a pattern, which takes long where it is wide.
const wordsInPattern = 500

// misspellings asks for any of some words. Lucene bounds the number of clauses, and a pattern is one clause for all the words it is made of.
func misspellings(near []search.Misspelt) []string {
	if len(near) == 1 {
		return []string{near[0].Word}
	}
	var queries []string
	for chunk := range slices.Chunk(near, wordsInPattern) {
		words := make([]string, len(chunk))
		for i, n := range chunk {
			words[i] = n.Word
		}
		queries = append(queries, "/"+pattern(words)+"/")
	}
	return queries
}

// pattern is a regular expression for some words, in ascending order and each once. It goes through them letter by letter, so that Lucene does not
// have to.
func pattern(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	var parts []string
	end := ""
	if words[0] == "" {
		words, end = words[1:], "?"
	}
	for len(words) > 0 {
		_, size := utf8.DecodeRuneInString(words[0])
		letter := words[0][:size]
		n := slices.IndexFunc(words, func(w string) bool { return !strings.HasPrefix(w, letter) })
		if n < 0 {
			n = len(words)
		}
		rests := make([]string, n)
		for i, w := range words[:n] {
			rests[i] = w[size:]
		}
		parts, words = append(parts, letter+pattern(rests)), words[n:]
	}
	if len(parts) == 1 && end == "" {
		return parts[0]
	}
	return "(" + strings.Join(parts, "|") + ")" + end
}
