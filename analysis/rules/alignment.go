// Package rules answers alignment: which rules two countries, or the members of a group, have both adopted.
package rules

import (
	"context"

	"partnir/analysis"
	"partnir/plan"
)

// AlignmentQuestion asks how far the rules of two actors agree, or those of the members of a group.
type AlignmentQuestion struct {
	// A and B are the ids of the actors, Group is that of the group; nil where the other is asked for.
	A, B, Group *string
	Adopted
}

// Adopted says which adoptions of rules count.
type Adopted struct {
	// Kind is a kind of rule, such as AGREEMENT; nil for all.
	Kind *string
	// Statuses are what an adoption must say of how far it went, such as PARTY; empty for all.
	Statuses []string
	analysis.Scope
}

// AlignmentAnswer is how far the rules of actors agree.
type AlignmentAnswer struct {
	// Group is the id of the group that the actors are the members of; "" where two actors were asked for.
	Group string
	// Actors are their ids now.
	Actors []string
	Agreement
	// Reach counts adoptions.
	analysis.Reach
}

// Alignment compares the rules of two actors, or of the members of a group, read in one plan.
func Alignment(ctx context.Context, r *analysis.Reader, ask AlignmentQuestion) (*AlignmentAnswer, error) {
	if err := ask.Check(); err != nil {
		return nil, err
	}
	q, err := r.Query("alignment", ask.Scope)
	if err != nil {
		return nil, err
	}
	switch {
	case ask.Group == nil && ask.A != nil && ask.B != nil:
		return ask.ofTwo(ctx, q)
	case ask.Group != nil && ask.A == nil && ask.B == nil:
		return ask.ofGroup(ctx, q)
	}
	return nil, analysis.Wrong("give a and b, or group")
}

// ofTwo compares the rules of two actors.
func (ask AlignmentQuestion) ofTwo(ctx context.Context, q *analysis.Query) (*AlignmentAnswer, error) {
	rows, err := q.Find(ctx, "Actor", []analysis.Asked{analysis.One("a", *ask.A, "Actor"), analysis.One("b", *ask.B, "Actor")}, ask.Adoptions(q))
	if err != nil {
		return nil, err
	}
	if rows[0].ID() == rows[1].ID() {
		return nil, analysis.Wrong("a and b are both %s; give two actors", rows[0].ID())
	}
	return ask.align(rows), nil
}

// ofGroup compares the rules of the members of a group.
func (ask AlignmentQuestion) ofGroup(ctx context.Context, q *analysis.Query) (*AlignmentAnswer, error) {
	rows, err := q.Find(ctx, "Entity", []analysis.Asked{analysis.One("group", *ask.Group, analysis.GroupTypes...)}, q.Members(ask.Adoptions(q)))
	if err != nil {
		return nil, err
	}
	members, more := analysis.MemberRows(rows[0].Rows(1), ask.MaxVisited)
	if len(members) == 0 {
		return nil, analysis.Wrong("group: %s has no members", rows[0].ID())
	}
	out := ask.align(members)
	out.Group, out.Truncated = rows[0].ID(), out.Truncated || more
	return out, nil
}

// Adoptions is the list of the rules that an actor adopted.
func (by Adopted) Adoptions(q *analysis.Query) *plan.Column {
	var where []*plan.Filter
	if by.Kind != nil {
		where = append(where, q.NodeIs("Rule", "kind", plan.Eq, *by.Kind))
	}
	if len(by.Statuses) > 0 {
		statuses := make([]any, len(by.Statuses))
		for i, s := range by.Statuses {
			statuses[i] = s
		}
		where = append(where, q.Is("ADOPTED", "status", plan.In, statuses))
	}
	if by.AsOf != nil { // what was adopted later was not yet adopted then
		where = append(where, &plan.Filter{Op: plan.Or, Args: []*plan.Filter{
			q.Is("ADOPTED", "since", plan.IsNull, nil), q.Is("ADOPTED", "since", plan.Lte, *by.AsOf),
		}})
	}
	return q.Many(analysis.Linked{By: "ADOPTED", To: "Rule", Where: analysis.And(where...), Edge: []string{"id", "status", "since"}, Node: []string{"kind"}})
}

// align compares the rows of actors with their adoptions.
func (by Adopted) align(actors []analysis.Row) *AlignmentAnswer {
	out := &AlignmentAnswer{Actors: analysis.IdsOf(actors)}
	var adoptions []Adoption
	for _, actor := range actors {
		for _, r := range out.Take(actor.Rows(1), by.MaxVisited) {
			adoptions = append(adoptions, Adoption{
				ID: r.Text(1), Actor: actor.ID(), Rule: r.ID(), Status: r.Text(2), Since: r.Text(3), Kind: r.Text(4),
			})
		}
	}
	out.Agreement = Align(out.Actors, adoptions)
	return out
}
