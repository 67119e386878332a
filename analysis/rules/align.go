package rules

import (
	"cmp"
	"slices"
)

// Adoption is that an actor adopted a rule: a relationship ADOPTED.
type Adoption struct {
	// ID is the id of the relationship.
	ID, Actor, Rule string
	// Kind is the kind of the rule, such as AGREEMENT.
	Kind string
	// Status and Since are what the relationship says of how far it went and since when; "" where it does not.
	Status, Since string
}

// Agreement is how far the rules of some actors agree.
type Agreement struct {
	// Shared are the rules that all of the actors adopted, by kind and id, with every adoption of them.
	Shared []SharedRule
	// Lacking are, for each actor in their order, the rules that others of them adopted and it did not.
	Lacking [][]MissingRule
	// Adopted are, for each actor in their order, how many rules it adopted.
	Adopted []int
	// Union is how many rules at least one of them adopted.
	Union int
	// Kinds are the same figures of each kind of rule that one of them adopted, in the order of their names.
	Kinds []KindAlignment
}

// SharedRule is a rule that all adopted.
type SharedRule struct {
	Rule, Kind string
	// Adoptions are in the order of the actors; an actor may have several.
	Adoptions []Adoption
}

// MissingRule is a rule that an actor lacks.
type MissingRule struct {
	Rule, Kind string
	// Adoptions are those of the others.
	Adoptions []Adoption
}

// KindAlignment are the figures of one kind of rule.
type KindAlignment struct {
	Kind string
	// Shared is how many rules all adopted, Union how many at least one adopted.
	Shared, Union int
}

// Jaccard is the Jaccard index: what all share over what at least one has, 0 to 1. ok is false where there is nothing at all.
func Jaccard(shared, union int) (index float64, ok bool) {
	if union == 0 {
		return 0, false
	}
	return float64(shared) / float64(union), true
}

// Align compares the rules that actors adopted. Adoptions of others do not count.
func Align(actors []string, adoptions []Adoption) Agreement {
	place := map[string]int{}
	for i, a := range actors {
		place[a] = i
	}
	rules := map[string][]Adoption{}
	for _, a := range adoptions {
		if _, known := place[a.Actor]; known {
			rules[a.Rule] = append(rules[a.Rule], a)
		}
	}
	out := Agreement{Lacking: make([][]MissingRule, len(actors)), Adopted: make([]int, len(actors)), Union: len(rules)}
	kinds := map[string]*KindAlignment{}
	for rule, of := range rules {
		slices.SortFunc(of, func(a, b Adoption) int {
			return cmp.Or(cmp.Compare(place[a.Actor], place[b.Actor]), cmp.Compare(a.ID, b.ID))
		})
		kind := of[0].Kind
		if kinds[kind] == nil {
			kinds[kind] = &KindAlignment{Kind: kind}
		}
		kinds[kind].Union++
		if missing := out.count(rule, of, place); missing == 0 {
			kinds[kind].Shared++
			out.Shared = append(out.Shared, SharedRule{Rule: rule, Kind: kind, Adoptions: of})
		}
	}
	slices.SortFunc(out.Shared, func(a, b SharedRule) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Rule, b.Rule))
	})
	for _, lacking := range out.Lacking {
		slices.SortFunc(lacking, func(a, b MissingRule) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Rule, b.Rule))
		})
	}
	for _, k := range kinds {
		out.Kinds = append(out.Kinds, *k)
	}
	slices.SortFunc(out.Kinds, func(a, b KindAlignment) int { return cmp.Compare(a.Kind, b.Kind) })
	return out
}

// count counts one rule for those who adopted it, notes it for those who lack it, and returns how many these are.
func (a *Agreement) count(rule string, adoptions []Adoption, place map[string]int) (missing int) {
	has := make([]bool, len(a.Adopted))
	for _, adoption := range adoptions {
		has[place[adoption.Actor]] = true
	}
	for i := range has {
		if has[i] {
			a.Adopted[i]++
			continue
		}
		missing++
		a.Lacking[i] = append(a.Lacking[i], MissingRule{Rule: rule, Kind: adoptions[0].Kind, Adoptions: adoptions})
	}
	return missing
}
