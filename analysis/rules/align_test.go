package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// All three adopted paris; china and japan adopted basel; kenya alone has its pledge. One rule of four is shared by all.
func TestAlignByHand(t *testing.T) {
	got := Align([]string{"china", "japan", "kenya"}, []Adoption{
		{"1", "china", "paris", "AGREEMENT", "party", "2016-09-03"}, {"2", "japan", "paris", "AGREEMENT", "party", ""},
		{"3", "kenya", "paris", "AGREEMENT", "signed_not_ratified", ""}, {"4", "china", "basel", "AGREEMENT", "party", ""},
		{"5", "japan", "basel", "AGREEMENT", "party", ""}, {"6", "kenya", "pledge", "PLEDGE", "submitted", ""},
		{"7", "china", "iso", "STANDARD", "", ""}, {"8", "brazil", "other", "POLICY", "", ""},
	})
	if len(got.Shared) != 1 || got.Shared[0].Rule != "paris" || len(got.Shared[0].Adoptions) != 3 || got.Union != 4 {
		t.Fatalf("shared %v of %d, want paris of 4", got.Shared, got.Union)
	}
	if j, ok := Jaccard(len(got.Shared), got.Union); !ok || j != 0.25 {
		t.Errorf("Jaccard index %v, want 1/4", j)
	}
	lacking := ""
	for _, of := range got.Lacking {
		for _, m := range of {
			lacking += m.Rule + " "
		}
		lacking += "| "
	}
	if want := "pledge | pledge iso | basel iso | "; lacking != want {
		t.Errorf("lacking %q, want %q", lacking, want)
	}
	if got := fmt.Sprint(got.Kinds); got != "[{AGREEMENT 1 2} {PLEDGE 0 1} {STANDARD 0 1}]" {
		t.Errorf("by kind: %s", got)
	}
	if _, ok := Jaccard(0, 0); ok {
		t.Error("the index of nothing and nothing is defined")
	}
}

func TestAlignAgainstSets(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 400 {
		var actors []string
		for i := range 1 + r.IntN(6) {
			actors = append(actors, fmt.Sprint("actor", i))
		}
		has := map[[2]string]bool{}
		var adoptions []Adoption
		rules := r.IntN(12)
		for i := range r.IntN(40) {
			if rules == 0 {
				break
			}
			a := Adoption{ID: fmt.Sprintf("%02d", i), Actor: fmt.Sprint("actor", r.IntN(8)), Rule: fmt.Sprintf("rule%02d", r.IntN(rules)), Kind: "POLICY"}
			has[[2]string{a.Actor, a.Rule}] = true
			adoptions = append(adoptions, a)
		}
		got := Align(actors, adoptions)
		var shared []string
		for _, s := range got.Shared {
			shared = append(shared, s.Rule)
		}
		union := 0
		var wantShared []string
		wantLacking := make([][]string, len(actors))
		for i := range rules {
			rule, by := fmt.Sprintf("rule%02d", i), 0
			for _, a := range actors {
				if has[[2]string{a, rule}] {
					by++
				}
			}
			if by == 0 {
				continue
			}
			union++
			if by == len(actors) {
				wantShared = append(wantShared, rule)
			}
			for i, a := range actors {
				if !has[[2]string{a, rule}] {
					wantLacking[i] = append(wantLacking[i], rule)
				}
			}
		}
		if !slices.Equal(shared, wantShared) || got.Union != union {
			t.Fatalf("shared %v of %d, want %v of %d", shared, got.Union, wantShared, union)
		}
		for i := range actors {
			var lacking []string
			for _, m := range got.Lacking[i] {
				lacking = append(lacking, m.Rule)
			}
			if !slices.Equal(lacking, wantLacking[i]) || got.Adopted[i]+len(lacking) != union {
				t.Fatalf("%s lacks %v and has %d of %d, want %v", actors[i], lacking, got.Adopted[i], union, wantLacking[i])
			}
		}
	}
}
