package search

import (
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// maxEdits is the most typing errors that a word may have, and minMisspelt the least letters of a word that may have one.
const (
	maxEdits    = 2
	minMisspelt = 4
)

// MaxEdits is how many typing errors a word of a search may have: one in words of 4 to 7 letters, two from 8 on. A typing error is
// a letter too many, missing, wrong, or swapped with its neighbour.
func MaxEdits(word string) int {
	switch n := len([]rune(word)); {
	case n >= 8:
		return maxEdits
	case n >= minMisspelt:
		return 1
	}
	return 0
}

// Vocabulary are words, of which it finds those that a word of a search is a misspelling of.
type Vocabulary struct {
	// words are in ascending order, each once; outlines are theirs.
	words    []string
	outlines []outline
}

// NewVocabulary returns a vocabulary. It keeps words, and puts them in order.
func NewVocabulary(words []string) *Vocabulary {
	slices.Sort(words)
	words = slices.Compact(words)
	v := &Vocabulary{words, make([]outline, len(words))}
	for i, w := range words {
		v.outlines[i] = outlineOf(w)
	}
	return v
}

// Has reports whether a word is in the vocabulary.
func (v *Vocabulary) Has(word string) bool {
	_, found := slices.BinarySearch(v.words, word)
	return found
}

// Misspelt is a word that a word of a search is a misspelling of, with the number of typing errors.
type Misspelt struct {
	Word  string
	Edits int
}

// Misspellings returns all words that a word of a search is a misspelling of, in ascending order: not those that it matches anyway. Most words
// are told to be far by their outline. Of those that are not, it leaves out all that begin as one whose beginning has too many typing
// errors already: many that are nearly the same begin alike.
func (v *Vocabulary) Misspellings(word string) []Misspelt {
	most := MaxEdits(word)
	if most == 0 {
		return nil
	}
	var found []Misspelt
	matches, searched := matcher(word), outlineOf(word)
	table := newEditTable([]rune(word), most)
	for i := 0; i < len(v.words); {
		if !searched.near(v.outlines[i], most) {
			i++
			continue
		}
		w := v.words[i]
		edits, end := table.edits(w)
		if edits > most && end < len(w) {
			i = v.past(i, w[:end])
			continue
		}
		if edits <= most && !matches(w) {
			found = append(found, Misspelt{w, edits})
		}
		i++
	}
	return found
}

// outline is what tells quickly that a word is far from another: the number of its letters in the upper 8 bits, and below a bit for each
// letter that is in it; letters share bits.
type outline uint64

const (
	letterBits = 56
	letterMask = 1<<letterBits - 1
)

func outlineOf(word string) outline {
	var o outline
	n := 0
	for _, r := range word {
		o |= 1 << (uint(r) % letterBits)
		n++
	}
	return o | outline(min(n, 255))<<letterBits
}

// near is false where the words are more than so many typing errors apart: each changes the length by one at most, and takes one letter and
// brings another.
func (o outline) near(other outline, edits int) bool {
	if d := int(o>>letterBits) - int(other>>letterBits); d > edits || -d > edits {
		return false
	}
	return bits.OnesCount64(uint64(o&^other&letterMask)) <= edits && bits.OnesCount64(uint64(other&^o&letterMask)) <= edits
}

// past is the index of the first word after i that does not begin as word i does.
func (v *Vocabulary) past(i int, beginning string) int {
	step := 1
	for i+step < len(v.words) && strings.HasPrefix(v.words[i+step], beginning) {
		step *= 2
	}
	from := i + step/2
	to := min(i+step, len(v.words))
	return from + sort.Search(to-from, func(k int) bool { return !strings.HasPrefix(v.words[from+k], beginning) })
}

// editTable counts typing errors between one word and many, which begin alike: it keeps what the word before came to (optimal string
// alignment distance).
type editTable struct {
	word []rune
	most int
	// other are the letters that rows are for: row i compares the first i of them with the beginnings of word.
	other []rune
	rows  [][]int
}

func newEditTable(word []rune, most int) *editTable {
	first := make([]int, len(word)+1)
	for j := range first {
		first[j] = j
	}
	return &editTable{word: word, most: most, rows: [][]int{first}}
}

// edits returns the number of typing errors to another word. Where they are more than most, any word that begins with other[:end] has
// more.
func (t *editTable) edits(other string) (edits, end int) {
	n := 0
	for i, r := range other {
		if n == len(t.other) || t.other[n] != r {
			t.other = append(t.other[:n], r)
			t.row(n + 1)
		}
		n++
		if slices.Min(t.rows[n]) > t.most {
			return t.most + 1, i + len(string(r))
		}
	}
	return t.rows[n][len(t.word)], len(other)
}

// row computes row i of the rows before it.
func (t *editTable) row(i int) {
	if i == len(t.rows) {
		t.rows = append(t.rows, make([]int, len(t.word)+1))
	}
	row, last, r := t.rows[i], t.rows[i-1], t.other[i-1]
	row[0] = i
	for j := 1; j < len(row); j++ {
		change := 1
		if t.word[j-1] == r {
			change = 0
		}
		row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
		if i > 1 && j > 1 && t.word[j-2] == r && t.word[j-1] == t.other[i-2] {
			row[j] = min(row[j], t.rows[i-2][j-2]+1)
		}
	}
}
