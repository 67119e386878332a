package figures

import (
	"cmp"
	"context"
	"slices"

	"golang.org/x/text/unicode/norm"

	"partnir/analysis"
)

// RankingQuestion asks how the members of a group rank.
type RankingQuestion struct {
	// Group is the id of the group.
	Group string
	// Period is a period as the figures name it; nil for the last one with figures.
	Period *string
	FigureQuestion
}

// RankingAnswer is the ranked list of the members of a group.
type RankingAnswer struct {
	Ordered
	// Group is its id now.
	Group  string
	Period Period
	// Previous is the last period before with figures of members; HasPrevious is false where there is none.
	Previous    Period
	HasPrevious bool
	Entries     []RankingEntry
	// Missing are the members without a figure in the period.
	Missing []string
	analysis.Reach
}

// RankingEntry is the place of a member.
type RankingEntry struct {
	Ranked
	// Previous is its place in the period before; HasPrevious is false where it had none.
	Previous    Ranked
	HasPrevious bool
}

// Movement is by how many places it moved up since the period before; negative where it moved down.
func (e RankingEntry) Movement() int { return e.Previous.Rank - e.Rank }

// Ranking ranks the members of a group by an indicator in a period.
func Ranking(ctx context.Context, r *analysis.Reader, ask RankingQuestion) (*RankingAnswer, error) {
	period := ask.Period
	if err := cmp.Or(ask.Check(), r.Check(groupAsked(ask.Group))); err != nil {
		return nil, err
	}
	ordered, err := ask.ResolveIndicator(ctx, r)
	if err != nil {
		return nil, err
	}
	m, err := ask.ofMembers(ctx, r, ask.Group, ordered.Indicator)
	if err != nil {
		return nil, err
	}
	a, table := &RankingAnswer{Ordered: ordered, Group: m.group, Reach: m.Reach}, m.table
	at := len(table.Periods) - 1
	if period != nil {
		named := norm.NFC.String(*period) // as the store has it
		at = slices.IndexFunc(table.Periods, func(p Period) bool { return p.Name == named })
	}
	switch {
	case len(table.Periods) == 0:
		return nil, analysis.Wrong("no member of %s has a figure of %s that counts", a.Group, a.Indicator)
	case at < 0:
		return nil, analysis.Wrong("period: no member of %s has a figure of %s for %s; there are figures for %s",
			a.Group, a.Indicator, *period, Names(table.Periods))
	}
	a.Period = table.Periods[at]
	if a.HasPrevious = at > 0; a.HasPrevious {
		a.Previous = table.Periods[at-1]
	}
	a.enter(table, m.members)
	return a, nil
}

// enter makes the entries and finds who is missing.
func (a *RankingAnswer) enter(table *Table, members []string) {
	before := map[string]Ranked{}
	if a.HasPrevious {
		for _, r := range table.Ranking(a.Previous, members, a.HighestFirst) {
			before[r.Subject] = r
		}
	}
	ranked := table.Ranking(a.Period, members, a.HighestFirst)
	for _, r := range ranked {
		e := RankingEntry{Ranked: r}
		e.Previous, e.HasPrevious = before[r.Subject]
		a.Entries = append(a.Entries, e)
	}
	for _, m := range members {
		if _, has := table.At(a.Period, m); !has {
			a.Missing = append(a.Missing, m)
		}
	}
}

// ofMembers reads the members of a group with their figures, in one plan.
func (f FigureQuestion) ofMembers(ctx context.Context, r *analysis.Reader, group, indicator string) (*membersFigures, error) {
	q, err := r.Query("members", f.Scope)
	if err != nil {
		return nil, err
	}
	figures, err := f.figures(q, indicator)
	if err != nil {
		return nil, err
	}
	rows, err := q.Find(ctx, "Entity", []analysis.Asked{groupAsked(group)}, q.Members(figures))
	if err != nil {
		return nil, err
	}
	out := &membersFigures{group: rows[0].ID()}
	all, more := analysis.MemberRows(rows[0].Rows(1), f.MaxVisited)
	var found []Figure
	for _, m := range all {
		out.members = append(out.members, m.ID())
		found = append(found, figuresOf(m.ID(), out.Take(m.Rows(1), f.MaxVisited))...)
	}
	out.Truncated = out.Truncated || more
	if len(out.members) == 0 {
		return nil, analysis.Wrong("group: %s has no members", out.group)
	}
	out.table = NewTable(found)
	return out, nil
}

// groupAsked asks for a group.
func groupAsked(group string) analysis.Asked {
	return analysis.One("group", group, analysis.GroupTypes...)
}

// membersFigures are the members of a group with their figures.
type membersFigures struct {
	group   string
	members []string
	table   *Table
	analysis.Reach
}
