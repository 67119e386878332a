package reference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

func (t *nodeType) singular() string { return strings.ToLower(t.name[:1]) + t.name[1:] }

// resolveRoot returns the value of a root field. What is wrong with the arguments, anywhere below the field, is found before anything
// is read, so that it does not depend on the graph.
func (e *execution) resolveRoot(d *ast.FieldDefinition, f field) (any, error) {
	args := e.arguments(d, f.first())
	value, err := e.rootValue(d, f, args)
	if err != nil {
		return nil, err
	}
	types := e.objectTypes(d.Type.Name())
	if d.Type.Name() == "Node" {
		types = e.typesNamed(args)
	}
	if err := e.checkAs(types, f); err != nil {
		return nil, err
	}
	return value(), nil
}

// typesNamed are the object types that some ids may be of: for `node` and `nodes` nothing else is looked at.
func (e *execution) typesNamed(args given) []string {
	ids, _ := args["ids"].([]any)
	if id, ok := args["id"]; ok {
		ids = []any{id}
	}
	var types []string
	for _, id := range ids {
		of := e.objectTypes("Entity")
		if t := e.schema.relationshipOf(id.(string)); t != nil {
			of = []string{t.typeName}
		}
		for _, t := range of {
			if !slices.Contains(types, t) {
				types = append(types, t)
			}
		}
	}
	return types
}

// relationshipOf is the relationship type that an id names: rel:, the type in small letters with dashes, a dash and a key; nil for others.
func (s *schema) relationshipOf(id string) *relationshipType {
	rest, ok := strings.CutPrefix(id, "rel:")
	dash := strings.LastIndex(rest, "-")
	if !ok || dash < 0 {
		return nil
	}
	return s.relationships[strings.ToUpper(strings.ReplaceAll(rest[:dash], "-", "_"))]
}

// rootValue checks the arguments of a root field, and returns what reads its value.
func (e *execution) rootValue(d *ast.FieldDefinition, f field, args given) (value func() any, err error) {
	name := f.first().Name
	switch name {
	case "node":
		return func() any { return e.byItsID(args["id"]) }, nil
	case "entity":
		return func() any { return e.entity(e.byIRI(args["iri"].(string))) }, nil
	case "lookup":
		ids := args["ids"].([]any)
		if len(ids) > 500 {
			return nil, fmt.Errorf("lookup: %d ids were given; give at most 500 at a time", len(ids))
		}
		return func() any {
			all := []any{}
			for _, id := range ids {
				external := id.(given)
				all = append(all, e.entity(e.external(external["scheme"].(string), external["value"].(string))))
			}
			return all
		}, nil
	case "nodes":
		ids := args["ids"].([]any)
		if len(ids) > 500 {
			return nil, fmt.Errorf("nodes: %d ids were given; give at most 500 at a time", len(ids))
		}
		return func() any {
			all := []any{}
			for _, id := range ids {
				all = append(all, e.byItsID(id))
			}
			return all
		}, nil
	case "search":
		s, err := e.searchArguments(args)
		return func() any { return e.search(s) }, err
	}
	for _, t := range e.schema.types {
		switch name {
		case t.plural, t.plural + "Aggregate":
			return e.rootList(d, f, list{name: name, to: t}, args, func() []pair { return e.all(t) })
		case t.singular():
			return e.single(t, d, args)
		}
	}
	for _, t := range e.schema.relationships {
		if t.plural != "" && (name == t.plural || name == t.plural+"Aggregate") {
			return e.rootList(d, f, list{name: name, rel: t}, args, func() []pair { return e.allOf(t) })
		}
	}
	return nil, fmt.Errorf("the reference does not know the root field %s", name)
}

// rootList reads a root list, or the aggregates over one.
func (e *execution) rootList(d *ast.FieldDefinition, f field, of list, args given, all func() []pair) (value func() any, err error) {
	if d.Type.Elem == nil {
		l, err := e.listArguments(of, args)
		if err == nil {
			err = e.checkConnection(l, d.Type.Name(), f)
		}
		return func() any { return e.connection(d.Type.Name(), l, all()) }, err
	}
	l := listArguments{list: of}
	if l.scope, err = e.scopeOf(of.name, args); err != nil {
		return nil, err
	}
	if l.filter, err = e.filterArgument(l.list, args); err != nil {
		return nil, err
	}
	a, err := l.aggregateArguments(args)
	return func() any { return e.groups(d.Type.Name(), a, e.meeting(l.scope, l.filter, all())) }, err
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
		key := t.properties[by[0]].known(args[by[0]])
		for _, n := range e.nodes {
			if n.t == t && n.values[by[0]] == key {
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

// allOf are all relationships of a type by themselves.
func (e *execution) allOf(t *relationshipType) []pair {
	var all []pair
	for _, r := range e.relationships {
		if r.t == t {
			all = append(all, pair{rel: r})
		}
	}
	return all
}

// byItsID is whatever has an id as an object; nil where nothing has it.
func (e *execution) byItsID(id any) any {
	if r := e.named[id.(string)]; r != nil {
		return lone{r}
	}
	return e.entity(e.lookup(id))
}

// lookup finds a node by its id, or by one that it had before; nil where there is none.
func (e *execution) lookup(id any) *node {
	if n := e.byID[id.(string)]; n != nil {
		return n
	}
	return e.former[id.(string)]
}

// check looks at the arguments of everything that is selected below a field whose value is of the named type: for an interface, as
// each of its object types sees it.
func (e *execution) check(typeName string, f field) error {
	return e.checkAs(e.objectTypes(typeName), f)
}

// checkAs is check for some object types.
func (e *execution) checkAs(objectTypes []string, f field) error {
	for _, objectType := range objectTypes {
		definition := e.served.Types[objectType]
		for _, sub := range e.collect(objectType, f.selections()) {
			d := definition.Fields.ForName(sub.first().Name)
			if sub.first().Name == "__typename" || e.served.Types[d.Type.Name()].IsLeafType() {
				continue
			}
			if d.Arguments.ForName("asOf") != nil {
				if _, err := e.scopeOf(d.Name, e.arguments(d, sub.first())); err != nil {
					return sub.wrong(err)
				}
			}
			if t := e.schema.types[objectType]; t != nil && t.links[d.Name] != nil && t.links[d.Name].many {
				if err := e.checkList(t.links[d.Name], d, sub); err != nil {
					return sub.wrong(err)
				}
			} else if err := e.check(d.Type.Name(), sub); err != nil {
				return sub.wrong(err)
			}
		}
	}
	return nil
}

// checkList checks a connection and what is below it.
func (e *execution) checkList(l *link, d *ast.FieldDefinition, f field) error {
	args, err := e.listArguments(list{name: l.name, link: l, to: l.to}, e.arguments(d, f.first()))
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
				return sub.wrong(err)
			}
			if err := e.check(d.Type.Name(), sub); err != nil {
				return sub.wrong(err)
			}
		case d != nil && !e.served.Types[d.Type.Name()].IsLeafType():
			if err := e.check(d.Type.Name(), sub); err != nil {
				return sub.wrong(err)
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
