package search

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// slowEdits is the optimal string alignment distance by its definition, every beginning with every other.
func slowEdits(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			if i == 0 || j == 0 {
				d[i][j] = i + j
				continue
			}
			d[i][j] = d[i-1][j-1]
			if a[i-1] != b[j-1] {
				d[i][j] = 1 + min(d[i-1][j-1], d[i-1][j], d[i][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// TestMisspellings compares the walk through a vocabulary with the distance of each word by its definition, in vocabularies of words that are
// alike.
func TestMisspellings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	found := 0
	for range 60 {
		letters := []rune([]string{"ab", "abé1", "中国共", "한국"}[r.IntN(4)])
		word := func() string {
			w := make([]rune, 1+r.IntN(10))
			for i := range w {
				w[i] = letters[r.IntN(len(letters))]
			}
			return string(w)
		}
		var words []string
		for range 80 {
			words = append(words, word())
		}
		v := NewVocabulary(slices.Clone(words))
		for range 4 {
			searched := word()
			var want []Misspelt
			for _, w := range slices.Compact(slices.Sorted(slices.Values(words))) {
				edits := slowEdits([]rune(searched), []rune(w))
				if most := MaxEdits(searched); most > 0 && edits <= most && !matcher(searched)(w) {
					want = append(want, Misspelt{w, edits})
				}
			}
			if got := v.Misspellings(searched); !slices.Equal(got, want) {
				t.Fatalf("%s is a misspelling of %v, want %v\nof %q", searched, got, want, v.words)
			}
			found += len(want)
		}
	}
	if found < 200 {
		t.Errorf("there are %d misspellings in all; they are too few to mean anything", found)
	}
}

// TestRankingCountsErrors compares the number of typing errors that ranking counts with the definition.
func TestRankingCountsErrors(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	word := func() string {
		w := make([]rune, 4+r.IntN(7))
		for i := range w {
			w[i] = []rune("abé")[r.IntN(3)]
		}
		return string(w)
	}
	for range 100 {
		searched := word()
		ranking := newRanking(Search{Words: []string{searched}})
		for range 30 {
			other := word()
			want := slowEdits([]rune(searched), []rune(other))
			if edits, ok := ranking.words[0].edits(other); ok != (want <= MaxEdits(searched)) || ok && edits != want {
				t.Fatalf("%q and %q are %d typing errors apart (%t), want %d", searched, other, edits, ok, want)
			}
		}
	}
}

func BenchmarkMisspellings(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	vocabulary := func(word func() string) *Vocabulary {
		words := make([]string, 300_000)
		for i := range words {
			words[i] = word()
		}
		return NewVocabulary(words)
	}
	const syllables = "in no re tra con pro duc tion al ic er ma ter ial net work co op en gy "
	parts := strings.Fields(syllables)
	for name, words := range map[string]*Vocabulary{
		"words": vocabulary(func() string {
			var w strings.Builder
			for range 1 + r.IntN(5) {
				w.WriteString(parts[r.IntN(len(parts))])
			}
			return w.String()
		}),
		"numbers": vocabulary(func() string {
			w := []byte("pn000000")
			for i := 2; i < len(w); i++ {
				w[i] += byte(r.IntN(10))
			}
			return string(w)
		}),
	} {
		for _, searched := range []string{"netowrk", "production", "pn123456"} {
			b.Run(name+"/"+searched, func(b *testing.B) {
				n := 0
				for b.Loop() {
					n = len(words.Misspellings(searched))
				}
				b.ReportMetric(float64(n), "words")
			})
		}
	}
}
