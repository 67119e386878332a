package plan

import (
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// RelationshipProperties are the properties that every relationship has, after its own.
var relationshipProperties = []*Property{
	{Name: "id", Kind: ID, Required: true, Description: "Stable id of the relationship."},
	{Name: "validFrom", Kind: Date, Description: "First day that it holds; null where that is open or unknown."},
	{Name: "validTo", Kind: Date, Description: "Last day that it holds; null where it still holds or that is unknown."},
	{Name: "confidence", Kind: Float, Description: "How sure the graph is of it, 0 to 1."},
	{Name: "recordedAt", Kind: DateTime, Description: "When the graph recorded it."},
}

// ReadMapping reads the mapping from the hand-written schema. A mistake in the schema is an error that names file and line; all
// mistakes that can be told at once are told.
func ReadMapping(sources ...*ast.Source) (*Mapping, error) {
	doc, err := parser.ParseSchemas(sources...)
	if err != nil {
		return nil, err
	}
	r := &reader{
		definitions: map[string]*ast.Definition{},
		m: &Mapping{
			Enums: map[string][]string{}, types: map[string]*NodeType{},
			relationships: map[string]*RelationshipType{}, prefixes: map[string]*NodeType{},
		},
	}
	r.types(doc)
	r.relationshipTypes(doc)
	for _, t := range slices.Concat(r.m.Interfaces, r.m.Types) {
		r.fields(t)
	}
	r.measures()
	r.inverses()
	if len(r.errs) > 0 {
		return nil, r.errs
	}
	r.number()
	return r.m, nil
}

type reader struct {
	m           *Mapping
	definitions map[string]*ast.Definition
	errs        gqlerror.List
	// own are the properties with a @measure, by the definition that declares them.
	own []measured
}

type measured struct {
	property *Property
	field    *ast.FieldDefinition
	find     func(string) *Property
}

func (r *reader) failf(at *ast.Position, format string, args ...any) {
	err := gqlerror.ErrorPosf(at, format, args...)
	if at != nil && at.Src != nil {
		err.SetFile(at.Src.Name)
	}
	r.errs = append(r.errs, err)
}

// prefixPattern is what the first part of an id may be: it stands in IRIs, and the first colon of an id ends it.
var prefixPattern = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// types finds the node types, with labels and the objects of each interface.
func (r *reader) types(doc *ast.SchemaDocument) {
	for _, d := range doc.Definitions {
		if r.definitions[d.Name] != nil {
			r.failf(d.Position, "type %s is defined twice", d.Name)
			continue
		}
		r.definitions[d.Name] = d
		if d.Kind == ast.Enum {
			for _, v := range d.EnumValues {
				r.m.Enums[d.Name] = append(r.m.Enums[d.Name], v.Name)
			}
		}
		node := d.Directives.ForName("node")
		if node == nil {
			continue
		}
		t := &NodeType{
			Name: d.Name, Description: d.Description, Interface: d.Kind == ast.Interface,
			Plural: text(node, "plural"), Prefixes: texts(node, "prefixes"), Search: text(node, "search") != "false",
			Singular:   strings.ToLower(d.Name[:1]) + d.Name[1:],
			Labels:     append([]string{d.Name}, d.Interfaces...),
			properties: map[string]*Property{}, links: map[string]*Link{},
		}
		r.m.types[d.Name] = t
		if t.Interface {
			t.Index = len(r.m.Interfaces)
			r.m.Interfaces = append(r.m.Interfaces, t)
			continue
		}
		t.Index, t.Objects = len(r.m.Types), []*NodeType{t}
		r.m.Types = append(r.m.Types, t)
		if len(t.Prefixes) == 0 {
			r.failf(node.Position, "type %s needs at least one id prefix: @node(prefixes: [\"…\"])", t.Name)
		}
		for _, p := range t.Prefixes {
			if !prefixPattern.MatchString(p) {
				r.failf(node.Position, "id prefix %q of %s: write small letters, digits and dashes", p, t.Name)
			}
			if other := r.m.prefixes[p]; other != nil {
				r.failf(node.Position, "id prefix %q of %s belongs to %s already", p, t.Name, other.Name)
			}
			r.m.prefixes[p] = t
		}
	}
	for _, t := range slices.Concat(r.m.Types, r.m.Interfaces) {
		for _, name := range t.Labels[1:] {
			i := r.m.types[name]
			if i == nil || !i.Interface {
				r.failf(r.definitions[t.Name].Position, "%s implements %s, which is no interface with @node", t.Name, name)
				continue
			}
			for _, up := range i.Labels[1:] {
				if !slices.Contains(t.Labels, up) {
					t.Labels = append(t.Labels, up)
				}
			}
		}
	}
	for _, t := range r.m.Types {
		for _, name := range t.Labels[1:] {
			if i := r.m.types[name]; i != nil {
				i.Objects = append(i.Objects, t)
			}
		}
	}
}

// relationshipTypes finds the relationship types with their own properties.
func (r *reader) relationshipTypes(doc *ast.SchemaDocument) {
	for _, d := range doc.Definitions {
		dir := d.Directives.ForName("relationshipProperties")
		if dir == nil {
			continue
		}
		t := &RelationshipType{
			Name: text(dir, "type"), Description: d.Description, Index: len(r.m.Relationships),
			From: r.ends(dir, "from"), To: r.ends(dir, "to"), properties: map[string]*Property{},
		}
		if r.m.relationships[t.Name] != nil {
			r.failf(dir.Position, "relationship %s is defined twice", t.Name)
			continue
		}
		r.m.relationships[t.Name] = t
		r.m.Relationships = append(r.m.Relationships, t)
		for _, f := range d.Fields {
			if f.Directives.ForName("reference") != nil {
				continue
			}
			if p := r.property(f, t.Property); p != nil {
				t.add(p)
			}
		}
		for _, p := range relationshipProperties {
			if t.properties[p.Name] != nil {
				r.failf(d.Fields.ForName(p.Name).Position, "%s: every relationship has the property %s already", t.Name, p.Name)
				continue
			}
			own := *p
			t.add(&own)
		}
		r.references(d, t)
	}
}

func (t *RelationshipType) add(p *Property) {
	t.Properties = append(t.Properties, p)
	t.properties[p.Name] = p
}

func (r *reader) references(d *ast.Definition, t *RelationshipType) {
	for _, f := range d.Fields {
		dir := f.Directives.ForName("reference")
		if dir == nil {
			continue
		}
		ref := &Reference{
			Name: f.Name, Description: f.Description,
			Property: t.properties[text(dir, "property")], Type: r.m.types[f.Type.Name()],
		}
		if ref.Property == nil || ref.Property.Kind != ID || ref.Property.List {
			r.failf(dir.Position, "%s.%s refers by the property %q, which is no single ID of %s",
				d.Name, f.Name, text(dir, "property"), d.Name)
		}
		if ref.Type == nil {
			r.failf(f.Position, "%s.%s refers to %s, which is no type with @node", d.Name, f.Name, f.Type.Name())
		}
		t.References = append(t.References, ref)
	}
}

// ends resolves the type names at one end of a relationship to object types.
func (r *reader) ends(dir *ast.Directive, arg string) []*NodeType {
	var objects []*NodeType
	for _, name := range texts(dir, arg) {
		t := r.m.types[name]
		if t == nil {
			r.failf(dir.Position, "%s: %s names %s, which is no type with @node", text(dir, "type"), arg, name)
			continue
		}
		for _, o := range t.Objects {
			if !slices.Contains(objects, o) {
				objects = append(objects, o)
			}
		}
	}
	return objects
}

// fields reads the fields of a node type: inherited ones first.
func (r *reader) fields(t *NodeType) {
	d := r.definitions[t.Name]
	for i := len(t.Labels) - 1; i > 0; i-- {
		from := r.m.types[t.Labels[i]]
		if from == nil {
			continue
		}
		for _, p := range from.Properties {
			t.addProperty(p)
		}
		for _, l := range from.Links {
			t.addLink(l)
		}
		t.HasEvidence = t.HasEvidence || from.HasEvidence
	}
	for _, f := range d.Fields {
		switch {
		case t.properties[f.Name] != nil || t.links[f.Name] != nil:
			r.failf(f.Position, "%s.%s is inherited from an interface; leave it out here", t.Name, f.Name)
		case f.Type.Name() == "Evidence":
			t.HasEvidence = true
		case f.Directives.ForName("relationship") != nil:
			r.link(t, f)
		case r.m.types[f.Type.Name()] != nil:
			r.failf(f.Position, "%s.%s leads to %s and needs @relationship(type:, direction:)", t.Name, f.Name, f.Type.Name())
		default:
			if p := r.property(f, t.Property); p != nil {
				t.addProperty(p)
			}
		}
	}
}

func (t *NodeType) addProperty(p *Property) {
	if t.properties[p.Name] == nil {
		t.properties[p.Name] = p
		t.Properties = append(t.Properties, p)
	}
}

func (t *NodeType) addLink(l *Link) {
	if t.links[l.Name] == nil {
		t.links[l.Name] = l
		t.Links = append(t.Links, l)
	}
}

var scalarKinds = map[string]Kind{
	"String": String, "ID": ID, "Int": Int, "Float": Float, "Boolean": Boolean, "Date": Date, "DateTime": DateTime,
}

// property reads a field that holds a value; find looks up its siblings for @measure.
func (r *reader) property(f *ast.FieldDefinition, find func(string) *Property) *Property {
	p := &Property{
		Name: f.Name, Description: f.Description, Required: f.Type.NonNull, List: f.Type.Elem != nil,
		Unique: f.Directives.ForName("unique") != nil, Computed: f.Directives.ForName("computed") != nil,
	}
	name := f.Type.Name()
	kind, scalar := scalarKinds[name]
	switch {
	case scalar:
		p.Kind = kind
	case r.m.Enums[name] != nil || r.definitions[name] != nil && r.definitions[name].Kind == ast.Enum:
		p.Kind, p.Enum = Enum, name
	case f.Directives.ForName("localized") != nil:
		p.Kind = Localized
	default:
		r.failf(f.Position, "%s has the type %s; a property is String, ID, Int, Float, Boolean, Date, DateTime or an enumeration, "+
			"or a list of them", f.Name, f.Type)
		return nil
	}
	if p.List && (f.Type.Elem.Elem != nil || !f.Type.Elem.NonNull || !f.Type.NonNull) {
		r.failf(f.Position, "%s has the type %s; write a list as [%s!]!", f.Name, f.Type, name)
	}
	if dir := f.Directives.ForName("sortKey"); dir != nil {
		p.SortKey = map[string]SortKey{"NAME": NameKey, "NATURAL": NaturalKey}[text(dir, "kind")]
		switch {
		case p.Kind != String || p.List:
			r.failf(dir.Position, "%s: only a single String has a sort key", f.Name)
		case p.SortKey == NoSortKey:
			r.failf(dir.Position, "%s: there is no sort key %s; use NAME or NATURAL", f.Name, text(dir, "kind"))
		}
	}
	if p.Unique && (p.List || p.Kind != String && p.Kind != ID) {
		r.failf(f.Position, "%s: only a single String or ID can be unique", f.Name)
	}
	if f.Directives.ForName("measure") != nil {
		r.own = append(r.own, measured{p, f, find})
	}
	return p
}

// measures resolves @measure once all properties are known.
func (r *reader) measures() {
	for _, m := range r.own {
		dir := m.field.Directives.ForName("measure")
		flag := m.find(text(dir, "unlessFalse"))
		if flag == nil || flag.Kind != Boolean {
			r.failf(dir.Position, "%s: @measure names %q, which is no Boolean of the same type", m.field.Name, text(dir, "unlessFalse"))
		}
		if m.property.Kind != Float && m.property.Kind != Int {
			r.failf(dir.Position, "%s: only a number can be a measure", m.field.Name)
		}
		m.property.MeasureUnlessFalse = flag
	}
}

// link reads a field that follows relationships.
func (r *reader) link(t *NodeType, f *ast.FieldDefinition) {
	dir := f.Directives.ForName("relationship")
	l := &Link{
		Name: f.Name, Description: f.Description, Owner: t, Many: f.Type.Elem != nil,
		Required: f.Type.Elem == nil && f.Type.NonNull,
		Type:     r.m.types[f.Type.Name()],
		Step:     Step{Relationship: r.m.relationships[text(dir, "type")], In: text(dir, "direction") == "IN"},
	}
	switch {
	case l.Step.Relationship == nil:
		r.failf(dir.Position, "%s.%s follows the relationship %q, which no type declares with @relationshipProperties",
			t.Name, f.Name, text(dir, "type"))
		return
	case l.Type == nil:
		r.failf(f.Position, "%s.%s leads to %s, which is no type with @node", t.Name, f.Name, f.Type.Name())
		return
	case l.Many && (!f.Type.NonNull || !f.Type.Elem.NonNull):
		r.failf(f.Position, "%s.%s has the type %s; write a list as [%s!]!", t.Name, f.Name, f.Type, l.Type.Name)
	}
	if d := text(dir, "direction"); d != "IN" && d != "OUT" && d != "" {
		r.failf(dir.Position, "%s.%s: there is no direction %s; use OUT or IN", t.Name, f.Name, d)
	}
	near, far := l.Step.Relationship.From, l.Step.Relationship.To
	if l.Step.In {
		near, far = far, near
	}
	for _, o := range t.Objects {
		if !slices.Contains(near, o) {
			r.failf(f.Position, "%s.%s: no %s relationship is on that side of %s", t.Name, f.Name, l.Step.Relationship.Name, o.Name)
		}
	}
	if !slices.ContainsFunc(l.Type.Objects, func(o *NodeType) bool { return slices.Contains(far, o) }) {
		r.failf(f.Position, "%s.%s: no %s relationship leads to %s", t.Name, f.Name, l.Step.Relationship.Name, l.Type.Name)
	}
	t.addLink(l)
}

// inverses checks that every relationship can be followed from both of its ends, to all that is at the other.
func (r *reader) inverses() {
	for _, rel := range r.m.Relationships {
		at := r.m.position(r.definitions, rel)
		for _, from := range rel.From {
			for _, to := range rel.To {
				if !from.follows(rel, false, to) && r.pairAllowed(rel, from, to) {
					r.failf(at, "relationship %s from %s to %s has no field on %s: add one with @relationship(type: %q, direction: OUT)",
						rel.Name, from.Name, to.Name, from.Name, rel.Name)
				}
				if !to.follows(rel, true, from) && r.pairAllowed(rel, from, to) {
					r.failf(at, "relationship %s from %s to %s has no inverse on %s: add a field with @relationship(type: %q, direction: IN)",
						rel.Name, from.Name, to.Name, to.Name, rel.Name)
				}
			}
		}
	}
}

// pairAllowed leaves out pairs that no field of either end knows, such as PART_OF from a Product to a Goal, as long as
// both ends have another field for the relationship.
func (r *reader) pairAllowed(rel *RelationshipType, from, to *NodeType) bool {
	out := slices.ContainsFunc(rel.To, func(t *NodeType) bool { return from.follows(rel, false, t) })
	in := slices.ContainsFunc(rel.From, func(t *NodeType) bool { return to.follows(rel, true, t) })
	if !out || !in {
		return true
	}
	return from.follows(rel, false, to) != to.follows(rel, true, from)
}

func (t *NodeType) follows(rel *RelationshipType, in bool, other *NodeType) bool {
	return slices.ContainsFunc(t.Links, func(l *Link) bool {
		return l.Step.Relationship == rel && l.Step.In == in && other.Is(l.Type)
	})
}

func (m *Mapping) position(definitions map[string]*ast.Definition, rel *RelationshipType) *ast.Position {
	for _, d := range definitions {
		if dir := d.Directives.ForName("relationshipProperties"); dir != nil && text(dir, "type") == rel.Name {
			return dir.Position
		}
	}
	return nil
}

// number gives every property its number and every type its slots.
func (r *reader) number() {
	seen, n := map[*Property]bool{}, 0
	count := func(ps []*Property) {
		for _, p := range ps {
			if !seen[p] {
				seen[p], p.Number = true, n
				n++
			}
		}
	}
	nodes := slices.Concat(r.m.Interfaces, r.m.Types)
	for _, t := range nodes {
		count(t.Properties)
	}
	for _, t := range r.m.Relationships {
		count(t.Properties)
	}
	slots := func(ps []*Property) []int {
		s := slices.Repeat([]int{-1}, n)
		for i, p := range ps {
			s[p.Number] = i
		}
		return s
	}
	for _, t := range nodes {
		t.slots = slots(t.Properties)
	}
	for _, t := range r.m.Relationships {
		t.slots = slots(t.Properties)
	}
}

// text returns the raw text of a directive's argument, or "".
func text(dir *ast.Directive, arg string) string {
	if a := dir.Arguments.ForName(arg); a != nil {
		return a.Value.Raw
	}
	return ""
}

func texts(dir *ast.Directive, arg string) []string {
	a := dir.Arguments.ForName(arg)
	if a == nil {
		return nil
	}
	if a.Value.Kind != ast.ListValue {
		return []string{a.Value.Raw}
	}
	var all []string
	for _, c := range a.Value.Children {
		all = append(all, c.Value.Raw)
	}
	return all
}
