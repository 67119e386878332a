package plan

import (
	"slices"

	"partnir/plan/search"
)

// SearchPage is a page of a search: of all that Search.Rank keeps of the graph, in its order. What is read of each is the Select of the
// plan's Lookup, whose Keys mean nothing.
//
// Its row is [total, rows]: total is an int64, or nil unless Total; rows are at most Size + 1, so that it is known whether the list goes on,
// each [id, score, field, row of Select, tier, closeness, words matched, name key].
type SearchPage struct {
	Search search.Search
	// Size is the number of results on the page.
	Size int
	// Total asks for the number of all hits.
	Total bool
	// After is the cursor to continue after, as tier (int64), closeness (float64), words matched (int64), name key and id (string); nil for
	// none.
	After []any
}

// Cut returns the hits of the page, and one more where the list goes on after it.
func (p *SearchPage) Cut(hits []search.Hit) []search.Hit {
	if p.After != nil {
		hits = hits[afterCursor(hits, p.After):]
	}
	return hits[:min(len(hits), p.Size+1)]
}

// afterCursor is the number of hits up to and with the one that the values of a cursor name.
func afterCursor(hits []search.Hit, cursor []any) int {
	last := search.Hit{
		Tier: int(cursor[0].(int64)), Closeness: cursor[1].(float64), Matched: int(cursor[2].(int64)), NameKey: cursor[3].(string),
		ID: cursor[4].(string),
	}
	at, found := slices.BinarySearchFunc(hits, last, search.CompareHits)
	if found {
		at++
	}
	return at
}

// Row puts the row of the search together: total is the number of all hits, page what Cut returned, and node reads the row of Select of a
// hit.
func (p *SearchPage) Row(total int, page []search.Hit, node func(search.Hit) any) []any {
	rows := make([]any, len(page))
	for i, h := range page {
		rows[i] = []any{h.ID, h.Score, h.Field, node(h), int64(h.Tier), h.Closeness, int64(h.Matched), h.NameKey}
	}
	if !p.Total {
		return []any{nil, rows}
	}
	return []any{int64(total), rows}
}
