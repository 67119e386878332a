// Package partners answers who fits whom: matches of offers with needs, and suggestedPartners.
package partners

import (
	"slices"

	"partnir/analysis"
	"partnir/analysis/trade"
)

// The weights of the terms of a suggested partner. They sum to 1.
const (
	needsWeight           = 0.2
	offersWeight          = 0.2
	complementarityWeight = 0.2
	technologiesWeight    = 0.15
	projectsWeight        = 0.15
	groupsWeight          = 0.1
)

// PartnerView is what partners of an actor are found by.
type PartnerView struct {
	// Of is the id of the actor.
	Of string
	// Needs are the matches of each of its needs, Offers those of each of its offers.
	Needs, Offers [][]Match
	// Trade is what countries trade; nil where nothing is known of it.
	Trade *trade.Trade
	// Technologies, Projects and Groups are what it has in common with others.
	Technologies, Projects, Groups []analysis.Hub
}

// Partners are all actors that something speaks for, the best first. Each has six terms:
//
//   - NEEDS (weight 0.2): the mean over the needs of the actor of the score of the best match that the other offers, 0 to 1;
//   - OFFERS (0.2): the same of its offers and what the other needs;
//   - COMPLEMENTARITY (0.2): the mean of the trade complementarity in both directions, 0 to 1, because of the items that contribute
//     most;
//   - TECHNOLOGIES, PROJECTS, GROUPS: the Adamic–Adar index of what both have. Its weight is 0.15, 0.15 and 0.1 over the index of one
//     that has all that the actor has, so that no term adds more to the score than these.
func (v *PartnerView) Partners() []analysis.Suggestion {
	terms := []map[string]analysis.Term{
		listingTerm("NEEDS", needsWeight, v.Needs),
		listingTerm("OFFERS", offersWeight, v.Offers),
		v.complementarityTerm(),
		v.sharedTerm("TECHNOLOGIES", technologiesWeight, v.Technologies),
		v.sharedTerm("PROJECTS", projectsWeight, v.Projects),
		v.sharedTerm("GROUPS", groupsWeight, v.Groups),
	}
	actors := map[string]bool{}
	for _, of := range terms {
		for actor, t := range of {
			if actor != v.Of && actor != "" && t.Value > 0 {
				actors[actor] = true
			}
		}
	}
	out := make([]analysis.Suggestion, 0, len(actors))
	for actor := range actors {
		own := make([]analysis.Term, len(terms))
		for i, of := range terms {
			t, has := of[actor]
			if !has {
				t = of[""]
			}
			own[i] = t
		}
		out = append(out, analysis.NewSuggestion(actor, own...))
	}
	return analysis.BestSuggestions(out, len(out))
}

// listingTerm is the term of matches by actor; that of an actor without matches is under "".
func listingTerm(name string, weight float64, listings [][]Match) map[string]analysis.Term {
	terms := map[string]analysis.Term{"": {Name: name, Weight: weight}}
	for _, matches := range listings {
		best := map[string]bool{}
		for _, m := range matches { // the best first
			if best[m.Actor] {
				continue
			}
			best[m.Actor] = true
			t, has := terms[m.Actor]
			if !has {
				t = terms[""]
			}
			t.Value += m.Score / float64(len(listings))
			t.Because = append(slices.Clone(t.Because), m.Listing.ID)
			terms[m.Actor] = t
		}
	}
	return terms
}

// mostComplementary is how many items a term of complementarity names for each direction.
const mostComplementary = 3

// complementarityTerm is the term of trade by country; that of an actor of whose trade nothing is known is under "".
func (v *PartnerView) complementarityTerm() map[string]analysis.Term {
	none := analysis.Term{Name: "COMPLEMENTARITY", Weight: complementarityWeight}
	terms := map[string]analysis.Term{"": none}
	if v.Trade == nil {
		return terms
	}
	for country := range v.Trade.Exports {
		there, ok := v.Trade.Complementarity(v.Of, country)
		back, okBack := v.Trade.Complementarity(country, v.Of)
		if !ok || !okBack {
			continue
		}
		t := none
		t.Value = (there.Index + back.Index) / 2
		for _, c := range [][]trade.ComplementaryItem{there.Items, back.Items} {
			for _, item := range c[:min(mostComplementary, len(c))] {
				if item.Contribution > 0 && !slices.Contains(t.Because, item.Item) {
					t.Because = append(t.Because, item.Item)
				}
			}
		}
		terms[country] = t
	}
	return terms
}

// sharedTerm is the term of shared hubs by actor; that of an actor that shares none is under "".
func (v *PartnerView) sharedTerm(name string, weight float64, hubs []analysis.Hub) map[string]analysis.Term {
	with, whole := analysis.AdamicAdar(v.Of, hubs)
	if whole > 0 {
		weight /= whole
	}
	terms := map[string]analysis.Term{"": {Name: name, Weight: weight}}
	for actor, s := range with {
		terms[actor] = analysis.Term{Name: name, Value: s.Value, Weight: weight, Because: s.Hubs}
	}
	return terms
}
