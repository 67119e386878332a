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
	if err := w.root(f); err != nil {
		return nil, err
	}
	w.plan.Output.Name = f.Alias
	return w, nil
}

// RootFields are the names of the root fields that Build plans.
func (b *Builder) RootFields() []string {
	names := []string{"node", "entity", "nodes", "search"}
	for _, types := range [][]*mapping.NodeType{b.Mapping.Types, b.Mapping.Interfaces} {
		for _, t := range types {
			names = append(names, t.Plural, t.Plural+"Aggregate")
			if !t.Interface {
				names = append(names, t.Singular)
			}
		}
	}
	return names
}

// builder is the work on one plan.
type builder struct {
	*Builder
	vars map[string]any
	plan *plan.Plan
	// scope holds for everything in the plan.
	scope plan.Scope
	// notes are what the plan depends on, bindings what it takes from variables and the parameters bound.
	notes    []note
	bindings []binding
	bound    []plan.Param
}

// root plans a root field by its name.
func (b *builder) root(f *ast.Field) error {
	args := b.arguments(f)
	if err := b.bindScope(args["asOf"], args["minConfidence"]); err != nil {
		return err
	}
	entity := b.Mapping.Type("Entity")
	switch f.Name {
	case "node":
		return b.single(f, entity, entity.Property("id"), args["id"], func(v any) (any, error) {
			return convert("id", entity.Property("id"), v)
		})
	case "entity":
		base := b.BaseIRI
		return b.single(f, entity, entity.Property("id"), args["iri"], func(v any) (any, error) {
			iri, _ := v.(string)
			id, _ := mapping.IDOfIRI(base, iri)
			return id, nil
		})
	case "nodes":
		return b.nodes(f, entity, args["ids"])
	case "search":
		return b.search(f, args)
	}
	for _, types := range [][]*mapping.NodeType{b.Mapping.Types, b.Mapping.Interfaces} {
		for _, t := range types {
			switch f.Name {
			case t.Plural:
				return b.rootList(f, t, args)
			case t.Plural + "Aggregate":
				return b.rootAggregate(f, t, args)
			case t.Singular:
				if !t.Interface {
					return b.byUnique(f, t, args)
				}
			}
		}
	}
	return fmt.Errorf("root field %s is not in the mapping", f.Name)
}

// bindScope takes AsOf and MinConfidence, which hold for everything below the root.
func (b *builder) bindScope(asOf, minConfidence input) (err error) {
	b.isNull(asOf)
	b.isNull(minConfidence)
	from := len(b.plan.Params)
	if b.scope, err = NewScope(b.plan, asOf.now, minConfidence.now); err != nil {
		return err
	}
	var params []plan.Param
	for i := range len(b.plan.Params) - from {
		params = append(params, plan.Param(from+i))
	}
	asOfLater, minConfidenceLater := asOf.later(), minConfidence.later()
	b.rebind([]input{asOf, minConfidence}, params, func(vars map[string]any, p *plan.Plan) bool {
		var values plan.Plan
		asOf, _ := asOfLater.read(vars)
		minConfidence, _ := minConfidenceLater.read(vars)
		_, err := NewScope(&values, asOf, minConfidence)
		return err == nil && copy(p.Params[from:], values.Params) == len(params)
	})
	return nil
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
	return b.lookup(f, t, by, in, func(v any) (any, error) {
		k, err := key(v)
		return []any{k}, err
	}, &plan.Field{Kind: plan.ObjectValue, NonNull: f.Definition.Type.NonNull})
}

// lookup plans the nodes whose keys are made of an input, and the shape of the answer without its object.
func (b *builder) lookup(f *ast.Field, t *mapping.NodeType, by *mapping.Property, in input, keys func(any) (any, error), out *plan.Field) error {
	if _, err := keys(in.now); err != nil {
		return err
	}
	s := newSelection()
	var err error
	if out.Object, err = b.object(s, t, []*ast.Field{f}); err != nil {
		return err
	}
	b.plan.Lookup = &plan.Lookup{Type: t, Property: by, Select: s.Selection}
	b.plan.Lookup.Keys, err = b.bind(in, keys)
	b.plan.Output = out
	return err
}

func (b *builder) nodes(f *ast.Field, t *mapping.NodeType, ids input) error {
	return b.lookup(f, t, t.Property("id"), ids, func(v any) (any, error) {
		ids := list(v)
		if len(ids) > plan.MaxRoot {
			return nil, fault.InputErrorf("nodes: %d ids were given; give at most %d at a time", len(ids), plan.MaxRoot)
		}
		keys := make([]any, len(ids))
		for i, id := range ids {
			var err error
			if keys[i], err = convert("nodes: ids", t.Property("id"), id); err != nil {
				return nil, err
			}
		}
		return keys, nil
	}, &plan.Field{Kind: plan.List, Column: plan.Whole, NonNull: true})
}

func (b *builder) rootList(f *ast.Field, t *mapping.NodeType, args arguments) error {
	many, out, err := b.connection(connectionOf{t: t, max: plan.MaxRoot, name: f.Name}, []*ast.Field{f}, args)
	if err != nil {
		return err
	}
	b.plan.Many = many
	out.Column, out.NonNull = plan.Whole, true
	b.plan.Output = out
	return nil
}

func (b *builder) rootAggregate(f *ast.Field, t *mapping.NodeType, args arguments) error {
	of := connectionOf{t: t, name: f.Name}
	where, err := b.filterArgument(of, args)
	if err != nil {
		return err
	}
	b.plan.Many = &plan.Many{Type: t, Where: where, Limit: b.param(int64(0))}
	out, err := b.aggregate(of, b.plan.Many, []*ast.Field{f}, args)
	if err != nil {
		return err
	}
	b.plan.Output = out
	return nil
}
