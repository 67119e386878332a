package verbs

import (
	"partnir/analysis/figures"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// ranking shows a ranked list.
func ranking(found *figures.RankingAnswer) *model.Ranking {
	out := &model.Ranking{
		Indicator: noun.Of(found.Indicator), Group: noun.Of(found.Group), Period: found.Period.Name, Order: rankOrder(found.Ordered),
		OrderBasis: model.RankBasis(found.Basis),
		Entries: model.RankingEntryConnection{List: list.Of(found.Entries, rankingEntry,
			list.Up(func(e figures.RankingEntry) int { return e.Rank }), list.Up(func(e figures.RankingEntry) string { return e.Subject }))},
		Missing: actors(found.Missing), Visited: found.Visited, Truncated: found.Truncated,
	}
	if found.HasPrevious {
		out.PreviousPeriod = &found.Previous.Name
	}
	return out
}

func rankingEntry(e figures.RankingEntry) model.RankingEntry {
	shown := model.RankingEntry{Rank: e.Rank, Actor: noun.Of(e.Subject), Value: e.Value, Observation: noun.Of(e.ID)}
	if e.HasPrevious {
		movement := e.Movement()
		shown.PreviousRank, shown.PreviousValue, shown.Movement = &e.Previous.Rank, &e.Previous.Value, &movement
		shown.PreviousObservation = noun.Of(e.Previous.ID)
	}
	return shown
}
