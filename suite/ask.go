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
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"partnir/analysis"
	"partnir/fault"
	"partnir/graph"
	"partnir/graph/nouns"
	"partnir/graph/transport"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite/reference"
)

// BaseIRI is what IRIs in the answers of the cases begin with.
const BaseIRI = "https://graph.example"

// asker asks a store GraphQL questions as the server does: parse and validate, plan, read, answer. What it asks again in the same words
// has the plans of the first time, with other values.
type asker struct {
	store   store.Store
	builder *build.Builder
	reader  *nouns.Reader
	// handler answers what has verbs, from counted.
	handler http.Handler
	counted *countedStore
	// statement is Suite.Statement.
	statement func(*plan.Plan) string

	mu sync.Mutex
	// documents are those that were asked, by their text, and questions their root fields.
	documents map[string]*ast.QueryDocument
	questions map[*ast.Field]*build.Prepared
}

func newAsker(store store.Store, m *mapping.Mapping) *asker {
	reader, counted := nouns.NewReader(store, m, BaseIRI), &countedStore{Store: store}
	return &asker{
		handler: transport.NewHandler(transport.Options{
			Nouns:    nouns.NewReader(counted, m, BaseIRI),
			Analysis: &analysis.Reader{Store: counted, Mapping: m}, Log: slog.New(slog.DiscardHandler),
		}),
		counted: counted, store: store, builder: reader.Builder, reader: reader,
		documents: map[string]*ast.QueryDocument{}, questions: map[*ast.Field]*build.Prepared{},
	}
}

// countedStore counts what is read of a store.
type countedStore struct {
	store.Store
	reads atomic.Int64
}

// Read reads and counts.
func (s *countedStore) Read(ctx context.Context, p *plan.Plan) ([]any, error) {
	s.reads.Add(1)
	return s.Store.Read(ctx, p)
}

// maxDocuments is how many documents an asker keeps.
const maxDocuments = 1000

// document parses and validates a question, once.
func (a *asker) document(query string) (*ast.QueryDocument, gqlerror.List) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if doc := a.documents[query]; doc != nil {
		return doc, nil
	}
	doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, nil)
	if len(a.documents) == maxDocuments {
		clear(a.documents)
		clear(a.questions)
	}
	if errs == nil {
		a.documents[query] = doc
	}
	return doc, errs
}

// plan returns the plan of a root field. It is an error where a question that was asked before has another plan than one that is built
// for these variables alone.
func (a *asker) plan(f graphql.CollectedField, vars map[string]any) (*plan.Plan, error) {
	field := *f.Field
	field.SelectionSet = f.Selections // of all fields of that response name
	built, err := a.builder.Build(&field, vars)
	if err != nil {
		return nil, err
	}
	if len(f.Selections) != len(f.Field.SelectionSet) {
		return built, nil // which fields it has may depend on variables
	}
	a.mu.Lock()
	question := a.questions[f.Field]
	if question == nil {
		question = a.builder.Prepare(f.Field, nil)
		a.questions[f.Field] = question
	}
	a.mu.Unlock()
	p, err := question.Plan(vars)
	if err != nil {
		return nil, fmt.Errorf("asked again: %w", err)
	}
	if got, want := plan.Print(p), plan.Print(built); got != want {
		return nil, fmt.Errorf("asked again, the plan is\n%s\nwant\n%s", got, want)
	}
	return p, nil
}

// reply is what a question comes to.
type reply struct {
	// answer is the whole response.
	answer []byte
	// plans and statements are those of the root fields, one after another.
	plans, statements string
	// reads is how often the store was asked; verb says that it depends on what the store had answered.
	reads int
	verb  bool
}

// ask answers a question. The error is the store's; what is wrong with the question is in the answer.
func (a *asker) ask(ctx context.Context, query string, variables map[string]any) (reply, error) {
	doc, errs := a.document(query)
	if errs != nil {
		return reply{answer: refused("GRAPHQL_VALIDATION_FAILED", errs...)}, nil
	}
	vars, refusal := coerce(doc, variables)
	if refusal != nil {
		return reply{answer: refusal}, nil
	}
	r := response{asker: a, vars: vars}
	fields := graphql.CollectFields(&graphql.OperationContext{Doc: doc, Variables: vars}, doc.Operations[0].SelectionSet, []string{"Query"})
	if asksVerb(doc, a.reader) {
		return a.serve(ctx, query, variables)
	}
	for _, collected := range fields {
		if err := r.root(ctx, collected, len(fields) > 1); err != nil {
			return reply{}, fmt.Errorf("%s: %w", collected.Alias, err)
		}
	}
	return reply{answer: r.json(), plans: r.plans.String(), statements: r.statements.String(), reads: r.reads}, nil
}

// serve has the server answer a question that has verbs: they make many plans, which depend on what the ones before found.
func (a *asker) serve(ctx context.Context, query string, variables map[string]any) (reply, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return reply{}, err
	}
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	answer, before := httptest.NewRecorder(), a.counted.reads.Load()
	a.handler.ServeHTTP(answer, request)
	return reply{
		answer: errorID.ReplaceAll(answer.Body.Bytes(), []byte("${1}0000000000000000")), reads: int(a.counted.reads.Load() - before), verb: true,
	}, nil
}

// errorID is the random part of the answer to what is no fault of the client's.
var errorID = regexp.MustCompile(`(under |"errorId":")[0-9a-f]{16}`)

// prepare parses and validates a question, and coerces its variables. refusal is the whole response where something is wrong with them.
func prepare(query string, variables map[string]any) (doc *ast.QueryDocument, vars map[string]any, refusal []byte) {
	doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), query, nil)
	if errs != nil {
		return nil, nil, refused("GRAPHQL_VALIDATION_FAILED", errs...)
	}
	vars, refusal = coerce(doc, variables)
	return doc, vars, refusal
}

// asksVerb reports whether the first operation of a document has a verb at its root.
func asksVerb(doc *ast.QueryDocument, r *nouns.Reader) bool {
	return slices.ContainsFunc(doc.Operations[0].SelectionSet, func(s ast.Selection) bool {
		f, ok := s.(*ast.Field)
		return ok && !strings.HasPrefix(f.Name, "__") && !r.Reads(f.Name)
	})
}

// coerce coerces the variables of a question. refusal is the whole response where something is wrong with them.
func coerce(doc *ast.QueryDocument, variables map[string]any) (vars map[string]any, refusal []byte) {
	vars, err := validator.VariableValues(graph.Schema(), doc.Operations[0], variables)
	if err != nil {
		e, _ := errors.AsType[*gqlerror.Error](err)
		return nil, refused("BAD_USER_INPUT", e)
	}
	return vars, nil
}

// truth answers questions as package reference does.
type truth struct{ *reference.Executor }

func newTruth(records *store.Records) (truth, error) {
	written, err := graph.Sources()
	if err != nil {
		return truth{}, err
	}
	x, err := reference.New(written, graph.Schema(), BaseIRI, records)
	return truth{x}, err
}

// ask answers a question.
func (x truth) ask(query string, variables map[string]any) []byte {
	doc, vars, refusal := prepare(query, variables)
	if refusal != nil {
		return refusal
	}
	return x.Answer(doc, vars)
}

// response is an answer in the making.
type response struct {
	*asker
	vars              map[string]any
	data              bytes.Buffer
	lost              bool
	errs              []responseError
	plans, statements strings.Builder
	reads             int
}

type responseError struct {
	Message    string            `json:"message"`
	Path       []any             `json:"path,omitempty"`
	Extensions map[string]string `json:"extensions"`
}

func refused(code string, errs ...*gqlerror.Error) []byte {
	r := response{lost: true}
	for _, e := range errs {
		r.errs = append(r.errs, responseError{Message: e.Message, Extensions: map[string]string{"code": code}})
	}
	return r.json()
}

// root answers one root field.
func (r *response) root(ctx context.Context, f graphql.CollectedField, named bool) error {
	if r.data.Len() > 0 {
		r.data.WriteByte(',')
	}
	fmt.Fprintf(&r.data, "%q:", f.Alias)
	if f.Name == "__typename" {
		r.data.WriteString(`"Query"`)
		return nil
	}
	json, errs, err := r.noun(ctx, f, named)
	if err != nil {
		return err
	}
	for _, e := range errs {
		path, code := e.Path, e.Code
		if path == nil {
			path = []any{f.Alias}
		}
		if code == "" {
			code = "BAD_USER_INPUT"
		}
		r.errs = append(r.errs, responseError{e.Message, path, map[string]string{"code": code}})
	}
	if json == nil {
		json = []byte("null")
		r.lost = r.lost || f.Definition.Type.NonNull
	}
	r.data.Write(json)
	return nil
}

// noun plans, reads and answers.
func (r *response) noun(ctx context.Context, f graphql.CollectedField, named bool) ([]byte, []*fault.InputError, error) {
	p, err := r.plan(f, r.vars)
	if wrong, ok := errors.AsType[*fault.InputError](err); ok {
		return nil, []*fault.InputError{wrong}, nil
	} else if err != nil {
		return nil, nil, err
	}
	if named {
		fmt.Fprintf(&r.plans, "# %s\n", f.Alias)
		fmt.Fprintf(&r.statements, "// %s\n", f.Alias)
	}
	r.plans.WriteString(plan.Print(p))
	if r.statement != nil {
		r.statements.WriteString(strings.TrimSpace(r.statement(p)) + "\n")
	}
	r.reads++
	json, missing, err := r.reader.Answer(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	explanation, err := r.reader.Store.Explain(context.WithoutCancel(ctx), p)
	if err == nil && (explanation.Form == "" || r.statement != nil && explanation.Statement != r.statement(p)) {
		err = fmt.Errorf("the store explains\n%s\nas %+v", plan.Print(p), explanation)
	}
	return json, missing, err
}

func (r *response) json() []byte {
	var out bytes.Buffer
	switch {
	case !r.lost:
		fmt.Fprintf(&out, `{"data":{%s}`, r.data.Bytes())
	case r.data.Len() > 0:
		out.WriteString(`{"data":null`)
	}
	if len(r.errs) > 0 {
		out.WriteString(map[bool]string{true: ",", false: "{"}[out.Len() > 0])
		out.WriteString(`"errors":`)
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		_ = e.Encode(r.errs) // text and whole numbers, which always encode
		out.Truncate(out.Len() - 1)
	}
	out.WriteByte('}')
	return out.Bytes()
}
