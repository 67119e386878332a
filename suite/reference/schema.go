package reference

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// schema is what the directives of the hand-written schema say.
type schema struct {
	// objects are the object types of nodes in the order of the schema; types are these and the interfaces, by name.
	objects       []*nodeType
	types         map[string]*nodeType
	relationships map[string]*relationshipType
	definitions   map[string]*ast.Definition
}

// nodeType is a type with @node.
type nodeType struct {
	name, plural string
	abstract     bool
	prefixes     []string
	searched     bool
	// interfaces are the names of all interfaces that it implements.
	interfaces []string
	properties map[string]property
	links      map[string]*link
}

// property is a field that holds a stored value.
type property struct {
	name string
	// typeName is the scalar or enumeration of the value, or of the elements of the list.
	typeName                          string
	list, required, unique, localized bool
	// sortKey is NAME, NATURAL or "".
	sortKey string
	// measureUnlessFalse is the flag that, where false, keeps the value out of aggregates; unit is the property that says what it counts.
	measureUnlessFalse, unit string
}

// link is a field with @relationship.
type link struct {
	name         string
	relationship *relationshipType
	// required says that the schema promises a single node.
	in, many, required bool
	to                 *nodeType
}

// relationshipType is a type with @relationshipProperties.
type relationshipType struct {
	name string
	// typeName is the object type that shows it by itself, plural the root list of them, "" where it carries no data.
	typeName, plural string
	// timeless: it holds by definition.
	timeless bool
	// from and to are the types at its ends, as narrow as can be.
	from, to   *nodeType
	properties map[string]property
	// data are the names of those that it carries itself, in the order of the schema.
	data []string
	// references are the properties that hold the id of an entity, and the type of it, by the field that shows it.
	references map[string]reference
}

type reference struct {
	property string
	to       *nodeType
}

// everyRelationship are the properties of every relationship; api.md names them under "Time and evidence".
var everyRelationship = []property{
	{name: "id", typeName: "ID", required: true}, {name: "validFrom", typeName: "PartialDate"}, {name: "validTo", typeName: "PartialDate"},
	{name: "knownSince", typeName: "PartialDate"},
	{name: "confidence", typeName: "Float"}, {name: "recordedAt", typeName: "DateTime"},
}

func readSchema(written []*ast.Source) (*schema, error) {
	doc, err := parser.ParseSchemas(written...)
	if err != nil {
		return nil, err
	}
	s := &schema{types: map[string]*nodeType{}, relationships: map[string]*relationshipType{}, definitions: map[string]*ast.Definition{}}
	for _, d := range doc.Definitions {
		s.definitions[d.Name] = d
		if dir := d.Directives.ForName("node"); dir != nil {
			t := &nodeType{
				name: d.Name, plural: argument(dir, "plural"), abstract: d.Kind == ast.Interface, prefixes: arguments(dir, "prefixes"),
				searched: argument(dir, "search") != "false", properties: map[string]property{}, links: map[string]*link{},
			}
			s.types[d.Name] = t
			if !t.abstract {
				s.objects = append(s.objects, t)
			}
		}
	}
	for _, d := range doc.Definitions {
		if dir := d.Directives.ForName("relationshipProperties"); dir != nil {
			s.relationships[argument(dir, "type")] = s.relationshipType(argument(dir, "type"), d)
		}
	}
	for _, t := range s.types {
		t.interfaces = s.interfaces(t.name)
	}
	for _, d := range doc.Definitions {
		if dir := d.Directives.ForName("relationshipProperties"); dir != nil {
			t := s.relationships[argument(dir, "type")]
			t.from, t.to = s.narrowest(doc, arguments(dir, "from")), s.narrowest(doc, arguments(dir, "to"))
		}
	}
	for _, t := range s.types {
		for _, name := range append([]string{t.name}, t.interfaces...) {
			s.fields(t, s.definitions[name])
		}
	}
	return s, nil
}

// narrowest is the type with the fewest objects that all objects of some types are of; object types come before interfaces, and else the first
// that is written.
func (s *schema) narrowest(doc *ast.SchemaDocument, of []string) *nodeType {
	objects := func(t *nodeType) []*nodeType {
		return slices.DeleteFunc(slices.Clone(s.objects), func(o *nodeType) bool { return !o.is(t) })
	}
	var best *nodeType
	for _, abstract := range []bool{false, true} {
		for _, d := range doc.Definitions {
			t := s.types[d.Name]
			if t == nil || t.abstract != abstract || best != nil && len(objects(best)) <= len(objects(t)) {
				continue
			}
			if all := !slices.ContainsFunc(of, func(name string) bool {
				return slices.ContainsFunc(objects(s.types[name]), func(o *nodeType) bool { return !o.is(t) })
			}); all {
				best = t
			}
		}
	}
	return best
}

// interfaces are the interfaces that a type implements, and those that they implement, and so on.
func (s *schema) interfaces(name string) []string {
	var all []string
	for _, i := range s.definitions[name].Interfaces {
		all = append(append(all, i), s.interfaces(i)...)
	}
	return all
}

// fields adds the fields that a definition declares to a type that is it or implements it.
func (s *schema) fields(t *nodeType, d *ast.Definition) {
	for _, f := range d.Fields {
		if dir := f.Directives.ForName("relationship"); dir != nil {
			t.links[f.Name] = &link{
				name: f.Name, relationship: s.relationships[argument(dir, "type")], in: argument(dir, "direction") == "IN",
				many: f.Type.Elem != nil, required: f.Type.Elem == nil && f.Type.NonNull, to: s.types[f.Type.Name()],
			}
		} else if f.Type.Name() != "Evidence" && f.Directives.ForName("computed") == nil {
			t.properties[f.Name] = s.property(f)
		}
	}
}

func (s *schema) property(f *ast.FieldDefinition) property {
	p := property{
		name: f.Name, typeName: f.Type.Name(), list: f.Type.Elem != nil, required: f.Type.NonNull,
		unique: f.Directives.ForName("unique") != nil, localized: f.Directives.ForName("localized") != nil,
	}
	if dir := f.Directives.ForName("sortKey"); dir != nil {
		p.sortKey = argument(dir, "kind")
	}
	if dir := f.Directives.ForName("measure"); dir != nil {
		p.measureUnlessFalse, p.unit = argument(dir, "unlessFalse"), argument(dir, "unit")
	}
	return p
}

func (s *schema) relationshipType(name string, d *ast.Definition) *relationshipType {
	t := &relationshipType{name: name, timeless: argument(d.Directives.ForName("relationshipProperties"), "timeless") == "true", typeName: "PlainRelationship", properties: map[string]property{}, references: map[string]reference{}}
	if len(d.Fields) > 0 {
		t.typeName = d.Name
		if t.plural = argument(d.Directives.ForName("relationshipProperties"), "plural"); t.plural == "" {
			t.plural = strings.ToLower(d.Name[:1]) + d.Name[1:] + "s"
			if stem, ok := strings.CutSuffix(t.plural, "ys"); ok {
				t.plural = stem + "ies"
			}
		}
	}
	for _, f := range d.Fields {
		if dir := f.Directives.ForName("reference"); dir != nil {
			t.references[f.Name] = reference{argument(dir, "property"), s.types[f.Type.Name()]}
		} else {
			t.properties[f.Name] = s.property(f)
			t.data = append(t.data, f.Name)
		}
	}
	for _, p := range everyRelationship {
		t.properties[p.name] = p
	}
	return t
}

// is reports whether a type is another one or implements it.
func (t *nodeType) is(other *nodeType) bool { return t.isNamed(other.name) }

func (t *nodeType) isNamed(name string) bool {
	return t.name == name || slices.Contains(t.interfaces, name)
}

// enumName is how a name stands in an enumeration: amountUsd is AMOUNT_USD.
func enumName(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

// argument is the text of a directive's argument, "" where it is not given.
func argument(dir *ast.Directive, name string) string {
	if a := dir.Arguments.ForName(name); a != nil {
		return a.Value.Raw
	}
	return ""
}

func arguments(dir *ast.Directive, name string) []string {
	var all []string
	if a := dir.Arguments.ForName(name); a != nil {
		for _, c := range a.Value.Children {
			all = append(all, c.Value.Raw)
		}
	}
	return all
}
