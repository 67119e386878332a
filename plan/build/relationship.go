package build

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
	"partnir/plan/mapping"
)

// edge plans the selection on an edge: columns of what it leads to, and of the relationship that leads there.
func (b *builder) edge(s *selection, of connectionOf, typeName string, parents []*ast.Field) (*plan.Object, error) {
	object := &plan.Object{}
	for _, m := range b.collect(parents, anyType) {
		f, err := b.edgeField(s, of, typeName, m)
		if err != nil {
			return nil, m.failed(err)
		}
		object.Fields = append(object.Fields, m.named(f))
	}
	return object, nil
}

func (b *builder) edgeField(s *selection, of connectionOf, typeName string, m merged) (*plan.Field, error) {
	switch name := m.fields[0].Name; {
	case name == "__typename":
		return &plan.Field{Kind: plan.TypeName, Text: typeName, NonNull: true}, nil
	case name == "cursor":
		return &plan.Field{Kind: plan.PageCursor, NonNull: true}, nil
	case name == "node":
		o, err := b.member(s, of, m.fields)
		return &plan.Field{Kind: plan.Self, Object: o, NonNull: true}, err
	case of.step == nil:
		return nil, fmt.Errorf("field %s.%s is not in the mapping", typeName, name)
	case name == relationshipID:
		return b.propertyField(s, of.own(name), true, nil, m), nil
	default:
		return b.relationshipField(s, of.step.Relationship, m)
	}
}

// relationship plans the selection on a relationship by itself.
func (b *builder) relationship(s *selection, rel *mapping.RelationshipType, parents []*ast.Field) (*plan.Object, error) {
	object := &plan.Object{}
	for _, m := range b.collect(parents, isRelationship(rel)) {
		f, err := b.fieldOfRelationship(s, rel, m)
		if err != nil {
			return nil, m.failed(err)
		}
		object.Fields = append(object.Fields, m.named(f))
	}
	return object, nil
}

func (b *builder) fieldOfRelationship(s *selection, rel *mapping.RelationshipType, m merged) (*plan.Field, error) {
	switch m.fields[0].Name {
	case "__typename":
		return &plan.Field{Kind: plan.TypeName, Text: rel.TypeName, NonNull: true}, nil
	case "type":
		return &plan.Field{Kind: plan.TypeName, Text: rel.Name, NonNull: true}, nil
	case "id":
		return &plan.Field{Kind: plan.Scalar, Value: mapping.ID, NonNull: true}, nil
	case "from":
		return b.end(s, rel, mapping.FromEnd, m)
	case "to":
		return b.end(s, rel, mapping.ToEnd, m)
	case "properties":
		return b.values(s, rel), nil
	}
	return b.relationshipField(s, rel, m)
}

// relationshipField plans a field that shows something of a relationship, of an edge or of the relationship by itself.
func (b *builder) relationshipField(s *selection, rel *mapping.RelationshipType, m merged) (*plan.Field, error) {
	name := m.fields[0].Name
	switch name {
	case "sources":
		return b.evidence(s, true, nil, m)
	case "validityKnown":
		f := &plan.Field{Kind: plan.Known, NonNull: true} // that there is an id is always known
		if !rel.Timeless {
			f.Column = s.property(rel.Property("validFrom"), true, false, nil)
		}
		return f, nil
	}
	if p := rel.Property(name); p != nil {
		return b.propertyField(s, p, true, nil, m), nil
	}
	for _, ref := range rel.References {
		if ref.Name == name {
			return b.reference(s, ref, m)
		}
	}
	return nil, fmt.Errorf("field %s of %s is not in the mapping", name, rel.Name)
}

// end plans the node at one end of a relationship by itself.
func (b *builder) end(s *selection, rel *mapping.RelationshipType, e mapping.End, m merged) (*plan.Field, error) {
	t, key := rel.EndType(e), e.String()
	part := s.part(key)
	column := s.column(key, nil, func() *plan.Column {
		return &plan.Column{Kind: plan.EndColumn, End: e, Type: t, Select: part.Selection}
	})
	o, err := b.object(part, t, m.fields)
	return &plan.Field{Kind: plan.ObjectValue, Column: column, Object: o, NonNull: true}, err
}

// values plans an object of the data that relationships of a type carry, by the names of their properties.
func (b *builder) values(s *selection, rel *mapping.RelationshipType) *plan.Field {
	object := &plan.Object{}
	for _, p := range rel.Data() {
		object.Fields = append(object.Fields, &plan.Field{
			Name: p.Name, Kind: plan.Scalar, Value: p.Kind, Many: p.List, Column: s.property(p, true, false, nil),
		})
	}
	return &plan.Field{Kind: plan.Values, Object: object, NonNull: true}
}

// reference plans an entity whose id a property of the relationship holds.
func (b *builder) reference(s *selection, ref *mapping.Reference, m merged) (*plan.Field, error) {
	key := "reference " + ref.Name
	part := s.part(key)
	column := s.column(key, nil, func() *plan.Column {
		return &plan.Column{Kind: plan.ReferenceColumn, OfRelationship: true, Property: ref.Property, Type: ref.Type, Select: part.Selection}
	})
	o, err := b.object(part, ref.Type, m.fields)
	return &plan.Field{Kind: plan.ObjectValue, Column: column, Object: o}, err
}
