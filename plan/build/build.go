// Package build builds a plan of a selection on nouns.
package build

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// Builder turns root fields into plans.
type Builder struct {
	Mapping *mapping.Mapping
	// BaseIRI is what IRIs begin with, without a slash at its end.
	BaseIRI string
}

// Build returns the plan of a root field of a validated operation. vars are the coerced variables. The field is not changed. The
// error is an *InputError. To ask the same field again and again, see Question.
func (b *Builder) Build(f *ast.Field, vars map[string]any) (*plan.Plan, error) {
	w, err := b.build(f, plainVariables(vars))
	if err != nil {
		return nil, err
	}
	return w.plan, nil
}

func (b *Builder) build(f *ast.Field, vars map[string]any) (*builder, error) {
	w := &builder{Builder: b, vars: vars, plan: &plan.Plan{Field: f.Name}}
	root := merged{name: f.Alias, fields: []*ast.Field{f}}
	if err := w.root(f); err != nil {
		return nil, root.failed(err)
	}
	root.named(w.plan.Output).NonNull = f.Definition.Type.NonNull
	return w, nil
}

// RootFields are the names of the root fields that Build plans.
func (b *Builder) RootFields() []string {
	names := []string{"node", "entity", "nodes", "lookup", "search"}
	for _, types := range [][]*mapping.NodeType{b.Mapping.Types, b.Mapping.Interfaces} {
		for _, t := range types {
			names = append(names, t.Plural, t.Plural+"Aggregate")
			if !t.Interface {
				names = append(names, t.Singular)
			}
		}
	}
	for _, r := range b.Mapping.Relationships {
		if r.Plural != "" {
			names = append(names, r.Plural, r.Plural+"Aggregate")
		}
	}
	return names
}

// builder is the work on one plan.
type builder struct {
	*Builder
	vars map[string]any
	plan *plan.Plan
	// scope is that of the field whose filter is being planned; scopes are all that were asked for, by the text of their arguments.
	scope  plan.Scope
	scopes map[string]fieldScope
	// notes are what the plan depends on, bindings what it takes from variables and the parameters bound.
	notes    []note
	bindings []binding
	bound    []plan.Param
}

// root plans a root field by its name.
func (b *builder) root(f *ast.Field) error {
	args := b.arguments(f)
	switch f.Name {
	case "node":
		return b.node(f, args["id"])
	case "entity":
		return b.entity(f, args["iri"])
	case "lookup":
		return b.external(f, args["ids"])
	case "nodes":
		return b.nodes(f, args["ids"])
	case "search":
		return b.search(f, args)
	}
	for _, types := range [][]*mapping.NodeType{b.Mapping.Types, b.Mapping.Interfaces} {
		for _, t := range types {
			switch f.Name {
			case t.Plural:
				return b.rootList(f, connectionOf{t: t}, args)
			case t.Plural + "Aggregate":
				return b.rootAggregate(f, connectionOf{t: t}, args)
			case t.Singular:
				if !t.Interface {
					return b.byUnique(f, t, args)
				}
			}
		}
	}
	for _, r := range b.Mapping.Relationships {
		switch f.Name {
		case r.Plural:
			return b.rootList(f, connectionOf{rel: r}, args)
		case r.Plural + "Aggregate":
			return b.rootAggregate(f, connectionOf{rel: r}, args)
		}
	}
	return fmt.Errorf("root field %s is not in the mapping", f.Name)
}

// byUnique plans `country(id:)`, `country(iso3:)` and their like.
func (b *builder) byUnique(f *ast.Field, t *mapping.NodeType, args arguments) error {
	var by *mapping.Property
	var names []string
	for _, p := range t.Properties {
		if !p.Unique {
			continue
		}
		names = append(names, p.Name)
		if !b.isNull(args[p.Name]) {
			if by != nil {
				return fault.InputErrorf("%s: %s and %s were given; give one of them", f.Name, by.Name, p.Name)
			}
			by = p
		}
	}
	if by == nil {
		return fault.InputErrorf("%s: say which one, by %s", f.Name, strings.Join(names, " or "))
	}
	where := f.Name + ": " + by.Name
	return b.single(f, t, by, args[by.Name], func(v any) (any, error) { return convert(where, by, v) })
}

// single plans a single node; key makes the value of the property by of the input.
func (b *builder) single(f *ast.Field, t *mapping.NodeType, by *mapping.Property, in input, key func(any) (any, error)) error {
	keys := func(v any) (any, error) {
		k, err := key(v)
		return []any{k}, err
	}
	if _, err := keys(in.now); err != nil {
		return err
	}
	s := newSelection()
	o, err := b.object(s, t, []*ast.Field{f})
	if err != nil {
		return err
	}
	b.plan.Lookup = &plan.Lookup{Type: t, Property: by, Select: s.Selection}
	b.plan.Output = &plan.Field{Kind: plan.ObjectValue, NonNull: f.Definition.Type.NonNull, Object: o}
	b.plan.Lookup.Keys, err = b.bind(in, keys)
	return err
}

func (b *builder) rootList(f *ast.Field, of connectionOf, args arguments) error {
	of.name = f.Name
	many, out, err := b.connection(of, []*ast.Field{f}, args)
	if err != nil {
		return err
	}
	b.plan.Many = many
	out.Column = plan.Whole
	b.plan.Output = out
	return nil
}

func (b *builder) rootAggregate(f *ast.Field, of connectionOf, args arguments) error {
	of.name = f.Name
	where, err := b.filterArgument(of, args)
	if err != nil {
		return err
	}
	of.scope = b.scope
	b.plan.Many = &plan.Many{Type: of.t, Relationship: of.rel, Where: where, Limit: b.param(int64(0))}
	out, err := b.aggregate(of, b.plan.Many, []*ast.Field{f}, args)
	if err != nil {
		return err
	}
	b.plan.Output = out
	return nil
}
