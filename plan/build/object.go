package build

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
	"partnir/plan/mapping"
)

// selection is a Selection that grows: a column that is asked for twice is read once.
type selection struct {
	*plan.Selection
	at map[string]int
	// outputs are the shapes of columns that hold a list, by the same keys.
	outputs map[string]*plan.Field
	// parts are the selections of columns that hold a single node, by the same keys.
	parts map[string]*selection
}

func newSelection() *selection {
	return &selection{Selection: &plan.Selection{}, at: map[string]int{}, outputs: map[string]*plan.Field{}, parts: map[string]*selection{}}
}

// column returns the index in the row of the column with that key; where there is none yet it is made. types are the object types
// that want it, nil for all.
func (s *selection) column(key string, types []string, create func() *plan.Column) int {
	i, ok := s.at[key]
	if !ok {
		i = len(s.Columns)
		s.at[key] = i
		c := create()
		c.Types = slices.Clone(types)
		s.Columns = append(s.Columns, c)
		return i + 1
	}
	c := s.Columns[i]
	if types == nil {
		c.Types = nil
	} else if c.Types != nil {
		for _, t := range types {
			if !slices.Contains(c.Types, t) {
				c.Types = append(c.Types, t)
			}
		}
	}
	return i + 1
}

func (s *selection) property(p *mapping.Property, ofRelationship, sortKey bool, types []string) int {
	return s.column(fmt.Sprintf("property %d %t %t", p.Number, ofRelationship, sortKey), types, func() *plan.Column {
		return &plan.Column{Kind: plan.PropertyColumn, Property: p, OfRelationship: ofRelationship, SortKey: sortKey}
	})
}

// key is the column of the value that a row is ordered by.
func (s *selection) key(k plan.OrderKey) int {
	sortKey := k.Property.SortKey != mapping.NoSortKey
	if k.End == mapping.NoEnd {
		return s.property(k.Property, k.OfRelationship, sortKey, nil)
	}
	return s.column(fmt.Sprintf("property %d of %s %t", k.Property.Number, k.End, sortKey), nil, func() *plan.Column {
		return &plan.Column{Kind: plan.PropertyColumn, Property: k.Property, End: k.End, SortKey: sortKey}
	})
}

// object plans the selection on a node: it adds the columns to s and returns the shape.
func (b *builder) object(s *selection, t *mapping.NodeType, parents []*ast.Field) (*plan.Object, error) {
	if b.uniform(parents, t) {
		fields, err := b.nodeFields(s, t, nil, b.collect(parents, isObject(t)))
		return &plan.Object{Fields: fields}, err
	}
	object := &plan.Object{ByType: make([][]*plan.Field, len(b.Mapping.Types))}
	for _, o := range t.Objects {
		fields, err := b.nodeFields(s, o, []string{o.Name}, b.collect(parents, isObject(o)))
		if err != nil {
			return nil, err
		}
		object.ByType[o.Index] = fields
	}
	s.widen(t)
	return object, nil
}

// widen takes the types off the columns that every object type of t wants.
func (s *selection) widen(t *mapping.NodeType) {
	for _, c := range s.Columns {
		if !slices.ContainsFunc(t.Objects, func(o *mapping.NodeType) bool { return !slices.Contains(c.Types, o.Name) }) {
			c.Types = nil
		}
	}
}

// nodeFields plans the fields of a node of type t; types narrows their columns to some object types.
func (b *builder) nodeFields(s *selection, t *mapping.NodeType, types []string, fields []merged) ([]*plan.Field, error) {
	out := make([]*plan.Field, 0, len(fields))
	for _, m := range fields {
		f, err := b.nodeField(s, t, types, m)
		if err != nil {
			return nil, m.failed(err)
		}
		out = append(out, m.named(f))
	}
	return out, nil
}

func (b *builder) nodeField(s *selection, t *mapping.NodeType, types []string, m merged) (*plan.Field, error) {
	name := m.fields[0].Name
	switch {
	case name == "__typename":
		if t.Interface {
			return &plan.Field{Kind: plan.TypeName, NonNull: true}, nil
		}
		return &plan.Field{Kind: plan.TypeName, Text: t.Name, NonNull: true}, nil
	case name == "id":
		return &plan.Field{Kind: plan.Scalar, Value: mapping.ID, NonNull: true}, nil
	case name == "iri":
		return &plan.Field{Kind: plan.IRIValue, NonNull: true}, nil
	case name == "sources" && t.HasEvidence:
		return b.evidence(s, false, types, m)
	}
	switch p := t.Property(name); {
	case name == "validityKnown" && p != nil:
		return &plan.Field{Kind: plan.Known, Column: s.property(t.Property("validFrom"), false, false, types), NonNull: true}, nil
	case p != nil:
		return b.propertyField(s, p, false, types, m), nil
	}
	if l := t.Link(name); l != nil {
		if l.Many {
			return b.linkMany(s, l, types, m)
		}
		return b.linkOne(s, l, types, m, false)
	}
	if l := t.Link(strings.TrimSuffix(name, "Edge")); l != nil && !l.Many {
		return b.linkOne(s, l, types, m, true)
	}
	return nil, fmt.Errorf("field %s.%s is not in the mapping", t.Name, name)
}

func (b *builder) propertyField(s *selection, p *mapping.Property, ofRelationship bool, types []string, m merged) *plan.Field {
	f := &plan.Field{
		Kind: plan.Scalar, Value: p.Kind, Many: p.List, NonNull: p.Required,
		Column: s.property(p, ofRelationship, false, types),
	}
	if p.Kind == mapping.Localized {
		f.Kind, f.Many, f.ItemsNonNull = plan.LocalizedTexts, false, true
		f.Text, f.OneLanguage = b.exact(b.arguments(m.fields[0])["lang"]).(string)
		f.Object = b.leaves(m.fields, "LocalizedText", map[string]*plan.Field{
			"lang": {Kind: plan.Scalar, Column: 0, NonNull: true}, "text": {Kind: plan.Scalar, Column: 1, NonNull: true},
		})
	}
	return f
}

// leaves shapes an object whose fields are all known beforehand.
func (b *builder) leaves(parents []*ast.Field, typeName string, known map[string]*plan.Field) *plan.Object {
	o := &plan.Object{}
	for _, m := range b.collect(parents, anyType) {
		f := &plan.Field{Kind: plan.TypeName, Text: typeName, NonNull: true}
		if k := known[m.fields[0].Name]; k != nil {
			copied := *k
			f = &copied
		}
		o.Fields = append(o.Fields, m.named(f))
	}
	return o
}

// evidence plans `sources`.
func (b *builder) evidence(s *selection, ofRelationship bool, types []string, m merged) (*plan.Field, error) {
	key := fmt.Sprintf("evidence %t", ofRelationship)
	column := s.column(key, types, func() *plan.Column { return &plan.Column{Kind: plan.EvidenceColumn, OfRelationship: ofRelationship} })
	known := map[string]*plan.Field{
		"quote": {Kind: plan.Scalar, Column: 0}, "note": {Kind: plan.Scalar, Column: 1},
		"supports": {Kind: plan.Scalar, Column: 2, Value: mapping.Boolean, NonNull: true},
	}
	source := b.Mapping.Type("Source")
	object := &plan.Object{}
	for _, sub := range b.collect(m.fields, anyType) {
		switch name := sub.fields[0].Name; name {
		case "source":
			part := s.part(key)
			s.Columns[column-1].Select = part.Selection
			o, err := b.object(part, source, sub.fields)
			if err != nil {
				return nil, sub.failed(err)
			}
			object.Fields = append(object.Fields, sub.named(&plan.Field{Kind: plan.ObjectValue, Column: 3, Object: o, NonNull: true}))
		case "__typename":
			object.Fields = append(object.Fields, sub.named(&plan.Field{Kind: plan.TypeName, Text: "Evidence", NonNull: true}))
		default:
			f := *known[name]
			object.Fields = append(object.Fields, sub.named(&f))
		}
	}
	return &plan.Field{Kind: plan.List, Column: column, Object: object, NonNull: true, ItemsNonNull: true}, nil
}

// part returns the selection of the single node that the column with that key holds.
func (s *selection) part(key string) *selection {
	if s.parts[key] == nil {
		s.parts[key] = newSelection()
	}
	return s.parts[key]
}

// linkOne plans a single node at the other end of a relationship, or with edge the relationship to it.
func (b *builder) linkOne(s *selection, l *mapping.Link, types []string, m merged, edge bool) (*plan.Field, error) {
	var scope fieldScope
	var err error
	if !l.Required {
		if scope, err = b.scopeOf(m.fields[0].Name, b.arguments(m.fields[0])); err != nil {
			return nil, err
		}
	}
	key := fmt.Sprintf("one %s.%s %s", l.Owner.Name, l.Name, scope.key)
	part := s.part(key)
	column := s.column(key, types, func() *plan.Column {
		return &plan.Column{Kind: plan.OneColumn, One: &plan.One{Step: l.Step, Type: l.Type, Where: scope.Along(l), Select: part.Selection}}
	})
	f := &plan.Field{Kind: plan.ObjectValue, Column: column, NonNull: m.fields[0].Definition.Type.NonNull}
	if edge {
		f.Object, err = b.edge(part, connectionOf{t: l.Type, step: &l.Step}, l.TypeName("Edge"), m.fields)
	} else {
		f.Object, err = b.object(part, l.Type, m.fields)
	}
	return f, err
}

// linkMany plans a connection. The same fields asked of several object types are read once.
func (b *builder) linkMany(s *selection, l *mapping.Link, types []string, m merged) (*plan.Field, error) {
	key := fmt.Sprintf("many %s.%s", l.Owner.Name, l.Name)
	for _, f := range m.fields {
		key += fmt.Sprintf(" %p", f)
	}
	if out := s.outputs[key]; out != nil {
		s.column(key, types, nil)
		copied := *out
		return &copied, nil
	}
	of := connectionOf{
		t: l.Type, step: &l.Step, name: l.Name,
		connection: l.TypeName("Connection"), edge: l.TypeName("Edge"), aggregate: l.TypeName("Aggregate"),
	}
	many, out, err := b.connection(of, m.fields, b.arguments(m.fields[0]))
	if err != nil {
		return nil, err
	}
	out.Column = s.column(key, types, func() *plan.Column { return &plan.Column{Kind: plan.ManyColumn, Many: many} })
	s.outputs[key] = out
	copied := *out
	return &copied, nil
}
