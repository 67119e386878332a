package rules

import (
	"context"

	"partnir/analysis"
	"partnir/plan"
)

// AlignmentQuestion says which rules count.
type AlignmentQuestion struct {
	// Kind is a kind of rule, such as AGREEMENT; nil for all.
	Kind *string
	// Statuses are what an adoption must say of how far it went, such as party; empty for all.
	Statuses []string
	analysis.Scope
}

// AlignmentAnswer is how far the rules of actors agree.
type AlignmentAnswer struct {
	// Group is the id of the group that the actors are the members of; "" where two actors were asked for.
	Group string
	// Actors are their ids now.
	Actors []string
	Alignment
	analysis.Read
}

// AlignPair compares the rules of two actors, read in one plan.
func AlignPair(ctx context.Context, r *analysis.Reader, a, b string, by AlignmentQuestion) (*AlignmentAnswer, error) {
	if a == b {
		return nil, analysis.Wrong("a and b are both %s; give two actors", a)
	}
	q, err := r.Question("alignment", by.Scope)
	if err != nil {
		return nil, err
	}
	ids := []string{a, b}
	for i, argument := range []string{"a", "b"} {
		if err := r.Known(argument, ids[i:i+1], nil, "Actor"); err != nil {
			return nil, err
		}
	}
	rows, err := q.Lookup(ctx, "Actor", ids, by.Adoptions(q))
	if err != nil {
		return nil, err
	}
	for i, argument := range []string{"a", "b"} {
		if err := r.Known(argument, ids[i:i+1], rows[i:i+1], "Actor"); err != nil {
			return nil, err
		}
	}
	if rows[0].ID() == rows[1].ID() {
		return nil, analysis.Wrong("a and b are both %s; give two actors", rows[0].ID())
	}
	return by.align(rows), nil
}

// AlignGroup compares the rules of the members of a group, read in one plan.
func AlignGroup(ctx context.Context, r *analysis.Reader, group string, by AlignmentQuestion) (*AlignmentAnswer, error) {
	if err := r.Known("group", []string{group}, nil, analysis.GroupTypes...); err != nil {
		return nil, err
	}
	q, err := r.Question("alignment", by.Scope)
	if err != nil {
		return nil, err
	}
	rows, err := q.Lookup(ctx, "Entity", []string{group}, q.Members(by.Adoptions(q)))
	if err != nil {
		return nil, err
	}
	if err := r.Known("group", []string{group}, rows, analysis.GroupTypes...); err != nil {
		return nil, err
	}
	members, more := analysis.MemberRows(rows[0].Rows(1), by.Limit)
	if len(members) == 0 {
		return nil, analysis.Wrong("group: %s has no members", rows[0].ID())
	}
	out := by.align(members)
	out.Group, out.Truncated = rows[0].ID(), out.Truncated || more
	return out, nil
}

// Adoptions is the list of the rules that an actor adopted.
func (by AlignmentQuestion) Adoptions(q *analysis.Question) *plan.Column {
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
func (by AlignmentQuestion) align(actors []analysis.Row) *AlignmentAnswer {
	out := &AlignmentAnswer{Actors: analysis.IdsOf(actors)}
	var adoptions []Adoption
	for _, actor := range actors {
		for _, r := range out.Take(actor.Rows(1), by.Limit) {
			adoptions = append(adoptions, Adoption{
				ID: r.Text(1), Actor: actor.ID(), Rule: r.ID(), Status: r.Text(2), Since: r.Text(3), Kind: r.Text(4),
			})
		}
	}
	out.Alignment = Align(out.Actors, adoptions)
	return out
}
