package figures

import (
	"context"
	"slices"

	"partnir/analysis"
)

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
	analysis.Read
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

// Ranking ranks the members of a group by an indicator in a period; the last one with figures where the period is nil.
func Ranking(ctx context.Context, r *analysis.Reader, group string, period *string, f FigureQuestion) (*RankingAnswer, error) {
	if err := r.Known("group", []string{group}, nil, analysis.GroupTypes...); err != nil {
		return nil, err
	}
	ordered, err := f.ResolveIndicator(ctx, r)
	if err != nil {
		return nil, err
	}
	m, err := f.ofMembers(ctx, r, group, ordered.Indicator)
	if err != nil {
		return nil, err
	}
	a, table := &RankingAnswer{Ordered: ordered, Group: m.group, Read: m.Read}, m.table
	at := len(table.Periods) - 1
	if period != nil {
		at = slices.IndexFunc(table.Periods, func(p Period) bool { return p.Name == *period })
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
	q, err := r.Question("members", f.Scope)
	if err != nil {
		return nil, err
	}
	figures, err := f.figures(q, indicator)
	if err != nil {
		return nil, err
	}
	rows, err := q.Lookup(ctx, "Entity", []string{group}, q.Members(figures))
	if err != nil {
		return nil, err
	}
	if err := r.Known("group", []string{group}, rows, analysis.GroupTypes...); err != nil {
		return nil, err
	}
	out := &membersFigures{group: rows[0].ID()}
	all, more := analysis.MemberRows(rows[0].Rows(1), f.Limit)
	var found []Figure
	for _, m := range all {
		out.members = append(out.members, m.ID())
		found = append(found, figuresOf(m.ID(), out.Take(m.Rows(1), f.Limit))...)
	}
	out.Truncated = out.Truncated || more
	if len(out.members) == 0 {
		return nil, analysis.Wrong("group: %s has no members", out.group)
	}
	out.table = NewTable(found)
	return out, nil
}

// membersFigures are the members of a group with their figures.
type membersFigures struct {
	group   string
	members []string
	table   *Table
	analysis.Read
}
