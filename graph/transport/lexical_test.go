package transport

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"partnir/fault"
)

func TestLexical(t *testing.T) {
	for text, want := range map[string]string{
		`{ a(b: 1) }`:                           "",
		`{ a(b: {gt: 1, lt: -5}) }`:             "",
		`{ a(b: [1.5 -2e3 0 -0.0]) }`:           "",
		`{ a(b: {gt:1lt:5}) }`:                  `1:13 "l"`,
		`{ a(b: 0xF1) }`:                        `1:9 "x"`,
		`{ a(b: 1.5e3x) }`:                      `1:13 "x"`,
		`{ a(b: 1.5.3) }`:                       `1:11 "."`,
		`{ a(b: 1_000) }`:                       `1:9 "_"`,
		`{ a1b: c2 }`:                           "",
		"# 1lt \\uD800\n{ a }":                  "",
		"# 1lt\r\n\r{\r\n  é(b: \"é\", c: 1x)}": `4:17 "x"`,
		`{ a(b: "1lt \\uD800 \"1x\"") }`:        "",
		`{ a(b: """1lt \uD800 \""" " "" """) }`: "",
		`{ a(b: """1lt""", c: 2lt) }`:           `1:23 "l"`,
		`{ a(b: """1lt"""""", c: 2lt) }`:        `1:26 "l"`,
		`{ a(b: "\u00e9 \n \" \u{1F600}") }`:    "",
		`{ a(b: "\uD83C\uDF3E") }`:              "",
		`{ a(b: "\ud83c\udf3e") }`:              "",
		`{ a(b: "\uD800") }`:                    `1:9 \uD800`,
		`{ a(b: "x\uDC00") }`:                   `1:10 \uDC00`,
		`{ a(b: "\uDC00\uD800") }`:              `1:9 \uDC00`,
		`{ a(b: "\uD800\uD800") }`:              `1:9 \uD800`,
		`{ a(b: "\uD83C\u{DF3E}") }`:            `1:9 \uD83C`,
		`{ a(b: "\uD83C` + "\n" + `") }`:        `1:9 \uD83C`,
		`{ a(b: "\uD83C`:                        `1:9 \uD83C`,
	} {
		got := ""
		if err := lexical(text); err != nil {
			got = fmt.Sprintf("%d:%d %s", err.Locations[0].Line, err.Locations[0].Column, err.Message)
		}
		place, what, _ := strings.Cut(want, " ")
		if (want == "") != (got == "") || !strings.HasPrefix(got, place) || !strings.Contains(got, what) {
			t.Errorf("%s\nis told as %q, want %q", text, got, want)
		}
	}
}

// TestRefusedBeforeTheParser shows what a client sees, and that a pair of surrogates is a letter.
func TestRefusedBeforeTheParser(t *testing.T) {
	h, _ := handler(fixed)
	for _, query := range []string{
		`{ projects(filter: {amountUsd: {gt:1lt:5}}) { totalCount } }`, `{ countries(filter: {name: {eq: "\uD800"}}) { totalCount } }`,
		`{ countries(filter: {name: {eq: "\u{D800}"}}) { totalCount } }`, `{ countries(filter: {name: {eq: "\u{110000}"}}) { totalCount } }`,
	} {
		got := ask(t, h, query)
		got.wantError(t, fault.CodeParseFailed, "Invalid")
		if got.data != "" || len(got.errors[0].Locations) != 1 {
			t.Errorf("%s\nis answered by %s", query, got.text)
		}
	}
	for _, query := range []string{
		`{ countries(filter: {name: {eq: "\uD83C\uDF3E"}}) { totalCount } }`, `{ countries(filter: {name: {eq: "\u{1F33E}"}}) { totalCount } }`,
	} {
		if got := ask(t, h, query); len(got.errors) > 0 {
			t.Errorf("%s\nis answered by %s", query, got.text)
		}
	}
}

// FuzzLexical checks that nothing is found in what is well-formed, whatever letters a text has, and that the parser takes it.
func FuzzLexical(f *testing.F) {
	f.Add("a\"\\\n🌾", uint64(1))
	f.Add("\ud7ff\ue000 1lt # \"\"\"", uint64(2))
	f.Fuzz(func(t *testing.T, letters string, seed uint64) {
		text := `{ a(b: "` + quoted(letters, rand.New(rand.NewPCG(seed, 0))) + `", c: 1.5e-3) }`
		if err := lexical(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		doc, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got := doc.Operations[0].SelectionSet[0].(*ast.Field).Arguments[0].Value.Raw
		if want := strings.ToValidUTF8(letters, "�"); strings.ToValidUTF8(got, "�") != want && got != string([]rune(letters)) {
			t.Fatalf("%s is read as %q, want %q", text, got, letters)
		}
	})
}

// quoted is a text between quotes, each letter as it is where that may be, or in one of the ways to escape it.
func quoted(letters string, r *rand.Rand) string {
	var b strings.Builder
	for _, c := range letters {
		plain := c >= ' ' && c != '"' && c != '\\' && c != 0x7f
		switch kind := r.IntN(3); {
		case kind == 0 && plain:
			b.WriteRune(c)
		case kind <= 1:
			fmt.Fprintf(&b, `\u{%X}`, c)
		case c > 0xFFFF:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(&b, `\u%04x\u%04X`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	}
	return b.String()
}
