package verbs

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/graph"
	"partnir/graph/noun"
	"partnir/graph/nouns"
)

// Verbs is an extension of gqlgen that answers the nouns in the results of verbs. A resolver returns references (noun.Of). Before its
// field counts as resolved, all entities that one noun field of the selection refers to, in whatever element of whatever list, are read
// together by the selection of that field. So an error is an error of the verb's field, and a null can still propagate.
type Verbs struct{ Nouns nouns.Nouns }

// ExtensionName is the name of the extension in gqlgen's messages.
func (Verbs) ExtensionName() string { return "Verbs" }

// Validate has nothing to check: the extension fits every schema.
func (Verbs) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptField cuts the pages of what a resolver returns, reads the nouns on them, and puts all of it in place field by field.
func (v Verbs) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	fc := graphql.GetFieldContext(ctx)
	if !fc.IsResolver {
		value, err := next(ctx)
		if err != nil {
			return nil, err
		}
		return placed(ctx, fc, value)
	}
	if err := checkArguments(fc); err != nil {
		return nil, err
	}
	if fc.Object == "Query" && !v.Nouns.Reads(fc.Field.Name) {
		if err := v.check(ctx, pathOf(fc), fc.Field); err != nil {
			return nil, err
		}
	}
	inScope(graphql.GetOperationContext(ctx), fc)
	found := &result{pages: pages{}, nouns: nounAnswers{}}
	within := context.WithValue(ctx, resultKey{}, found) // the fields of the result get it too
	value, err := next(within)
	if err != nil {
		return nil, err
	}
	if err := v.read(ctx, fc, value, found); err != nil {
		return nil, err
	}
	return placed(within, fc, value)
}

// result is what was made of the result of a verb, to be put in place. It is not changed any more once the fields of the result are resolved.
type result struct {
	pages pages
	nouns nounAnswers
}

// nounAnswers are the answers to the references of a result: by the path of the noun field, without the indexes of lists, and by id.
type nounAnswers map[string]map[string]nouns.Node

type resultKey struct{}

// read cuts the pages of a result, and reads the nouns that are on them: one statement for each noun field that is selected.
func (v Verbs) read(ctx context.Context, fc *graphql.FieldContext, value any, into *result) error {
	w := &walk{op: graphql.GetOperationContext(ctx), pages: into.pages, at: map[string]int{}, members: map[member][]int{}}
	w.value(placeOf(fc), fc.Field, reflect.ValueOf(value))
	if w.shown > maxShown {
		return fault.Codedf(fault.CodeTooComplex, "the answer would show more than %d elements of lists; ask for smaller pages", maxShown)
	}
	for _, f := range w.fields {
		nodes, err := v.Nouns.Nodes(ctx, nouns.Merged(f.field), f.ids)
		if err != nil {
			return err
		}
		byID := make(map[string]nouns.Node, len(f.ids))
		for i, id := range f.ids {
			byID[id] = nodes[i]
		}
		into.nouns[f.path] = byID
	}
	return nil
}

// check looks at the selections of the nouns in what a verb is asked for, before it runs.
func (v Verbs) check(ctx context.Context, path string, f graphql.CollectedField) error {
	for _, inner := range graphql.CollectFields(graphql.GetOperationContext(ctx), f.Selections, typesOf(f)) {
		if inner.Name == "__typename" {
			continue
		}
		isNoun, err := v.Nouns.Check(ctx, nouns.Merged(inner))
		if err == nil && !isNoun {
			err = v.check(ctx, path+"/"+inner.Alias, inner)
		} else if err != nil {
			err = below(path, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// below says of an error in a noun where in the answer it is: path leads to the object that the noun is in.
func below(path string, err error) error {
	inner, ok := errors.AsType[*fault.InputError](err)
	if !ok {
		return err
	}
	e := *inner
	e.Path = nil
	for name := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		e.Path = append(e.Path, name)
	}
	e.Path = append(e.Path, inner.Path...)
	return &e
}

// pathOf is the path of a field without the indexes of lists.
func pathOf(fc *graphql.FieldContext) string {
	path := ""
	for ; fc != nil; fc = fc.Parent {
		if fc.Field.Field != nil {
			path = "/" + fc.Field.Alias + path
		}
	}
	return path
}

// walk finds the references in a result by walking it along the selection, and cuts the pages on its way.
type walk struct {
	op    *graphql.OperationContext
	pages pages
	// shown is how many elements of lists are on the pages.
	shown  int
	fields []*nounField
	// at is the place in fields by path.
	at map[string]int
	// members are the places of struct fields.
	members map[member][]int
}

// place says where the walk is.
type place struct {
	// path are the response names that lead there, without the indexes of lists.
	path string
	// chain are the names and arguments of the fields that lead there, with what tells the elements of lists apart: no two lists of two questions
	// have the same.
	chain string
}

// nounField is a field of the selection that refers to entities.
type nounField struct {
	path  string
	field graphql.CollectedField
	// ids are different from one another, in the order in which the result has them.
	ids  []string
	seen map[string]bool
}

type member struct {
	of   reflect.Type
	name string
}

var nounType = reflect.TypeFor[noun.Noun]()

// value walks the value of a field.
func (w *walk) value(at place, f graphql.CollectedField, v reflect.Value) {
	switch {
	case !v.IsValid():
	case v.Type() == nounType:
		if id, ok := v.Interface().(noun.Noun).ID(); ok {
			w.add(at.path, f, id)
		}
	case v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface:
		w.value(at, f, v.Elem())
	case v.Kind() == reflect.Slice && len(f.Selections) > 0:
		for i := range v.Len() {
			w.value(at, f, v.Index(i))
		}
	case v.Kind() == reflect.Struct && len(f.Selections) > 0:
		if whole := listOf(v); whole != nil {
			w.page(at, f, v, whole)
			return
		}
		w.object(at, f, v)
	}
}

// object walks the fields of an object that are selected.
func (w *walk) object(at place, f graphql.CollectedField, v reflect.Value) {
	for _, inner := range graphql.CollectFields(w.op, f.Selections, typesOf(f)) {
		if member := w.member(v.Type(), inner.Name); member != nil {
			w.value(at.below(inner, w.op.Variables), inner, v.FieldByIndex(member))
		}
	}
}

// typesOf are the names that a type condition on the type of a field may have.
func typesOf(f graphql.CollectedField) []string {
	name := f.Definition.Type.Name()
	if d := graph.Schema().Types[name]; d != nil {
		return append([]string{name}, d.Interfaces...)
	}
	return []string{name}
}

// member is the place of the struct field that holds a field; nil where none does.
func (w *walk) member(t reflect.Type, name string) []int {
	key := member{t, name}
	place, known := w.members[key]
	if !known {
		if f, ok := t.FieldByNameFunc(func(goName string) bool { return strings.EqualFold(goName, name) }); ok {
			place = f.Index
		}
		w.members[key] = place
	}
	return place
}

func (w *walk) add(path string, f graphql.CollectedField, id string) {
	i, ok := w.at[path]
	if !ok {
		i = len(w.fields)
		w.at[path] = i
		w.fields = append(w.fields, &nounField{path: path, field: f, seen: map[string]bool{}})
	}
	if of := w.fields[i]; !of.seen[id] {
		of.seen[id] = true
		of.ids = append(of.ids, id)
	}
}

// placed puts pages in the place of lists, and answers in the place of references, in a field that is a noun or a list of them. It adds an error for each value in
// them that the schema promises and the graph does not have. Where such a null goes up through the field, it is the error of the field.
func placed(ctx context.Context, fc *graphql.FieldContext, value any) (any, error) {
	found, _ := ctx.Value(resultKey{}).(*result)
	if found == nil {
		return value, nil
	}
	switch value := value.(type) {
	case noun.Noun:
		if _, reference := value.ID(); !reference {
			return value, nil
		}
		return answerOf(ctx, fc.Path(), found.nouns[pathOf(fc)], value)
	case []noun.Noun:
		byID, path := found.nouns[pathOf(fc)], fc.Path()
		all := make([]noun.Noun, len(value))
		for i, n := range value {
			answer, err := answerOf(ctx, append(path[:len(path):len(path)], ast.PathIndex(i)), byID, n)
			if err != nil {
				return nil, err
			}
			all[i] = answer
		}
		return all, nil
	}
	return found.pages.placed(fc, value)
}

// answerOf is the answer to a reference.
func answerOf(ctx context.Context, path ast.Path, byID map[string]nouns.Node, n noun.Noun) (noun.Noun, error) {
	id, reference := n.ID()
	if !reference {
		return n, nil
	}
	node, ok := byID[id]
	if !ok {
		return nil, fmt.Errorf("the verb refers to %s, which was not read", id)
	}
	for i, e := range node.Missing {
		at := make([]any, 0, len(path)+len(e.Path))
		for _, p := range path {
			switch p := p.(type) {
			case ast.PathName:
				at = append(at, string(p))
			case ast.PathIndex:
				at = append(at, int(p))
			}
		}
		err := &fault.InputError{Message: e.Message, Path: append(at, e.Path[1:]...), Code: e.Code}
		if i == 0 && node.JSON == nil {
			return nil, err
		}
		graphql.AddError(ctx, err)
	}
	return node.JSON, nil
}
