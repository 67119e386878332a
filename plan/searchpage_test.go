package plan

import (
	"fmt"
	"slices"
	"testing"

	"partnir/plan/search"
)

// TestCutPages cuts a search into pages of all sizes: together they are the whole, also where the hit of the cursor has gone.
func TestCutPages(t *testing.T) {
	var hits []search.Hit
	for i := range 23 {
		hits = append(hits, search.Hit{ID: fmt.Sprintf("x:%02d", i), Tier: 1 + i/8, Closeness: float64(i/4%2) / 3, Matched: 3 - i/12, NameKey: fmt.Sprint(i / 3)})
	}
	slices.SortFunc(hits, search.CompareHits)
	for size := 1; size < 25; size++ {
		var got []search.Hit
		p := &SearchPage{Size: size}
		for {
			page := p.Cut(hits)
			got = append(got, page[:min(size, len(page))]...)
			if len(page) <= size {
				break
			}
			last := page[size-1]
			p.After = []any{int64(last.Tier), last.Closeness, int64(last.Matched), last.NameKey, last.ID}
		}
		if !slices.Equal(got, hits) {
			t.Errorf("pages of %d are %v", size, got)
		}
	}
	gone := hits[5]
	p := &SearchPage{Size: 1, After: []any{int64(gone.Tier), gone.Closeness, int64(gone.Matched), gone.NameKey, gone.ID}}
	if page := p.Cut(slices.Delete(slices.Clone(hits), 5, 6)); page[0] != hits[6] {
		t.Errorf("after a hit that has gone comes %v, want %v", page[0], hits[6])
	}
}
