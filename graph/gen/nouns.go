package main

import (
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph/expand"
)

// nounScalar is the scalar that takes the place of every noun in the schema that code is generated from. gqlgen.yml binds it to
// noun.Noun.
const nounScalar = "Noun"

// nouns is a plugin for gqlgen. To generated code a noun is a scalar whose value is the finished JSON of its own selection, so
// none of its fields, arguments and inputs need code. The full schema is still what is served: it is given to gqlgen at run time.
// Verbs, their results and their inputs are left alone.
type nouns struct {
	// names are the object and interface types that are nouns.
	names map[string]bool
	// files are the hand-written files that types and fields come from, by "Query" and "Query.name".
	files map[string]string
}

func newNouns(s *expand.Schema) *nouns { return &nouns{names: s.Nouns, files: s.Files} }

// Name is the name of the plugin in gqlgen's messages.
func (*nouns) Name() string { return "nouns" }

// MutateSchema puts the scalar in the place of nouns. A root field of Query that gives nouns also loses its arguments, which the
// plan reads from the operation itself, and its list, which is part of the JSON. Types that nothing refers to any more are dropped.
func (n *nouns) MutateSchema(s *ast.Schema) error {
	s.Types[nounScalar] = &ast.Definition{Kind: ast.Scalar, Name: nounScalar, Position: s.Query.Position}
	for _, d := range s.Types {
		if d.Kind != ast.Object && d.Kind != ast.Interface || n.names[d.Name] {
			continue
		}
		for _, f := range d.Fields {
			if !n.names[f.Type.Name()] {
				continue
			}
			if d == s.Query {
				f.Type = &ast.Type{NamedType: nounScalar, NonNull: f.Type.NonNull, Position: f.Type.Position}
				f.Arguments = nil
				continue
			}
			f.Type = withName(f.Type, nounScalar)
		}
	}
	n.place(s)
	prune(s)
	return nil
}

// withName is a type like t, with another name inside its lists.
func withName(t *ast.Type, name string) *ast.Type {
	copied := *t
	if t.Elem != nil {
		copied.Elem = withName(t.Elem, name)
	} else {
		copied.NamedType = name
	}
	return &copied
}

// place moves types and fields to the file that they were written in, so that their resolvers go to files of that name.
func (n *nouns) place(s *ast.Schema) {
	sources := map[string]*ast.Source{}
	in := func(name string, at *ast.Position) *ast.Position {
		file, ok := n.files[name]
		if !ok || at == nil {
			return at
		}
		if sources[file] == nil {
			sources[file] = &ast.Source{Name: file + ".graphqls"}
		}
		return &ast.Position{Src: sources[file], Line: at.Line}
	}
	for _, t := range s.Types {
		if t.Kind != ast.Object {
			continue
		}
		for _, f := range t.Fields {
			f.Position = in(t.Name+"."+f.Name, f.Position)
		}
		t.Position = in(t.Name, t.Position)
	}
}

// prune drops the types that cannot be reached from the root types and from introspection.
func prune(s *ast.Schema) {
	reached := map[string]bool{}
	var reach func(name string)
	reach = func(name string) {
		d := s.Types[name]
		if d == nil || reached[name] {
			return
		}
		reached[name] = true
		for _, f := range d.Fields {
			reach(f.Type.Name())
			for _, a := range f.Arguments {
				reach(a.Type.Name())
			}
		}
		for _, name := range d.Types {
			reach(name)
		}
		for _, p := range s.PossibleTypes[name] {
			reach(p.Name)
		}
		for _, i := range d.Interfaces {
			reach(i)
		}
	}
	for _, root := range []*ast.Definition{s.Query, s.Mutation, s.Subscription} {
		if root != nil {
			reach(root.Name)
		}
	}
	for _, d := range s.Directives {
		for _, a := range d.Arguments {
			reach(a.Type.Name())
		}
	}
	for name, d := range s.Types {
		if !reached[name] && !d.BuiltIn {
			delete(s.Types, name)
			delete(s.PossibleTypes, name)
			delete(s.Implements, name)
		}
	}
}

// GenerateCode keeps the text of the schema out of the generated code, which would parse it at each start: the full schema is
// given at run time.
func (*nouns) GenerateCode(data *codegen.Data) error {
	data.AugmentedSources = nil
	return nil
}

// Implement writes the bodies of resolvers: nouns are read, verbs keep what was written by hand.
func (n *nouns) Implement(previous string, f *codegen.Field) string {
	switch {
	case strings.TrimSpace(previous) != "":
		return previous
	case f.Object.Name == "Query" && f.TypeReference.Definition.Name == nounScalar:
		return "return r.read(ctx)"
	}
	// An unwritten verb does not compile, so it cannot be forgotten.
	return "// Write the verb here: without a body it does not compile."
}
