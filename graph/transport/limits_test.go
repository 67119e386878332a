package transport

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"partnir/fault"
)

func TestMeasure(t *testing.T) {
	for _, c := range []struct {
		query string
		want  size
	}{
		{"{ a }", size{1, 1, 0}},
		{"{ a { b { c } d } e }", size{3, 5, 0}},
		{"{ ... { a { b } } }", size{2, 3, 0}},
		{"{ ...f ...f } fragment f on T { a { b } }", size{2, 6, 0}},
		{"{ ...f } fragment f on T { ...g ...g } fragment g on T { a }", size{1, 5, 0}},
		{"{ a } fragment f on T { a b c }", size{1, 4, 0}},
		{"{ a } { b { c } }", size{2, 3, 0}},
		{"{ ...f } fragment f on T { a ...f }", size{1, 3, 0}},
		{"{ ...missing }", size{0, 1, 0}},
		{"{ __schema { types { name } } t: __type(name: 1) { name } }", size{3, 5, 2}},
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: c.query})
		if err != nil {
			t.Fatal(err)
		}
		if got := measure(doc, 1000); got != c.want {
			t.Errorf("%s measures %+v, want %+v", c.query, got, c.want)
		}
	}
}

func nested(levels int) string {
	return strings.Repeat("{ broader ", levels) + "{ id }" + strings.Repeat("}", levels)
}

// TestLimitsAreExact has documents just within and just beyond each limit. None of them is valid otherwise, which tells whether a limit
// refused it.
func TestLimitsAreExact(t *testing.T) {
	h := NewHandler(Options{Nouns: fixed, Limits: Limits{Tokens: 40, Depth: 5, Fields: 10, Introspections: 1}})
	for _, c := range []struct{ within, beyond, code string }{
		{nested(4), nested(5), fault.CodeTooDeep},
		{"{ " + strings.Repeat("a ", 10) + "}", "{ " + strings.Repeat("a ", 11) + "}", fault.CodeTooComplex},
		{"{ a(b: [" + strings.Repeat("1 ", 30) + "]) }", "{ a(b: [" + strings.Repeat("1 ", 40) + "]) }", fault.CodeTooComplex},
		{"{ a __type(name: 1) { name } }", "{ a __type(name: 1) { name } __schema { description } }", fault.CodeTooComplex},
		{
			"{ ...f ...f } fragment f on Q { ...g ...g } fragment g on Q { x }",
			"{ ...f ...f } fragment f on Q { ...g ...g a } fragment g on Q { x }", fault.CodeTooComplex,
		},
	} {
		for _, e := range ask(t, h, c.within).errors {
			if e.code() != fault.CodeValidationFailed {
				t.Errorf("%s is refused: %+v", c.within, e)
			}
		}
		ask(t, h, c.beyond).wantError(t, c.code, "")
	}
}

// TestAttacks has documents that are small and cost much where nobody watches. Each is refused or answered quickly; the time is far
// above what they take, and far below what they would.
func TestAttacks(t *testing.T) {
	h, _ := handler(fixed)
	list := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(strings.ReplaceAll(format, "%d", fmt.Sprint(i)), "%n", fmt.Sprint((i+1)%n)))
		}
		return b.String()
	}
	for name, query := range map[string]string{
		"doubling fragments":     list(40, "fragment f%d on Query { ...f%n ...f%n } ") + "{ ...f0 }",
		"doubling, with an end":  "fragment f on Query { __typename } " + list(40, "fragment f%d on Query { ...f%n ...f ...f%n } ") + "{ ...f0 }",
		"circular fragments":     "fragment a on Query { ...b } fragment b on Query { ...a } { ...a }",
		"all in all fragments":   list(28, "fragment f%d on Query { countries { totalCount } "+list(28, "...f%d ")+"} ") + "{ ...f0 }",
		"one field 8,000 times":  "{ countries { " + strings.Repeat("totalCount ", 8000) + "} }",
		"one field 900 times":    "{ countries { " + strings.Repeat("totalCount ", 900) + "} }",
		"aliases":                "{ " + list(2000, "a%d: countries { totalCount } ") + "}",
		"directives":             "{ __typename " + strings.Repeat("@include(if: true) ", 2000) + "}",
		"unknown directives":     "{ __typename " + strings.Repeat("@a ", 7000) + "}",
		"deep fields":            nested(4000),
		"deep values":            "{ countries(filter: " + strings.Repeat("{not: ", 2900) + "{}" + strings.Repeat("}", 2900) + ") { totalCount } }",
		"unknown fields":         "{ " + list(900, "xcountrie%d ") + "}",
		"unknown types":          "{ " + list(400, "... on Countri%d { __typename } ") + "}",
		"unknown enum values":    "{ projectsAggregate(groupBy: [" + list(7000, "STATU%d ") + "]) { count } }",
		"introspection, often":   "{ " + list(50, "a%d: __schema { types { name fields { name } } } ") + "}",
		"introspection, deep":    "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
		"operations":             list(2900, "query q%d { __typename } "),
		"variables":              "query(" + list(3700, "$a%d: Int ") + ") { __typename }",
		"more tokens than names": "{ a(b: [" + strings.Repeat("1 ", 200_000) + "]) }",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			got := ask(t, h, query)
			if took := time.Since(start); took > time.Minute {
				t.Errorf("it takes %v", took)
			}
			if len(got.text) > 100_000 {
				t.Errorf("the answer has %d bytes", len(got.text))
			}
		})
	}
}

func TestWhichOperation(t *testing.T) {
	h, _ := handler(fixed)
	for range 2 { // the second time the document is known
		two := `query A { __typename } query B { __typename }`
		ask(t, h, two).wantError(t, fault.CodeValidationFailed, "say by operationName")
		got := send(t, h, post(fmt.Sprintf(`{"query":%q,"operationName":"C"}`, two)))
		got.wantError(t, fault.CodeValidationFailed, `no operation called "C"`)
		if got := send(t, h, post(fmt.Sprintf(`{"query":%q,"operationName":"B"}`, two))); len(got.errors) > 0 {
			t.Error(got.text)
		}
	}
	ask(t, h, "fragment f on Query { __typename }").wantError(t, fault.CodeValidationFailed, "no operation")
}
