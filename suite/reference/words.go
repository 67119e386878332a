package reference

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// invisible are the characters that do not count, as DerivedCoreProperties.txt of Unicode 15 lists Default_Ignorable_Code_Point.
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0xAD, Hi: 0xAD, Stride: 1}, {Lo: 0x34F, Hi: 0x34F, Stride: 1}, {Lo: 0x61C, Hi: 0x61C, Stride: 1}, {Lo: 0x115F, Hi: 0x1160, Stride: 1},
		{Lo: 0x17B4, Hi: 0x17B5, Stride: 1}, {Lo: 0x180B, Hi: 0x180F, Stride: 1}, {Lo: 0x200B, Hi: 0x200F, Stride: 1},
		{Lo: 0x202A, Hi: 0x202E, Stride: 1}, {Lo: 0x2060, Hi: 0x206F, Stride: 1}, {Lo: 0x3164, Hi: 0x3164, Stride: 1},
		{Lo: 0xFE00, Hi: 0xFE0F, Stride: 1}, {Lo: 0xFEFF, Hi: 0xFEFF, Stride: 1}, {Lo: 0xFFA0, Hi: 0xFFA0, Stride: 1},
		{Lo: 0xFFF0, Hi: 0xFFF8, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1BCA0, Hi: 0x1BCA3, Stride: 1}, {Lo: 0x1D173, Hi: 0x1D17A, Stride: 1}, {Lo: 0xE0000, Hi: 0xE0FFF, Stride: 1},
	},
}

// unspacedBlocks are the blocks of scripts that are written without spaces between words, and of Korean: the first and the last character.
var unspacedBlocks = [][2]rune{
	{0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1100, 0x11FF}, {0x1780, 0x17FF}, {0x1950, 0x19DF}, {0x1A20, 0x1AAF}, {0x1B00, 0x1B7F},
	{0x2E80, 0x31FF}, {0x3400, 0xA4CF}, {0xA960, 0xA9FF}, {0xAA60, 0xAADF}, {0xAC00, 0xD7FF}, {0xF900, 0xFAFF}, {0x11700, 0x1174F},
	{0x16FE0, 0x18DFF}, {0x1B000, 0x1B2FF}, {0x20000, 0x3FFFF},
}

func isUnspaced(r rune) bool {
	for _, block := range unspacedBlocks {
		if block[0] <= r && r <= block[1] {
			return true
		}
	}
	return false
}

// folded are the letters of a text in lower case, without accents and without what does not count. A mark that writes a vowel, or that none
// follows, is no accent: those that Unicode orders with class 0 or 9, and a few signs of Telugu, Thai, Lao and Tibetan.
func folded(text string) []rune {
	var seen, letters []rune
	for _, r := range text {
		if !unicode.Is(invisible, r) && !unicode.Is(unicode.Me, r) {
			seen = append(seen, r)
		}
	}
	form := norm.NFKD.String(cases.Fold().String(norm.NFKD.String(string(seen))))
	for _, r := range form {
		switch class := norm.NFD.PropertiesString(string(r)).CCC(); {
		case !unicode.Is(unicode.Mn, r), class == 0, class == 9, strings.ContainsRune("\u0C55\u0C56\u0E38\u0E39\u0EB8\u0EB9\u0F71\u0F72\u0F74", r),
			'\u0F7A' <= r && r <= '\u0F7D', r == '\u0F80':
			letters = append(letters, unicode.ToLower(r))
		}
	}
	return letters
}

// words are the runs of letters, digits and the marks on them, cut also where a script that is written with spaces and one that is not meet.
func words(text string) []string {
	var all []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			all = append(all, string(word))
		}
		word = nil
	}
	for _, r := range folded(text) {
		switch {
		case unicode.IsMark(r) && len(word) > 0:
		case !unicode.IsLetter(r) && !unicode.IsNumber(r):
			end()
			continue
		case len(word) > 0 && isUnspaced(word[0]) != isUnspaced(r):
			end()
		}
		word = append(word, r)
	}
	end()
	return all
}

// matches reports whether a word of a search finds a word: as its beginning, or as a part where it is written without spaces.
func matches(searched, word string) bool {
	i := strings.Index(word, searched)
	return i == 0 || i > 0 && isUnspaced([]rune(searched)[0])
}

// edits is how many typing errors a word of the search may have.
func edits(word string) int {
	switch n := len([]rune(word)); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// distance is the number of letters to add, leave out, change, or swap with a neighbour, that leads from one word to the other; no letter
// is touched twice (optimal string alignment).
func distance(from, to string) int {
	a, b := []rune(from), []rune(to)
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + d[i-1][j-1]
			}
			d[i][j] = min(d[i][j], 1+d[i-1][j], 1+d[i][j-1])
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], 1+d[i-2][j-2])
			}
		}
	}
	return d[len(a)][len(b)]
}
