package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"partnir/fault"
	"partnir/graph"
	"partnir/graph/noun"
	"partnir/graph/nouns"
)

// answers answers every root field in the same way.
type answers func(ctx context.Context) (noun.Noun, error)

func (a answers) Read(ctx context.Context) (noun.Noun, error) { return a(ctx) }

func (a answers) Reads(field string) bool { return !strings.HasPrefix(field, "__") }

// Nodes answers nothing: there are no verbs.
func (a answers) Nodes(context.Context, *ast.Field, []string) ([]nouns.Node, error) {
	return nil, nil
}

// Check finds no nouns.
func (a answers) Check(context.Context, *ast.Field) (bool, error) { return true, nil }

// fixed answers with a JSON that says which field was asked for.
var fixed = answers(func(ctx context.Context) (noun.Noun, error) {
	return noun.Noun(fmt.Sprintf(`{"field":%q}`, graphql.GetFieldContext(ctx).Field.Name)), nil
})

// failing answers with an error.
func failing(err error) answers {
	return func(context.Context) (noun.Noun, error) { return nil, err }
}

// handler is a handler on fake nouns, and its log.
func handler(nouns nouns.Nouns) (http.Handler, *bytes.Buffer) {
	var log bytes.Buffer
	return NewHandler(Options{Nouns: nouns, Log: slog.New(slog.NewTextHandler(&log, nil))}), &log
}

// ask posts a query and returns the answer.
func ask(t *testing.T, h http.Handler, query string, variables ...string) response {
	t.Helper()
	body := map[string]any{"query": query}
	for _, v := range variables {
		body["variables"] = json.RawMessage(v)
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", graphqlJSON)
	return send(t, h, r)
}

// response is an answer as a client sees it.
type response struct {
	status int
	header http.Header
	text   string
	data   string
	errors []shown
}

// shown is an error as a client sees it.
type shown struct {
	Message    string
	Path       []any
	Locations  []any
	Extensions map[string]any
}

func (s shown) code() string {
	code, _ := s.Extensions["code"].(string)
	return code
}

func send(t *testing.T, h http.Handler, r *http.Request) response {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	out := response{status: w.Code, header: w.Header(), text: w.Body.String()}
	var body struct {
		Data   json.RawMessage
		Errors []shown
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("the answer is no JSON: %v\n%s", err, out.text)
	}
	out.data, out.errors = string(body.Data), body.Errors
	return out
}

// wantError checks that there is one error, with a code and a part of its message.
func (r response) wantError(t *testing.T, code, message string) {
	t.Helper()
	if len(r.errors) != 1 || r.errors[0].code() != code || !strings.Contains(r.errors[0].Message, message) {
		t.Errorf("the answer is %s\nwant one error %s: … %s …", r.text, code, message)
	}
}

func TestAnswer(t *testing.T) {
	h, _ := handler(fixed)
	for query, want := range map[string]string{
		"{ countries { nodes { name } } }":                            `{"countries":{"field":"countries"}}`,
		"{ a: country(iso3: \"BRA\") { id } node(id: \"x\") { id } }": `{"a":{"field":"country"},"node":{"field":"node"}}`,
		"{ projectsAggregate { count } __typename }":                  `{"projectsAggregate":{"field":"projectsAggregate"},"__typename":"Query"}`,
		"query A { nodes(ids: []) { id } }":                           `{"nodes":{"field":"nodes"}}`,
	} {
		got := ask(t, h, query)
		if got.text != `{"data":`+want+`}` {
			t.Errorf("%s\nis answered by %s\nwant %s", query, got.text, want)
		}
	}
}

func TestNull(t *testing.T) {
	h, _ := handler(failing(nil))
	if got := ask(t, h, `{ country(id: "x") { id } }`); got.text != `{"data":{"country":null}}` {
		t.Errorf("a nullable root field without value gives %s", got.text)
	}
	h, _ = handler(answers(func(ctx context.Context) (noun.Noun, error) {
		if graphql.GetFieldContext(ctx).Field.Alias == "bad" {
			return nil, &fault.InputError{Message: "wrong"}
		}
		return noun.Noun("{}"), nil
	}))
	got := ask(t, h, `{ good: countries { totalCount } bad: countries { totalCount } well: countriesAggregate { count } }`)
	if got.data != `{"good":{},"bad":null,"well":{}}` || len(got.errors) != 1 {
		t.Errorf("a root field that fails gives %s", got.text)
	}
}

func TestQuestionsPass(t *testing.T) {
	h, _ := handler(fixed)
	for _, q := range questions(t) {
		if got := ask(t, h, q, `{"id": "org:brics"}`); got.status != http.StatusOK || len(got.errors) > 0 {
			t.Errorf("%s\n%s", q, got.text)
		}
	}
}

func TestIntrospection(t *testing.T) {
	h, _ := handler(fixed)
	got := ask(t, h, introspectionQuery)
	if len(got.errors) > 0 {
		t.Fatal(got.errors)
	}
	var data struct {
		Schema struct {
			QueryType struct{ Name string }
			Types     []struct {
				Name       string
				Interfaces []struct{ Name string }
				Fields     []struct{ Name string }
			}
		} `json:"__schema"`
	}
	if err := json.Unmarshal([]byte(got.data), &data); err != nil {
		t.Fatal(err)
	}
	if data.Schema.QueryType.Name != "Query" {
		t.Errorf("the query type is %q", data.Schema.QueryType.Name)
	}
	for _, d := range data.Schema.Types {
		if d.Name == "Country" && (len(d.Interfaces) != 3 || len(d.Fields) < 20) {
			t.Errorf("Country has %d interfaces and %d fields: the nouns of generated code show through", len(d.Interfaces), len(d.Fields))
		}
	}
}

// TestIntrospectionAgain shows that a question about the schema has the same answer when it is asked again, each operation of a document
// its own, and that one with variables is answered anew.
func TestIntrospectionAgain(t *testing.T) {
	h, _ := handler(fixed)
	for range 3 {
		for query, want := range map[string]string{
			`{ __type(name: "Country") { kind } t: __typename }`: `{"__type":{"kind":"OBJECT"},"t":"Query"}`,
			`{ __type(name: "Nothing") { kind } }`:               `{"__type":null}`,
			`{ __type(name: "Actor") { kind } country { id } }`:  `{"__type":{"kind":"INTERFACE"},"country":{"field":"country"}}`,
			`{ __schema { queryType { name } } }`:                `{"__schema":{"queryType":{"name":"Query"}}}`,
		} {
			if got := ask(t, h, query); got.data != want {
				t.Errorf("%s\nis answered by %s\nwant %s", query, got.text, want)
			}
		}
		two := `{"query":"query A { __type(name: \"Country\") { name } } query B { __type(name: \"Goal\") { name } }","operationName":"%s"}`
		for operation, want := range map[string]string{"A": "Country", "B": "Goal"} {
			if got := send(t, h, post(fmt.Sprintf(two, operation))); got.data != fmt.Sprintf(`{"__type":{"name":%q}}`, want) {
				t.Errorf("operation %s is answered by %s", operation, got.text)
			}
		}
		for _, name := range []string{"Country", "Goal"} {
			got := ask(t, h, `query($n: String!) { __type(name: $n) { name } }`, fmt.Sprintf(`{"n": %q}`, name))
			if got.data != fmt.Sprintf(`{"__type":{"name":%q}}`, name) {
				t.Errorf("the type %s is %s", name, got.text)
			}
		}
	}
}

// BenchmarkIntrospection measures the question that tools ask about the schema, asked again.
func BenchmarkIntrospection(b *testing.B) {
	h, _ := handler(fixed)
	body, err := json.Marshal(map[string]string{"query": introspectionQuery})
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	ask := func() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, post(string(body)))
		size = w.Body.Len()
	}
	ask()
	b.ReportAllocs()
	for b.Loop() {
		ask()
	}
	b.ReportMetric(float64(size), "B/answer")
}

func TestPanic(t *testing.T) {
	h, log := handler(answers(func(context.Context) (noun.Noun, error) { panic("secret state") }))
	got := ask(t, h, `{ country(id: "x") { id } }`)
	got.wantError(t, fault.CodeInternal, "internal error; the log has it under ")
	if got.data != `{"country":null}` || strings.Contains(got.text, "secret") {
		t.Errorf("the answer is %s", got.text)
	}
	id, _ := got.errors[0].Extensions["errorId"].(string)
	if !strings.Contains(log.String(), id) || !strings.Contains(log.String(), "secret state") || !strings.Contains(log.String(), "server_test.go") {
		t.Errorf("the log lacks the id %s, the reason or the place:\n%s", id, log)
	}
}

// TestPanicUnderAnyName shows that no alias makes an internal error one that is shown.
func TestPanicUnderAnyName(t *testing.T) {
	h, _ := handler(answers(func(context.Context) (noun.Noun, error) { panic("secret state") }))
	for _, alias := range []string{"variable", "variables", "errors", "extensions", "data", "__x", "panic"} {
		got := ask(t, h, `query($v: ID = "x") { `+alias+`: country(id: $v) { variable: id } }`)
		got.wantError(t, fault.CodeInternal, "internal error; the log has it under ")
		if strings.Contains(got.text, "secret") || fmt.Sprint(got.errors[0].Path) != "["+alias+"]" || len(got.errors[0].Locations) != 1 {
			t.Errorf("the answer is %s", got.text)
		}
	}
}

func TestTimeout(t *testing.T) {
	slow := answers(func(ctx context.Context) (noun.Noun, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	h := NewHandler(Options{Nouns: slow, Timeout: 1})
	ask(t, h, `{ country(id: "x") { id } }`).wantError(t, fault.CodeTimeout, "took too long")
}

func TestDefer(t *testing.T) {
	h, _ := handler(failing(errors.New("not to be asked")))
	ask(t, h, `{ ... @defer { country(id: "x") { id } } }`).wantError(t, fault.CodeValidationFailed, `Unknown directive "@defer"`)
}

const introspectionQuery = `query IntrospectionQuery {
  __schema {
    description queryType { name } mutationType { name } subscriptionType { name } types { ...FullType }
    directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind name description specifiedByURL isOneOf
  fields(includeDeprecated: true) {
    name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
  }
  inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type {
  kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
    kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
}`

// questions returns the queries of testdata/questions.graphql; each begins with a line such as "# 3 The largest …".
func questions(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/questions.graphql")
	if err != nil {
		t.Fatal(err)
	}
	var queries []string
	for _, q := range regexp.MustCompile(`(?m)^# \d+ .*$`).Split(string(text), -1) {
		if strings.TrimSpace(q) != "" {
			queries = append(queries, q)
		}
	}
	return queries
}

func TestQuestionsAreValid(t *testing.T) {
	all := questions(t)
	if len(all) != 12 {
		t.Fatalf("there are %d questions, want 12", len(all))
	}
	for _, q := range all {
		if _, errs := gqlparser.LoadQueryWithRules(graph.Schema(), q, rules.NewDefaultRules()); errs != nil {
			t.Errorf("%s\n%s", errs, q)
		}
	}
}
