// Package transport is GraphQL over HTTP: it decodes, checks and limits requests, runs them, and writes the answers.
package transport

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"partnir/fault"
	"partnir/graph/nouns"
	"partnir/graph/present"
)

// The media types of answers.
const (
	// graphqlJSON answers with a status that says whether the request was good.
	graphqlJSON = "application/graphql-response+json"
	// plainJSON answers 200 to every well-formed request.
	plainJSON = "application/json"
)

// maxErrors is how many errors an answer shows at most: a bad document can have thousands.
const maxErrors = 50

// executor is what the transport needs of gqlgen's.
type executor interface {
	graphql.GraphExecutor
	PresentRecoveredError(ctx context.Context, value any) error
}

// transport serves GraphQL over HTTP, as the GraphQL over HTTP specification says: POST with a JSON body, GET for queries.
type transport struct {
	executor executor
	known    *nouns.Documents
	maxBody  int64
	timeout  time.Duration
}

// ServeHTTP answers one request.
func (t *transport) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := graphql.StartOperationTrace(r.Context())
	if t.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, t.timeout)
		defer cancel()
	}
	media, acceptable := negotiate(r.Header.Values("Accept"))
	defer func() {
		if value := recover(); value != nil {
			if value == http.ErrAbortHandler {
				panic(value)
			}
			err := t.executor.PresentRecoveredError(ctx, value)
			e, _ := errors.AsType[*gqlerror.Error](err)
			write(w, media, http.StatusInternalServerError, &graphql.Response{Errors: gqlerror.List{e}})
		}
	}()
	w.Header().Add("Vary", "Accept")
	w.Header().Set("X-Content-Type-Options", "nosniff")

	var params *graphql.RawParams
	var err error
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		w.Header().Set("Allow", "GET, POST")
		err = refuse(http.StatusMethodNotAllowed, "send the request by POST, or a query by GET")
	case !acceptable:
		err = refuse(http.StatusNotAcceptable, "accept %s or %s", graphqlJSON, plainJSON)
	case r.Method == http.MethodGet:
		params, err = readURL(r)
	default:
		params, err = readBody(w, r, t.maxBody)
	}
	if err != nil {
		t.refuse(ctx, w, media, err)
		return
	}
	params.Headers = r.Header
	t.run(ctx, w, r, media, params)
}

// run has the operation executed and writes the answer.
func (t *transport) run(ctx context.Context, w http.ResponseWriter, r *http.Request, media string, params *graphql.RawParams) {
	op, errs := t.executor.CreateOperationContext(ctx, params)
	if errs != nil {
		status := http.StatusOK
		if media == graphqlJSON {
			status = http.StatusBadRequest
		}
		errs = errs[:min(len(errs), maxErrors)]
		write(w, media, status, t.executor.DispatchError(graphql.WithOperationContext(ctx, op), errs))
		return
	}
	switch kind := op.Operation.Operation; {
	case kind == ast.Subscription:
		t.refuse(ctx, w, media, malformed("a subscription has many answers; it cannot be sent as one HTTP request"))
		return
	case kind != ast.Query && r.Method == http.MethodGet:
		w.Header().Set("Allow", "POST")
		t.refuse(ctx, w, media, refuse(http.StatusMethodNotAllowed, "only queries can be sent by GET; send a mutation by POST"))
		return
	}
	if known := t.known.Entry(op.RawQuery, op.Doc); known != nil {
		ctx = nouns.WithAsked(ctx, &known.Asked)
	}
	next, opCtx := t.executor.DispatchOperation(ctx, op)
	response := next(opCtx)
	if response == nil { // the context is done: of its time, or because the client left
		response = t.executor.DispatchError(opCtx, gqlerror.List{gqlerror.Wrap(context.Cause(ctx))})
	}
	write(w, media, http.StatusOK, response)
}

// refuse answers a request that never became an operation.
func (t *transport) refuse(ctx context.Context, w http.ResponseWriter, media string, err error) {
	status := http.StatusBadRequest
	if r, ok := errors.AsType[*refusal](err); ok {
		status = r.status
	}
	e := present.Coded(fault.CodeBadInput, "%s", err)
	write(w, media, status, t.executor.DispatchError(ctx, gqlerror.List{e}))
}

// write writes an answer. The data are JSON already and are sent as they are.
func write(w http.ResponseWriter, media string, status int, response *graphql.Response) {
	var parts [][]byte
	length := 0
	add := func(bytes []byte) {
		parts = append(parts, bytes)
		length += len(bytes)
	}
	mark := "{"
	member := func(name string, text []byte) {
		add([]byte(mark + `"` + name + `":`))
		add(text)
		mark = ","
	}
	if len(response.Errors) > 0 {
		member("errors", marshal(response.Errors))
	}
	if response.Data != nil {
		member("data", response.Data)
	}
	if len(response.Extensions) > 0 {
		member("extensions", marshal(response.Extensions))
	}
	add([]byte("}"))
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(length))
	w.WriteHeader(status)
	for _, p := range parts {
		_, _ = w.Write(p) // an error means that the client left
	}
}

// marshal writes errors and extensions. They come from this program; one that is no JSON is a fault of it.
func marshal(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
