package graph

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"partnir/plan"
)

// The values of extensions.code. Every error has one of them.
const (
	codeParseFailed      = "GRAPHQL_PARSE_FAILED"
	codeValidationFailed = "GRAPHQL_VALIDATION_FAILED"
	codeBadInput         = "BAD_USER_INPUT"
	codeTooComplex       = "QUERY_TOO_COMPLEX"
	codeTooDeep          = "QUERY_TOO_DEEP"
	codeTimeout          = "TIMEOUT"
	codeUnavailable      = "UNAVAILABLE"
	codeInternal         = "INTERNAL"
	codeForbidden        = "FORBIDDEN"
)

// presentable are the codes with which an error is shown as it is.
var presentable = []string{
	codeParseFailed, codeValidationFailed, codeBadInput, codeTooComplex, codeTooDeep, codeTimeout, codeUnavailable,
	codeForbidden, "UNAUTHENTICATED", "NOT_FOUND", "CONFLICT", "RATE_LIMITED",
}

// coded is an error that is shown as it is.
func coded(code, format string, args ...any) *gqlerror.Error {
	return &gqlerror.Error{Message: fmt.Sprintf(format, args...), Extensions: map[string]any{"code": code}}
}

// panicked is a panic that was caught, with the stack at that place.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// recovered makes an error of a panic.
func recovered(_ context.Context, value any) error { return &panicked{value, debug.Stack()} }

// presenter decides what a client sees of an error.
type presenter struct{ log *slog.Logger }

// present gives an error its code. Errors that are meant for the client keep their message; of all others the client sees an id, under
// which the log has them.
func (p presenter) present(ctx context.Context, err error) *gqlerror.Error {
	out := &gqlerror.Error{Path: graphql.GetPath(ctx)}
	if e, ok := errors.AsType[*gqlerror.Error](err); ok {
		out.Path, out.Locations = e.Path, e.Locations
		if isVariable(e.Path) {
			return variableError(e)
		}
	}
	input, isInput := errors.AsType[*plan.InputError](err)
	switch {
	case isInput && (input.Code == "" || slices.Contains(presentable, input.Code)):
		out.Message = input.Message
		if len(input.Path) > 0 {
			out.Path = responsePath(input.Path)
		}
		out.Extensions = map[string]any{"code": input.Code}
		if input.Code == "" {
			out.Extensions["code"] = codeBadInput
		}
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, plan.ErrTimeout):
		out.Message = "the answer took too long; ask for less at once, or try again later"
		out.Extensions = map[string]any{"code": codeTimeout}
	case errors.Is(err, context.Canceled):
		out.Message = "the request was given up before it was answered"
		out.Extensions = map[string]any{"code": codeUnavailable}
	case errors.Is(err, plan.ErrUnavailable):
		out.Message = "the graph cannot be reached at the moment; try again later"
		out.Extensions = map[string]any{"code": codeUnavailable}
	default:
		if e, ok := errors.AsType[*gqlerror.Error](err); ok && slices.Contains(presentable, code(e)) {
			out.Message, out.Extensions = e.Message, e.Extensions
			break
		}
		p.internal(ctx, err, out)
	}
	return out
}

// internal hides an error behind an id, and writes it to the log under that id.
func (p presenter) internal(ctx context.Context, err error, out *gqlerror.Error) {
	if input, ok := errors.AsType[*plan.InputError](err); ok && len(input.Path) > 0 {
		out.Path = responsePath(input.Path)
	}
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	id := hex.EncodeToString(random[:])
	attributes := []any{"errorId", id, "error", err.Error(), "path", out.Path.String()}
	if caught, ok := errors.AsType[*panicked](err); ok {
		attributes = append(attributes, "stack", string(caught.stack))
	}
	p.log.ErrorContext(ctx, "internal error", attributes...)
	out.Message = "internal error; the log has it under " + id
	out.Extensions = map[string]any{"code": codeInternal, "errorId": id}
}

func code(e *gqlerror.Error) string {
	code, _ := e.Extensions["code"].(string)
	return code
}

// isVariable tells the errors that gqlparser reports of variables: their paths begin with the word and are no response paths.
func isVariable(path ast.Path) bool {
	return len(path) > 1 && path[0] == ast.PathName("variable")
}

func variableError(e *gqlerror.Error) *gqlerror.Error {
	return coded(codeBadInput, "$%s: %s", e.Path[1:], e.Message)
}

// responsePath is a path of a plan's error in the types of gqlparser.
func responsePath(path []any) ast.Path {
	out := make(ast.Path, 0, len(path))
	for _, p := range path {
		switch p := p.(type) {
		case string:
			out = append(out, ast.PathName(p))
		case int:
			out = append(out, ast.PathIndex(p))
		}
	}
	return out
}
