package dataset

import (
	"context"
	"errors"

	"partnir/plan/mapping"
	"partnir/store"
)

// verify looks at the records as a whole: they must be such that every store loads them, and each must say of which source it is. Problems of
// single rows are found before; these are of ids that several tables make.
func verify(records *store.Records, m *mapping.Mapping) error {
	var found problems
	var wrong *store.Problems
	if errors.As(store.Check(context.Background(), m, records, store.Nothing{}), &wrong) {
		for _, p := range wrong.First {
			found.add(Problem{Want: p.Error()})
		}
		found.more += wrong.More
	}
	for _, n := range records.Nodes {
		if len(n.Evidence) == 0 {
			found.add(Problem{Want: n.ID + " does not say of which source it is"})
		}
	}
	for _, r := range records.Relationships {
		if len(r.Evidence) == 0 {
			found.add(Problem{Want: r.Type.Name + " from " + r.From + " to " + r.To + " does not say of which source it is"})
		}
	}
	return found.err()
}
