package reference

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// scope is what the arguments asOf and minConfidence of a root field say for everything below it.
type scope struct {
	// asOf is a day, "" where it is not given.
	asOf string
	// minConfidence is nil where it is not given.
	minConfidence *float64
}

func (t *nodeType) singular() string { return strings.ToLower(t.name[:1]) + t.name[1:] }

// resolveRoot returns the value of a root field. What is wrong with the arguments, anywhere below the field, is found before anything
// is read, so that it does not depend on the graph.
func (e *execution) resolveRoot(d *ast.FieldDefinition, f field) (any, error) {
	args := e.arguments(d, f.first())
	var err error
	if e.scope, err = readScope(args); err != nil {
		return nil, err
	}
	value, err := e.rootValue(d, f, args)
	if err != nil {
		return nil, err
	}
	if err := e.check(d.Type.Name(), f); err != nil {
		return nil, err
	}
	return value(), nil
}

// rootValue checks the arguments of a root field, and returns what reads its value.
func (e *execution) rootValue(d *ast.FieldDefinition, f field, args given) (value func() any, err error) {
	name := f.first().Name
	switch name {
	case "node":
		return func() any { return e.entity(e.lookup(args["id"])) }, nil
	case "entity":
		return func() any { return e.entity(e.lookup(e.idOfIRI(args["iri"].(string)))) }, nil
	case "nodes":
		ids := args["ids"].([]any)
		if len(ids) > 500 {
			return nil, fmt.Errorf("nodes: %d ids were given; give at most 500 at a time", len(ids))
		}
		return func() any {
			all := []any{}
			for _, id := range ids {
				all = append(all, e.entity(e.lookup(id)))
			}
			return all
		}, nil
	case "search":
		s, err := e.searchArguments(args)
		return func() any { return e.search(s) }, err
	}
	for _, t := range e.schema.types {
		of := list{name: name, to: t, max: 500}
		switch name {
		case t.plural:
			l, err := e.listArguments(of, args)
			if err == nil {
				err = e.checkConnection(l, d.Type.Name(), f)
			}
			return func() any { return e.connection(d.Type.Name(), l, e.all(t)) }, err
		case t.plural + "Aggregate":
			l := listArguments{list: of}
			if l.filter, err = e.filterArgument(of, args); err != nil {
				return nil, err
			}
			a, err := l.aggregateArguments(args)
			return func() any { return e.groups(d.Type.Name(), a, e.meeting(l.filter, e.all(t))) }, err
		case t.singular():
			return e.single(t, d, args)
		}
	}
	return nil, fmt.Errorf("the reference does not know the root field %s", name)
}

func readScope(args given) (scope, error) {
	var s scope
	if v, ok := args["asOf"].(string); ok {
		if len(v) != len("2006-01-02") || !isDate(v) {
			return s, fmt.Errorf("asOf: %q is no day; write YYYY-MM-DD", v)
		}
		s.asOf = v
	}
	if v, ok := args["minConfidence"].(float64); ok {
		if v < 0 || v > 1 {
			return s, fmt.Errorf("minConfidence: %v is outside 0 to 1", v)
		}
		s.minConfidence = &v
	}
	return s, nil
}

// single reads one node by the one unique value that is given.
func (e *execution) single(t *nodeType, d *ast.FieldDefinition, args given) (value func() any, err error) {
	var by []string
	var could []string
	for _, a := range d.Arguments {
		if !t.properties[a.Name].unique {
			continue
		}
		could = append(could, a.Name)
		if args[a.Name] != nil {
			by = append(by, a.Name)
		}
	}
	switch {
	case len(by) == 0:
		return nil, fmt.Errorf("%s: say which one, by %s", d.Name, strings.Join(could, " or "))
	case len(by) > 1:
		return nil, fmt.Errorf("%s: %s and %s were given; give one of them", d.Name, by[0], by[1])
	}
	return func() any {
		if by[0] == "id" {
			if n := e.lookup(args["id"]); n != nil && n.t == t {
				return e.entity(n)
			}
			return nil
		}
		for _, n := range e.nodes {
			if n.t == t && n.values[by[0]] == args[by[0]] {
				return e.entity(n)
			}
		}
		return nil
	}, nil
}

// all are all nodes of a type.
func (e *execution) all(t *nodeType) []pair {
	var all []pair
	for _, n := range e.nodes {
		if n.t.is(t) {
			all = append(all, pair{node: n})
		}
	}
	return all
}

// lookup finds a node by its id, or by one that it had before; nil where there is none.
func (e *execution) lookup(id any) *node {
	if n := e.byID[id.(string)]; n != nil {
		return n
	}
	return e.former[id.(string)]
}

// idOfIRI is the id that an IRI stands for, "" where it stands for none.
func (e *execution) idOfIRI(iri string) string {
	rest, ok := strings.CutPrefix(iri, e.baseIRI+"/id/")
	prefix, key, slash := strings.Cut(rest, "/")
	key, err := url.PathUnescape(key)
	if !ok || !slash || err != nil || prefix == "" {
		return ""
	}
	return prefix + ":" + key
}

// check looks at the arguments of everything that is selected below a field whose value is of the named type: for an interface, as
// each of its object types sees it.
func (e *execution) check(typeName string, f field) error {
	for _, objectType := range e.objectTypes(typeName) {
		definition := e.served.Types[objectType]
		for _, sub := range e.collect(objectType, f.selections()) {
			d := definition.Fields.ForName(sub.first().Name)
			if sub.first().Name == "__typename" || e.served.Types[d.Type.Name()].IsLeafType() {
				continue
			}
			if t := e.schema.types[objectType]; t != nil && t.links[d.Name] != nil && t.links[d.Name].many {
				if err := e.checkList(t.links[d.Name], d, sub); err != nil {
					return err
				}
			} else if err := e.check(d.Type.Name(), sub); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkList checks a connection and what is below it.
func (e *execution) checkList(l *link, d *ast.FieldDefinition, f field) error {
	args, err := e.listArguments(list{name: l.name, link: l, to: l.to, max: 200}, e.arguments(d, f.first()))
	if err != nil {
		return err
	}
	return e.checkConnection(args, d.Type.Name(), f)
}

// checkConnection checks what is selected of a connection: its aggregates have arguments of their own.
func (e *execution) checkConnection(l listArguments, typeName string, f field) error {
	for _, sub := range e.collect(typeName, f.selections()) {
		d := e.served.Types[typeName].Fields.ForName(sub.first().Name)
		switch {
		case sub.first().Name == "aggregate":
			if _, err := l.aggregateArguments(e.arguments(d, sub.first())); err != nil {
				return err
			}
		case d != nil && !e.served.Types[d.Type.Name()].IsLeafType():
			if err := e.check(d.Type.Name(), sub); err != nil {
				return err
			}
		}
	}
	return nil
}

// objectTypes are the object types of a type, in the order of the schema.
func (e *execution) objectTypes(typeName string) []string {
	t := e.schema.types[typeName]
	if t == nil || !t.abstract {
		return []string{typeName}
	}
	var names []string
	for _, o := range e.schema.objects {
		if slices.Contains(o.interfaces, typeName) {
			names = append(names, o.name)
		}
	}
	return names
}
