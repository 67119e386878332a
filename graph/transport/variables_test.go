package transport

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"partnir/fault"
	"partnir/graph/noun"
)

// takesVariable are fields that take a variable $v of a type.
var takesVariable = map[string]string{
	"Int": "countries(first: $v)", "Float": "countries(minConfidence: $v)", "ID": "country(id: $v)", "String": "country(iso3: $v)",
	"Date": "countries(asOf: $v)", "EntityType!": `search(text: "a", types: [$v])`, "[EntityType!]": `search(text: "a", types: $v)`,
	"[ID!]!": "nodes(ids: $v)", "CountryFilter": "countries(filter: $v)", "ProjectFilter": "projects(filter: $v)",
	"Boolean!": "countries @include(if: $v)", "PartialDate": "initiatives(filter: {launchedOn: {eq: $v}})",
	"DateTime": "countries(filter: {createdAt: {lt: $v}})", "URI!": "entity(iri: $v)", "[Int!]": "projects(filter: {year: {in: $v}})",
}

// TestVariables looks at the variables that reach the reader, and at those that are refused.
func TestVariables(t *testing.T) {
	for _, c := range []struct {
		typ, json string
		want      any
		message   string
	}{
		{"Int", "5", int64(5), ""},
		{"Int", "5.0", int64(5), ""},
		{"Int", "0.5e1", int64(5), ""},
		{"Int", "-0.0", int64(0), ""},
		{"Int", "-2147483648", int64(-1 << 31), ""},
		{"Int", "2147483647.0", int64(1<<31 - 1), ""},
		{"Int", "2147483648", nil, "$v: 2147483648 is no whole number of 32 bits"},
		{"Int", "-2147483649", nil, "$v: -2147483649 is no whole number of 32 bits"},
		{"Int", "1e100", nil, "$v: 1e100 is no whole number of 32 bits"},
		{"Int", "1e400", nil, "$v: 1e400 is no whole number"},
		{"Int", "99999999999999999999", nil, "$v: 99999999999999999999 is no whole number"},
		{"Int", "2014.5", nil, "$v: 2014.5 is no whole number"},
		{"Int", `"5"`, nil, `$v: "5" is no whole number`},
		{"Int", "true", nil, "$v: true is no whole number"},
		{"Int", "null", nil, ""},
		{"[Int!]", "[2014.0, 2015]", []any{int64(2014), int64(2015)}, ""},
		{"[Int!]", "2014.0", []any{int64(2014)}, ""},
		{"[Int!]", "[2014, 2147483648]", nil, "$v[1]: 2147483648 is no whole number"},
		{"Float", "5", 5.0, ""},
		{"Float", "1e-3", 0.001, ""},
		{"Float", "-0.0", 0.0, ""},
		{"Float", "99999999999999999999", 1e20, ""},
		{"Float", "1e400", nil, "$v: 1e400 is no number, or too large a one"},
		{"Float", `"5"`, nil, `$v: "5" is no number`},
		{"ID", `"a"`, "a", ""},
		{"ID", "7", "7", ""},
		{"ID", "7.0", "7", ""},
		{"ID", "99999999999999999999", "99999999999999999999", ""},
		{"ID", "7.5", nil, "$v: 7.5 is no text and no whole number"},
		{"String", `"a"`, "a", ""},
		{"String", "7", nil, "$v: 7 is no text"},
		{"Boolean!", "true", true, ""},
		{"Boolean!", `"true"`, nil, `$v: "true" is neither true nor false`},
		{"Date", `"2021-06-30"`, "2021-06-30", ""},
		{"Date", `"2021-06"`, nil, `$v: "2021-06" is no day that exists; write YYYY-MM-DD`},
		{"Date", `"2020-02-30"`, nil, `$v: "2020-02-30" is no day that exists`},
		{"Date", "2021", nil, "$v: 2021 is no text"},
		{"PartialDate", `"2021-06"`, "2021-06", ""},
		{"PartialDate", `"2021-6"`, nil, `$v: "2021-6" is no date; write YYYY-MM-DD, YYYY-MM or YYYY`},
		{"DateTime", `"2026-08-19T02:00:00+02:00"`, "2026-08-19T02:00:00+02:00", ""},
		{"DateTime", `"not a date"`, nil, `$v: "not a date" is no point in time`},
		{"URI!", `"https://example.org/"`, "https://example.org/", ""},
		{"URI!", `"Åland"`, nil, `$v: "Åland" is no address`},
		{"EntityType!", `"COUNTRY"`, "COUNTRY", ""},
		{"EntityType!", `"country"`, nil, `$v: "country" is no value of EntityType`},
		{"EntityType!", "1", nil, "$v: 1 is no value of EntityType"},
		{"[EntityType!]", `"COUNTRY"`, []any{"COUNTRY"}, ""},
		{"[EntityType!]", `["COUNTRY","country"]`, nil, `$v[1]: "country" is no value of EntityType`},
		{"[EntityType!]", `[]`, []any{}, ""},
		{"[ID!]!", `["a",7]`, []any{"a", "7"}, ""},
		{"[ID!]!", `["a",null]`, nil, "$v[1]: cannot be null"},
		{"[ID!]!", `7`, []any{"7"}, ""},
		{"CountryFilter", `{"iso3":{"in":["CHN"]}}`, map[string]any{"iso3": map[string]any{"in": []any{"CHN"}, "ignoreCase": false}}, ""},
		{"CountryFilter", `{"id":{"in":"CHN"}}`, map[string]any{"id": map[string]any{"in": []any{"CHN"}}}, ""},
		{"CountryFilter", `{"and":{"ldc":{"eq":true}}}`, map[string]any{"and": []any{map[string]any{"ldc": map[string]any{"eq": true}}}}, ""},
		{"CountryFilter", `{"ldc":{"eq":null}}`, map[string]any{"ldc": map[string]any{"eq": nil}}, ""},
		{"CountryFilter", `{"ldc":{"eq":"yes"}}`, nil, `$v.ldc.eq: "yes" is neither`},
		{"CountryFilter", `{"region":{"in":["ASIA","Asia"]}}`, nil, `$v.region.in[1]: "Asia" is no value of Region`},
		{"CountryFilter", `{"members":{"count":{"lt":1}}}`, nil, "$v.members: unknown field of CountryFilter"},
		{"CountryFilter", `{"memberships":{"count":{"lt":2147483648}}}`, nil, "$v.memberships.count.lt: 2147483648 is no whole number of 32 bits"},
		{"CountryFilter", `{"memberships":{"some":{"validFrom":{"gte":"2020-02-30"}}}}`, nil, `$v.memberships.some.validFrom.gte: "2020-02-30" is no date`},
		{"CountryFilter", `[]`, nil, "$v: [] is no object of type CountryFilter"},
		{"CountryFilter", `"x"`, nil, `$v: "x" is no object of type CountryFilter`},
		{"ProjectFilter", `{"year":{"gte":"2010"}}`, nil, `$v.year.gte: "2010" is no whole number`},
		{"ProjectFilter", `{"amountUsd":{"gte":-0.0}}`, map[string]any{"amountUsd": map[string]any{"gte": 0.0}}, ""},
	} {
		t.Run(c.typ+" "+c.json, func(t *testing.T) {
			got, answer := askWithVariable(t, c.typ, "", `{"v":`+c.json+`}`)
			if c.message != "" {
				answer.wantError(t, fault.CodeBadInput, c.message)
				wantRequestError(t, answer, "[map[column:7 line:1]]")
				return
			}
			if len(answer.errors) > 0 {
				t.Fatal(answer.text)
			}
			if !reflect.DeepEqual(got, c.want) || fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("the reader gets %#v, want %#v", got, c.want)
			}
		})
	}
}

// wantRequestError checks that an answer is one to a request that was not executed.
func wantRequestError(t *testing.T, answer response, locations string) {
	t.Helper()
	if answer.data != "" || answer.status != http.StatusBadRequest || fmt.Sprint(answer.errors[0].Locations) != locations {
		t.Errorf("the answer is %d %s, want an error of the request at %s", answer.status, answer.text, locations)
	}
}

// askWithVariable asks a question with a variable, and returns the value that reaches the reader.
func askWithVariable(t *testing.T, typ, defaultValue, variables string) (got any, answer response) {
	t.Helper()
	h, _ := handler(answers(func(ctx context.Context) (noun.Noun, error) {
		got = graphql.GetOperationContext(ctx).Variables["v"]
		return noun.Noun(`{}`), nil
	}))
	query := fmt.Sprintf("query($v: %s%s) { __typename %s { __typename } }", typ, defaultValue, takesVariable[typ])
	return got, ask(t, h, query, variables)
}

// TestDefaultsOfVariables looks at defaults that reach the reader, and at those that are refused.
func TestDefaultsOfVariables(t *testing.T) {
	for _, c := range []struct {
		typ, literal string
		want         any
		message      string
	}{
		{"Int", "5", int64(5), ""},
		{"Int", "2147483648", nil, "the default of $v: Int cannot represent non 32-bit signed integer value: 2147483648"},
		{"Int", "5.0", nil, "the default of $v: Int cannot represent non-integer value: 5.0"},
		{"Int", "null", nil, ""},
		{"Float", "5", 5.0, ""},
		{"Float", "-0", 0.0, ""},
		{"Float", "99999999999999999999", 1e20, ""},
		{"Float", "1e400", nil, "the default of $v: Float cannot represent a value that large"},
		{"ID", "7", "7", ""},
		{"ID", "99999999999999999999", "99999999999999999999", ""},
		{"Date", `"2020-02-30"`, nil, `the default of $v: "2020-02-30" is no day that exists`},
		{"[EntityType!]", "COUNTRY", []any{"COUNTRY"}, ""},
		{"[EntityType!]", "[]", []any{}, ""},
		{"[Int!]", "2014", []any{int64(2014)}, ""},
		{"ProjectFilter", "{amountUsd: {in: [1, -0.0, 99999999999999999999]}}",
			map[string]any{"amountUsd": map[string]any{"in": []any{1.0, 0.0, 1e20}}}, ""},
		{"ProjectFilter", "{year: {eq: 2147483648}}", nil, "the default of $v.year.eq: Int cannot represent non 32-bit signed integer value: 2147483648"},
		{"ProjectFilter", "{yea: {eq: 1}}", nil, `Field "yea" is not defined by type "ProjectFilter". Did you mean "year"?`},
	} {
		t.Run(c.typ+" = "+c.literal, func(t *testing.T) {
			got, answer := askWithVariable(t, c.typ, " = "+c.literal, "{}")
			if c.message != "" {
				answer.wantError(t, fault.CodeValidationFailed, c.message)
				return
			}
			if len(answer.errors) > 0 {
				t.Fatal(answer.text)
			}
			if !reflect.DeepEqual(got, c.want) || fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("the reader gets %#v, want %#v", got, c.want)
			}
		})
	}
}

// TestSeveralVariables shows that what is wrong with each variable is told, in their order.
func TestSeveralVariables(t *testing.T) {
	h, _ := handler(fixed)
	got := ask(t, h, "query($a: Int,\n $b: Int! $c: Float) { countries(first: $a, last: $b, minConfidence: $c) { totalCount } }", `{"a":"x","c":{"d":1}}`)
	if len(got.errors) != 3 || got.errors[0].Message != `$a: "x" is no whole number of 32 bits` || got.errors[1].Message != "$b: must be defined" ||
		got.errors[2].Message != `$c: {"d":1} is no number, or too large a one` || fmt.Sprint(got.errors[1].Locations) != "[map[column:2 line:2]]" {
		t.Errorf("the answer is %s", got.text)
	}
}

// FuzzNumbers gives a number as a literal, as a default and as a variable: to a Float, to an Int and to an ID.
func FuzzNumbers(f *testing.F) {
	for _, s := range []string{
		"0", "-0", "-0.0", "1", "2147483647", "2147483648", "-2147483648", "-2147483649", "2014.0", "2014.5", "1e3", "1E+3", "1.5e-3", "1e400", "-1e400",
		"1e-400", "99999999999999999999", "9007199254740993", "0.1e1", "123456789012345678901234567890.5",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) || strings.Trim(text, "+-.0123456789eE") != "" || len(text) > 400 {
			return // it is no number
		}
		float, _ := strconv.ParseFloat(text, 64)
		isWhole := strings.Trim(text, "-0123456789") == ""
		fits := float == math.Trunc(float) && float >= math.MinInt32 && float <= math.MaxInt32
		for typ, c := range map[string]struct {
			want               any
			asLiteral, asGiven bool
		}{
			"Float": {float + 0, !math.IsInf(float, 0), !math.IsInf(float, 0)},
			"Int":   {int64(float), isWhole && fits, fits},
			"ID":    {text, isWhole, isWhole},
		} {
			check := func(how string, got any, answer response, good bool) {
				t.Helper()
				if good != (len(answer.errors) == 0) || good && (!reflect.DeepEqual(got, c.want) || fmt.Sprint(got) != fmt.Sprint(c.want)) {
					t.Errorf("%s as a %s for %s is %#v, %s; want %#v, %t", text, how, typ, got, answer.text, c.want, good)
				}
			}
			got, answer := askWithVariable(t, typ, "", `{"v":`+text+`}`)
			if typ != "ID" || isWhole { // 7.0 is 7
				check("variable", got, answer, c.asGiven)
			}
			got, answer = askWithVariable(t, typ, " = "+text, "{}")
			check("default", got, answer, c.asLiteral)
			got, answer = askWithLiteral(t, typ, text)
			check("literal", got, answer, c.asLiteral)
		}
	})
}

// askWithLiteral asks a question with a value in it, and returns the value that reaches the reader.
func askWithLiteral(t *testing.T, typ, text string) (got any, answer response) {
	t.Helper()
	h, _ := handler(answers(func(ctx context.Context) (noun.Noun, error) {
		f := graphql.GetFieldContext(ctx).Field
		got = f.ArgumentMap(nil)[f.Arguments[0].Name]
		return noun.Noun(`{}`), nil
	}))
	return got, ask(t, h, "{ "+strings.Replace(takesVariable[typ], "$v", text, 1)+" { __typename } }")
}
