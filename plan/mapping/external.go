package mapping

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// External says that a property holds what another data set calls the entity.
type External struct {
	// Scheme is the value of the enumeration SchemeEnum that names the data set.
	Scheme string
	// Type declares the property.
	Type     *NodeType
	Property *Property
	// Before are what may stand before the identifier in the property; Ignoring are letters that do not count in the identifier, and
	// Number says that zeros at its front do not either.
	Before   []string
	Ignoring string
	Number   bool
	// Surest is a number that says of which of several entities with one identifier it is; nil where nothing does.
	Surest *Property
}

// SchemeEnum is the enumeration of the schemes of identifiers.
const SchemeEnum = "ExternalScheme"

// Texts are what the property may hold for an identifier, as it is stored.
func (x *External) Texts(identifier string) []string {
	identifier = strings.Map(func(r rune) rune {
		if strings.ContainsRune(x.Ignoring, r) {
			return -1
		}
		return r
	}, identifier)
	if x.Number {
		identifier = strings.TrimLeft(identifier, "0")
	}
	if identifier == "" {
		return nil
	}
	if len(x.Before) == 0 {
		return []string{x.Property.Kind.stored(identifier)}
	}
	texts := make([]string, len(x.Before))
	for i, before := range x.Before {
		texts[i] = x.Property.Kind.stored(before + identifier)
	}
	return texts
}

// declared is a directive of a property that is resolved once all properties are known.
type declared struct {
	external *External
	dir      *ast.Directive
}

// external reads the @externalId of a field.
func (r *reader) external(t *NodeType, p *Property, f *ast.FieldDefinition) {
	for _, dir := range f.Directives.ForNames("externalId") {
		x := &External{
			Scheme: text(dir, "scheme"), Type: t, Property: p, Before: texts(dir, "before"), Ignoring: text(dir, "ignoring"),
			Number: text(dir, "number") == "true",
		}
		if p.Kind != String && p.Kind != ID && p.Kind != URI {
			r.failf(dir.Position, "%s.%s: only texts are identifiers", t.Name, f.Name)
		}
		p.External = true
		r.m.Externals = append(r.m.Externals, x)
		r.externals = append(r.externals, declared{x, dir})
	}
}

// schemes checks the identifiers against the enumeration of schemes, in whose order they come.
func (r *reader) schemes() {
	known := r.m.Enums[SchemeEnum]
	for _, d := range r.externals {
		if !slices.Contains(known, d.external.Scheme) {
			r.failf(d.dir.Position, "%s: %s has no value %q", d.external.Property.Name, SchemeEnum, d.external.Scheme)
		}
		name := text(d.dir, "surest")
		if d.external.Surest = d.external.Type.Property(name); name != "" && (d.external.Surest == nil || d.external.Surest.Kind != Float) {
			r.failf(d.dir.Position, "%s: @externalId names %q, which is no Float of the same type", d.external.Property.Name, name)
		}
	}
	for _, scheme := range known {
		if !slices.ContainsFunc(r.m.Externals, func(x *External) bool { return x.Scheme == scheme }) {
			r.failf(r.definitions[SchemeEnum].EnumValues.ForName(scheme).Position,
				"no property holds identifiers of %s; write @externalId(scheme: %s) at one", scheme, scheme)
		}
	}
	slices.SortStableFunc(r.m.Externals, func(a, b *External) int {
		return slices.Index(known, a.Scheme) - slices.Index(known, b.Scheme)
	})
}
