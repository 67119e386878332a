package random

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// scope is an object of the answer, to which several selections may add.
type scope struct {
	path []string
	used map[string]bool
	// again are fields that can be written again, to be merged, with the scope below them.
	again []written
}

type written struct {
	head  string
	f     *ast.FieldDefinition
	inner *scope
}

func (s *scope) below(name string) *scope {
	return &scope{path: append(slices.Clip(s.path), name), used: map[string]bool{}}
}

// responseName is the name of a field in the answer: its own, or the name of another field, or a new one.
func (b *builder) responseName(s *scope, f *ast.FieldDefinition) string {
	name := f.Name
	if b.oneIn(12) {
		name = pick(b.Generator, []string{"id", "name", "nodes", "edges", "node", "sources", "key", "count", "members", "country", "variable"})
	}
	if s.used[name] || b.oneIn(12) {
		name = b.name("f")
	}
	s.used[name] = true
	return name
}

func label(name, field string) string {
	if name == field {
		return field
	}
	return name + ": " + field
}

// selection writes a selection on a type, without braces. depth is how many links it may follow.
func (b *builder) selection(typeName string, depth int, s *scope) string {
	d := b.schema.Types[typeName]
	var parts []string
	fields := slices.DeleteFunc(slices.Clone(d.Fields), func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "__") })
	for range 1 + b.IntN(4) {
		if text := b.field(b.likely(fields, s), depth, s); text != "" {
			parts = append(parts, text)
		}
	}
	if b.oneIn(6) || len(parts) == 0 {
		parts = append(parts, "__typename")
	}
	if d.IsAbstractType() && b.oneIn(2) {
		for range 1 + b.IntN(2) {
			parts = append(parts, b.fragment(b.condition(d), depth, s))
		}
	} else if b.oneIn(8) {
		parts = append(parts, b.fragment(typeName, depth, s))
	}
	if len(s.again) > 0 && b.oneIn(10) {
		w := pick(b.Generator, s.again)
		parts = append(parts, w.head+" { "+b.selection(w.f.Type.Name(), max(depth-1, 0), w.inner)+" }")
	}
	return strings.Join(parts, " ")
}

// likely picks a field: rather one that leads on than a value, and what is in a list rather than what is about it.
func (b *builder) likely(fields ast.FieldList, s *scope) *ast.FieldDefinition {
	f := pick(b.Generator, fields)
	for range 3 {
		if f.Name == "nodes" || f.Name == "edges" || f.Name == "node" || b.leadsOn(f, s) && b.parts > 0 || b.oneIn(3) {
			break
		}
		f = pick(b.Generator, fields)
	}
	return f
}

// leadsOn reports whether a field is a list, a link or an aggregate. The parts of a connection, an edge or an aggregate are steps of the
// question, not of the graph.
func (b *builder) leadsOn(f *ast.FieldDefinition, s *scope) bool {
	return f.Arguments.ForName("orderBy") != nil || f.Arguments.ForName("groupBy") != nil ||
		b.m.Type(f.Type.Name()) != nil && len(s.path) > 0 && f.Name != "node" && f.Name != "nodes"
}

// condition is the type of a fragment on an interface: one of its types, or an interface that they implement.
func (b *builder) condition(d *ast.Definition) string {
	on := pick(b.Generator, b.schema.GetPossibleTypes(d))
	if len(on.Interfaces) > 0 && b.oneIn(3) {
		return pick(b.Generator, on.Interfaces)
	}
	return on.Name
}

// fragment writes a fragment in place, or a named one, which may be there already.
func (b *builder) fragment(typeName string, depth int, s *scope) string {
	if name := b.fragments[typeName]; name != "" && b.oneIn(2) {
		return "..." + name + b.directives()
	}
	selection := b.selection(typeName, max(depth-1, 0), s)
	if b.oneIn(3) {
		name := b.name("F")
		b.definitions = append(b.definitions, fmt.Sprintf("fragment %s on %s { %s }", name, typeName, selection))
		b.fragments[typeName] = name
		return "..." + name + b.directives()
	}
	return "... on " + typeName + b.directives() + " { " + selection + " }"
}

// directives writes @skip or @include now and then. Mostly the field stays.
func (b *builder) directives() string {
	if !b.oneIn(25) {
		return ""
	}
	g, name := b.Generator, pick(b.Generator, []string{"skip", "include"})
	condition := b.value("Boolean!", func(*Pool) any { return (name == "include") != g.oneIn(4) })
	return " @" + name + "(if: " + condition + ")"
}

// field writes a field; "" where it would lead too far.
func (b *builder) field(f *ast.FieldDefinition, depth int, s *scope) string {
	d := b.schema.Types[f.Type.Name()]
	if d.IsLeafType() {
		return label(b.responseName(s, f), f.Name) + b.directives()
	}
	isList, isGroups := f.Arguments.ForName("orderBy") != nil, f.Arguments.ForName("groupBy") != nil
	if b.leadsOn(f, s) {
		if depth == 0 || b.parts == 0 {
			return ""
		}
		b.parts--
		depth--
	}
	name := b.responseName(s, f)
	inner := s.below(name)
	head := label(name, f.Name)
	switch {
	case isList:
		head += parentheses(append(b.listArguments(f.Arguments, inner), b.scopeArguments(8)...))
	case f.Arguments.ForName("asOf") != nil:
		head += parentheses(b.scopeArguments(4))
	case isGroups:
		head += parentheses(b.groupArguments(f.Arguments))
	case f.Arguments.ForName("lang") != nil && b.oneIn(2):
		g := b.Generator
		head += "(lang: " + b.value("String", func(*Pool) any { return pick(g, []any{"fi", "zh", ""}) }) + ")"
	}
	s.again = append(s.again, written{head, f, inner})
	return head + b.directives() + " { " + b.selection(d.Name, depth, inner) + b.ends(inner) + " }"
}

// ends selects the cursors of a list that takes some itself.
func (b *builder) ends(s *scope) string {
	takes := func(c Cursor) bool { return slices.Equal(c.Path, s.path) }
	if !slices.ContainsFunc(b.cursors, takes) {
		return ""
	}
	if b.oneIn(2) && !s.used["edges"] {
		return " pageInfo { startCursor endCursor } edges { cursor }"
	}
	return " pageInfo { startCursor endCursor }"
}
