package analysis

import "context"

// MatchAnswer are the matches of a listing.
type MatchAnswer struct {
	// Listing is its id now.
	Listing string
	Matches []Match
	Read
}

// other is the type of the other side.
func other(typeName string) string {
	if typeName == "Offer" {
		return "Need"
	}
	return "Offer"
}

// Match finds the listings of the other side that answer an offer or need, which counts whether it holds in the scope or not: one plan for
// the listing, one for each level of the hierarchy of what it is of, one for the other side.
func (r *Reader) Match(ctx context.Context, listing string, s Scope) (*MatchAnswer, error) {
	ids := []string{listing}
	if err := r.known("for", ids, nil, "Offer", "Need"); err != nil {
		return nil, err
	}
	typeName := r.Mapping.TypeOf(listing).Name
	q, err := r.question("listing", s)
	if err != nil {
		return nil, err
	}
	rows, err := q.lookup(ctx, typeName, ids, q.listingColumns(typeName)...)
	if err != nil {
		return nil, err
	}
	if err := r.known("for", ids, rows, "Offer", "Need"); err != nil {
		return nil, err
	}
	of := listingOf(rows[0], 1)
	if of.Thing == "" {
		return nil, wrong("for: %s names no product, technology or industry, so that nothing can be matched with it", of.ID)
	}
	matches, read, err := r.matches(ctx, typeName, []Listing{of}, s)
	if err != nil {
		return nil, err
	}
	return &MatchAnswer{of.ID, matches[0], read}, nil
}

// matches finds the matches of listings of a type, for each in their order. What it visits for all of them is within the limit.
func (r *Reader) matches(ctx context.Context, typeName string, listings []Listing, s Scope) ([][]Match, Read, error) {
	var things, flows []string
	for _, l := range listings {
		if l.Thing != "" {
			things, flows = append(things, l.Thing), append(flows, l.Flow)
		}
	}
	kin, err := r.kinship(ctx, things, s)
	if err != nil {
		return nil, Read{}, err
	}
	others, read, err := r.listingsOf(ctx, kin, other(typeName), flows, s)
	if err != nil {
		return nil, Read{}, err
	}
	out := make([][]Match, len(listings))
	for i, l := range listings {
		out[i] = Matches(l, typeName == "Offer", others, kin.of[l.Thing])
	}
	return out, read, nil
}
