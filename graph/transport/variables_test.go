package transport

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"partnir/fault"
	"partnir/graph/noun"
)

// TestVariables looks at the variables that reach the reader, and at those that are refused.
func TestVariables(t *testing.T) {
	for _, c := range []struct {
		typ, json string
		want      any
		message   string
	}{
		{"Int", "5", int64(5), ""},
		{"Int", "-2147483648", int64(-1 << 31), ""},
		{"Int", "2147483648", nil, "$v: must be a whole number of 32 bits"},
		{"Int", "5.5", nil, "$v: "},
		{"Int", `"5"`, nil, "$v: must be a whole number"},
		{"Int", "null", nil, ""},
		{"Float", "5", 5.0, ""},
		{"Float", "1e-3", 0.001, ""},
		{"Float", "1e400", nil, "$v: "},
		{"Float", `"5"`, nil, "$v: must be a number"},
		{"ID", `"a"`, "a", ""},
		{"ID", "7", "7", ""},
		{"ID", "7.5", nil, "$v: must be a text"},
		{"String", `"a"`, "a", ""},
		{"String", "7", nil, "$v: must be a text"},
		{"Boolean", "true", true, ""},
		{"Boolean", `"true"`, nil, "$v: "},
		{"Date", `"2021-06"`, "2021-06", ""},
		{"Date", "2021", nil, "$v: must be a text"},
		{"EntityType", `"COUNTRY"`, "COUNTRY", ""},
		{"EntityType", `"country"`, nil, "$v: is no value of EntityType"},
		{"EntityType", "1", nil, "$v: "},
		{"[EntityType!]", `"COUNTRY"`, []any{"COUNTRY"}, ""},
		{"[EntityType!]", `["COUNTRY","country"]`, nil, "$v[1]: is no value of EntityType"},
		{"[ID!]", `["a",7]`, []any{"a", "7"}, ""},
		{"[ID!]", `["a",null]`, nil, "$v[1]: cannot be null"},
		{"[ID!]", `7`, []any{"7"}, ""},
		{"CountryFilter", `{"iso3":{"in":["CHN"]}}`, map[string]any{"iso3": map[string]any{"in": []any{"CHN"}}}, ""},
		{"CountryFilter", `{"iso3":{"in":"CHN"}}`, map[string]any{"iso3": map[string]any{"in": []any{"CHN"}}}, ""},
		{"CountryFilter", `{"and":{"ldc":{"eq":true}}}`, map[string]any{"and": []any{map[string]any{"ldc": map[string]any{"eq": true}}}}, ""},
		{"CountryFilter", `{"ldc":{"eq":null}}`, map[string]any{"ldc": map[string]any{"eq": nil}}, ""},
		{"CountryFilter", `{"ldc":{"eq":"yes"}}`, nil, "$v.ldc.eq: "},
		{"CountryFilter", `[]`, nil, "$v: must be a"},
		{"CountryFilter", `"x"`, nil, "$v: must be a CountryFilter"},
		{"ProjectFilter", `{"year":{"gte":"2010"}}`, nil, "$v.year.gte: must be a whole number"},
	} {
		t.Run(c.typ+" "+c.json, func(t *testing.T) {
			var got any
			h, _ := handler(answers(func(ctx context.Context) (noun.Noun, error) {
				got = graphql.GetOperationContext(ctx).Variables["v"]
				return noun.Noun(`{}`), nil
			}))
			argument := map[string]string{
				"Int": "countries(first: $v)", "Float": "countries(minConfidence: $v)", "ID": "country(id: $v)", "String": "country(iso3: $v)",
				"Date": "countries(asOf: $v)", "EntityType": `search(text: "a", types: [$v])`, "[EntityType!]": `search(text: "a", types: $v)`,
				"[ID!]": "nodes(ids: $v)", "CountryFilter": "countries(filter: $v)", "ProjectFilter": "projects(filter: $v)",
				"Boolean": "countries @include(if: $v)",
			}[c.typ]
			typ := c.typ
			switch typ {
			case "EntityType", "[ID!]", "Boolean":
				typ += "!"
			}
			answer := ask(t, h, fmt.Sprintf("query($v: %s) { %s { __typename } }", typ, argument), `{"v":`+c.json+`}`)
			if c.message != "" {
				answer.wantError(t, fault.CodeBadInput, c.message)
				return
			}
			if len(answer.errors) > 0 {
				t.Fatal(answer.text)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("the reader gets %#v, want %#v", got, c.want)
			}
		})
	}
}
