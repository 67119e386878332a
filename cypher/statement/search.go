package statement

import (
	"strconv"
	"strings"

	"partnir/plan"
	"partnir/plan/search"
)

// SearchIndex is the full-text index, over the properties below. SearchKey holds the folded words of name, aliases
// and description, each once. The others hold those of one of them, with a blank before each word: a word begins with w where the
// text holds a blank and w.
const (
	SearchIndex       = "entity_search"
	SearchKey         = "searchKey"
	searchName        = "searchName"
	searchAliases     = "searchAliases"
	searchDescription = "searchDescription"
)

// SearchFields are the properties in the order in which a match counts.
var SearchFields = []string{searchName, searchAliases, searchDescription}

// Parameters of the statement of a search. They come from the text, not from the plan's parameters.
const (
	exactQuery      = "exact"     // for Lucene: what holds the beginning of every word (tiers 1 to 5)
	candidateQuery  = "candidate" // for Lucene: all that matches
	otherQuery      = "other"     // for Lucene: all that matches and is not exact (tier 6)
	misspeltQueries = "misspelt"  // pairs: 3·i + f + 1, and for Lucene what has a misspelling of word i in field f and nowhere its beginning
	searchWords     = "words"     // the words, each after a blank
	searchText      = "text"      // all words of the text, each after a blank
	searchLimit     = "size"      // how many hits to read
	searchAfter     = "after"     // the cursor: tier, matched, name key, id; an empty list for none
)

// search writes the statement of a search: it finds, ranks as plan.Search says, cuts the page and reads it. What is misspelt comes last, so
// it is looked for only where the page is not full without it. The record is the row [total, rows].
func (c *compiler) search(p *plan.Plan) {
	types := func(node string) string { return ofTypes(p.Search.Search, node) }
	c.exact(types)
	c.misspelt(types)
	c.Line("WITH (first + second)[..$", searchLimit, "] AS hits")
	// hits is a key beside the row: see result.
	c.Line("WITH hits, [")
	if p.Search.Total {
		c.block("COUNT", func() {
			c.Line("CALL db.index.fulltext.queryNodes('", SearchIndex, "', $", candidateQuery, ") YIELD node", types("node"), " RETURN node")
		})
	} else {
		c.Write("null")
	}
	c.Write(", ")
	if p.Lookup.Select == nil {
		c.Write("null] AS row")
		c.Line("RETURN row")
		return
	}
	c.block("COLLECT", func() { c.hits(p.Lookup) })
	c.Write("] AS row")
	c.Line("RETURN row")
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

// exact finds what holds the beginning of every word: the hits [node, tier, words matched, field, name key] of the page among them, as `first`.
func (c *compiler) exact(types func(string) string) {
	c.Line("CALL () {")
	c.Line("  CALL db.index.fulltext.queryNodes('", SearchIndex, "', $", exactQuery, ") YIELD node AS n", types("n"))
	c.Line("  WITH n, [w IN $", searchWords, " | CASE")
	for f, property := range SearchFields {
		c.Write(" WHEN n.", property, " CONTAINS w THEN ", strconv.Itoa(f))
	}
	c.Write(" END] AS fields")
	c.Line("  WITH n, CASE WHEN 2 IN fields THEN 5 WHEN 1 IN fields THEN 4 WHEN n.", searchName, " = $", searchText, " THEN 1")
	c.Write(" WHEN n.", searchName, " STARTS WITH $", searchText, " THEN 2 ELSE 3 END AS tier, size($", searchWords, ") AS matched, ", key)
	c.page("first", "CASE tier WHEN 5 THEN 2 WHEN 4 THEN 1 ELSE 0 END")
}

// misspelt fills the page up with what is a match only by misspellings, or lacks a word, as `second`.
func (c *compiler) misspelt(types func(string) string) {
	c.Line("CALL (first) {")
	c.Line("  UNWIND CASE WHEN size(first) < $", searchLimit, " THEN [$", otherQuery, "] ELSE [] END AS query")
	c.Line("  CALL db.index.fulltext.queryNodes('", SearchIndex, "', query) YIELD node AS n", types("n"))
	c.Line("  WITH collect(n) AS others WHERE size(others) > 0")
	c.Line("  CALL (others) {")
	c.Line("    UNWIND others AS n RETURN n, 0 AS number")
	c.Line("    UNION ALL")
	c.Line("    UNWIND $", misspeltQueries, " AS query")
	c.Line("    CALL db.index.fulltext.queryNodes('", SearchIndex, "', query[1]) YIELD node AS n RETURN n, query[0] AS number")
	c.Line("  }")
	c.Line("  WITH n, collect(number) AS queries WHERE 0 IN queries")
	c.Line("  WITH n, [i IN range(0, size($", searchWords, ") - 1) | CASE")
	for f, property := range SearchFields {
		c.Write(" WHEN n.", property, " CONTAINS $", searchWords, "[i] THEN ", strconv.Itoa(f))
	}
	for f := range SearchFields {
		c.Write(" WHEN 3 * i + ", strconv.Itoa(f+1), " IN queries THEN ", strconv.Itoa(f))
	}
	c.Write(" END] AS fields")
	c.Line("  WITH n, [f IN range(0, 2) | size([x IN fields WHERE x = f])] AS at")
	c.Line("  WITH n, at, 6 AS tier, at[0] + at[1] + at[2] AS matched, ", key)
	c.page("second", "CASE WHEN at[2] > at[0] AND at[2] > at[1] THEN 2 WHEN at[1] > at[0] THEN 1 ELSE 0 END", "at")
}

// page cuts a page out of hits and closes the subquery that found them.
func (c *compiler) page(result, field string, also ...string) {
	c.Line("  WHERE size($", searchAfter, ") = 0 OR tier > $", searchAfter, "[0] OR tier = $", searchAfter, "[0] AND (matched < $", searchAfter,
		"[1] OR matched = $", searchAfter, "[1] AND (nameKey > $", searchAfter, "[2] OR nameKey = $", searchAfter, "[2] AND n.id > $", searchAfter, "[3]))")
	c.Line("  WITH ", strings.Join(append([]string{"n", "tier", "matched", "nameKey"}, also...), ", "), " ORDER BY tier, matched DESC, nameKey, n.id LIMIT $", searchLimit)
	c.Line("  RETURN collect([n, tier, matched, ", field, ", nameKey]) AS ", result)
	c.Line("}")
}

// hits reads the page: [id, score, field, node row, tier, matched, name key] for each hit.
func (c *compiler) hits(l *plan.Lookup) {
	at := scope{node: c.variable("n"), t: l.Type}
	c.Line("UNWIND range(0, size(hits) - 1) AS i")
	c.Line("WITH i, hits[i] AS hit, hits[i][0] AS ", at.node)
	c.Line("WITH i, hit, ", at.node, ", ")
	c.selection(l.Select, at)
	c.Write(" AS row")
	c.Line("RETURN [", Property(at.node, "id"), ", toFloat((6 - hit[1]) * size($", searchWords, ") + hit[2]) / (6 * size($", searchWords,
		")), ['NAME', 'ALIAS', 'DESCRIPTION'][hit[3]], row, hit[1], hit[2], ", "hit[4]] ORDER BY i")
}

// searchArguments are the parameters of the statement of a search.
func searchArguments(p *plan.SearchPage, args map[string]any) {
	s := p.Search
	words := make([]any, len(s.Words))
	for i, w := range s.Words {
		words[i] = " " + w
	}
	after := p.After
	if after == nil {
		after = []any{}
	}
	args[searchWords], args[searchText] = words, " "+s.Text
	args[exactQuery], args[candidateQuery] = luceneExact(s), luceneQuery(s)
	args[otherQuery], args[misspeltQueries] = luceneOther(s), luceneMisspelt(s)
	args[searchLimit], args[searchAfter] = int64(p.Size+1), after
}
