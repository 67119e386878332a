package build

import (
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
)

// BuildNodes returns the plan that reads the selection of a field of a verb's result on the nodes with some ids. The field is of a type
// of nodes, or of a list of them; AsOf and MinConfidence are those of the verb, nil where they were not given. The row of the plan has a
// row for each id; Output is the shape of an answer to a row of one of them. The error is an *InputError.
func (b *Builder) BuildNodes(f *ast.Field, ids []string, asOf, minConfidence any, vars map[string]any) (*plan.Plan, error) {
	w := &builder{Builder: b, vars: plainVariables(vars), plan: &plan.Plan{Field: f.Name}}
	var err error
	if w.scope, err = NewScope(w.plan, asOf, minConfidence); err != nil {
		return nil, err
	}
	of := f.Definition.Type
	for of.Elem != nil {
		of = of.Elem
	}
	t, s := b.Mapping.Type(of.NamedType), newSelection()
	object, err := w.object(s, t, []*ast.Field{f})
	if err != nil {
		return nil, err
	}
	keys := make([]any, len(ids))
	for i, id := range ids {
		keys[i] = id
	}
	w.plan.Lookup = &plan.Lookup{Type: t, Property: t.Property("id"), Keys: w.param(keys), Select: s.Selection}
	w.plan.Output = &plan.Field{Name: f.Alias, Kind: plan.ObjectValue, Object: object, NonNull: of.NonNull}
	return w.plan, nil
}
