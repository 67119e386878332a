package search

import (
	"math/rand/v2"
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
			h, n := hits[0], float64(len(s.Words))
			score := (float64(6-q.tier)*n + float64(q.matched)) / (6 * n)
			if h.Tier != q.tier || h.Matched != q.matched || h.Field != q.field || h.Score != score {
				t.Errorf("%q matches as %+v, want tier %d, %d words, %s, score %v", q.text, h, q.tier, q.matched, q.field, score)
			}
		}
	}
}

// TestRankOrder shows the order of hits: tier, words matched, name key, id.
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

func TestSearchText(t *testing.T) {
	got := Text("Étude (Étude)", []string{"A-B", "étude 2"}, "b, a; C")
	if want := "etude a b 2 c"; got != want {
		t.Errorf("the indexed text is %q, want %q", got, want)
	}
}

// slowEdits is the optimal string alignment distance by its definition.
func slowEdits(a, b []rune) int {
	switch {
	case len(a) == 0:
		return len(b)
	case len(b) == 0:
		return len(a)
	}
	change := 1
	if a[len(a)-1] == b[len(b)-1] {
		change = 0
	}
	d := min(slowEdits(a[:len(a)-1], b)+1, slowEdits(a, b[:len(b)-1])+1, slowEdits(a[:len(a)-1], b[:len(b)-1])+change)
	if len(a) > 1 && len(b) > 1 && a[len(a)-1] == b[len(b)-2] && a[len(a)-2] == b[len(b)-1] {
		d = min(d, slowEdits(a[:len(a)-2], b[:len(b)-2])+1)
	}
	return d
}

// TestWithinEdits compares the fast distance with the slow one on random words.
func TestWithinEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	word := func() string {
		letters := make([]rune, r.IntN(7))
		for i := range letters {
			letters[i] = []rune("abé")[r.IntN(3)]
		}
		return string(letters)
	}
	for range 3000 {
		a, b := word(), word()
		distance := slowEdits([]rune(a), []rune(b))
		for most := range 4 {
			if got := withinEdits(a, b, most); got != (distance <= most) {
				t.Fatalf("%q and %q are %d edits apart; within %d edits: %t", a, b, distance, most, got)
			}
		}
	}
}

func TestMaxEdits(t *testing.T) {
	for n, want := range []int{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2} {
		if got := MaxEdits(strings.Repeat("é", n)); got != want {
			t.Errorf("a word of %d letters may have %d edits, want %d", n, got, want)
		}
	}
	if WithinEdits("internt", "intranet") || !WithinEdits("internt", "internet") || !WithinEdits("industry", "indutsri") || WithinEdits("abc", "abd") {
		t.Error("WithinEdits does not follow the length of the searched word")
	}
}
