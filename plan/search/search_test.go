package search

import (
	"slices"
	"strings"
	"testing"
)

// TestRankTiers shows what puts a candidate into which tier, and where it matched.
func TestRankTiers(t *testing.T) {
	c := Candidate{
		ID: "org:x", Name: "Industrial Internet Alliance", Aliases: []string{"IIA", "Factory Net"}, Description: "Brings machines and people together.",
	}
	for _, q := range []struct {
		text    string
		tier    int
		matched int
		field   string
	}{
		{"Industrial Internet Alliance", 1, 3, "NAME"},
		{"  industrial INTERNET alliance!", 1, 3, "NAME"},
		{"industrial internet", 2, 2, "NAME"},
		{"indus", 2, 1, "NAME"},
		{"internet industrial", 3, 2, "NAME"},
		{"alliance", 3, 1, "NAME"},
		{"industrial industrial", 3, 1, "NAME"},
		{"factory", 4, 1, "ALIAS"},
		{"alliance factory", 4, 2, "ALIAS"},
		{"machines", 5, 1, "DESCRIPTION"},
		{"alliance factory machines", 5, 3, "DESCRIPTION"},
		{"industrial internt", 6, 2, "NAME"},
		{"factroy", 6, 1, "ALIAS"},
		{"mahcines", 6, 1, "DESCRIPTION"},
		{"industrial internet zebra", 6, 2, "NAME"},
		{"zebra", 0, 0, ""},
		{"industrial zebra", 0, 0, ""},
		{"industrial zebra yak", 0, 0, ""},
		{"net work", 0, 0, ""},
		{"indu\u00adstrial inter\u200bnet", 2, 2, "NAME"},
		{"brngi", 0, 0, ""},
	} {
		s := New(q.text, nil)
		hits := s.Rank([]Candidate{c})
		switch {
		case q.tier == 0 && len(hits) > 0:
			t.Errorf("%q matches: %+v", q.text, hits[0])
		case q.tier == 0:
		case len(hits) == 0:
			t.Errorf("%q does not match, want tier %d", q.text, q.tier)
		default:
			h := hits[0]
			score := (float64(6-q.tier) + h.Closeness) / 6
			if h.Tier != q.tier || h.Matched != q.matched || h.Field != q.field || h.Score != score {
				t.Errorf("%q matches as %+v, want tier %d, %d words, %s, score %v", q.text, h, q.tier, q.matched, q.field, score)
			}
		}
	}
}

// TestRankOrder shows the order of hits without misspellings: tier, name key, id.
func TestRankOrder(t *testing.T) {
	candidates := []Candidate{
		{ID: "e:1", Name: "deep green steel"}, {ID: "d:2", Name: "Green steel"}, {ID: "d:1", Name: "gréen steel"}, {ID: "c:1", Name: "Green steel mill"},
		{ID: "g:1", Name: "Green"}, {ID: "b:1", Name: "Other", Aliases: []string{"green steel"}}, {ID: "f:1", Name: "Grein steel"},
		{ID: "a:1", Name: "Other", Description: "of green steel"},
	}
	var got []string
	for _, h := range New("green steel", nil).Rank(candidates) {
		got = append(got, h.ID)
	}
	want := []string{"d:1", "d:2", "c:1", "e:1", "b:1", "a:1", "f:1"}
	if !slices.Equal(got, want) {
		t.Errorf("the order is %v, want %v", got, want)
	}
}

// TestCloseness shows what is near to a text that is misspelt or lacks a word.
func TestCloseness(t *testing.T) {
	for _, q := range []struct {
		text      string
		candidate Candidate
		same, of  int // letters: those that are the same, and those of the text and the name
	}{
		{"Germny", Candidate{Name: "Germany"}, 5, 6 + 7},
		{"Turkye", Candidate{Name: "Türkiye"}, 5, 6 + 7},
		{"Turkye", Candidate{Name: "Wholesale trade, Türkiye"}, 5, 6 + 21},
		{"Untied Nations", Candidate{Name: "United Nations"}, 5 + 7, 13 + 13},
		{"natiosn united", Candidate{Name: "United Nations"}, 6 + 6, 13 + 13},
		{"nation untied", Candidate{Name: "United Nations"}, 6 + 5, 12 + 13},
		{"industrial internet zebra", Candidate{Name: "Industrial Internet Alliance"}, 18, 23 + 26},
		{"Ivroy Coast", Candidate{Name: "Côte d’Ivoire", Aliases: []string{"CI", "Ivory Coast"}}, 4 + 5, 10 + 10},
		{"hydrogne", Candidate{Name: "Lab", Description: "Hydrogen"}, 0, 8 + 3},
		{"steel stele", Candidate{Name: "Steel"}, 5, 10 + 5}, // both are the one word of the name, whose letters count once
		{"中华人民共和果", Candidate{Name: "China", Aliases: []string{"中华人民共和国"}}, 6, 7 + 7},
		{"共和国果果果果 kenya kenia", Candidate{Name: "Kenya 共和国"}, 5 + 3, 17 + 8},
	} {
		s := New(q.text, nil)
		want := 2 * float64(q.same) / float64(q.of)
		hits := s.Rank([]Candidate{q.candidate})
		if len(hits) != 1 || hits[0].Tier != 6 || hits[0].Closeness != min(want, 1) {
			t.Errorf("%q is %v to %+v, want closeness %v", q.text, hits, q.candidate, want)
		}
	}
}

// TestRankMisspelt shows the order of the misspelt: closeness, words matched, name key, id.
func TestRankMisspelt(t *testing.T) {
	candidates := []Candidate{
		{ID: "c:2", Name: "Grean steel x"}, {ID: "c:1", Name: "grean steel Y"}, {ID: "a:1", Name: "Of much else, and grean steel"},
		{ID: "b:1", Name: "Something", Description: "grean steel"}, {ID: "a:2", Name: "Grean steel"}, {ID: "d:1", Name: "Something", Description: "green"},
		{ID: "a:9", Name: "Some thing", Description: "grean steel"}, {ID: "e:1", Name: "Something", Description: "grean steel mill"},
	}
	for text, want := range map[string][]string{
		"green steel":      {"a:2", "c:2", "c:1", "a:1", "a:9", "b:1", "e:1"},
		"green steel mill": {"a:2", "c:2", "c:1", "a:1", "e:1", "a:9", "b:1"},
	} {
		var got []string
		for _, h := range New(text, nil).Rank(candidates) {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("the order of %q is %v, want %v", text, got, want)
		}
	}
}

func TestMaxEdits(t *testing.T) {
	for n, want := range []int{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2} {
		if got := MaxEdits(strings.Repeat("é", n)); got != want {
			t.Errorf("a word of %d letters may have %d edits, want %d", n, got, want)
		}
	}
}
