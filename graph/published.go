package graph

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// unpublished are locations of directives that the library knows from drafts. Older clients refuse a schema that names them.
var unpublished = []ast.DirectiveLocation{"DIRECTIVE_DEFINITION"}

// publish takes out of a schema what the library adds to it beyond the specification of September 2025.
func publish(schema *ast.Schema) {
	// An answer is one piece, so there is nothing to defer. Without the directive, validation says so.
	delete(schema.Directives, "defer")
	for name, d := range schema.Directives {
		published := *d
		published.Locations = slices.DeleteFunc(slices.Clone(d.Locations), func(l ast.DirectiveLocation) bool { return slices.Contains(unpublished, l) })
		schema.Directives[name] = &published
	}
	locations := *schema.Types["__DirectiveLocation"]
	locations.EnumValues = slices.DeleteFunc(slices.Clone(locations.EnumValues), func(v *ast.EnumValueDefinition) bool {
		return slices.Contains(unpublished, ast.DirectiveLocation(v.Name))
	})
	schema.Types["__DirectiveLocation"] = &locations
}
