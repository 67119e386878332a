// Package present shows errors to clients, with a code and nothing of the inside.
package present

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

	"partnir/fault"
)

// presentable are the codes with which an error is shown as it is.
var presentable = []string{
	fault.CodeParseFailed, fault.CodeValidationFailed, fault.CodeBadInput, fault.CodeTooComplex, fault.CodeTooDeep, fault.CodeTimeout, fault.CodeUnavailable,
	fault.CodeForbidden, fault.CodeUnauthenticated, fault.CodeNotFound, fault.CodeConflict, fault.CodeRateLimited,
}

// Coded is an error that is shown as it is.
func Coded(code, format string, args ...any) *gqlerror.Error {
	return &gqlerror.Error{Message: fmt.Sprintf(format, args...), Extensions: map[string]any{"code": code}}
}

// panicked is a panic that was caught, with the stack at that place.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// Recovered makes an error of a panic.
func Recovered(_ context.Context, value any) error { return &panicked{value, debug.Stack()} }

// Presenter decides what a client sees of an error.
type Presenter struct{ Log *slog.Logger }

// Present gives an error its code. Errors that are meant for the client keep their message; of all others the client sees an id, under
// which the log has them.
func (p Presenter) Present(ctx context.Context, err error) *gqlerror.Error {
	out := &gqlerror.Error{Path: graphql.GetPath(ctx)}
	if e, ok := errors.AsType[*gqlerror.Error](err); ok {
		out.Path, out.Locations = e.Path, e.Locations
	}
	if f := graphql.GetFieldContext(ctx); f != nil && f.Field.Field != nil && len(out.Locations) == 0 {
		out.Locations = locations(f.Field.Position.Line, f.Field.Position.Column)
	}
	input, isInput := errors.AsType[*fault.InputError](err)
	if isInput && len(input.Path) > 0 {
		out.Path = responsePath(input.Path)
		if input.At.Line > 0 {
			out.Locations = locations(input.At.Line, input.At.Column)
		}
	}
	switch {
	case isInput && (input.Code == "" || slices.Contains(presentable, input.Code)):
		out.Message = input.Message
		out.Extensions = map[string]any{"code": input.Code}
		if input.Code == "" {
			out.Extensions["code"] = fault.CodeBadInput
		}
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, fault.ErrTimeout):
		out.Message = "the answer took too long; ask for less at once, or try again later"
		out.Extensions = map[string]any{"code": fault.CodeTimeout}
	case errors.Is(err, context.Canceled):
		out.Message = "the request was given up before it was answered"
		out.Extensions = map[string]any{"code": fault.CodeUnavailable}
	case errors.Is(err, fault.ErrUnavailable):
		out.Message = "the graph cannot be reached at the moment; try again later"
		out.Extensions = map[string]any{"code": fault.CodeUnavailable}
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
func (p Presenter) internal(ctx context.Context, err error, out *gqlerror.Error) {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	id := hex.EncodeToString(random[:])
	attributes := []any{"errorId", id, "error", err.Error(), "path", out.Path.String()}
	if caught, ok := errors.AsType[*panicked](err); ok {
		attributes = append(attributes, "stack", string(caught.stack))
	}
	p.Log.ErrorContext(ctx, "internal error", attributes...)
	out.Message = "internal error; the log has it under " + id
	out.Extensions = map[string]any{"code": fault.CodeInternal, "errorId": id}
}

func code(e *gqlerror.Error) string {
	code, _ := e.Extensions["code"].(string)
	return code
}

// locations is one place in a document.
func locations(line, column int) []gqlerror.Location {
	return []gqlerror.Location{{Line: line, Column: column}}
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
