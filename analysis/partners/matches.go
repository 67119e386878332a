package partners

import (
	"cmp"
	"context"

	"partnir/analysis"
)

// MatchesQuestion asks for the listings that answer another.
type MatchesQuestion struct {
	// Listing is the id of an offer or need.
	Listing string
	analysis.Scope
}

// MatchesAnswer are the matches of a listing.
type MatchesAnswer struct {
	// Listing is its id now.
	Listing string
	Matches []Match
	analysis.Reach
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
func Matches(ctx context.Context, r *analysis.Reader, ask MatchesQuestion) (*MatchesAnswer, error) {
	asked := analysis.One("listing", ask.Listing, "Offer", "Need")
	if err := cmp.Or(ask.Check(), r.Check(asked)); err != nil {
		return nil, err
	}
	typeName := r.Mapping.TypeOf(ask.Listing).Name
	q, err := r.Query("listing", ask.Scope)
	if err != nil {
		return nil, err
	}
	rows, err := q.Find(ctx, typeName, []analysis.Asked{asked}, listingColumns(q, typeName)...)
	if err != nil {
		return nil, err
	}
	of := listingOf(rows[0], 1)
	if of.Item == "" {
		return nil, analysis.Wrong("listing: %s names no product, technology or industry, so that nothing can be matched with it", of.ID)
	}
	matches, reach, err := matchAll(ctx, r, typeName, []Listing{of}, ask.Scope)
	if err != nil {
		return nil, err
	}
	return &MatchesAnswer{of.ID, matches[0], reach}, nil
}

// matchAll finds the matches of listings of a type, for each in their order. What it visits for all of them is within the limit.
func matchAll(ctx context.Context, r *analysis.Reader, typeName string, listings []Listing, s analysis.Scope) ([][]Match, analysis.Reach, error) {
	var items, flows []string
	for _, l := range listings {
		if l.Item != "" {
			items, flows = append(items, l.Item), append(flows, l.Flow)
		}
	}
	kin, err := findKinship(ctx, r, items, s)
	if err != nil {
		return nil, analysis.Reach{}, err
	}
	others, read, err := listingsOf(ctx, r, kin, other(typeName), flows, s)
	if err != nil {
		return nil, analysis.Reach{}, err
	}
	out := make([][]Match, len(listings))
	for i, l := range listings {
		out[i] = MatchListings(l, typeName == "Offer", others, kin.of[l.Item])
	}
	return out, read, nil
}
