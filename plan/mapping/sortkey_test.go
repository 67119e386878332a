package mapping

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestFoldName(t *testing.T) {
	for name, want := range map[string]string{
		"Åland": "aland", "ÅLAND": "aland", "A\u030Aland": "aland", "  Brazil ": "brazil", "Côte d’Ivoire": "cote d’ivoire", "Straße": "strasse",
		"İstanbul": "istanbul", "ΣΟΦΟΣ": "σοφοσ", "Ｆｕｌｌ": "full", "Brand™": "brandtm", "№ 5": "no 5", "ﬁne": "fine", "日本": "日本",
		"مِصر": "مصر", "🌾 Grain": "🌾 grain", "Việt Nam": "viet nam", "": "", "already": "already",
	} {
		if got := FoldName(name); got != want {
			t.Errorf("%q folds to %q, want %q", name, got, want)
		}
	}
}

// FuzzFoldName folds any text: folding again changes nothing, nor does case.
func FuzzFoldName(f *testing.F) {
	for _, s := range []string{"Åland", "Brand™", "İ", "ǅ", "ΐ", "a\u0300\u0301", "\xff", "ﬀ", "ß", "Ꭻ", "ꭻ", "\u0300 0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		if once := FoldName(s); FoldName(once) != once {
			t.Errorf("%q folds to %q, and that to %q", s, once, FoldName(once))
		}
	})
}

// TestKeysHaveOneOrder shows that keys are in the same order by code point and by UTF-16, and in that of the folded texts.
func TestKeysHaveOneOrder(t *testing.T) {
	letters := []rune("az日\uD7FF\uE000\uFD3E\uFFFC\U00010000\U000103FF\U00010400\U0001F33E\U0010FFFF")
	r := rand.New(rand.NewPCG(1, 1))
	word := func() string {
		var w []rune
		for range r.IntN(4) {
			w = append(w, letters[r.IntN(len(letters))])
		}
		return string(w)
	}
	for range 5000 {
		a, b := word(), word()
		x, y := NameKey.Key(a), NameKey.Key(b)
		want := strings.Compare(FoldName(a), FoldName(b))
		if got := strings.Compare(x, y); got != want {
			t.Fatalf("the keys of %q and %q compare as %d, want %d", a, b, got, want)
		}
		if got := slices.Compare(utf16.Encode([]rune(x)), utf16.Encode([]rune(y))); got != want {
			t.Fatalf("by UTF-16 the keys of %q and %q compare as %d, want %d", a, b, got, want)
		}
	}
}

func TestNaturalKey(t *testing.T) {
	sorted := []string{"", "1", "2", "9", "9.1", "9.2", "9.10", "9.b", "10", "A", "C", "C9", "C10", "C10T12", "C24", "C101", "D"}
	shuffled := slices.Clone(sorted)
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	slices.SortFunc(shuffled, func(a, b string) int { return strings.Compare(NaturalKey.Key(a), NaturalKey.Key(b)) })
	if !slices.Equal(shuffled, sorted) {
		t.Errorf("the order is\n%q\nwant\n%q", shuffled, sorted)
	}
	for range 1000 {
		a, b := r.IntN(100000), r.IntN(100000)
		x, y := NaturalKey.Key(fmt.Sprint("x", a, "y")), NaturalKey.Key(fmt.Sprint("x", b, "y"))
		if (x < y) != (a < b) {
			t.Errorf("%d and %d have the keys %s and %s", a, b, x, y)
		}
	}
	if NaturalKey.Key("007") != NaturalKey.Key("7") {
		t.Error("zeros in front count")
	}
}

func TestLower(t *testing.T) {
	for text, want := range map[string]string{"CÔTE": "côte", "Åb": "åb", "abc": "abc", "日本": "日本", "Straße": "straße", "": ""} {
		if got := Lower(text); got != want {
			t.Errorf("%q is %q in lower case, want %q", text, got, want)
		}
	}
}

func TestEnumName(t *testing.T) {
	for name, want := range map[string]string{"amountUsd": "AMOUNT_USD", "Country": "COUNTRY", "ldc": "LDC", "iso3": "ISO3"} {
		if got := EnumName(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
