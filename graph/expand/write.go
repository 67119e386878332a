package expand

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// typ reads a type such as [String!]!.
func typ(s string) *ast.Type {
	if inner, ok := strings.CutSuffix(s, "!"); ok {
		t := typ(inner)
		t.NonNull = true
		return t
	}
	if inner, ok := strings.CutPrefix(s, "["); ok {
		return ast.ListType(typ(strings.TrimSuffix(inner, "]")), nil)
	}
	return ast.NamedType(s, nil)
}

func field(name, t, description string, arguments ...*ast.ArgumentDefinition) *ast.FieldDefinition {
	return &ast.FieldDefinition{Name: name, Type: typ(t), Description: description, Arguments: arguments}
}

func argument(name, t, description string) *ast.ArgumentDefinition {
	return &ast.ArgumentDefinition{Name: name, Type: typ(t), Description: description}
}

func value(name, description string) *ast.EnumValueDefinition {
	return &ast.EnumValueDefinition{Name: name, Description: description}
}

func capitalised(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
