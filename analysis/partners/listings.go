package partners

import (
	"context"

	"partnir/analysis"
	"partnir/plan"
)

// listingProperties are the properties of an offer or need that a match looks at, in the order of Listing.
var listingProperties = []string{"flow", "quantity", "unit", "validFrom", "validTo", "confidence"}

// listingColumns read a listing of a type: its properties, what it is of, and who offers or needs it.
func listingColumns(q *analysis.Query, typeName string) []*plan.Column {
	by := "NEEDS"
	if typeName == "Offer" {
		by = "OFFERS"
	}
	return append(analysis.Columns(q.Mapping.Type("Listing").Property, false, listingProperties),
		q.Many(analysis.Linked{By: "OF", To: "Entity"}), q.Many(analysis.Linked{By: by, In: true, To: "Actor"}))
}

// listingOf is the row of listingColumns that start at column i. Of several items or actors it has the one with the lowest id, as the
// schema's fields do.
func listingOf(r analysis.Row, i int) Listing {
	l := Listing{
		ID: r.ID(), Flow: r.Text(i), Unit: r.Text(i + 2), ValidFrom: r.Text(i + 3), ValidTo: r.Text(i + 4), Confidence: r.Confidence(i + 5),
	}
	l.Quantity, l.HasQuantity = r.Number(i + 1)
	if items := r.Rows(i + 6); len(items) > 0 {
		l.Item = items[0].ID()
	}
	if actors := r.Rows(i + 7); len(actors) > 0 {
		l.Actor = actors[0].ID()
	}
	return l
}

// listingsOf reads the offers or needs of items that are related, in one plan; of those flows only. Read counts what was read to find the items
// too.
func listingsOf(ctx context.Context, r *analysis.Reader, kin *kinship, typeName string, flows []string, s analysis.Scope) ([]Listing, analysis.Reach, error) {
	read, items := kin.Reach, kin.items()
	if len(items) == 0 {
		return nil, read, nil
	}
	q, err := r.Query("listings", s)
	if err != nil {
		return nil, read, err
	}
	among := make([]any, len(flows))
	for i, f := range flows {
		among[i] = f
	}
	rows, err := q.Lookup(ctx, "Entity", items, q.Many(analysis.Linked{
		By: "OF", In: true, To: typeName, Where: q.NodeIs(typeName, "flow", plan.In, among), Below: listingColumns(q, typeName),
	}))
	if err != nil {
		return nil, read, err
	}
	var out []Listing
	seen := map[string]bool{}
	for _, item := range rows {
		if item == nil {
			continue
		}
		for _, l := range read.Take(item.Rows(1), s.MaxVisited) {
			if !seen[l.ID()] {
				seen[l.ID()] = true
				out = append(out, listingOf(l, 1))
			}
		}
	}
	return out, read, nil
}
