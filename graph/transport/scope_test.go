package transport

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"partnir/fault"
	"partnir/graph/noun"
	"partnir/plan/build"
)

// scoped asks a query with some extensions, by POST and by GET, and returns asOf and minConfidence that the nouns see.
func scoped(t *testing.T, extensions string) (asOf, minConfidence any, got [2]response) {
	t.Helper()
	h, _ := handler(answers(func(ctx context.Context) (noun.Noun, error) {
		asOf, minConfidence = build.RequestScope(graphql.GetOperationContext(ctx).Variables)
		return noun.Noun(`{}`), nil
	}))
	post := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ countries { __typename } }","extensions":`+extensions+`}`))
	post.Header.Set("Content-Type", "application/json")
	get := httptest.NewRequest(http.MethodGet, "/graphql?query="+url.QueryEscape("{ countries { __typename } }")+"&extensions="+url.QueryEscape(extensions), nil)
	for i, r := range []*http.Request{post, get} {
		got[i] = send(t, h, r)
	}
	return asOf, minConfidence, got
}

func TestScopeOfARequest(t *testing.T) {
	for extensions, want := range map[string][2]any{
		`{"scope":{"asOf":"2022-06-30","minConfidence":0.5}}`: {"2022-06-30", 0.5},
		`{"scope":{"minConfidence":1}}`:                       {nil, int64(1)},
		`{"scope":{"asOf":null,"minConfidence":null}}`:        {nil, nil},
		`{"scope":{}}`:                    {nil, nil},
		`{"scope":null}`:                  {nil, nil},
		`{"other":{"asOf":"2022-06-30"}}`: {nil, nil},
	} {
		asOf, minConfidence, got := scoped(t, extensions)
		for _, a := range got {
			if len(a.errors) > 0 || asOf != want[0] || minConfidence != want[1] {
				t.Errorf("%s: the scope is %v and %v, want %v\n%s", extensions, asOf, minConfidence, want, a.text)
			}
		}
	}
}

func TestScopesThatCannotBe(t *testing.T) {
	for extensions, message := range map[string]string{
		`{"scope":"2022-06-30"}`:                       "extensions.scope is no object",
		`{"scope":[]}`:                                 "extensions.scope is no object",
		`{"scope":{"asof":"2022-06-30"}}`:              "extensions.scope has no asof",
		`{"scope":{"asOf":"2022"}}`:                    `extensions.scope: asOf: "2022" is no day that exists; write YYYY-MM-DD`,
		`{"scope":{"asOf":20220630}}`:                  "extensions.scope: asOf: 20220630 is no day",
		`{"scope":{"asOf":["2022-06-30"]}}`:            "extensions.scope: asOf: [2022-06-30] is no day",
		`{"scope":{"minConfidence":1.5}}`:              "extensions.scope: minConfidence: 1.5 is outside 0 to 1",
		`{"scope":{"minConfidence":"0.5"}}`:            "extensions.scope: minConfidence: 0.5 is not of the right type",
		`{"scope":{"minConfidence":0.5,"asOf":"now"}}`: `extensions.scope: asOf: "now" is no day`,
	} {
		_, _, got := scoped(t, extensions)
		for _, a := range got {
			a.wantError(t, fault.CodeBadInput, message)
		}
	}
}
