package transport

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"partnir/fault"
	"partnir/graph/present"
)

// forbiddenNulls finds where a variable that is null comes to where no null may be: to an argument that is not nullable, also one with a
// default, to a part of such an argument, or to the condition of @skip or @include. Validation lets the variable pass, for it might have a
// value. What @skip and @include leave out is not looked at.
func forbiddenNulls(op *ast.OperationDefinition, values map[string]any) gqlerror.List {
	n := &nulls{values: values, seen: map[string]bool{}}
	for _, d := range op.VariableDefinitions {
		if value, given := values[d.Variable]; given && value == nil {
			n.selection(nil, op.SelectionSet)
			break
		}
	}
	return n.errs
}

// nulls is the search in one operation.
type nulls struct {
	values map[string]any
	// seen are the names of the fragments that were looked at.
	seen map[string]bool
	errs gqlerror.List
}

func (n *nulls) selection(path ast.Path, set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			at := append(path[:len(path):len(path)], ast.PathName(s.Alias))
			if n.included(at, s.Position, s.Directives) {
				n.arguments(at, s.Position, s.Definition.Arguments, s.Arguments)
				n.selection(at, s.SelectionSet)
			}
		case *ast.InlineFragment:
			if n.included(path, s.Position, s.Directives) {
				n.selection(path, s.SelectionSet)
			}
		case *ast.FragmentSpread:
			if n.included(path, s.Position, s.Directives) && !n.seen[s.Name] {
				n.seen[s.Name] = true
				n.selection(path, s.Definition.SelectionSet)
			}
		}
	}
}

// included reports whether @skip and @include let a selection stand.
func (n *nulls) included(path ast.Path, at *ast.Position, directives ast.DirectiveList) bool {
	included := true
	for _, d := range directives {
		n.arguments(path, at, d.Definition.Arguments, d.Arguments)
		if condition := d.Arguments.ForName("if"); condition != nil {
			value, _ := condition.Value.Value(n.values)
			included = included && value == (d.Name == "include")
		}
	}
	return included
}

func (n *nulls) arguments(path ast.Path, at *ast.Position, known ast.ArgumentDefinitionList, given ast.ArgumentList) {
	for _, a := range given {
		null := n.find(a.Value)
		if null == nil {
			continue
		}
		instead := "give a value"
		if d := known.ForName(a.Name).DefaultValue; d != nil && null == a.Value {
			instead += fmt.Sprintf(", or leave it out for the default %s", d)
		}
		err := present.Coded(fault.CodeBadInput, "%s: $%s is null, where null must not be; %s", a.Name, null.Raw, instead)
		err.Path = path
		err.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
		n.errs = append(n.errs, err)
	}
}

// find returns a variable in a value that is null where no null may be; nil where there is none.
func (n *nulls) find(v *ast.Value) *ast.Value {
	if v.Kind == ast.Variable {
		if value, given := n.values[v.Raw]; given && value == nil && v.ExpectedType.NonNull {
			return v
		}
		return nil
	}
	for _, c := range v.Children {
		if found := n.find(c.Value); found != nil {
			return found
		}
	}
	return nil
}
