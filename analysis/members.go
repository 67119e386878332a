package analysis

import "partnir/plan"

// GroupTypes are the types that have members.
var GroupTypes = []string{"Organization", "Initiative", "Platform"}

// Members is the list of the members of a group, with columns to read of each: those that belong to it in the role `member`.
func (q *Query) Members(below ...*plan.Column) *plan.Column {
	return q.Many(Linked{By: "MEMBER_OF", In: true, To: "Actor", Where: q.Is("MEMBER_OF", "role", plan.Eq, "member"), Below: below})
}

// MemberRows are the rows of members, each member once; more says that there are more than the limit.
func MemberRows(rows []Row, limit int) (members []Row, more bool) {
	for _, r := range rows {
		if len(members) == 0 || members[len(members)-1].ID() != r.ID() {
			members = append(members, r)
		}
	}
	if len(members) > limit {
		return members[:limit], true
	}
	return members, len(rows) > limit
}

// IdsOf are the ids of rows.
func IdsOf(rows []Row) []string {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID()
	}
	return ids
}
