package build

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// node plans `node`: an entity or a relationship by its id.
func (b *builder) node(f *ast.Field, id input) error {
	keys := func(v any) (any, error) {
		key, err := convert("id", b.Mapping.Type("Entity").Property("id"), v)
		return []any{key}, err
	}
	return b.byIDs(f, id, keys, &plan.Field{Kind: plan.ObjectValue})
}

// nodes plans `nodes`: entities and relationships by their ids.
func (b *builder) nodes(f *ast.Field, ids input) error {
	id := b.Mapping.Type("Entity").Property("id")
	return b.byIDs(f, ids, func(v any) (any, error) {
		ids := list(v)
		if len(ids) > plan.MaxPage {
			return nil, fault.InputErrorf("nodes: %d ids were given; give at most %d at a time", len(ids), plan.MaxPage)
		}
		keys := make([]any, len(ids))
		for i, v := range ids {
			var err error
			if keys[i], err = convert("nodes: ids", id, v); err != nil {
				return nil, err
			}
		}
		return keys, nil
	}, &plan.Field{Kind: plan.List, Column: plan.Whole})
}

// byIDs plans what the ids in an input name. Of what kinds that is belongs to the shape of the plan, and which they are does not.
func (b *builder) byIDs(f *ast.Field, in input, keys func(any) (any, error), out *plan.Field) error {
	ids, err := keys(in.now)
	if err != nil {
		return err
	}
	entities, types := kindsOf(b.Mapping, ids.([]any))
	b.note(in, func(v any, _ bool) bool {
		ids, err := keys(v)
		if err != nil {
			return true // binding it says so
		}
		otherEntities, otherTypes := kindsOf(b.Mapping, ids.([]any))
		return otherEntities == entities && slices.Equal(otherTypes, types)
	})
	lookup, object, err := b.lookup(f, b.Mapping.Type("Entity"), entities, types)
	if err != nil {
		return err
	}
	b.plan.Lookup, b.plan.Output = lookup, out
	out.Object = object
	lookup.Keys, err = b.bind(in, keys)
	return err
}

// kindsOf says whether there are ids of entities among some, and of which types of relationships there are any, in the order of the mapping.
// What is no id of a relationship counts as that of an entity, which nothing may have.
func kindsOf(m *mapping.Mapping, ids []any) (entities bool, types []*mapping.RelationshipType) {
	has := make([]bool, len(m.Relationships))
	for _, id := range ids {
		text, _ := id.(string)
		if t := m.RelationshipOf(text); t != nil {
			has[t.Index] = true
		} else {
			entities = true
		}
	}
	for i, t := range m.Relationships {
		if has[i] {
			types = append(types, t)
		}
	}
	return entities, types
}

// lookup plans the selection of a field on what some ids name: entities of type t, and relationships of some types. The caller sets the keys.
func (b *builder) lookup(f *ast.Field, t *mapping.NodeType, entities bool, types []*mapping.RelationshipType) (*plan.Lookup, *plan.Object, error) {
	l, parents := &plan.Lookup{Type: t, Property: t.Property("id")}, []*ast.Field{f}
	object := &plan.Object{}
	if entities {
		s := newSelection()
		o, err := b.object(s, t, parents)
		if err != nil || len(types) == 0 {
			l.Select = s.Selection
			return l, o, err
		}
		l.Select, object = s.Selection, o
	}
	if object.ByType == nil {
		object = &plan.Object{ByType: slices.Repeat([][]*plan.Field{object.Fields}, len(b.Mapping.Types))}
	}
	object.ByType = slices.Grow(object.ByType, len(b.Mapping.Relationships))[:len(b.Mapping.Types)+len(b.Mapping.Relationships)]
	for _, rel := range types {
		s := newSelection()
		s.Relationship = rel
		o, err := b.relationship(s, rel, parents)
		if err != nil {
			return nil, nil, err
		}
		l.Relationships = append(l.Relationships, s.Selection)
		object.ByType[len(b.Mapping.Types)+rel.Index] = o.Fields
	}
	return l, object, nil
}

// BuildNodes returns the plan that reads the selection of a field of a verb's result on what some ids name. The field is of a type of nodes
// or relationships, or of a list of them. The row of the plan has a row for each id; Output is the shape of an answer to a row of one of
// them. The error is an *InputError.
func (b *Builder) BuildNodes(f *ast.Field, ids []string, vars map[string]any) (*plan.Plan, error) {
	w := &builder{Builder: b, vars: plainVariables(vars), plan: &plan.Plan{Field: f.Name}}
	of := f.Definition.Type
	for of.Elem != nil {
		of = of.Elem
	}
	t := b.Mapping.Type(of.NamedType)
	if t == nil { // relationships, or whatever has an id
		t = b.Mapping.Type("Entity")
	}
	keys := make([]any, len(ids))
	for i, id := range ids {
		keys[i] = id
	}
	entities, types := kindsOf(b.Mapping, keys)
	whole := merged{name: f.Alias, fields: []*ast.Field{f}}
	lookup, object, err := w.lookup(f, t, entities, types)
	if err != nil {
		return nil, whole.failed(err)
	}
	lookup.Keys = w.param(keys)
	w.plan.Lookup = lookup
	w.plan.Output = whole.named(&plan.Field{Kind: plan.ObjectValue, Object: object, NonNull: of.NonNull})
	return w.plan, nil
}

// CheckNodes returns what is wrong with the selection of a field of a verb's result, whatever ids BuildNodes would plan it for. It is false
// where the field is none of nodes or relationships.
func (b *Builder) CheckNodes(f *ast.Field, vars map[string]any) (isNoun bool, err error) {
	name := f.Definition.Type.Name()
	t, entities := b.Mapping.Type("Entity"), name == "Node"
	if node := b.Mapping.Type(name); node != nil {
		t, entities = node, true
	}
	var types []*mapping.RelationshipType
	for _, r := range b.Mapping.Relationships {
		if r.TypeName == name || name == "Relationship" || name == "Node" {
			types = append(types, r)
		}
	}
	if !entities && types == nil {
		return false, nil
	}
	w := &builder{Builder: b, vars: plainVariables(vars), plan: &plan.Plan{Field: f.Name}}
	if _, _, err = w.lookup(f, t, entities, types); err != nil {
		err = merged{name: f.Alias, fields: []*ast.Field{f}}.failed(err)
	}
	return true, err
}
