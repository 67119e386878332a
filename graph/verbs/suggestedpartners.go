package verbs

import (
	"context"

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
		out.Matches[i] = model.Match{Listing: noun.Of(m.Listing.ID), Actor: noun.Of(m.Actor), Score: m.Score, Terms: terms(m.Terms, nil)}
	}
	return out
}

// partners shows the first so many suggested partners.
func (r *Resolver) partners(ctx context.Context, found *partners.SuggestedPartnersAnswer, first int) (*model.Partners, error) {
	best := found.Best(first)
	read, err := r.Analysis.Relationships(ctx, ifSelected(ctx, termLinks(best), "partners", "terms", "relationships"))
	if err != nil {
		return nil, err
	}
	return &model.Partners{
		For: noun.Of(found.For), TotalCount: len(found.Partners),
		Partners: suggestions(best, read),
		Visited:  found.Visited, Truncated: found.Truncated,
	}, nil
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

// suggestions shows suggested actors. read are the relationships of their terms by id.
func suggestions(found []analysis.Suggestion, read map[string]*analysis.Relationship) []model.Suggestion {
	out := make([]model.Suggestion, len(found))
	for i, s := range found {
		out[i] = model.Suggestion{Actor: noun.Of(s.Actor), Score: s.Score, Terms: terms(s.Terms, read)}
	}
	return out
}

// terms shows the reasons of a suggestion.
func terms(all []analysis.Term, read map[string]*analysis.Relationship) []model.Term {
	out := make([]model.Term, len(all))
	for i, t := range all {
		out[i] = model.Term{
			Name: t.Name, Value: t.Value, Weight: t.Weight, Because: noun.AllOf(t.Because[:min(supply.MostReasons, len(t.Because))]),
			Relationships: relationships(t.Links, read),
		}
	}
	return out
}
