package suite

import (
	"bytes"
	"encoding/json"
	"reflect"

	"partnir/fault"
	"partnir/graph"
	"partnir/store"
	"partnir/suite/reference"
)

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
	return x.askIn(query, variables, nil)
}

// askIn answers a question in a scope of the request.
func (x truth) askIn(query string, variables, scope map[string]any) []byte {
	r, refusal := prepare(query, variables)
	if refusal != nil {
		return refusal
	}
	return x.Answer(r, scope)
}

// prepare reads a request as the reference does. refusal is the whole response where something is wrong with it.
func prepare(query string, variables map[string]any) (r *reference.Request, refusal []byte) {
	r, code := reference.Prepare(graph.Schema(), query, variables)
	if code == "" {
		return r, nil
	}
	refusal, _ = json.Marshal(response{Errors: []responseError{{Extensions: map[string]any{"code": code}}}}) // a text always encodes
	return nil, refusal
}

// response is a response, its data byte for byte.
type response struct {
	Errors []responseError `json:"errors,omitempty"`
	Data   json.RawMessage `json:"data,omitempty"`
}

// responseError is what the reference says of an error.
type responseError struct {
	Message    string         `json:"message"`
	Path       []any          `json:"path,omitempty"`
	Locations  []any          `json:"locations,omitempty"`
	Extensions map[string]any `json:"extensions"`
}

// same reports whether an answer of the server is the reference's: the same data, byte for byte, and the same errors at the same paths and places.
// The server keeps the words of an internal error from its clients. Where the request itself is refused the code alone must be the same:
// the reference has no words for it.
func same(got, want []byte) bool {
	var g, w response
	if json.Unmarshal(got, &g) != nil || json.Unmarshal(want, &w) != nil || !bytes.Equal(g.Data, w.Data) || len(w.Errors) > 0 != (len(g.Errors) > 0) {
		return false
	}
	if g.Data == nil {
		return g.Errors[0].Extensions["code"] == w.Errors[0].Extensions["code"]
	}
	for _, errors := range [][]responseError{g.Errors, w.Errors} {
		for i := range errors {
			if e := &errors[i]; e.Extensions["code"] == fault.CodeInternal {
				e.Message = ""
				delete(e.Extensions, "errorId")
			}
		}
	}
	return reflect.DeepEqual(g.Errors, w.Errors)
}
