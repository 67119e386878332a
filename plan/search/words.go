package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"partnir/plan/mapping"
)

const (
	// MaxWords is how many words a search may have.
	MaxWords = 10
	// MaxSearchLetters is how many letters a word of a search may have.
	MaxSearchLetters = 100
	// keptLetters is how many letters of a word in a spaced script are kept: no search tells longer ones apart.
	keptLetters = MaxSearchLetters + maxEdits + 1
)

// unspaced are the scripts that are written without spaces, and Korean, whose spaces stand between phrases rather than words.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul, unicode.Yi, unicode.Nushu, unicode.Tangut,
	unicode.Khitan_Small_Script, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tai_Le, unicode.New_Tai_Lue,
	unicode.Tai_Tham, unicode.Tai_Viet, unicode.Ahom, unicode.Javanese, unicode.Balinese,
}

// letterKind says what a character is to the words around it.
type letterKind uint8

const (
	// betweenWords is a character of no word, inSpaced and inUnspaced one of a word in a script with or without spaces, and
	// onLetter a mark, which is of the word of the letter before it.
	betweenWords letterKind = iota
	inSpaced
	inUnspaced
	onLetter
)

func kindOfLetter(r rune) letterKind {
	switch {
	case unicode.IsMark(r):
		return onLetter
	case !unicode.IsLetter(r) && !unicode.IsNumber(r):
		return betweenWords
	case r < '\u0E00':
		return inSpaced
	case unicode.In(r, unspaced...), '\u3000' <= r && r <= '\u30FF': // such as ー, which is of no script
		return inUnspaced
	}
	return inSpaced
}

// Unspaced reports whether a word is of a script that is written without spaces, so that any part of it matches.
func Unspaced(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return kindOfLetter(r) == inUnspaced
}

// Words splits a text into folded words: runs of letters, digits and marks, also divided where a script with spaces meets one without.
func Words(text string) []string {
	folded := mapping.FoldName(text)
	var words []string
	if mapping.IsASCII(folded) {
		words = strings.FieldsFunc(folded, func(r rune) bool { return kindOfASCII(byte(r)) == betweenWords })
	} else {
		words = splitWords(folded)
	}
	for i, w := range words {
		if len(w) > keptLetters && !Unspaced(w) {
			words[i] = firstLetters(w, keptLetters)
		}
	}
	return words
}

func kindOfASCII(b byte) letterKind {
	if 'a' <= b && b <= 'z' || '0' <= b && b <= '9' {
		return inSpaced
	}
	return betweenWords
}

func splitWords(folded string) []string {
	var words []string
	start, of := 0, betweenWords
	for i, r := range folded {
		kind := kindOfLetter(r)
		switch {
		case kind == onLetter && of != betweenWords, kind == of:
			continue
		case kind == onLetter: // on nothing
			kind = betweenWords
		}
		if of != betweenWords {
			words = append(words, folded[start:i])
		}
		start, of = i, kind
	}
	if of != betweenWords {
		words = append(words, folded[start:])
	}
	return words
}

func firstLetters(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// Text is what a store's full-text index holds of an entity, with a blank between two terms: the words of its name, aliases and
// description, each once. A word in an unspaced script has terms for its parts too: its pairs of neighbouring letters in their order, and
// its last letter. Those of one word stand together, so that its parts are where pairs follow each other.
func Text(name string, aliases []string, description string) string {
	words := Words(name)
	for _, a := range aliases {
		words = append(words, Words(a)...)
	}
	words = append(words, Words(description)...)
	seen := make(map[string]bool, len(words))
	var terms []string
	for _, w := range words {
		switch {
		case seen[w]:
			continue
		case Unspaced(w):
			terms = appendParts(terms, w)
		default:
			terms = append(terms, w)
		}
		seen[w] = true
	}
	return strings.Join(terms, " ")
}

// appendParts appends the terms of a word in an unspaced script. The word as a whole is there to be misspelt; one that is too long for that, or
// is itself a pair or a letter, has no term of its own.
func appendParts(terms []string, word string) []string {
	if n := utf8.RuneCountInString(word); 2 < n && n <= MaxSearchLetters+maxEdits {
		terms = append(terms, word)
	}
	pairs := pairsOf(word)
	_, last := utf8.DecodeLastRuneInString(word)
	return append(append(terms, pairs...), word[len(word)-last:])
}

// pairsOf are the pairs of neighbouring letters of a word.
func pairsOf(word string) []string {
	var pairs []string
	before := -1
	for i, r := range word {
		if before >= 0 {
			pairs = append(pairs, word[before:i+utf8.RuneLen(r)])
		}
		before = i
	}
	return pairs
}

// Terms says what of SearchText a word of a search matches without a typing error: a term that begins with the only one given, where prefix;
// else all terms given, one right after the other.
func Terms(word string) (terms []string, prefix bool) {
	if Unspaced(word) && utf8.RuneCountInString(word) > 1 {
		return pairsOf(word), false
	}
	return []string{word}, true
}

// MayBeMisspelt are the words of a SearchText that a word of a search can be a misspelling of.
func MayBeMisspelt(searchText string) []string {
	return slices.DeleteFunc(strings.Fields(searchText), func(w string) bool { return utf8.RuneCountInString(w) < minMisspelt-1 })
}
