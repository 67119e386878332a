package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"partnir/fault"
	"partnir/graph"
	"partnir/graph/nouns"
	"partnir/plan"
	"partnir/store"
)

// emptyStore holds nothing.
type emptyStore struct{ store.Store }

func (emptyStore) Read(context.Context, *plan.Plan) ([]any, error) {
	return []any{int64(0), []any{}}, nil
}

func (emptyStore) Explain(_ context.Context, p *plan.Plan) (store.Explanation, error) {
	return store.Explanation{Form: "by " + p.Field, Statement: "RETURN $p0", Parameters: map[string]any{"p0": p.Params[0]}}, nil
}

// explaining is a handler on an empty store, which may explain or not.
func explaining(t *testing.T, allowed bool) http.Handler {
	t.Helper()
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	return NewHandler(Options{Nouns: nouns.NewReader(emptyStore{}, m, "https://graph.example"), Explain: allowed})
}

// askWith posts a query with extensions.
func askWith(t *testing.T, h http.Handler, query, extensions string) response {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "extensions": json.RawMessage(extensions)})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", graphqlJSON)
	return send(t, h, r)
}

const explainedQuery = `{ a: countries(first: 7) { totalCount } b: projects(first: 8) { totalCount } }`

func TestExplain(t *testing.T) {
	r := askWith(t, explaining(t, true), explainedQuery, `{"explain": true}`)
	var got struct {
		Extensions struct{ Explain []nouns.Explained }
	}
	if err := json.Unmarshal([]byte(r.text), &got); err != nil {
		t.Fatal(err)
	}
	fields := map[string]nouns.Explained{}
	for _, e := range got.Extensions.Explain {
		fields[e.Field] = e
	}
	if a := fields["a"]; len(fields) != 2 || a.Form != "by countries" || a.Statement != "RETURN $p0" || a.Parameters["p0"] != 7.0 ||
		a.Plan != "many Country, total\n$0 = 7\n" || fields["b"].Parameters["p0"] != 8.0 {
		t.Errorf("the explanations are %+v\nof %s", got.Extensions.Explain, r.text)
	}
	if r.data != `{"a":{"totalCount":0},"b":{"totalCount":0}}` {
		t.Errorf("the data are %s", r.data)
	}
}

// TestExplainOnlyWhereAskedFor looks for anything of it in other answers.
func TestExplainOnlyWhereAskedFor(t *testing.T) {
	for _, extensions := range []string{`{}`, `{"explain": false}`, `{"persistedQuery": {}}`} {
		r := askWith(t, explaining(t, true), explainedQuery, extensions)
		if r.text != `{"data":{"a":{"totalCount":0},"b":{"totalCount":0}}}` {
			t.Errorf("with the extensions %s the answer is %s", extensions, r.text)
		}
	}
	askWith(t, explaining(t, true), explainedQuery, `{"explain": "yes"}`).wantError(t, fault.CodeBadInput, "give true or false")
}

func TestExplainIsRefused(t *testing.T) {
	h := explaining(t, false)
	askWith(t, h, explainedQuery, `{"explain": true}`).wantError(t, fault.CodeForbidden, "--explain")
	if r := askWith(t, h, explainedQuery, `{"explain": false}`); len(r.errors) > 0 {
		t.Errorf("the answer is %s", r.text)
	}
}
