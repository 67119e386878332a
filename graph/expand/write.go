package expand

import (
	"regexp"
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

// specifiedBy says where a scalar is specified.
func specifiedBy(url string) *ast.Directive {
	return &ast.Directive{Name: "specifiedBy", Arguments: ast.ArgumentList{{Name: "url", Value: &ast.Value{Kind: ast.StringValue, Raw: url}}}}
}

// describedThere is the description of what bears the name of a property: what the property means stands at the field that gives it, and is
// not said again in every order, key, group and figure.
const describedThere = ""

// clause is where the first clause of a description ends.
var clause = regexp.MustCompile(`; |: |\. [A-Z]| \(|, (?:as|such as|where|which|for|in|word) `)

// brief is the first clause of a description. Filters repeat what fields say in full.
func brief(description string) string {
	if end := clause.FindStringIndex(description); end != nil {
		return description[:end[0]] + "."
	}
	return description
}
