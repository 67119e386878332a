package verbs

import (
	"context"
	"fmt"
	"reflect"
	"slices"
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

// InterceptField reads the nouns of what a resolver returns, and puts their answers in place field by field.
func (v Verbs) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	fc := graphql.GetFieldContext(ctx)
	if !fc.IsResolver {
		value, err := next(ctx)
		if err != nil {
			return nil, err
		}
		return placed(ctx, fc, value)
	}
	if err := checkIDs(fc); err != nil {
		return nil, err
	}
	inScope(graphql.GetOperationContext(ctx), fc)
	read := nounAnswers{}
	within := context.WithValue(ctx, answersKey{}, read) // the fields of the result get it too
	value, err := next(within)
	if err != nil {
		return nil, err
	}
	if err := v.read(ctx, fc, value, read); err != nil {
		return nil, err
	}
	return placed(within, fc, value)
}

// nounAnswers are the answers to the references of a result: by the path of the noun field, without the indexes of lists, and by id. They are
// not changed any more once the fields of the result are resolved.
type nounAnswers map[string]map[string]nouns.Node

type answersKey struct{}

// read reads the entities that a result refers to: one statement for each noun field that is selected.
func (v Verbs) read(ctx context.Context, fc *graphql.FieldContext, value any, into nounAnswers) error {
	c := &references{op: graphql.GetOperationContext(ctx), at: map[string]int{}, members: map[member][]int{}}
	c.value(pathOf(fc), fc.Field, reflect.ValueOf(value))
	for _, f := range c.fields {
		nodes, err := v.Nouns.Nodes(ctx, nouns.Merged(f.field), f.ids)
		if err != nil {
			return err
		}
		byID := make(map[string]nouns.Node, len(f.ids))
		for i, id := range f.ids {
			byID[id] = nodes[i]
		}
		into[f.path] = byID
	}
	return nil
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

// checkIDs checks that no argument of a verb is an empty id: it would pass for one that was not given.
func checkIDs(fc *graphql.FieldContext) error {
	for _, a := range fc.Field.Definition.Arguments {
		if a.Type.Name() != "ID" {
			continue
		}
		empty := false
		switch id := fc.Args[a.Name].(type) {
		case string:
			empty = id == ""
		case *string:
			empty = id != nil && *id == ""
		case []string:
			empty = slices.Contains(id, "")
		}
		if empty {
			return badInput(a.Name + ": an id is empty; search finds ids by names")
		}
	}
	return nil
}

// references finds the references in a result by walking it along the selection.
type references struct {
	op     *graphql.OperationContext
	fields []*nounField
	// at is the place in fields by path.
	at map[string]int
	// members are the places of struct fields.
	members map[member][]int
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

// value walks the value of a field. What a resolver of its own makes is not there yet; it is walked when it is made.
func (r *references) value(path string, f graphql.CollectedField, v reflect.Value) {
	switch {
	case !v.IsValid():
	case v.Type() == nounType:
		if id, ok := v.Interface().(noun.Noun).ID(); ok {
			r.add(path, f, id)
		}
	case v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface:
		r.value(path, f, v.Elem())
	case v.Kind() == reflect.Slice && len(f.Selections) > 0:
		for i := range v.Len() {
			r.value(path, f, v.Index(i))
		}
	case v.Kind() == reflect.Struct && len(f.Selections) > 0:
		for _, inner := range graphql.CollectFields(r.op, f.Selections, typesOf(f)) {
			if place := r.member(v.Type(), inner.Name); place != nil {
				r.value(path+"/"+inner.Alias, inner, v.FieldByIndex(place))
			}
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
func (r *references) member(t reflect.Type, name string) []int {
	key := member{t, name}
	place, known := r.members[key]
	if !known {
		if f, ok := t.FieldByNameFunc(func(goName string) bool { return strings.EqualFold(goName, name) }); ok {
			place = f.Index
		}
		r.members[key] = place
	}
	return place
}

func (r *references) add(path string, f graphql.CollectedField, id string) {
	i, ok := r.at[path]
	if !ok {
		i = len(r.fields)
		r.at[path] = i
		r.fields = append(r.fields, &nounField{path: path, field: f, seen: map[string]bool{}})
	}
	if of := r.fields[i]; !of.seen[id] {
		of.seen[id] = true
		of.ids = append(of.ids, id)
	}
}

// placed puts answers in the place of references, in a field that is a noun or a list of them. It adds an error for each value in
// them that the schema promises and the graph does not have. Where such a null goes up through the field, it is the error of the field.
func placed(ctx context.Context, fc *graphql.FieldContext, value any) (any, error) {
	read, _ := ctx.Value(answersKey{}).(nounAnswers)
	switch value := value.(type) {
	case noun.Noun:
		if _, reference := value.ID(); !reference {
			return value, nil
		}
		return place(ctx, fc.Path(), read[pathOf(fc)], value)
	case []noun.Noun:
		byID, path := read[pathOf(fc)], fc.Path()
		all := make([]noun.Noun, len(value))
		for i, n := range value {
			answer, err := place(ctx, append(path[:len(path):len(path)], ast.PathIndex(i)), byID, n)
			if err != nil {
				return nil, err
			}
			all[i] = answer
		}
		return all, nil
	}
	return value, nil
}

func place(ctx context.Context, path ast.Path, byID map[string]nouns.Node, n noun.Noun) (noun.Noun, error) {
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
