package graph

import (
	"partnir/analysis"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// mostReasons is how many entities a term names at most.
const mostReasons = 10

// matches shows the first so many matches of a listing.
func matches(found *analysis.MatchAnswer, first int) *model.Matches {
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

// partners shows the first so many suggested partners.
func partners(found *analysis.PartnersAnswer, first int) *model.Partners {
	out := &model.Partners{
		For: noun.Of(found.For), TotalCount: len(found.Partners), Partners: make([]model.Suggestion, min(first, len(found.Partners))),
		Visited: found.Visited, Truncated: found.Truncated,
	}
	for i := range out.Partners {
		s := found.Partners[i]
		out.Partners[i] = model.Suggestion{Actor: noun.Of(s.Actor), Score: s.Score, Terms: terms(s.Terms)}
	}
	return out
}

// terms shows the reasons of a suggestion.
func terms(all []analysis.Term) []model.Term {
	out := make([]model.Term, len(all))
	for i, t := range all {
		out[i] = model.Term{
			Name: t.Name, Value: t.Value, Weight: t.Weight, Because: noun.AllOf(t.Because[:min(mostReasons, len(t.Because))]),
		}
	}
	return out
}
