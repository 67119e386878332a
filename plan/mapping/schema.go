package mapping

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// RelationshipProperties are the properties that every relationship has, after its own.
var relationshipProperties = []*Property{
	{Name: "id", Kind: ID, Required: true, Description: "Stable id of the relationship."},
	{Name: "validFrom", Kind: PartialDate, Description: "First day that it holds; null: unknown, or always."},
	{Name: "validTo", Kind: PartialDate, Description: "Last day that it holds; null: open or unknown."},
	{Name: "knownSince", Kind: PartialDate, Description: "Since when a source says that it holds, where its first day is unknown: `asOf` goes by it."},
	{Name: "confidence", Kind: Float, Description: "How sure the graph is of it, 0 to 1.", Range: &Range{Min: 0, Max: 1}},
	{Name: "recordedAt", Kind: DateTime, Description: "When the graph recorded it."},
}

// RelationshipProperties are the properties that every relationship has.
func RelationshipProperties() []*Property { return slices.Clone(relationshipProperties) }

// Read reads the mapping from the hand-written schema. A mistake in the schema is an error that names file and line; all
// mistakes that can be told at once are told.
func Read(sources ...*ast.Source) (*Mapping, error) {
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
	r.schemes()
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
	own       []measured
	externals []declared
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
			if p+":" == relationshipPrefix {
				r.failf(node.Position, "id prefix %q of %s: ids of relationships begin with it", p, t.Name)
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
	for _, t := range slices.Concat(r.m.Types, r.m.Interfaces) {
		for _, name := range t.Labels[1:] {
			if i := r.m.types[name]; i != nil {
				i.Narrower = append(i.Narrower, t)
				if !t.Interface {
					i.Objects = append(i.Objects, t)
				}
			}
		}
	}
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
				r.external(t, p, f)
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
		r.failf(f.Position, "%s has the type %s; a property is String, ID, Int, Float, Boolean, Date, PartialDate, DateTime, URI or an "+
			"enumeration, or a list of them", f.Name, f.Type)
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
	r.rangeOf(p, f)
	if f.Directives.ForName("measure") != nil {
		r.own = append(r.own, measured{p, f, find})
	}
	return p
}

// rangeOf reads @range.
func (r *reader) rangeOf(p *Property, f *ast.FieldDefinition) {
	dir := f.Directives.ForName("range")
	if dir == nil {
		return
	}
	low, errLow := strconv.ParseFloat(text(dir, "min"), 64)
	high, errHigh := strconv.ParseFloat(text(dir, "max"), 64)
	switch {
	case p.Kind != Float && p.Kind != Int:
		r.failf(dir.Position, "%s: only a number has a range", f.Name)
	case errLow != nil || errHigh != nil || low > high:
		r.failf(dir.Position, "%s: write a range as @range(min: 0, max: 1)", f.Name)
	}
	p.Range = &Range{low, high}
}

// measures resolves @measure once all properties are known.
func (r *reader) measures() {
	for _, m := range r.own {
		dir := m.field.Directives.ForName("measure")
		if text(dir, "unlessFalse")+text(dir, "unit") == "" {
			r.failf(dir.Position, "%s: @measure says nothing; give unlessFalse or unit", m.field.Name)
		}
		if flag := text(dir, "unlessFalse"); flag != "" {
			if m.property.MeasureUnlessFalse = m.find(flag); m.property.MeasureUnlessFalse == nil || m.property.MeasureUnlessFalse.Kind != Boolean {
				r.failf(dir.Position, "%s: @measure names %q, which is no Boolean of the same type", m.field.Name, flag)
			}
		}
		if unit := text(dir, "unit"); unit != "" {
			if m.property.Unit = m.find(unit); m.property.Unit == nil || m.property.Unit.List || m.property.Unit == m.property {
				r.failf(dir.Position, "%s: @measure names the unit %q, which is no other single value of the same type", m.field.Name, unit)
			}
		}
		if m.property.Kind != Float && m.property.Kind != Int {
			r.failf(dir.Position, "%s: only a number can be a measure", m.field.Name)
		}
	}
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
