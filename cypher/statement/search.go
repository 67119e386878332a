package statement

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"partnir/plan"
	"partnir/plan/search"
)

// SearchIndex is the full-text index, over SearchKey: the terms of name, aliases and description (store.SearchText). The
// other properties hold the words of one of them, with a blank before each word, and one more before each alias but the first: a word
// begins with w where the text holds a blank and w. SearchLetters holds how many letters the words of the name and of each alias have.
const (
	SearchIndex       = "entity_words"
	SearchKey         = "searchKey"
	searchName        = "searchName"
	searchAliases     = "searchAliases"
	searchDescription = "searchDescription"
	SearchLetters     = "searchLetters"
)

// SearchFields are the properties in the order in which a match counts.
var SearchFields = []string{searchName, searchAliases, searchDescription}

// WordsLabel is the label of nodes whose list `words` holds words of the full-text index. Lucene looks for misspellings among 50 words at most,
// and does not tell its words; so they are kept beside it, and the typing errors are counted by us. A node is written with the
// entities that have its words, and never changed: where there are as many as were read, all words are known. There may be words that
// no entity has any more.
const WordsLabel = "SearchWords"

// Parameters of the statement of a search. They come from the text, not from the plan's parameters.
const (
	exactHits     = "exact"     // for Lucene: what matches every word without a typing error (tiers 1 to 5)
	candidateHits = "candidate" // for Lucene: all that matches
	otherHits     = "other"     // for Lucene: all that matches and is not exact (tier 6); a list of one or none
	searchWords   = "words"     // the words, each after a blank where it must be the beginning of one
	wordLetters   = "letters"   // how many letters each word has
	allLetters    = "asked"     // how many letters all words have
	wordsNear     = "near"      // for each word, what it is a misspelling of, with the number of letters that are right
	searchText    = "text"      // all words of the text, each after a blank
	searchLimit   = "size"      // how many hits to read
	searchAfter   = "after"     // the cursor, each key so that what grows comes later (see page); an empty list, before all others, for none
)

// search writes the statement of a search: it finds, ranks as plan.Search says, cuts the page and reads it. What is misspelt comes last, so
// it is looked for only where the page is not full without it. The record is the row [total, rows], and how many nodes the words of
// the graph are in.
func (c *compiler) search(p *plan.Plan) {
	types := func(node string) string { return ofTypes(p.Search.Search, node) }
	c.exact(types)
	c.misspelt(types)
	c.Line("WITH (first + second)[..", Param(searchLimit), "] AS hits")
	// hits is a key beside the row: see result.
	c.Line("WITH hits, [")
	if p.Search.Total {
		c.block("COUNT", func() {
			c.Line("CALL db.index.fulltext.queryNodes('", SearchIndex, "', ", Param(candidateHits), ") YIELD node", types("node"), " RETURN node")
		})
	} else {
		c.Write("null")
	}
	c.Write(", ")
	if p.Lookup.Select == nil {
		c.Write("null")
	} else {
		c.block("COLLECT", func() { c.hits(p.Lookup) })
	}
	c.Write("] AS row")
	c.Line("RETURN row, COUNT { (:", WordsLabel, ") }")
}

// ofTypes narrows to the types that are looked for. Where they are not said, all that is in the index counts.
func ofTypes(s search.Search, node string) string {
	if s.Types == nil {
		return ""
	}
	names := make([]string, len(s.Types))
	for i, t := range s.Types {
		names[i] = t.Name
	}
	return " WHERE " + node + ":" + labels(names)
}

// key is what the name orders by; a node without a name comes first.
const key = "coalesce(n.nameKey, '') AS nameKey"

// exact finds what matches every word without a typing error: the hits of the page among them, as `first`.
func (c *compiler) exact(types func(string) string) {
	c.Line("CALL () {")
	c.Line("  CALL db.index.fulltext.queryNodes('", SearchIndex, "', ", Param(exactHits), ") YIELD node AS n", types("n"))
	c.Line("  WITH n, [w IN ", Param(searchWords), " | CASE")
	for f, property := range SearchFields {
		c.Write(" WHEN n.", property, " CONTAINS w THEN ", strconv.Itoa(f))
	}
	c.Write(" END] AS fields")
	c.Line("  WITH n, CASE WHEN 2 IN fields THEN 5 WHEN 1 IN fields THEN 4 WHEN n.", searchName, " = ", Param(searchText), " THEN 1")
	c.Write(" WHEN n.", searchName, " STARTS WITH ", Param(searchText), " THEN 2 ELSE 3 END AS tier, 1.0 AS closeness, size(", Param(searchWords), ") AS matched, ", key)
	c.page("first", "CASE tier WHEN 5 THEN 2 WHEN 4 THEN 1 ELSE 0 END")
}

// misspelt fills the page up with what is a match only by misspellings, or lacks a word, as `second`.
func (c *compiler) misspelt(types func(string) string) {
	c.Line("CALL (first) {")
	c.Line("  UNWIND CASE WHEN size(first) < ", Param(searchLimit), " THEN ", Param(otherHits), " ELSE [] END AS query")
	c.Line("  CALL db.index.fulltext.queryNodes('", SearchIndex, "', query) YIELD node AS n", types("n"))
	c.Line("  WITH n, [i IN range(0, size(", Param(searchWords), ") - 1) | CASE")
	for f, property := range SearchFields {
		c.Write(" WHEN n.", property, " CONTAINS ", Param(searchWords), "[i] THEN ", strconv.Itoa(f))
	}
	c.Write(" WHEN ", Param(wordsNear), "[i] IS NULL THEN null")
	for f, property := range SearchFields {
		c.Write(" WHEN any(w IN split(n.", property, ", ' ') WHERE ", Param(wordsNear), "[i][w] IS NOT NULL) THEN ", strconv.Itoa(f))
	}
	c.Write(" END] AS fields")
	c.Line("  WITH n, [f IN range(0, 2) | size([x IN fields WHERE x = f])] AS at, [coalesce(n.", searchName, ", '')] + coalesce(split(n.",
		searchAliases, ", '  '), []) AS names")
	c.Line("  WITH n, at, [i IN range(0, size(names) - 1) | [n.", SearchLetters, "[i], reduce(same = 0, k IN range(0, size(", Param(searchWords), ") - 1) | same +")
	c.Line("    CASE WHEN names[i] CONTAINS ", Param(searchWords), "[k] THEN ", Param(wordLetters), "[k] WHEN ", Param(wordsNear), "[k] IS NULL THEN 0")
	c.Line("    ELSE reduce(most = 0, w IN split(names[i], ' ') | CASE WHEN ", Param(wordsNear), "[k][w] > most THEN ", Param(wordsNear), "[k][w] ELSE most END) END)]] AS names")
	c.Line("  WITH n, at, 6 AS tier, at[0] + at[1] + at[2] AS matched, reduce(most = 0.0, x IN")
	c.Line("    [m IN names | toFloat(2 * CASE WHEN m[1] < m[0] THEN m[1] ELSE m[0] END) / (", Param(allLetters), " + m[0])] |")
	c.Line("    CASE WHEN x > most THEN x ELSE most END) AS closeness, ", key)
	c.page("second", "CASE WHEN at[2] > at[0] AND at[2] > at[1] THEN 2 WHEN at[1] > at[0] THEN 1 ELSE 0 END", "at")
}

// page cuts a page out of hits [node, tier, closeness, words matched, field, name key] and closes the subquery that found them. Lists are compared
// key by key, and Neo4j plans one comparison in a third of the time of a comparison for each key.
func (c *compiler) page(result, field string, also ...string) {
	c.Line("  WHERE [tier, 0 - closeness, 0 - matched, nameKey, n.id] > ", Param(searchAfter))
	c.Line("  WITH ", strings.Join(append([]string{"n", "tier", "closeness", "matched", "nameKey"}, also...), ", "),
		" ORDER BY tier, closeness DESC, matched DESC, nameKey, n.id LIMIT ", Param(searchLimit))
	c.Line("  RETURN collect([n, tier, closeness, matched, ", field, ", nameKey]) AS ", result)
	c.Line("}")
}

// hits reads the page: [id, score, field, node row, tier, closeness, matched, name key] for each hit.
func (c *compiler) hits(l *plan.Lookup) {
	at := scope{node: c.variable("n"), t: l.Type}
	c.Line("UNWIND range(0, size(hits) - 1) AS i")
	c.Line("WITH i, hits[i] AS hit, hits[i][0] AS ", at.node)
	c.Line("WITH i, hit, ", at.node, ", ")
	c.selection(l.Select, at)
	c.Write(" AS row")
	c.Line("RETURN [", Property(at.node, "id"),
		", (6 - hit[1] + hit[2]) / 6, ['NAME', 'ALIAS', 'DESCRIPTION'][hit[4]], row, hit[1], hit[2], hit[3], hit[5]] ORDER BY i")
}

// SearchArguments are the parameters of the statement of a search among the words of a graph.
func SearchArguments(p *plan.SearchPage, vocabulary *search.Vocabulary, args map[string]any) {
	s := p.Search
	words, letters, near := make([]any, len(s.Words)), make([]any, len(s.Words)), make([]any, len(s.Words))
	found, asked := make([][]search.Misspelt, len(s.Words)), 0
	for i, w := range s.Words {
		n := utf8.RuneCountInString(w)
		words[i], letters[i], asked = " "+w, int64(n), asked+n
		if search.Unspaced(w) {
			words[i] = w
		}
		if found[i] = vocabulary.Misspellings(w); len(found[i]) > 0 {
			right := make(map[string]any, len(found[i]))
			for _, m := range found[i] {
				right[m.Word] = int64(n - m.Edits)
			}
			near[i] = right
		}
	}
	other := []any{}
	if query := luceneOther(s, found); query != "" {
		other = []any{query}
	}
	args[searchWords], args[wordLetters], args[allLetters], args[wordsNear] = words, letters, int64(asked), near
	args[searchText] = " " + s.Text
	args[exactHits], args[candidateHits], args[otherHits] = luceneExact(s), luceneQuery(s, found), other
	args[searchLimit], args[searchAfter] = int64(p.Size+1), searchKeys(p.After)
}

// searchKeys are the keys of a cursor [tier, closeness, words matched, name key, id] as page compares them.
func searchKeys(after []any) []any {
	if after == nil {
		return []any{}
	}
	return []any{after[0], 0 - after[1].(float64), 0 - after[2].(int64), after[3], after[4]}
}
