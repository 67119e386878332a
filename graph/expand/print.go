package expand

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// text writes sections in GraphQL's schema language.
func text(sections []*section) string {
	p := &printer{}
	p.linef(0, "# Code generated from schema/*.graphqls by go generate. DO NOT EDIT.")
	for _, s := range sections {
		if len(s.directives)+len(s.definitions) == 0 {
			continue
		}
		p.linef(0, "")
		p.linef(0, "# ---- %s %s", s.title, strings.Repeat("-", 90-len(s.title)))
		for _, d := range s.directives {
			p.directive(d)
		}
		for _, d := range s.definitions {
			p.definition(d)
		}
	}
	return p.String()
}

// printer writes definitions, each with an empty line before it.
type printer struct{ strings.Builder }

func (p *printer) linef(indent int, format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if line != "" {
		p.WriteString(strings.Repeat("  ", indent))
	}
	p.WriteString(line)
	p.WriteByte('\n')
}

func (p *printer) description(indent int, text string) {
	if text == "" {
		return
	}
	if !strings.ContainsAny(text, "\n\"\\") {
		p.linef(indent, "%q", text)
		return
	}
	p.linef(indent, `"""`)
	for line := range strings.SplitSeq(strings.ReplaceAll(text, `"""`, `\"""`), "\n") {
		p.linef(indent, "%s", line)
	}
	p.linef(indent, `"""`)
}

var keywords = map[ast.DefinitionKind]string{
	ast.Scalar: "scalar", ast.Object: "type", ast.Interface: "interface", ast.Union: "union", ast.Enum: "enum", ast.InputObject: "input",
}

func (p *printer) definition(d *ast.Definition) {
	p.linef(0, "")
	p.description(0, d.Description)
	head := keywords[d.Kind] + " " + d.Name
	if len(d.Interfaces) > 0 {
		head += " implements " + strings.Join(d.Interfaces, " & ")
	}
	head += directives(d.Directives)
	if len(d.Types) > 0 {
		head += " = " + strings.Join(d.Types, " | ")
	}
	if len(d.Fields)+len(d.EnumValues) == 0 {
		p.linef(0, "%s", head)
		return
	}
	p.linef(0, "%s {", head)
	for _, f := range d.Fields {
		p.description(1, f.Description)
		p.arguments(1, f.Name, f.Arguments, ": "+f.Type.String()+defaultValue(f.DefaultValue)+directives(f.Directives))
	}
	for _, v := range d.EnumValues {
		p.description(1, v.Description)
		p.linef(1, "%s%s", v.Name, directives(v.Directives))
	}
	p.linef(0, "}")
}

func (p *printer) directive(d *ast.DirectiveDefinition) {
	p.linef(0, "")
	p.description(0, d.Description)
	tail := " on "
	if d.IsRepeatable {
		tail = " repeatable on "
	}
	for i, l := range d.Locations {
		if i > 0 {
			tail += " | "
		}
		tail += string(l)
	}
	p.arguments(0, "directive @"+d.Name, d.Arguments, tail)
}

// arguments writes a line with a name, its arguments, and what comes after them: one argument a line where one is described.
func (p *printer) arguments(indent int, name string, arguments ast.ArgumentDefinitionList, tail string) {
	if len(arguments) == 0 {
		p.linef(indent, "%s%s", name, tail)
		return
	}
	if !slices.ContainsFunc(arguments, func(a *ast.ArgumentDefinition) bool { return a.Description != "" }) {
		all := make([]string, len(arguments))
		for i, a := range arguments {
			all[i] = argumentText(a)
		}
		p.linef(indent, "%s(%s)%s", name, strings.Join(all, ", "), tail)
		return
	}
	p.linef(indent, "%s(", name)
	for _, a := range arguments {
		p.description(indent+1, a.Description)
		p.linef(indent+1, "%s", argumentText(a))
	}
	p.linef(indent, ")%s", tail)
}

func argumentText(a *ast.ArgumentDefinition) string {
	return fmt.Sprintf("%s: %s%s%s", a.Name, a.Type, defaultValue(a.DefaultValue), directives(a.Directives))
}

func defaultValue(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return " = " + v.String()
}

// directives writes the directives that clients may see.
func directives(list ast.DirectiveList) string {
	text := ""
	for _, d := range list {
		if slices.Contains(mappingDirectives, d.Name) {
			continue
		}
		text += " @" + d.Name
		for i, a := range d.Arguments {
			if i == 0 {
				text += "("
			} else {
				text += ", "
			}
			text += a.Name + ": " + a.Value.String()
			if i == len(d.Arguments)-1 {
				text += ")"
			}
		}
	}
	return text
}
