package suite

import (
	"bytes"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"partnir/plan/mapping"
	"partnir/store"
)

// failure is a question that a store answers wrongly, with the graph.
type failure struct {
	m         *mapping.Mapping
	records   *store.Records
	query     string
	variables map[string]any
	// scope is that of the request.
	scope map[string]any
	// fails reports whether a question about a graph still is answered wrongly, in the scope.
	fails func(records *store.Records, query string, variables map[string]any) bool
	tries int
}

// maxTries bounds the work of making a failure small.
const maxTries = 1500

// shrink leaves out of the operation, then of the graph, then of the operation again, what the failure does not need.
func (f *failure) shrink() {
	f.shrinkScope()
	f.shrinkOperation()
	f.shrinkRecords()
	f.shrinkOperation()
}

// shrinkScope leaves out of the scope of the request what the failure does not need.
func (f *failure) shrinkScope() {
	for name := range f.scope {
		all := f.scope
		f.scope = maps.Clone(all)
		delete(f.scope, name)
		if !f.fails(f.records, f.query, f.variables) {
			f.scope = all
		}
	}
}

// try reports whether another failure of its own is there with these; then they are kept.
func (f *failure) try(records *store.Records, query string, variables map[string]any) bool {
	if f.tries++; f.tries > maxTries || !f.fails(records, query, variables) {
		return false
	}
	f.records, f.query, f.variables = records, query, variables
	return true
}

// shrinkOperation makes one change after another, as long as one of them leaves a valid operation that fails.
func (f *failure) shrinkOperation() {
	for i := 0; ; {
		e := &editor{at: i}
		query, variables, ok := e.edit(f.query, f.variables)
		switch {
		case !ok && e.at >= 0:
			return // there is no such change
		case !ok || len(query) >= len(f.query) && len(variables) == len(f.variables) && !e.values:
			i++
		default:
			if _, refusal := prepare(query, cloneVariables(variables)); refusal != nil || !f.try(f.records, query, variables) {
				i++
			}
		}
	}
}

// editor makes the change number at to an operation. The changes are counted as the operation is walked: selections are left out or
// replaced by what is in them, arguments and directives are left out, and so are parts of the values of variables.
type editor struct {
	at int
	// values says that the change is one to the values of variables.
	values bool
}

// now counts a change; true for the one to make.
func (e *editor) now() bool {
	e.at--
	return e.at == -1
}

func (e *editor) edit(query string, variables map[string]any) (string, map[string]any, bool) {
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		return "", nil, false
	}
	for _, o := range doc.Operations {
		o.SelectionSet = e.selections(o.SelectionSet, doc.Fragments)
	}
	for _, d := range doc.Fragments {
		d.SelectionSet = e.selections(d.SelectionSet, doc.Fragments)
	}
	variables = cloneVariables(variables)
	if e.at >= 0 {
		for _, name := range slices.Sorted(maps.Keys(variables)) {
			variables[name] = e.value(variables[name])
			e.values = e.at < 0
			if e.now() {
				delete(variables, name)
				e.values = true
			}
			if e.at < 0 {
				break
			}
		}
	}
	if e.at >= 0 {
		return "", nil, false
	}
	unused(doc, variables)
	var w bytes.Buffer
	formatter.NewFormatter(&w).FormatQueryDocument(doc)
	return w.String(), variables, true
}

// selections edits a selection set.
func (e *editor) selections(set ast.SelectionSet, fragments ast.FragmentDefinitionList) ast.SelectionSet {
	var kept ast.SelectionSet
	for _, s := range set {
		if len(set) > 1 && e.now() {
			continue
		}
		switch s := s.(type) {
		case *ast.Field:
			s.Arguments = e.arguments(s.Arguments)
			s.Directives = e.directives(s.Directives)
			s.SelectionSet = e.selections(s.SelectionSet, fragments)
			if s.Alias != s.Name && e.now() {
				s.Alias = s.Name
			}
		case *ast.InlineFragment:
			if e.now() {
				kept = append(kept, s.SelectionSet...)
				continue
			}
			s.Directives = e.directives(s.Directives)
			s.SelectionSet = e.selections(s.SelectionSet, fragments)
		case *ast.FragmentSpread:
			d := fragments.ForName(s.Name)
			if e.now() {
				kept = append(kept, &ast.InlineFragment{TypeCondition: d.TypeCondition, SelectionSet: d.SelectionSet, Directives: s.Directives})
				continue
			}
			s.Directives = e.directives(s.Directives)
		}
		kept = append(kept, s)
	}
	return kept
}

func (e *editor) directives(list ast.DirectiveList) ast.DirectiveList {
	return slices.DeleteFunc(list, func(*ast.Directive) bool { return e.now() })
}

func (e *editor) arguments(list ast.ArgumentList) ast.ArgumentList {
	list = slices.DeleteFunc(list, func(*ast.Argument) bool { return e.now() })
	for _, a := range list {
		e.literal(a.Value)
	}
	return list
}

// literal leaves out parts of a value in the text.
func (e *editor) literal(v *ast.Value) {
	v.Children = slices.DeleteFunc(v.Children, func(*ast.ChildValue) bool { return e.now() })
	for _, c := range v.Children {
		e.literal(c.Value)
	}
}

// value leaves out parts of a value of a variable, or puts a part in the place of the whole, as X for {not: X}.
func (e *editor) value(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if e.now() {
				delete(v, name)
				return v
			}
			if _, inner := v[name].(map[string]any); inner && e.now() {
				return v[name]
			}
			v[name] = e.value(v[name])
		}
	case []any:
		for i := range v {
			if e.now() {
				return append(slices.Clone(v[:i]), v[i+1:]...)
			}
			v[i] = e.value(v[i])
		}
	}
	return v
}

func cloneVariables(v map[string]any) map[string]any {
	return cloneValue(v).(map[string]any)
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
		for name, inner := range v {
			c[name] = cloneValue(inner)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, inner := range v {
			c[i] = cloneValue(inner)
		}
		return c
	}
	return v
}

// unused takes out fragments and variables that nothing refers to.
func unused(doc *ast.QueryDocument, variables map[string]any) {
	used := map[string]bool{}
	var visit func(ast.SelectionSet)
	value := func(list ast.ArgumentList) {
		for _, a := range list {
			usedVariables(a.Value, used)
		}
	}
	directives := func(list ast.DirectiveList) {
		for _, d := range list {
			value(d.Arguments)
		}
	}
	visit = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				value(s.Arguments)
				directives(s.Directives)
				visit(s.SelectionSet)
			case *ast.InlineFragment:
				directives(s.Directives)
				visit(s.SelectionSet)
			case *ast.FragmentSpread:
				directives(s.Directives)
				if name := "..." + s.Name; !used[name] {
					used[name] = true
					visit(doc.Fragments.ForName(s.Name).SelectionSet)
				}
			}
		}
	}
	for _, o := range doc.Operations {
		visit(o.SelectionSet)
		o.VariableDefinitions = slices.DeleteFunc(o.VariableDefinitions, func(d *ast.VariableDefinition) bool { return !used["$"+d.Variable] })
	}
	doc.Fragments = slices.DeleteFunc(doc.Fragments, func(d *ast.FragmentDefinition) bool { return !used["..."+d.Name] })
	maps.DeleteFunc(variables, func(name string, _ any) bool { return !used["$"+name] })
}

func usedVariables(v *ast.Value, used map[string]bool) {
	if v.Kind == ast.Variable {
		used["$"+v.Raw] = true
	}
	for _, c := range v.Children {
		usedVariables(c.Value, used)
	}
}
