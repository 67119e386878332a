package partners

import (
	"context"
	"maps"
	"slices"

	"partnir/analysis"
	"partnir/plan"
)

// hierarchies are the relationship types that lead from an item to what it is part of or a special case of.
var hierarchies = []string{"PART_OF", "BROADER"}

// maxLevels is how many levels up and down hierarchies are followed.
const maxLevels = 20

// kinship are the items that are narrower or broader than others.
type kinship struct {
	// of are the relatives of each item, itself at no steps.
	of map[string]map[string]Relative
	analysis.Reach
}

// found is a relative that was just found.
type found struct{ origin, item string }

// findKinship finds the relatives of items, level by level, with one plan for each level of all of them. What is above an item is broader,
// what is below it is narrower; its siblings are neither. Of two ways to a relative the shorter counts, of equally long ones the one
// down.
func findKinship(ctx context.Context, r *analysis.Reader, items []string, s analysis.Scope) (*kinship, error) {
	k := &kinship{of: map[string]map[string]Relative{}}
	var up, down []found
	for _, t := range items {
		if k.of[t] == nil {
			k.of[t] = map[string]Relative{t: {}}
			up, down = append(up, found{t, t}), append(down, found{t, t})
		}
	}
	for steps := 1; len(up)+len(down) > 0; steps++ {
		if steps > maxLevels || k.Truncated {
			k.Truncated = true
			break
		}
		broader, narrower, err := k.level(ctx, r, append(slices.Clone(up), down...), s)
		if err != nil {
			return nil, err
		}
		down = k.next(down, narrower, Relative{steps, true})
		up = k.next(up, broader, Relative{steps, false})
	}
	return k, nil
}

// level reads what is one step above and below some items.
func (k *kinship) level(ctx context.Context, r *analysis.Reader, from []found, s analysis.Scope) (broader, narrower map[string][]string, err error) {
	q, err := r.Query("hierarchy", s)
	if err != nil {
		return nil, nil, err
	}
	var lists []*plan.Column
	for _, by := range hierarchies {
		lists = append(lists, q.Many(analysis.Linked{By: by, To: "Entity"}), q.Many(analysis.Linked{By: by, In: true, To: "Entity"}))
	}
	ids := map[string]bool{}
	for _, f := range from {
		ids[f.item] = true
	}
	rows, err := q.Lookup(ctx, "Entity", slices.Sorted(maps.Keys(ids)), lists...)
	if err != nil {
		return nil, nil, err
	}
	broader, narrower = map[string][]string{}, map[string][]string{}
	for _, row := range rows {
		for i := range hierarchies {
			if row == nil {
				continue
			}
			broader[row.ID()] = append(broader[row.ID()], analysis.IdsOf(k.Take(row.Rows(1+2*i), s.MaxVisited))...)
			narrower[row.ID()] = append(narrower[row.ID()], analysis.IdsOf(k.Take(row.Rows(2+2*i), s.MaxVisited))...)
		}
	}
	return broader, narrower, nil
}

// next notes the relatives that are one step further, and returns those that are new.
func (k *kinship) next(from []found, step map[string][]string, as Relative) (further []found) {
	for _, f := range from {
		for _, item := range step[f.item] {
			if _, known := k.of[f.origin][item]; !known {
				k.of[f.origin][item] = as
				further = append(further, found{f.origin, item})
			}
		}
	}
	return further
}

// items are all relatives of all items.
func (k *kinship) items() []string {
	all := map[string]bool{}
	for _, of := range k.of {
		for t := range of {
			all[t] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
