package verbs

import (
	"partnir/analysis"
	"partnir/analysis/partners"
	"partnir/analysis/supply"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// matches shows the first so many matches of a listing.
func matches(found *partners.MatchesAnswer, first int) *model.Matches {
	out := &model.Matches{
		Listing: noun.Of(found.Listing), TotalCount: len(found.Matches), Matches: make([]model.Match, min(first, len(found.Matches))),
		Visited: found.Visited, Truncated: found.Truncated,
	}
	for i := range out.Matches {
		m := found.Matches[i]
		out.Matches[i] = model.Match{Listing: noun.Of(m.Listing.ID), Actor: noun.Of(m.Actor), Score: m.Score, Terms: terms(m.Terms)}
	}
	return out
}

// suggestedPartners shows the first so many suggested partners.
func suggestedPartners(found *partners.SuggestedPartnersAnswer, first int) *model.Partners {
	return &model.Partners{
		For: noun.Of(found.For), TotalCount: len(found.Partners), Partners: suggestions(found.Best(first)),
		Visited: found.Visited, Truncated: found.Truncated,
	}
}

// termLinks are the relationships that the terms of suggestions rest on.
func termLinks(found []analysis.Suggestion) (links []analysis.Link) {
	for _, s := range found {
		for _, t := range s.Terms {
			links = append(links, t.Links...)
		}
	}
	return links
}

// suggestions shows suggested actors.
func suggestions(found []analysis.Suggestion) []model.Suggestion {
	out := make([]model.Suggestion, len(found))
	for i, s := range found {
		out[i] = model.Suggestion{Actor: noun.Of(s.Actor), Score: s.Score, Terms: terms(s.Terms)}
	}
	return out
}

// terms shows the reasons of a suggestion.
func terms(all []analysis.Term) []model.Term {
	out := make([]model.Term, len(all))
	for i, t := range all {
		out[i] = model.Term{
			Name: t.Name, Value: t.Value, Weight: t.Weight, Because: noun.AllOf(t.Because[:min(supply.MostReasons, len(t.Because))]),
			Relationships: relationships(t.Links),
		}
	}
	return out
}
