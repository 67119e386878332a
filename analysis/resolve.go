package analysis

import (
	"context"
	"fmt"
	"strings"

	"partnir/fault"
	"partnir/plan/mapping"
)

// Now is the id that an entity has now: it may have had another. It must be of one of some types.
func (r *Reader) Now(ctx context.Context, argument, id string, types ...string) (string, error) {
	if err := r.Known(argument, []string{id}, nil, types...); err != nil {
		return "", err
	}
	q, err := r.Question("id", Scope{})
	if err != nil {
		return "", err
	}
	rows, err := q.Lookup(ctx, "Entity", []string{id})
	if err != nil {
		return "", err
	}
	if err := r.Known(argument, []string{id}, rows, types...); err != nil {
		return "", err
	}
	return rows[0].ID(), nil
}

// Known checks that each id is of one of some types, by what stands before its colon, and that it is in rows, which are what a
// lookup of the ids gave; nil leaves that out.
func (r *Reader) Known(argument string, ids []string, rows []Row, types ...string) error {
	for i, id := range ids {
		t := r.Mapping.TypeOf(id)
		if t == nil {
			return notFound(argument, id)
		}
		if !r.isOne(t, types) {
			return Wrong("%s: %s is of the type %s; give the id of %s", argument, id, t.Name, oneOf(types))
		}
		if rows != nil && rows[i] == nil {
			return notFound(argument, id)
		}
	}
	return nil
}

func (r *Reader) isOne(t *mapping.NodeType, types []string) bool {
	for _, name := range types {
		if t.Is(r.Mapping.Type(name)) {
			return true
		}
	}
	return false
}

// oneOf says types in words: a Country, an Organization or a Platform.
func oneOf(types []string) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = "a " + t
		if strings.ContainsRune("AEIOU", rune(t[0])) {
			words[i] = "an " + t
		}
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Wrong is an error that says what is wrong with the question.
func Wrong(format string, args ...any) error {
	return &fault.InputError{Message: fmt.Sprintf(format, args...), Code: "BAD_USER_INPUT"}
}

// notFound is the error of an id that nothing has.
func notFound(argument, id string) error {
	return &fault.InputError{Message: fmt.Sprintf("%s: nothing has the id %q; search finds ids by names", argument, id), Code: "NOT_FOUND"}
}
