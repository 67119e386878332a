package transport

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"partnir/fault"
)

// typename is the smallest query.
const typename = `{"query":"{ __typename }"}`

// post is a POST request with a JSON body and some more headers, given as name, value, name, value …
func post(body string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// get is a GET request with parameters, given as name, value, name, value …
func get(parameters ...string) *http.Request {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Add(parameters[i], parameters[i+1])
	}
	return httptest.NewRequest(http.MethodGet, "/graphql?"+values.Encode(), nil)
}

func TestMediaTypes(t *testing.T) {
	h, _ := handler(fixed)
	for _, c := range []struct{ accept, want string }{
		{"", plainJSON},
		{"*/*", plainJSON},
		{"application/*", plainJSON},
		{"application/json", plainJSON},
		{"application/json; charset=utf-8", plainJSON},
		{"application/graphql-response+json", graphqlJSON},
		{"application/graphql-response+json, application/json;q=0.9", graphqlJSON},
		{"application/json, application/graphql-response+json", graphqlJSON},
		{"application/json, application/graphql-response+json;q=0.5", plainJSON},
		{"application/graphql-response+json; charset=UTF-8", graphqlJSON},
		{"text/html,application/xhtml+xml,*/*;q=0.8", plainJSON},
		{"*/*;q=0.1, application/graphql-response+json", graphqlJSON},
		{"application/json;q=0, */*", graphqlJSON},
	} {
		got := send(t, h, post(typename, "Accept", c.accept))
		if got.status != http.StatusOK || got.header.Get("Content-Type") != c.want+"; charset=utf-8" {
			t.Errorf("Accept: %s gives %d %s, want %s", c.accept, got.status, got.header.Get("Content-Type"), c.want)
		}
	}
	for _, accept := range []string{"text/html", "application/json;q=0", "application/json; charset=utf-16", "nonsense"} {
		if got := send(t, h, post(typename, "Accept", accept)); got.status != http.StatusNotAcceptable {
			t.Errorf("Accept: %s gives %d, want 406", accept, got.status)
		}
	}
}

// TestStatus has requests that are well-formed, and what each media type says to them.
func TestStatus(t *testing.T) {
	h, _ := handler(failing(fmt.Errorf("broken")))
	for _, c := range []struct {
		name, query    string
		graphql, plain int
		data           bool
	}{
		{"good", `{ __typename }`, 200, 200, true},
		{"syntax", `{`, 400, 200, false},
		{"validation", `{ nothing }`, 400, 200, false},
		{"variable", `query($id: ID!) { node(id: $id) { id } }`, 400, 200, false},
		{"too deep", strings.Repeat("{ a ", 30) + strings.Repeat("}", 30), 400, 200, false},
		{"no such operation", `query A { __typename } query B { __typename }`, 400, 200, false},
		{"fails in execution", `{ node(id: "x") { id } }`, 200, 200, true},
		{"fails in execution, must not be null", `{ countries { totalCount } }`, 200, 200, true},
	} {
		for accept, want := range map[string]int{graphqlJSON: c.graphql, plainJSON: c.plain} {
			got := send(t, h, post(fmt.Sprintf(`{"query":%q}`, c.query), "Accept", accept))
			if got.status != want {
				t.Errorf("%s, %s: status %d, want %d", c.name, accept, got.status, want)
			}
			if strings.Contains(got.text, `"data"`) != c.data {
				t.Errorf("%s, %s: data in the answer is %t, want %t: %s", c.name, accept, !c.data, c.data, got.text)
			}
		}
	}
}

func TestGoodRequests(t *testing.T) {
	h, _ := handler(fixed)
	for name, r := range map[string]*http.Request{
		"charset":               post(typename, "Content-Type", "application/json; charset=UTF-8"),
		"null parameters":       post(`{"query":"{ __typename }","operationName":null,"variables":null,"extensions":null}`),
		"unknown parameter":     post(`{"query":"{ __typename }","more":[1]}`),
		"operation":             post(`{"query":"query A { __typename } query B { a: node(id: 1) { id } }","operationName":"A"}`),
		"variables":             post(`{"query":"query($n: String!) { __type(name: $n) { name } }","variables":{"n":"Run🏃"}}`),
		"extensions":            post(`{"query":"{ __typename }","extensions":{"a":{"b":1}}}`),
		"GET":                   get("query", "{ __typename }"),
		"GET with variables":    get("query", "query A($n: String!) { __type(name: $n) { name } }", "variables", `{"n":"x"}`, "operationName", "A"),
		"GET, empty parameters": get("query", "{ __typename }", "variables", "", "operationName", "", "extensions", ""),
	} {
		if got := send(t, h, r); got.status != http.StatusOK || len(got.errors) > 0 || got.data == "" {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
}

func TestRefusedRequests(t *testing.T) {
	h, _ := handler(fixed)
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	for _, c := range []struct {
		name    string
		request *http.Request
		status  int
		message string
	}{
		{"other method", httptest.NewRequest(http.MethodPut, "/graphql", nil), 405, "by POST"},
		{"HEAD", httptest.NewRequest(http.MethodHead, "/graphql?query={__typename}", nil), 405, "by POST"},
		{"no content type", post(typename, "Content-Type", ""), 415, "application/json"},
		{"form", post("query={__typename}", "Content-Type", "application/x-www-form-urlencoded"), 415, "application/json"},
		{"text, as a foreign page could send", post(typename, "Content-Type", "text/plain"), 415, "application/json"},
		{"other charset", post(typename, "Content-Type", "application/json; charset=latin1"), 415, "UTF-8"},
		{"compressed", post(typename, "Content-Encoding", "gzip"), 415, "Content-Encoding"},
		{"too large", post(`{"query":"` + strings.Repeat("x", 1<<20) + `"}`), 413, "1048576 bytes"},
		{"no body", post(""), 400, "is not JSON"},
		{"no JSON", post(`{"query": hunter2`), 400, "is not JSON"},
		{"more than one value", post(typename + typename), 400, "is not JSON"},
		{"no UTF-8", post("{\"query\":\"{ a\xff }\"}"), 400, "not in UTF-8"},
		{"same key twice", post(`{"query":"{ a }","query":"{ b }"}`), 400, "same key twice"},
		{"same key twice in variables", post(`{"query":"{ a }","variables":{"a":{"hunter2":1,"hunter2":2}}}`), 400, "same key twice"},
		{"deep", post(`{"query":"{ a }","variables":{"a":` + deep + `}}`), 400, "levels deep"},
		{"batch", post("[" + typename + "]"), 400, "batches are not taken"},
		{"no object", post(`"{ __typename }"`), 400, "no JSON object"},
		{"no query", post(`{"qeury":"{ __typename }"}`), 400, "parameter query"},
		{"empty query", post(`{"query":""}`), 400, "parameter query"},
		{"query is no text", post(`{"query":["hunter2"]}`), 400, "parameter query"},
		{"operationName is no text", post(`{"query":"{ a }","operationName":1}`), 400, "parameter operationName"},
		{"variables are no object", post(`{"query":"{ a }","variables":"{}"}`), 400, "parameter variables"},
		{"extensions are no object", post(`{"query":"{ a }","extensions":[]}`), 400, "parameter extensions"},
		{"GET without query", get(), 400, "parameter query"},
		{"GET, query twice", get("query", "{ a }", "query", "{ b }"), 400, "given 2 times"},
		{"GET, variables no JSON", get("query", "{ a }", "variables", "{hunter2"), 400, "parameter variables is not JSON"},
		{"GET, no UTF-8", get("query", "{ \xff }"), 400, "not in UTF-8"},
		{"GET, badly encoded", httptest.NewRequest(http.MethodGet, "/graphql?query=%zz", nil), 400, "encoded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := send(t, h, c.request)
			if got.status != c.status {
				t.Errorf("status %d, want %d", got.status, c.status)
			}
			got.wantError(t, fault.CodeBadInput, c.message)
			if strings.Contains(got.text, "hunter2") || strings.Contains(got.text, `"data"`) {
				t.Errorf("the answer repeats what was sent, or has data: %s", got.text)
			}
			if c.status == http.StatusMethodNotAllowed && got.header.Get("Allow") != "GET, POST" {
				t.Errorf("Allow: %s", got.header.Get("Allow"))
			}
		})
	}
}

func TestBodyLimit(t *testing.T) {
	h := NewHandler(Options{Nouns: fixed, MaxBody: int64(len(typename))})
	if got := send(t, h, post(typename)); got.status != http.StatusOK {
		t.Errorf("a body of just the limit gives %d", got.status)
	}
	if got := send(t, h, post(typename+" ")); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of one byte more gives %d", got.status)
	}
}

func TestContentLength(t *testing.T) {
	h, _ := handler(fixed)
	for _, r := range []*http.Request{post(typename), post(`{"query":"{ countries { totalCount } nothing }"}`), post("x")} {
		got := send(t, h, r)
		if got.header.Get("Content-Length") != fmt.Sprint(len(got.text)) {
			t.Errorf("Content-Length: %s, the answer has %d bytes", got.header.Get("Content-Length"), len(got.text))
		}
	}
}

func TestErrorsAreCut(t *testing.T) {
	h, _ := handler(fixed)
	got := ask(t, h, "{ "+strings.Repeat("nothing ", 300)+"}")
	if len(got.errors) != maxErrors {
		t.Errorf("there are %d errors, want %d", len(got.errors), maxErrors)
	}
}
