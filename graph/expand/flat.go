package expand

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// flat returns sections in which no interface implements another. Types say of all their interfaces that they implement them, so no type and
// no field is lost. Where a type narrows a field of an interface to a second interface, which must then implement the first, the flat field
// keeps the wider type: what can be asked of it can be asked of the narrower one.
func flat(sections []*section) []*section {
	interfaces := map[string]*ast.Definition{}
	for _, s := range sections {
		for _, d := range s.definitions {
			if d.Kind == ast.Interface {
				interfaces[d.Name] = d
			}
		}
	}
	out := make([]*section, len(sections))
	for i, s := range sections {
		copied := *s
		copied.definitions = nil
		for _, d := range s.definitions {
			copied.definitions = append(copied.definitions, flatType(d, interfaces))
		}
		out[i] = &copied
	}
	return out
}

// flatType is a type as it is in the flat schema.
func flatType(d *ast.Definition, interfaces map[string]*ast.Definition) *ast.Definition {
	copied := *d
	copied.Fields = slices.Clone(d.Fields)
	for _, name := range d.Interfaces {
		for i, f := range copied.Fields {
			asked := interfaces[name].Fields.ForName(f.Name)
			if asked != nil && interfaces[f.Type.Name()] != nil && asked.Type.Name() != f.Type.Name() {
				wider := *f
				wider.Type = named(f.Type, asked.Type.Name())
				copied.Fields[i] = &wider
			}
		}
	}
	if d.Kind == ast.Interface {
		copied.Interfaces = nil
	}
	return &copied
}

// named is a type like t, with another name inside its lists.
func named(t *ast.Type, name string) *ast.Type {
	copied := *t
	if t.Elem != nil {
		copied.Elem = named(t.Elem, name)
	} else {
		copied.NamedType = name
	}
	return &copied
}
