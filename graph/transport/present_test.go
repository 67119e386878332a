package transport

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"partnir/fault"
	"partnir/graph/present"
)

func TestErrorsOfTheStore(t *testing.T) {
	at := []any{"node"}
	for _, c := range []struct {
		name          string
		err           error
		code, message string
		path          []any
	}{
		{"input", &fault.InputError{Message: "node: say which"}, fault.CodeBadInput, "node: say which", at},
		{"input with path", &fault.InputError{Message: "m", Path: []any{"node", "members", 3}, Code: fault.CodeBadInput}, fault.CodeBadInput, "m", []any{"node", "members", 3.0}},
		{"other code", &fault.InputError{Message: "m", Code: fault.CodeNotFound}, "NOT_FOUND", "m", at},
		{"wrapped", fmt.Errorf("reading: %w", &fault.InputError{Message: "m", Code: fault.CodeForbidden}), "FORBIDDEN", "m", at},
		{"unavailable", fmt.Errorf("bolt://db:7687: %w", fault.ErrUnavailable), fault.CodeUnavailable, "cannot be reached", at},
		{"time-out", fmt.Errorf("MATCH (n): %w", fault.ErrTimeout), fault.CodeTimeout, "took too long", at},
		{"deadline", context.DeadlineExceeded, fault.CodeTimeout, "took too long", at},
		{"cancelled", context.Canceled, fault.CodeUnavailable, "given up", at},
		{"coded", present.Coded("CONFLICT", "somebody was faster"), "CONFLICT", "somebody was faster", at},
		{"any", errors.New("MATCH (n:Secret) RETURN n"), fault.CodeInternal, "internal error", at},
		{"without code", gqlerror.Errorf("MATCH (n:Secret)"), fault.CodeInternal, "internal error", at},
		{"internal", &fault.InputError{Message: "Secret", Code: fault.CodeInternal, Path: []any{"node", "name"}}, fault.CodeInternal, "internal error", []any{"node", "name"}},
		{"unknown code", &fault.InputError{Message: "Secret", Code: "NEO_CLIENT"}, fault.CodeInternal, "internal error", at},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, log := handler(failing(c.err))
			got := ask(t, h, `{ node(id: "x") { id } }`)
			got.wantError(t, c.code, c.message)
			if got.data != `{"node":null}` {
				t.Errorf("data is %s", got.data)
			}
			if path := got.errors[0].Path; !reflect.DeepEqual(path, c.path) {
				t.Errorf("the path is %v, want %v", path, c.path)
			}
			for _, inside := range []string{"Secret", "MATCH", "bolt", "file"} {
				if strings.Contains(got.text, inside) {
					t.Errorf("the answer shows the inside: %s", got.text)
				}
			}
			id, _ := got.errors[0].Extensions["errorId"].(string)
			if (c.code == fault.CodeInternal) != (id != "" && strings.Contains(log.String(), id) && strings.Contains(log.String(), "Secret")) {
				t.Errorf("error id %q, log %q", id, log)
			}
		})
	}
}

func TestErrorsOfTheRequest(t *testing.T) {
	h, log := handler(fixed)
	for _, c := range []struct{ name, query, variables, code, message string }{
		{"syntax", "{ country(", "{}", fault.CodeParseFailed, "Expected Name, found <EOF>"},
		{"unknown field", "{ contries { totalCount } }", "{}", fault.CodeValidationFailed, `Did you mean "countries"`},
		{"unknown filter", "{ countries(filter: {nam: {}}) { totalCount } }", "{}", fault.CodeValidationFailed, "nam"},
		{"missing variable", "query($id: ID!) { node(id: $id) { id } }", "{}", fault.CodeBadInput, "$id: must be defined"},
		{"null variable", "query($id: ID!) { node(id: $id) { id } }", `{"id":null}`, fault.CodeBadInput, "$id: cannot be null"},
		{"unknown field in a variable", "query($f: CountryFilter) { countries(filter: $f) { totalCount } }", `{"f":{"and":[{"nam":{}}]}}`, fault.CodeBadInput, "$f.and[0].nam: unknown field"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, h, c.query, c.variables)
			got.wantError(t, c.code, c.message)
			if len(got.errors[0].Path) > 0 {
				t.Errorf("an error of the request has the path %v", got.errors[0].Path)
			}
		})
	}
	if log.Len() > 0 {
		t.Errorf("the log has errors of clients:\n%s", log)
	}
}

func TestErrorIDsDiffer(t *testing.T) {
	h, _ := handler(failing(errors.New("x")))
	got := ask(t, h, `{ a: node(id: "x") { id } b: node(id: "x") { id } }`)
	if len(got.errors) != 2 || got.errors[0].Extensions["errorId"] == got.errors[1].Extensions["errorId"] {
		t.Errorf("the answer is %s", got.text)
	}
}
