package analysis

import (
	"slices"

	"partnir/plan"
)

// groupTypes are the types that have members.
var groupTypes = []string{"Organization", "Initiative", "Platform"}

// members is the list of the members of a group, with columns to read of each: those that belong to it in the role `member`.
func (q *question) members(below ...*plan.Column) *plan.Column {
	return q.many(linked{by: "MEMBER_OF", in: true, to: "Actor", where: q.is("MEMBER_OF", "role", plan.Eq, "member"), below: below})
}

// memberRows are the rows of members, each member once; more says that there are more than the limit.
func memberRows(rows []row, limit int) (members []row, more bool) {
	for _, r := range rows {
		if len(members) == 0 || members[len(members)-1].id() != r.id() {
			members = append(members, r)
		}
	}
	if len(members) > limit {
		return members[:limit], true
	}
	return members, len(rows) > limit
}

// idsOf are the ids of rows.
func idsOf(rows []row) []string {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.id()
	}
	return ids
}

// twice is the first text that is in a list twice.
func twice(list []string) (string, bool) {
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			return s, true
		}
	}
	return "", false
}
