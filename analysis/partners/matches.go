package partners

import (
	"context"

	"partnir/analysis"
)

// MatchesAnswer are the matches of a listing.
type MatchesAnswer struct {
	// Listing is its id now.
	Listing string
	Matches []Match
	analysis.Read
}

// other is the type of the other side.
func other(typeName string) string {
	if typeName == "Offer" {
		return "Need"
	}
	return "Offer"
}

// Matches finds the listings of the other side that answer an offer or need, which counts whether it holds in the scope or not: one plan for
// the listing, one for each level of the hierarchy of what it is of, one for the other side.
func Matches(ctx context.Context, r *analysis.Reader, listing string, s analysis.Scope) (*MatchesAnswer, error) {
	ids := []string{listing}
	if err := r.Known("for", ids, nil, "Offer", "Need"); err != nil {
		return nil, err
	}
	typeName := r.Mapping.TypeOf(listing).Name
	q, err := r.Question("listing", s)
	if err != nil {
		return nil, err
	}
	rows, err := q.Lookup(ctx, typeName, ids, listingColumns(q, typeName)...)
	if err != nil {
		return nil, err
	}
	if err := r.Known("for", ids, rows, "Offer", "Need"); err != nil {
		return nil, err
	}
	of := listingOf(rows[0], 1)
	if of.Thing == "" {
		return nil, analysis.Wrong("for: %s names no product, technology or industry, so that nothing can be matched with it", of.ID)
	}
	matches, read, err := matchAll(ctx, r, typeName, []Listing{of}, s)
	if err != nil {
		return nil, err
	}
	return &MatchesAnswer{of.ID, matches[0], read}, nil
}

// matchAll finds the matches of listings of a type, for each in their order. What it visits for all of them is within the limit.
func matchAll(ctx context.Context, r *analysis.Reader, typeName string, listings []Listing, s analysis.Scope) ([][]Match, analysis.Read, error) {
	var things, flows []string
	for _, l := range listings {
		if l.Thing != "" {
			things, flows = append(things, l.Thing), append(flows, l.Flow)
		}
	}
	kin, err := findKinship(ctx, r, things, s)
	if err != nil {
		return nil, analysis.Read{}, err
	}
	others, read, err := listingsOf(ctx, r, kin, other(typeName), flows, s)
	if err != nil {
		return nil, analysis.Read{}, err
	}
	out := make([][]Match, len(listings))
	for i, l := range listings {
		out[i] = MatchListings(l, typeName == "Offer", others, kin.of[l.Thing])
	}
	return out, read, nil
}
