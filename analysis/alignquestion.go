package analysis

import (
	"context"

	"partnir/plan"
)

// AlignmentQuestion says which rules count.
type AlignmentQuestion struct {
	// Kind is a kind of rule, such as AGREEMENT; nil for all.
	Kind *string
	// Statuses are what an adoption must say of how far it went, such as party; empty for all.
	Statuses []string
	Scope
}

// AlignmentAnswer is how far the rules of actors agree.
type AlignmentAnswer struct {
	// Group is the id of the group that the actors are the members of; "" where two actors were asked for.
	Group string
	// Actors are their ids now.
	Actors []string
	Alignment
	Read
}

// AlignPair compares the rules of two actors, read in one plan.
func (r *Reader) AlignPair(ctx context.Context, a, b string, by AlignmentQuestion) (*AlignmentAnswer, error) {
	if a == b {
		return nil, wrong("a and b are both %s; give two actors", a)
	}
	q, err := r.question("alignment", by.Scope)
	if err != nil {
		return nil, err
	}
	ids := []string{a, b}
	for i, argument := range []string{"a", "b"} {
		if err := r.known(argument, ids[i:i+1], nil, "Actor"); err != nil {
			return nil, err
		}
	}
	rows, err := q.lookup(ctx, "Actor", ids, by.adoptions(q))
	if err != nil {
		return nil, err
	}
	for i, argument := range []string{"a", "b"} {
		if err := r.known(argument, ids[i:i+1], rows[i:i+1], "Actor"); err != nil {
			return nil, err
		}
	}
	if rows[0].id() == rows[1].id() {
		return nil, wrong("a and b are both %s; give two actors", rows[0].id())
	}
	return by.align(rows), nil
}

// AlignGroup compares the rules of the members of a group, read in one plan.
func (r *Reader) AlignGroup(ctx context.Context, group string, by AlignmentQuestion) (*AlignmentAnswer, error) {
	if err := r.known("group", []string{group}, nil, groupTypes...); err != nil {
		return nil, err
	}
	q, err := r.question("alignment", by.Scope)
	if err != nil {
		return nil, err
	}
	rows, err := q.lookup(ctx, "Entity", []string{group}, q.members(by.adoptions(q)))
	if err != nil {
		return nil, err
	}
	if err := r.known("group", []string{group}, rows, groupTypes...); err != nil {
		return nil, err
	}
	members, more := memberRows(rows[0].rows(1), by.Limit)
	if len(members) == 0 {
		return nil, wrong("group: %s has no members", rows[0].id())
	}
	out := by.align(members)
	out.Group, out.Truncated = rows[0].id(), out.Truncated || more
	return out, nil
}

// adoptions is the list of the rules that an actor adopted.
func (by AlignmentQuestion) adoptions(q *question) *plan.Column {
	var where []*plan.Filter
	if by.Kind != nil {
		where = append(where, q.nodeIs("Rule", "kind", plan.Eq, *by.Kind))
	}
	if len(by.Statuses) > 0 {
		statuses := make([]any, len(by.Statuses))
		for i, s := range by.Statuses {
			statuses[i] = s
		}
		where = append(where, q.is("ADOPTED", "status", plan.In, statuses))
	}
	if by.AsOf != nil { // what was adopted later was not yet adopted then
		where = append(where, &plan.Filter{Op: plan.Or, Args: []*plan.Filter{
			q.is("ADOPTED", "since", plan.IsNull, nil), q.is("ADOPTED", "since", plan.Lte, *by.AsOf),
		}})
	}
	return q.many(linked{by: "ADOPTED", to: "Rule", where: and(where...), edge: []string{"id", "status", "since"}, node: []string{"kind"}})
}

// align compares the rows of actors with their adoptions.
func (by AlignmentQuestion) align(actors []row) *AlignmentAnswer {
	out := &AlignmentAnswer{Actors: idsOf(actors)}
	var adoptions []Adoption
	for _, actor := range actors {
		for _, r := range out.take(actor.rows(1), by.Limit) {
			adoptions = append(adoptions, Adoption{
				ID: r.text(1), Actor: actor.id(), Rule: r.id(), Status: r.text(2), Since: r.text(3), Kind: r.text(4),
			})
		}
	}
	out.Alignment = Align(out.Actors, adoptions)
	return out
}
