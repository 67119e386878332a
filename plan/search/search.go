package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"partnir/plan/mapping"
)

// MaxWords is how many words a search may have.
const MaxWords = 10

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
	// Matched is the number of words that match at all.
	Matched int
	// Field is where it matched best: NAME, ALIAS or DESCRIPTION.
	Field string
	// NameKey is the stored sort key of the name.
	NameKey string
	// Score is above 0 to 1: ((6 − Tier)·n + Matched) ÷ 6n for n words.
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

// Words splits a text into folded words: runs of letters and digits.
func Words(text string) []string {
	return strings.FieldsFunc(mapping.FoldName(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// Text is what a store's full-text index holds of an entity: the folded words of its name, aliases and description, each once.
func Text(name string, aliases []string, description string) string {
	words := Words(name)
	for _, a := range aliases {
		words = append(words, Words(a)...)
	}
	words = append(words, Words(description)...)
	seen := make(map[string]bool, len(words))
	unique := words[:0]
	for _, w := range words {
		if !seen[w] {
			seen[w] = true
			unique = append(unique, w)
		}
	}
	return strings.Join(unique, " ")
}

// Required is how many of the words must match: all of one or two, of more all but one.
func (s Search) Required() int {
	if n := len(s.Words); n > 2 {
		return n - 1
	}
	return len(s.Words)
}

// MaxEdits is how many typing errors a word of the search may have: one in words of 4 to 7 letters, two from 8 on. A typing error is
// a letter too many, missing, wrong, or swapped with its neighbour.
func MaxEdits(word string) int {
	switch n := len([]rune(word)); {
	case n >= 8:
		return 2
	case n >= 4:
		return 1
	}
	return 0
}

// Rank returns the candidates that match, best first: by tier, then words matched, then name key, then id.
func (s Search) Rank(candidates []Candidate) []Hit {
	var hits []Hit
	for _, c := range candidates {
		if h, ok := s.match(c); ok {
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, CompareHits)
	return hits
}

func CompareHits(a, b Hit) int {
	return cmp.Or(cmp.Compare(a.Tier, b.Tier), -cmp.Compare(a.Matched, b.Matched),
		cmp.Compare(a.NameKey, b.NameKey), cmp.Compare(a.ID, b.ID))
}

const (
	inName = iota
	inAlias
	inDescription
	nowhere
)

// match compares a candidate with the search.
func (s Search) match(c Candidate) (Hit, bool) {
	h, ok := s.matchName(c)
	if !ok {
		h, ok = s.matchAnywhere(c)
	}
	if ok {
		h.ID, h.NameKey = c.ID, c.NameKey
		if h.NameKey == "" {
			h.NameKey = mapping.NameKey.Key(c.Name)
		}
		n := len(s.Words)
		h.Score = float64((6-h.Tier)*n+h.Matched) / float64(6*n)
	}
	return h, ok
}

// matchName is the hit of a candidate whose name has all words. Most hits are of this kind, and the rest of the candidate need not be read.
func (s Search) matchName(c Candidate) (Hit, bool) {
	words := Words(c.Name)
	for _, w := range s.Words {
		if !slices.ContainsFunc(words, func(f string) bool { return strings.HasPrefix(f, w) }) {
			return Hit{}, false
		}
	}
	h := Hit{Tier: 3, Matched: len(s.Words), Field: "NAME"}
	switch name := strings.Join(words, " "); {
	case name == s.Text:
		h.Tier = 1
	case strings.HasPrefix(name, s.Text):
		h.Tier = 2
	}
	return h, true
}

// matchAnywhere is the hit of a candidate whose name lacks a word.
func (s Search) matchAnywhere(c Candidate) (Hit, bool) {
	var aliasWords []string
	for _, a := range c.Aliases {
		aliasWords = append(aliasWords, Words(a)...)
	}
	fields := [3][]string{Words(c.Name), aliasWords, Words(c.Description)}
	var exact, misspelt [4]int
	for _, w := range s.Words {
		if at := firstField(fields, func(f string) bool { return strings.HasPrefix(f, w) }); at != nowhere {
			exact[at]++
			continue
		}
		edits := MaxEdits(w)
		misspelt[firstField(fields, func(f string) bool { return withinEdits(w, f, edits) })]++
	}
	n := len(s.Words)
	matched := n - misspelt[nowhere]
	if matched < s.Required() || matched == 0 {
		return Hit{}, false
	}
	h := Hit{Matched: matched}
	switch {
	case exact[inName]+exact[inAlias] == n:
		h.Tier, h.Field = 4, "ALIAS"
	case exact[inName]+exact[inAlias]+exact[inDescription] == n:
		h.Tier, h.Field = 5, "DESCRIPTION"
	default:
		h.Tier, h.Field = 6, bestField(exact, misspelt)
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

// withinEdits reports whether two words are at most so many typing errors apart (optimal string alignment distance).
func withinEdits(a, b string, most int) bool {
	if most == 0 {
		return a == b
	}
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return false
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return false
		}
		before, last, row = last, row, before
	}
	return last[len(y)] <= most
}

// WithinEdits reports whether a word of an entity is a misspelling, or the right spelling, of a word of a search.
func WithinEdits(searched, word string) bool { return withinEdits(searched, word, MaxEdits(searched)) }
