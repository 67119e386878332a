package random_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"golang.org/x/text/unicode/norm"

	"partnir/graph"
	"partnir/suite/random"
)

// TestDraws shows that what broke a server once comes up among some operations and their variables.
func TestDraws(t *testing.T) {
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	g := random.New(1, graph.Schema(), m)
	pool := random.NewPool(g.Graph(), "https://graph.example")
	wanted := map[string]*regexp.Regexp{
		"a page of nothing": regexp.MustCompile(`(first|last): 0[ ,)]`), "a null argument": regexp.MustCompile(`(first|last): null`),
		"a null in an order": regexp.MustCompile(`orderBy: \[[^\]]*: null`), "a null in a filter": regexp.MustCompile(`"\w+":null,`),
		"a null variable": regexp.MustCompile(`"v\d+":null[,}]`), "an alias that means something": regexp.MustCompile(`variable: `),
		"a long whole number": regexp.MustCompile(`\d{20}`), "a negative zero": regexp.MustCompile(`-0[,}\]]`), "a whole number with a point": regexp.MustCompile(`\d\.0[,}\]]`),
		"half a minute and more": regexp.MustCompile(`\d\.4999999999999999999Z`), "a day that does not exist": regexp.MustCompile(`2021-02-29`),
		"a number beyond 32 bits": regexp.MustCompile(`2147483648`), "a null where none may be": regexp.MustCompile(`\$v\d+: ID = `),
		"a selection that is skipped": regexp.MustCompile(`@(skip|include)`), "an empty list": regexp.MustCompile(`"(in|hasAny)":\[\]`),
	}
	found, decomposed := map[string]bool{}, false
	for i := range 3000 {
		o := g.Operation(pool, 1+i%6)
		variables, err := json.Marshal(o.Variables(pool))
		if err != nil {
			t.Fatal(err)
		}
		text := o.Query + "\n" + string(variables)
		for what, pattern := range wanted {
			found[what] = found[what] || pattern.MatchString(text)
		}
		decomposed = decomposed || !norm.NFC.IsNormalString(text)
	}
	for what := range wanted {
		if !found[what] {
			t.Errorf("%s does not come up", what)
		}
	}
	if !decomposed {
		t.Error("all texts are in one normal form")
	}
}
