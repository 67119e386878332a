package analysis

import (
	"context"
	"slices"
	"strings"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// Asked is what an argument names by ids.
type Asked struct {
	Argument string
	IDs      []string
	// Types are the types that it may be of.
	Types []string
}

// One asks for what one id names.
func One(argument, id string, types ...string) Asked { return Asked{argument, []string{id}, types} }

// Find reads what arguments name: a row for each id in their order, with some columns, under the id that it has now. It is an error where an id
// names nothing, or something of another type. typeName is the type that the columns are of.
func (q *Query) Find(ctx context.Context, typeName string, asked []Asked, cols ...*plan.Column) ([]Row, error) {
	var ids []string
	for _, a := range asked {
		if err := q.Check(a); err != nil {
			return nil, err
		}
		ids = append(ids, a.IDs...)
	}
	rows, err := q.Lookup(ctx, typeName, ids, cols...)
	if err != nil {
		return nil, err
	}
	at := 0
	for _, a := range asked {
		for _, id := range a.IDs {
			if rows[at] == nil {
				return nil, notFound(a.Argument, id)
			}
			at++
		}
	}
	return rows, nil
}

// Resolve returns the ids that what an argument names has now: it may have had others.
func (r *Reader) Resolve(ctx context.Context, a Asked) ([]string, error) {
	q, err := r.Query("ids", Scope{})
	if err != nil {
		return nil, err
	}
	rows, err := q.Find(ctx, "Entity", []Asked{a})
	return IdsOf(rows), err
}

// ResolveOne is Resolve for one id.
func (r *Reader) ResolveOne(ctx context.Context, argument, id string, types ...string) (string, error) {
	ids, err := r.Resolve(ctx, One(argument, id, types...))
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// ResolveEach is Resolve for an argument that takes so many ids, each of another entity.
func (r *Reader) ResolveEach(ctx context.Context, a Asked, least, most int) ([]string, error) {
	if err := Count(a.Argument, len(a.IDs), least, most); err != nil {
		return nil, err
	}
	ids, err := r.Resolve(ctx, a)
	if err != nil {
		return nil, err
	}
	return ids, Distinct(a, ids)
}

// Distinct checks that no two ids of an argument name one entity. now are the ids that what they name has now.
func Distinct(a Asked, now []string) error {
	for i, id := range now {
		if first := slices.Index(now[:i], id); first >= 0 {
			return Wrong("%s: %s and %s are one entity; give each once", a.Argument, a.IDs[first], a.IDs[i])
		}
	}
	return nil
}

// Check checks that ids are of types that they may be of, by what stands before their colons. It reads nothing.
func (r *Reader) Check(a Asked) error {
	for _, id := range a.IDs {
		t := r.Mapping.TypeOf(id)
		if t == nil {
			return notFound(a.Argument, id)
		}
		if !r.isOne(t, a.Types) {
			return Wrong("%s: %s is of the type %s; give the id of %s", a.Argument, id, t.Name, oneOf(a.Types))
		}
	}
	return nil
}

func (r *Reader) isOne(t *mapping.NodeType, types []string) bool {
	return slices.ContainsFunc(types, func(name string) bool { return t.Is(r.Mapping.Type(name)) })
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

// notFound is the error of an id that nothing has.
func notFound(argument, id string) error {
	return fault.NotFoundf("%s: nothing has the id %q; search finds ids by names", argument, id)
}
