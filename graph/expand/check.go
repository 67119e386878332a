package expand

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// described reports a missing description: clients read them, so everything has one.
func (e *expander) described(at *ast.Position, what, description string) {
	if description == "" {
		e.failf(at, "%s has no description; write one above it in quotes", what)
	}
}

func (e *expander) describedType(d *ast.Definition) {
	e.described(d.Position, "type "+d.Name, d.Description)
	for _, f := range d.Fields {
		e.described(f.Position, d.Name+"."+f.Name, f.Description)
		e.describedArguments(d.Name+"."+f.Name, f.Arguments)
	}
	for _, v := range d.EnumValues {
		e.described(v.Position, d.Name+"."+v.Name, v.Description)
	}
}

func (e *expander) describedArguments(of string, arguments ast.ArgumentDefinitionList) {
	for _, a := range arguments {
		e.described(a.Position, of+": argument "+a.Name, a.Description)
	}
}

// checkFields reports names that a type has twice, such as a property that is called like a field that is generated.
func (e *expander) checkFields() {
	for _, s := range e.sections {
		for _, d := range s.definitions {
			seen := map[string]bool{}
			twice := func(at *ast.Position, name string) {
				if seen[name] {
					if at == nil {
						at = d.Position
					}
					e.failf(at, "%s has two fields or values called %s; rename the one that is written by hand", d.Name, name)
				}
				seen[name] = true
			}
			for _, f := range d.Fields {
				twice(f.Position, f.Name)
			}
			for _, v := range d.EnumValues {
				twice(v.Position, v.Name)
			}
		}
	}
}

var builtInScalars = []string{"Int", "Float", "String", "Boolean", "ID"}

// checkReferences reports types that hand-written fields and arguments name, but nobody defines.
func (e *expander) checkReferences(docs []*ast.SchemaDocument) {
	known := func(at *ast.Position, where string, t *ast.Type) {
		if name := t.Name(); e.taken[name] == nil && !slices.Contains(builtInScalars, name) {
			e.failf(at, "%s has the type %s, which is not defined", where, name)
		}
	}
	for _, doc := range docs {
		for _, d := range slices.Concat(doc.Definitions, doc.Extensions) {
			for _, f := range d.Fields {
				known(f.Position, d.Name+"."+f.Name, f.Type)
				for _, a := range f.Arguments {
					known(a.Position, d.Name+"."+f.Name+": argument "+a.Name, a.Type)
				}
			}
		}
	}
}
