package suite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"partnir/analysis"
	"partnir/graph"
	"partnir/graph/nouns"
	"partnir/graph/transport"
	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/store"
)

// BaseIRI is what IRIs in the answers of the cases begin with.
const BaseIRI = "https://graph.example"

// asker asks the handler that the server serves, over a store.
type asker struct {
	store   store.Store
	mapping *mapping.Mapping
	reader  *nouns.Reader
	handler http.Handler
}

func newAsker(db store.Store, m *mapping.Mapping) *asker { return askerOf(db, m, graph.Schema()) }

// askerOf asks a handler that serves another schema, which the mapping belongs to.
func askerOf(db store.Store, m *mapping.Mapping, served *ast.Schema) *asker {
	watched := &watchedStore{Store: db}
	reader := nouns.NewReader(watched, m, BaseIRI)
	return &asker{
		store: db, mapping: m, reader: reader,
		handler: transport.NewHandler(transport.Options{
			Schema: served, Nouns: reader, Analysis: &analysis.Reader{Store: watched, Mapping: m}, Log: slog.New(slog.DiscardHandler), Explain: true,
		}),
	}
}

// watchedStore notes what a request reads of a store.
type watchedStore struct{ store.Store }

// request is what is noted of a request.
type request struct {
	sync.Mutex
	reads int
	// err is the first error of the store.
	err error
}

type requestKey struct{}

// Read reads and notes.
func (s *watchedStore) Read(ctx context.Context, p *plan.Plan) ([]any, error) {
	row, err := s.Store.Read(ctx, p)
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		r.Lock()
		defer r.Unlock()
		r.reads++
		if r.err == nil {
			r.err = err
		}
	}
	return row, err
}

// reply is what a question comes to.
type reply struct {
	// answer is the whole response.
	answer []byte
	// reads is how often the store was asked; verb says that it depends on what the store had answered.
	reads int
	verb  bool
}

// ask answers a question. The error is the store's; what is wrong with the question is in the answer.
func (a *asker) ask(ctx context.Context, query string, variables map[string]any) (reply, error) {
	return a.askIn(ctx, query, variables, nil)
}

// askIn answers a question in a scope of the request: asOf and minConfidence in its extensions; nil for none.
func (a *asker) askIn(ctx context.Context, query string, variables, scope map[string]any) (reply, error) {
	answer, noted, err := a.post(ctx, query, variables, map[string]any{"scope": scope})
	return reply{answer: answer, reads: noted.reads, verb: a.asksVerb(query)}, errors.Join(err, noted.err)
}

// explain returns the plans of the root fields of a question in a scope of the request, and the statements that the store sends for them, in
// the order of the document.
func (a *asker) explain(ctx context.Context, query string, variables, scope map[string]any) (plans, statements string, err error) {
	answer, noted, err := a.post(ctx, query, variables, map[string]any{"explain": true, "scope": scope})
	if err = errors.Join(err, noted.err); err != nil {
		return "", "", err
	}
	var response struct {
		Extensions struct {
			Explain []nouns.Explained `json:"explain"`
		} `json:"extensions"`
	}
	if err := json.Unmarshal(answer, &response); err != nil {
		return "", "", err
	}
	all := response.Extensions.Explain
	fields := rootFields(query)
	slices.SortStableFunc(all, func(x, y nouns.Explained) int { return slices.Index(fields, x.Field) - slices.Index(fields, y.Field) })
	var planned, sent strings.Builder
	for _, e := range all {
		if e.Form == "" {
			return "", "", fmt.Errorf("the store does not say how it reads\n%s", e.Plan)
		}
		if len(fields) > 1 {
			fmt.Fprintf(&planned, "# %s\n", e.Field)
			fmt.Fprintf(&sent, "// %s\n", e.Field)
		}
		planned.WriteString(e.Plan)
		if e.Statement != "" {
			sent.WriteString(strings.TrimSpace(e.Statement) + "\n")
		}
	}
	return planned.String(), sent.String(), nil
}

// post sends a question as clients do, and returns the answer as it is but for the ids of internal errors.
func (a *asker) post(ctx context.Context, query string, variables, extensions map[string]any) ([]byte, *request, error) {
	noted := &request{}
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables, "extensions": extensions})
	if err != nil {
		return nil, noted, err
	}
	post := httptest.NewRequestWithContext(context.WithValue(ctx, requestKey{}, noted), http.MethodPost, "/graphql", bytes.NewReader(body))
	post.Header.Set("Content-Type", "application/json")
	got := httptest.NewRecorder()
	a.handler.ServeHTTP(got, post)
	if !json.Valid(got.Body.Bytes()) {
		return nil, noted, fmt.Errorf("status %d, and the answer is no JSON\n%s", got.Code, got.Body)
	}
	return errorID.ReplaceAll(got.Body.Bytes(), []byte("${1}0000000000000000")), noted, nil
}

// errorID is the random part of the answer to what is no fault of the client's.
var errorID = regexp.MustCompile(`(under |"errorId":")[0-9a-f]{16}`)

// rootFields are the response names of the root fields of the first operation of a document, fragments included; nil where it is none.
func rootFields(query string) (names []string) {
	for _, f := range roots(query) {
		if f.Alias != "__typename" && !slices.Contains(names, f.Alias) {
			names = append(names, f.Alias)
		}
	}
	return names
}

// roots are the root fields of the first operation of a document.
func roots(query string) []*ast.Field {
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil || len(doc.Operations) == 0 {
		return nil
	}
	var all []*ast.Field
	var collect func(set ast.SelectionSet, depth int)
	collect = func(set ast.SelectionSet, depth int) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				all = append(all, s)
			case *ast.InlineFragment:
				collect(s.SelectionSet, depth+1)
			case *ast.FragmentSpread:
				if f := doc.Fragments.ForName(s.Name); f != nil && depth < len(doc.Fragments)+1 {
					collect(f.SelectionSet, depth+1)
				}
			}
		}
	}
	collect(doc.Operations[0].SelectionSet, 0)
	return all
}

// asksVerb reports whether the first operation of a document has a verb at its root.
func (a *asker) asksVerb(query string) bool {
	return slices.ContainsFunc(roots(query), func(f *ast.Field) bool {
		return !strings.HasPrefix(f.Name, "__") && graph.Schema().Query.Fields.ForName(f.Name) != nil && !a.reader.Reads(f.Name)
	})
}
