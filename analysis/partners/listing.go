package partners

import (
	"cmp"
	"math"
	"slices"
	"time"

	"partnir/analysis"
)

// Listing is an offer or a need.
type Listing struct {
	// ID is its id, Actor who offers or needs it, Item the product, technology or industry.
	ID, Actor, Item string
	// Flow is what is to flow, such as GOODS.
	Flow string
	// Quantity is in Unit; HasQuantity is false where it says none.
	Quantity    float64
	HasQuantity bool
	Unit        string
	// ValidFrom and ValidTo are its first and last day, maybe of reduced precision; "" where it is open.
	ValidFrom, ValidTo string
	// Confidence is how sure the graph is of it, 0 to 1; 1 where it does not say.
	Confidence float64
}

// Relative is how an item stands to another in their hierarchy.
type Relative struct {
	// Steps is how many levels lie between: 0 for the same item.
	Steps int
	// Narrower: it is part of the other or a special case of it. Otherwise it is the same or broader.
	Narrower bool
}

// The weights of the terms of a match. They sum to 1.
const (
	itemWeight       = 0.5
	quantityWeight   = 0.2
	validityWeight   = 0.1
	confidenceWeight = 0.2
)

// Match is a listing that answers another.
type Match struct {
	Listing Listing
	analysis.Suggestion
}

// MatchListings are the listings of the other side that answer a listing, the best first. offer says that it is an offer, so that others are
// needs. Listing and other must be of the same flow and of the same item, or of one that is narrower or broader; relatives has the
// items that are. Their validity must overlap. Where both say a quantity, the unit must be the same and the offer at least the
// need. An actor does not answer itself, and a listing without an actor answers nobody.
//
// Each match has four terms, whose values are 0 to 1:
//
//   - SAME, NARROWER or BROADER (weight 0.5): 1 ÷ (1 + levels between the items);
//   - QUANTITY (0.2): 1 where the offer is enough or the need says no quantity, 0 where only the need says one;
//   - VALIDITY (0.1): the days on which both hold over the 365 of a year, at most 1;
//   - CONFIDENCE (0.2): the confidence of the other listing.
func MatchListings(of Listing, offer bool, others []Listing, relatives map[string]Relative) []Match {
	var out []Match
	for _, other := range others {
		relative, related := relatives[other.Item]
		if !related || other.Flow != of.Flow || other.Actor == "" || other.Actor == of.Actor {
			continue
		}
		need, offered := of, other
		if offer {
			need, offered = other, of
		}
		quantity, enough := sufficiency(need, offered)
		validity, overlap := overlapping(of, other)
		if !enough || !overlap {
			continue
		}
		out = append(out, Match{other, analysis.NewSuggestion(other.Actor,
			analysis.Term{Name: relative.term(), Value: 1 / float64(1+relative.Steps), Weight: itemWeight, Because: []string{other.ID, other.Item}},
			analysis.Term{Name: "QUANTITY", Value: quantity, Weight: quantityWeight, Because: []string{other.ID}},
			analysis.Term{Name: "VALIDITY", Value: validity, Weight: validityWeight, Because: []string{other.ID}},
			analysis.Term{Name: "CONFIDENCE", Value: other.Confidence, Weight: confidenceWeight, Because: []string{other.ID}},
		)})
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.Listing.ID, b.Listing.ID))
	})
	return out
}

func (r Relative) term() string {
	switch {
	case r.Steps == 0:
		return "SAME"
	case r.Narrower:
		return "NARROWER"
	}
	return "BROADER"
}

// sufficiency is the value of the term quantity; enough is false where the offer cannot serve the need.
func sufficiency(need, offer Listing) (value float64, enough bool) {
	switch {
	case !need.HasQuantity:
		return 1, true
	case !offer.HasQuantity:
		return 0, true
	}
	return 1, need.Unit == offer.Unit && offer.Quantity >= need.Quantity
}

// overlapping is the value of the term validity; overlap is false where there is no day on which both hold.
func overlapping(a, b Listing) (value float64, overlap bool) {
	first, last := max(firstDay(a.ValidFrom), firstDay(b.ValidFrom)), min(lastDay(a.ValidTo), lastDay(b.ValidTo))
	if last < first {
		return 0, false
	}
	return min(1, float64(last-first+1)/365), true
}

// firstDay is the first day of a date, which may be a month or a year, in days since 1970; long ago where there is none.
func firstDay(date string) int {
	if d, ok := day(date); ok {
		return d
	}
	return math.MinInt32
}

// lastDay is the last day of a date, in days since 1970; far ahead where there is none.
func lastDay(date string) int {
	d, ok := day(date)
	if !ok {
		return math.MaxInt32
	}
	t := time.Unix(int64(d)*secondsOfDay, 0).UTC()
	switch len(date) {
	case len("2006"):
		t = t.AddDate(1, 0, -1)
	case len("2006-01"):
		t = t.AddDate(0, 1, -1)
	}
	return int(t.Unix() / secondsOfDay)
}

const secondsOfDay = 24 * 60 * 60

// day is the first day of a date in days since 1970.
func day(date string) (int, bool) {
	if len(date) > len(time.DateOnly) {
		return 0, false
	}
	t, err := time.Parse(time.DateOnly[:len(date)], date)
	if err != nil || date == "" {
		return 0, false
	}
	return int(t.Unix() / secondsOfDay), true
}
