package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"partnir/plan/mapping"
)

func TestSearchWords(t *testing.T) {
	long := strings.Repeat("é", 150)
	for text, want := range map[string][]string{
		"Industrial Internet, 5G!":            {"industrial", "internet", "5g"},
		"Étude-2":                             {"etude", "2"},
		"":                                    nil,
		" — …":                                nil,
		"中华人民共和国":                             {"中华人民共和国"},
		"中华 人民":                               {"中华", "人民"},
		"Base五":                               {"base", "五"},
		"5G基站B":                               {"5g", "基站", "b"},
		"第9条":                                 {"第", "9", "条"},
		"東京・スーパー":                             {"東京", "スーハー"}, // the marks of ガ, パ … are accents
		"ｶﾞｽ":                                 {"カス"},
		"サウジアラビア〆":                            {"サウシアラヒア〆"},
		"ประเทศไทย":                           {"ประเทศไทย"},
		"ที่":                                 {"ที"}, // without the tone mark; the vowel sign stays
		"대한민국":                                {"대한민국"},
		"한국 2050":                             {"한국", "2050"},
		"भारत गणराज्य":                        {"भारत", "गणराज्य"},
		"Chi\u00adna":                         {"china"},
		"\u200bChi\u200c\u200d\ufeffna\ufe0f": {"china"},
		"e\u0301tude":                         {"etude"},
		"e\u034f\u0301tude":                   {"etude"},
		"a \u0e34 b":                          {"a", "b"}, // a vowel sign on nothing
		"5\u20e3":                             {"5"},
		"مِصر":                                {"مصر"},
		long:                                  {strings.Repeat("e", keptLetters)},
		strings.Repeat("中", 150):              {strings.Repeat("中", 150)},
	} {
		for i, w := range want {
			want[i] = mapping.FoldName(w)
		}
		if got := Words(text); !slices.Equal(got, want) {
			t.Errorf("the words of %q are %q, want %q", text, got, want)
		}
	}
}

// TestInvisible counts the characters that do not count: those of Unicode's property Default_Ignorable_Code_Point.
func TestInvisible(t *testing.T) {
	want := map[rune]bool{}
	for _, r := range [][2]rune{
		{0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},
		{0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8},
		{0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
	} {
		for c := r[0]; c <= r[1]; c++ {
			want[c] = true
		}
	}
	for _, enclosing := range "\u0488\u0489\u1ABE\u20DD\u20DE\u20DF\u20E0\u20E2\u20E3\u20E4\uA670\uA671\uA672" {
		want[enclosing] = true
	}
	for r := rune(0); r <= 0x10FFFF; r++ {
		if got := mapping.Visible(r) < 0; got != want[r] && (r < 0xD800 || r > 0xDFFF) {
			t.Errorf("%U does not count: %t, want %t", r, got, want[r])
		}
	}
}

func TestSearchText(t *testing.T) {
	got := Text("Étude (Étude)", []string{"A-B", "étude 2"}, "b, a; C")
	if want := "etude a b 2 c"; got != want {
		t.Errorf("the indexed text is %q, want %q", got, want)
	}
	long := strings.Repeat("中", MaxSearchLetters+maxEdits+1)
	if got := strings.Fields(Text(long, nil, "")); len(got) != MaxSearchLetters+maxEdits+1 || got[0] != "中中" {
		t.Errorf("a long word has %d terms, and %s is the first", len(got), got[0])
	}
}

// TestTerms looks parts of words up in the terms of texts as a full-text index does, and compares that with looking at the words.
func TestTerms(t *testing.T) {
	texts := []string{"共和国", "共和 和国", "国", "共和", "一共和国人", "国共 和国", "five 五 共", "part", "partner ap", "和"}
	for _, searched := range []string{"共和国", "共和", "国", "和国", "共", "五", "part", "a", "和国人", "国人民"} {
		for _, text := range texts {
			want := slices.ContainsFunc(Words(text), matcher(searched))
			if got := holdsTerms(strings.Fields(Text(text, nil, "")), searched); got != want {
				t.Errorf("%s in %s is found: %t, want %t", searched, text, got, want)
			}
		}
	}
}

func holdsTerms(held []string, searched string) bool {
	terms, prefix := Terms(searched)
	if prefix {
		return slices.ContainsFunc(held, func(t string) bool { return strings.HasPrefix(t, searched) })
	}
	for i := range held {
		if i+len(terms) <= len(held) && slices.Equal(held[i:i+len(terms)], terms) {
			return true
		}
	}
	return false
}

func TestMayBeMisspelt(t *testing.T) {
	if got, want := fmt.Sprint(MayBeMisspelt(Text("a bc def 共和国家 五 共和", nil, ""))), "[def 共和国家]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
