package verbs

import (
	"partnir/analysis/partners"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// matches shows the matches of a listing.
func matches(found *partners.MatchesAnswer) *model.Matches {
	return &model.Matches{
		Listing: noun.Of(found.Listing),
		Matches: model.MatchConnection{List: list.Of(found.Matches, match,
			list.Down(func(m partners.Match) float64 { return m.Score }), list.Up(func(m partners.Match) string { return m.Actor }),
			list.Up(func(m partners.Match) string { return m.Listing.ID }))},
		Visited: found.Visited, Truncated: found.Truncated,
	}
}

func match(m partners.Match) model.Match {
	return model.Match{Listing: noun.Of(m.Listing.ID), Actor: noun.Of(m.Actor), Score: m.Score, Terms: terms(m.Terms)}
}
