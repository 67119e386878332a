package mapping

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// The relationships of the hand-written schema: their types, and the fields that follow them.

// relationshipTypes finds the relationship types with their own properties.
func (r *reader) relationshipTypes(doc *ast.SchemaDocument) {
	for _, d := range doc.Definitions {
		dir := d.Directives.ForName("relationshipProperties")
		if dir == nil {
			continue
		}
		t := &RelationshipType{
			Name: text(dir, "type"), Description: d.Description, TypeName: PlainRelationship,
			Timeless: text(dir, "timeless") == "true", Index: len(r.m.Relationships), From: r.ends(dir, "from"), To: r.ends(dir, "to"), properties: map[string]*Property{},
		}
		t.FromType, t.ToType = r.m.narrowest(t.From), r.m.narrowest(t.To)
		switch {
		case r.m.relationships[t.Name] != nil:
			r.failf(dir.Position, "relationship %s is defined twice", t.Name)
			continue
		case !relationshipPattern.MatchString(t.Name):
			r.failf(dir.Position, "relationship type %q: write capital letters, digits and underscores", t.Name)
		case len(t.From) > 0 && t.FromType == nil || len(t.To) > 0 && t.ToType == nil:
			r.failf(dir.Position, "relationship %s: the types at one end have no interface in common", t.Name)
		}
		if len(d.Fields) > 0 {
			t.TypeName, t.Plural = d.Name, cmp.Or(text(dir, "plural"), plural(d.Name))
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

// relationshipPattern is what a type of relationships may be called: it stands in ids, in small letters.
var relationshipPattern = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// plural is the regular plural of the name of a type: memberships, activities.
func plural(typeName string) string {
	name := strings.ToLower(typeName[:1]) + typeName[1:]
	if stem, ok := strings.CutSuffix(name, "y"); ok {
		return stem + "ies"
	}
	return name + "s"
}

// narrowest is the type with the fewest objects that all of some objects are of; nil where there is none.
func (m *Mapping) narrowest(objects []*NodeType) *NodeType {
	var best *NodeType
	for _, t := range slices.Concat(m.Types, m.Interfaces) {
		all := !slices.ContainsFunc(objects, func(o *NodeType) bool { return !o.Is(t) })
		if all && (best == nil || len(t.Objects) < len(best.Objects)) {
			best = t
		}
	}
	return best
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
