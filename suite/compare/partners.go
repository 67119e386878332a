package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"partnir/analysis"
	"partnir/analysis/partners"
	"partnir/analysis/trade"
)

// listings are all offers or needs that hold, or the one with an id whether it holds or not.
func (c *comparer) listing(id string) partners.Listing {
	n := c.records.node(id)
	l := partners.Listing{
		ID: id, Flow: n.text("flow"), Quantity: n.number("quantity"), HasQuantity: n.value("quantity") != nil, Unit: n.text("unit"),
		ValidFrom: n.text("validFrom"), ValidTo: n.text("validTo"), Confidence: 1,
	}
	if n.value("confidence") != nil {
		l.Confidence = n.number("confidence")
	}
	for _, r := range c.records.relationships("", c.scope) {
		switch {
		case r.Type.Name == "OF" && r.From == id:
			l.Item = r.To
		case (r.Type.Name == "OFFERS" || r.Type.Name == "NEEDS") && r.To == id:
			l.Actor = r.From
		}
	}
	return l
}

func (c *comparer) listings(typeName string) []partners.Listing {
	var out []partners.Listing
	for _, n := range c.records.nodesOf(typeName) {
		if n.holds(c.scope) {
			out = append(out, c.listing(n.ID))
		}
	}
	return out
}

// relatives walks up and down from an item, until nothing is new.
func (c *comparer) relatives(item string) map[string]partners.Relative {
	relatives := map[string]partners.Relative{item: {}}
	frontier := map[bool][]string{true: {item}, false: {item}}
	for steps := 1; len(frontier[true])+len(frontier[false]) > 0; steps++ {
		next := map[bool][]string{}
		for _, narrower := range []bool{true, false} {
			for _, r := range c.records.relationships("", c.scope) {
				near, far := r.From, r.To
				if narrower {
					near, far = far, near
				}
				_, known := relatives[far]
				if (r.Type.Name == "PART_OF" || r.Type.Name == "BROADER") && slices.Contains(frontier[narrower], near) && !known {
					relatives[far] = partners.Relative{Steps: steps, Narrower: narrower}
					next[narrower] = append(next[narrower], far)
				}
			}
		}
		frontier = next
	}
	return relatives
}

func (c *comparer) answers(of partners.Listing) []partners.Match {
	offer := strings.HasPrefix(of.ID, "offer:")
	other := "Offer"
	if offer {
		other = "Need"
	}
	var others []partners.Listing
	for _, l := range c.listings(other) {
		if l.Item != "" {
			others = append(others, l)
		}
	}
	return partners.MatchListings(of, offer, others, c.relatives(of.Item))
}

func (c *comparer) matches() (got, want any, err error) {
	i := c.IntN(40)
	id := fmt.Sprintf("%s:l%02d", []string{"need", "offer"}[i%2], i)
	if of := c.listing(id); of.Item != "" {
		want = c.answers(of)
	}
	answer, err := partners.Matches(context.Background(), c.Reader, partners.MatchesQuestion{Listing: id, Scope: c.scope})
	if err != nil {
		return nil, want, err
	}
	return answer.Matches, want, nil
}

func (c *comparer) partners() (got, want any, err error) {
	country, q := c.country(), trade.Flows{Flow: "GOODS", Scope: c.scope}
	view := &partners.PartnerView{
		Of: country, Technologies: c.hubs("WORKS_ON", country), Projects: c.hubs("PARTICIPATES_IN", country), Groups: c.hubs("MEMBER_OF", country),
	}
	for _, by := range []string{"NEEDS", "OFFERS"} {
		var own []string
		for _, r := range c.records.relationships(by, c.scope) {
			if r.From == country && c.records.node(r.To).holds(c.scope) {
				own = append(own, r.To)
			}
		}
		slices.Sort(own)
		for _, id := range own {
			of, to := c.listing(id), &view.Needs
			if by == "OFFERS" {
				to = &view.Offers
			}
			var matches []partners.Match
			if of.Item != "" {
				matches = c.answers(of)
			}
			*to = append(*to, matches)
		}
	}
	for q.Year = 2022; q.Year > 2019; q.Year-- {
		if trade := c.flows(q); len(trade.Advantages(country)) > 0 {
			view.Trade = trade
			break
		}
	}
	answer, err := partners.SuggestedPartners(context.Background(), c.Reader, partners.SuggestedPartnersQuestion{Actor: country, Scope: c.scope})
	if err != nil {
		return nil, nil, err
	}
	return answer.Partners, view.Partners(), nil
}

// hubs are what a country has in common with others.
func (c *comparer) hubs(by, country string) []analysis.Hub {
	actors := map[string][]string{}
	for _, r := range c.records.relationships(by, c.scope) {
		if (by != "MEMBER_OF" || r.text("role") == "member") && !slices.Contains(actors[r.To], r.From) {
			actors[r.To] = append(actors[r.To], r.From)
		}
	}
	var hubs []analysis.Hub
	for id, of := range actors {
		if slices.Contains(of, country) {
			slices.Sort(of)
			hubs = append(hubs, analysis.Hub{ID: id, Actors: of})
		}
	}
	return hubs
}
