package plan

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Builder turns root fields into plans.
type Builder struct {
	Mapping *Mapping
	// BaseIRI is what IRIs begin with, without a slash at its end.
	BaseIRI string
}

// Build returns the plan of a root field of a validated operation. vars are the coerced variables. The field is not changed. The
// error is an *InputError.
func (b *Builder) Build(f *ast.Field, vars map[string]any) (*Plan, error) {
	w := &builder{Builder: b, vars: vars, plan: &Plan{Field: f.Name}}
	err := w.root(f)
	if err != nil {
		return nil, err
	}
	w.plan.Output.Name = f.Alias
	return w.plan, nil
}

// builder is the work on one plan.
type builder struct {
	*Builder
	vars map[string]any
	plan *Plan
	// scope holds for everything in the plan.
	scope Scope
}

// root plans a root field by its name.
func (b *builder) root(f *ast.Field) error {
	args := b.arguments(f)
	var err error
	if b.scope, err = b.plan.NewScope(args["asOf"], args["minConfidence"]); err != nil {
		return err
	}
	entity := b.Mapping.Type("Entity")
	switch f.Name {
	case "node":
		id, err := convert("id", entity.Property("id"), args["id"])
		if err != nil {
			return err
		}
		return b.single(f, entity, entity.Property("id"), id)
	case "entity":
		iri, _ := args["iri"].(string)
		id, _ := IDOfIRI(b.BaseIRI, iri)
		return b.single(f, entity, entity.Property("id"), id)
	case "nodes":
		return b.nodes(f, entity, list(args["ids"]))
	case "search":
		return b.search(f, args)
	}
	for _, types := range [][]*NodeType{b.Mapping.Types, b.Mapping.Interfaces} {
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

// byUnique plans `country(id:)`, `country(iso3:)` and their like.
func (b *builder) byUnique(f *ast.Field, t *NodeType, args arguments) error {
	var by *Property
	var names []string
	for _, p := range t.Properties {
		if !p.Unique {
			continue
		}
		names = append(names, p.Name)
		if v, given := args[p.Name]; given && v != nil {
			if by != nil {
				return inputErrorf("%s: %s and %s were given; give one of them", f.Name, by.Name, p.Name)
			}
			by = p
		}
	}
	if by == nil {
		return inputErrorf("%s: say which one, by %s", f.Name, strings.Join(names, " or "))
	}
	key, err := convert(f.Name+": "+by.Name, by, args[by.Name])
	if err != nil {
		return err
	}
	return b.single(f, t, by, key)
}

func (b *builder) single(f *ast.Field, t *NodeType, by *Property, key any) error {
	s := newSelection()
	object, err := b.object(s, t, []*ast.Field{f})
	if err != nil {
		return err
	}
	b.plan.Lookup = &Lookup{Type: t, Property: by, Keys: b.param([]any{key}), Select: s.Selection}
	b.plan.Output = &Field{Kind: ObjectValue, Object: object, NonNull: f.Definition.Type.NonNull}
	return nil
}

// MaxRoot and MaxNested are the largest pages of root lists and of lists below them; MaxGroups is the largest number of groups of
// an aggregate.
const (
	MaxRoot     = 500
	MaxNested   = 200
	DefaultPage = 20
	MaxGroups   = 10000
)

func (b *builder) nodes(f *ast.Field, t *NodeType, ids []any) error {
	if len(ids) > MaxRoot {
		return inputErrorf("nodes: %d ids were given; give at most %d at a time", len(ids), MaxRoot)
	}
	keys := make([]any, len(ids))
	for i, id := range ids {
		var err error
		if keys[i], err = convert("nodes: ids", t.Property("id"), id); err != nil {
			return err
		}
	}
	s := newSelection()
	object, err := b.object(s, t, []*ast.Field{f})
	if err != nil {
		return err
	}
	b.plan.Lookup = &Lookup{Type: t, Property: t.Property("id"), Keys: b.param(keys), Select: s.Selection}
	b.plan.Output = &Field{Kind: List, Column: Whole, Object: object, NonNull: true}
	return nil
}

func (b *builder) rootList(f *ast.Field, t *NodeType, args arguments) error {
	many, out, err := b.connection(connectionOf{t: t, max: MaxRoot, name: f.Name}, []*ast.Field{f}, args)
	if err != nil {
		return err
	}
	b.plan.Many = many
	out.Column, out.NonNull = Whole, true
	b.plan.Output = out
	return nil
}

func (b *builder) rootAggregate(f *ast.Field, t *NodeType, args arguments) error {
	of := connectionOf{t: t, name: f.Name}
	where, err := b.filterArgument(of, args)
	if err != nil {
		return err
	}
	b.plan.Many = &Many{Type: t, Where: where, Limit: b.param(int64(0))}
	out, err := b.aggregate(of, b.plan.Many, []*ast.Field{f}, args)
	if err != nil {
		return err
	}
	b.plan.Output = out
	return nil
}
