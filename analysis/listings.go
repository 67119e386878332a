package analysis

import (
	"context"

	"partnir/plan"
)

// listingProperties are the properties of an offer or need that a match looks at, in the order of Listing.
var listingProperties = []string{"flow", "quantity", "unit", "validFrom", "validTo", "confidence"}

// listingColumns read a listing of a type: its properties, what it is of, and who offers or needs it.
func (q *question) listingColumns(typeName string) []*plan.Column {
	by := "NEEDS"
	if typeName == "Offer" {
		by = "OFFERS"
	}
	return append(columns(q.Mapping.Type("Listing").Property, false, listingProperties),
		q.many(linked{by: "OF", to: "Entity"}), q.many(linked{by: by, in: true, to: "Actor"}))
}

// listingOf is the row of listingColumns that start at column i. Of several things or actors it has the one with the lowest id, as the
// schema's fields do.
func listingOf(r row, i int) Listing {
	l := Listing{
		ID: r.id(), Flow: r.text(i), Unit: r.text(i + 2), ValidFrom: r.text(i + 3), ValidTo: r.text(i + 4), Confidence: r.confidence(i + 5),
	}
	l.Quantity, l.HasQuantity = r.number(i + 1)
	if things := r.rows(i + 6); len(things) > 0 {
		l.Thing = things[0].id()
	}
	if actors := r.rows(i + 7); len(actors) > 0 {
		l.Actor = actors[0].id()
	}
	return l
}

// listingsOf reads the offers or needs of things that are related, in one plan; of those flows only. Read counts what was read to find the things
// too.
func (r *Reader) listingsOf(ctx context.Context, kin *kinship, typeName string, flows []string, s Scope) ([]Listing, Read, error) {
	read, things := kin.Read, kin.things()
	if len(things) == 0 {
		return nil, read, nil
	}
	q, err := r.question("listings", s)
	if err != nil {
		return nil, read, err
	}
	among := make([]any, len(flows))
	for i, f := range flows {
		among[i] = f
	}
	rows, err := q.lookup(ctx, "Entity", things, q.many(linked{
		by: "OF", in: true, to: typeName, where: q.nodeIs(typeName, "flow", plan.In, among), below: q.listingColumns(typeName),
	}))
	if err != nil {
		return nil, read, err
	}
	var out []Listing
	seen := map[string]bool{}
	for _, thing := range rows {
		if thing == nil {
			continue
		}
		for _, l := range read.take(thing.rows(1), s.Limit) {
			if !seen[l.id()] {
				seen[l.id()] = true
				out = append(out, listingOf(l, 1))
			}
		}
	}
	return out, read, nil
}
