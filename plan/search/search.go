// Package search says which words a text has, and how nodes that a search finds are ranked. All stores rank by it.
package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"partnir/plan/mapping"
)

// Search is a full-text search.
type Search struct {
	// Words are the folded words to look for, 1 to MaxSearchWords.
	Words []string
	// Text is the text as a whole: all its folded words, with a blank between them.
	Text string
	// Types are the object types to look in; nil for all that search finds.
	Types []*mapping.NodeType
}

// Candidate is an entity that a search could match.
type Candidate struct {
	ID, Name    string
	Aliases     []string
	Description string
	// NameKey is the stored sort key of the name, where it is known; "" where it is to be made.
	NameKey string
}

// Hit is an entity that a search matches, with its place in the order.
type Hit struct {
	ID string
	// Tier is the rank class: 1 whole name, 2 start of the name, 3 all words in the name, 4 in name or aliases, 5 in name,
	// aliases or description, 6 misspelt or with a word missing.
	Tier int
	// Closeness says, from 0 to 1, how much the whole name, or an alias where that is closer, is like the text: of the letters of both
	// together, the part that is the same. It is 1 in tiers 1 to 5.
	Closeness float64
	// Matched is the number of words that match at all.
	Matched int
	// Field is where it matched best: NAME, ALIAS or DESCRIPTION.
	Field string
	// NameKey is the stored sort key of the name.
	NameKey string
	// Score is from 0 to 1: (6 − Tier + Closeness) ÷ 6.
	Score float64
}

// New returns the search for a text.
func New(text string, types []*mapping.NodeType) Search {
	var words []string
	all := Words(text)
	for _, w := range all {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return Search{Words: words, Text: strings.Join(all, " "), Types: types}
}

// Required is how many of the words must match: all of one or two, of more all but one.
func (s Search) Required() int {
	if n := len(s.Words); n > 2 {
		return n - 1
	}
	return len(s.Words)
}

// Rank returns the candidates that match, best first: by tier, then closeness, then words matched, then name key, then id.
func (s Search) Rank(candidates []Candidate) []Hit {
	var hits []Hit
	r := newRanking(s)
	for _, c := range candidates {
		if h, ok := r.match(c); ok {
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, CompareHits)
	return hits
}

// CompareHits puts hits in the order of their rank, the best first.
func CompareHits(a, b Hit) int {
	return cmp.Or(cmp.Compare(a.Tier, b.Tier), -cmp.Compare(a.Closeness, b.Closeness), -cmp.Compare(a.Matched, b.Matched),
		cmp.Compare(a.NameKey, b.NameKey), cmp.Compare(a.ID, b.ID))
}

// ranking compares candidates with a search.
type ranking struct {
	Search
	words []searched
	// letters are those of all words.
	letters int
}

// searched is a word of a search.
type searched struct {
	letters int
	// matches reports whether a word of a candidate matches without a typing error.
	matches func(string) bool
	// table counts typing errors; nil where there may be none. errors are those of words that were counted before.
	table  *editTable
	errors map[string]int
}

func newRanking(s Search) *ranking {
	r := &ranking{Search: s}
	for _, w := range s.Words {
		word := searched{letters: utf8.RuneCountInString(w), matches: matcher(w)}
		if most := MaxEdits(w); most > 0 {
			word.table, word.errors = newEditTable([]rune(w), most), map[string]int{}
		}
		r.words = append(r.words, word)
		r.letters += word.letters
	}
	return r
}

// matcher reports of words whether a word of a search matches them without a typing error: as their beginning, in unspaced scripts as any
// part of them.
func matcher(w string) func(string) bool {
	if Unspaced(w) {
		return func(f string) bool { return strings.Contains(f, w) }
	}
	return func(f string) bool { return strings.HasPrefix(f, w) }
}

// edits is the number of typing errors to a word of a candidate; false where they are too many.
func (w *searched) edits(word string) (int, bool) {
	if w.table == nil {
		return 0, false
	}
	n, known := w.errors[word]
	if !known {
		n, _ = w.table.edits(word)
		w.errors[word] = n
	}
	return n, n <= w.table.most
}

func (w *searched) misspells(word string) bool {
	_, ok := w.edits(word)
	return ok
}

const (
	inName = iota
	inAlias
	inDescription
	nowhere
)

// match compares a candidate with the search.
func (r *ranking) match(c Candidate) (Hit, bool) {
	name := Words(c.Name)
	h, ok := r.matchName(name)
	if !ok {
		h, ok = r.matchAnywhere(name, c)
	}
	if ok {
		h.ID, h.NameKey = c.ID, c.NameKey
		if h.NameKey == "" {
			h.NameKey = mapping.NameKey.Key(c.Name)
		}
		h.Score = (float64(6-h.Tier) + h.Closeness) / 6
	}
	return h, ok
}

// matchName is the hit of a candidate whose name has all words. Most hits are of this kind, and the rest of the candidate need not be read.
func (r *ranking) matchName(words []string) (Hit, bool) {
	for _, w := range r.words {
		if !slices.ContainsFunc(words, w.matches) {
			return Hit{}, false
		}
	}
	h := Hit{Tier: 3, Closeness: 1, Matched: len(r.Words), Field: "NAME"}
	switch name := strings.Join(words, " "); {
	case name == r.Text:
		h.Tier = 1
	case strings.HasPrefix(name, r.Text):
		h.Tier = 2
	}
	return h, true
}

// matchAnywhere is the hit of a candidate whose name lacks a word.
func (r *ranking) matchAnywhere(name []string, c Candidate) (Hit, bool) {
	names := [][]string{name}
	var aliasWords []string
	for _, a := range c.Aliases {
		words := Words(a)
		names, aliasWords = append(names, words), append(aliasWords, words...)
	}
	fields := [3][]string{name, aliasWords, Words(c.Description)}
	var exact, misspelt [4]int
	for i := range r.words {
		w := &r.words[i]
		if at := firstField(fields, w.matches); at != nowhere {
			exact[at]++
			continue
		}
		misspelt[firstField(fields, w.misspells)]++
	}
	n := len(r.Words)
	matched := n - misspelt[nowhere]
	if matched < r.Required() || matched == 0 {
		return Hit{}, false
	}
	h := Hit{Closeness: 1, Matched: matched}
	switch {
	case exact[inName]+exact[inAlias] == n:
		h.Tier, h.Field = 4, "ALIAS"
	case exact[inName]+exact[inAlias]+exact[inDescription] == n:
		h.Tier, h.Field = 5, "DESCRIPTION"
	default:
		h.Tier, h.Field, h.Closeness = 6, bestField(exact, misspelt), r.closest(names)
	}
	return h, true
}

func firstField(fields [3][]string, found func(string) bool) int {
	for i, words := range fields {
		if slices.ContainsFunc(words, found) {
			return i
		}
	}
	return nowhere
}

func bestField(exact, misspelt [4]int) string {
	best := inName
	for _, f := range []int{inAlias, inDescription} {
		if exact[f]+misspelt[f] > exact[best]+misspelt[best] {
			best = f
		}
	}
	return []string{"NAME", "ALIAS", "DESCRIPTION"}[best]
}

func (r *ranking) closest(names [][]string) float64 {
	closest := 0.0
	for _, words := range names {
		closest = max(closest, r.closeness(words))
	}
	return closest
}

// closeness is how much the words of a name are like the search: of the letters of both together, the part that is the same. Those of a word
// of the search are the same where the name has it, less one for each typing error.
func (r *ranking) closeness(name []string) float64 {
	letters, same := 0, 0
	for _, f := range name {
		letters += utf8.RuneCountInString(f)
	}
	for i := range r.words {
		same += r.words[i].sameLetters(name)
	}
	return float64(2*min(same, letters)) / float64(r.letters+letters)
}

// sameLetters is how many letters of the word are right in the word of a name that is closest.
func (w *searched) sameLetters(name []string) int {
	if slices.ContainsFunc(name, w.matches) {
		return w.letters
	}
	same := 0
	for _, f := range name {
		if edits, ok := w.edits(f); ok {
			same = max(same, w.letters-edits)
		}
	}
	return same
}
