package build

import (
	"errors"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// merged is a response field: all fields of the request that share its response name, whose selections are one.
type merged struct {
	name   string
	fields []*ast.Field
}

// named gives a field of the answer the name, and the place in the document, of a response field.
func (m merged) named(f *plan.Field) *plan.Field {
	f.Name, f.At = m.name, m.at()
	return f
}

// at is where the response field is written first.
func (m merged) at() fault.Position {
	if p := m.fields[0].Position; p != nil {
		return fault.Position{Line: p.Line, Column: p.Column}
	}
	return fault.Position{}
}

// failed says of an error in a response field, or in what is asked below it, where that is.
func (m merged) failed(err error) error {
	inner, ok := errors.AsType[*fault.InputError](err)
	if !ok {
		return err
	}
	e := *inner
	if e.Path == nil {
		e.At = m.at()
	}
	e.Path = append([]any{m.name}, e.Path...)
	return &e
}

// collect merges the selections below some fields, for an object type of that name, in the order of the request. It follows
// fragments whose type condition is the type or one of its interfaces.
func (b *builder) collect(parents []*ast.Field, isType func(condition string) bool) []merged {
	c := collector{b: b, isType: isType, at: map[string]int{}, seen: map[string]bool{}}
	for _, p := range parents {
		c.add(p.SelectionSet)
	}
	return c.fields
}

type collector struct {
	b      *builder
	isType func(string) bool
	fields []merged
	at     map[string]int
	seen   map[string]bool
}

func (c *collector) add(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if !c.b.included(s.Directives) {
				continue
			}
			i, ok := c.at[s.Alias]
			if !ok {
				i = len(c.fields)
				c.at[s.Alias] = i
				c.fields = append(c.fields, merged{name: s.Alias})
			}
			c.fields[i].fields = append(c.fields[i].fields, s)
		case *ast.InlineFragment:
			if c.b.included(s.Directives) && (s.TypeCondition == "" || c.isType(s.TypeCondition)) {
				c.add(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			if c.b.included(s.Directives) && !c.seen[s.Name] && c.isType(s.Definition.TypeCondition) {
				c.seen[s.Name] = true
				c.add(s.Definition.SelectionSet)
			}
		}
	}
}

// included evaluates @skip and @include.
func (b *builder) included(directives ast.DirectiveList) bool {
	if d := directives.ForName("skip"); d != nil && b.condition(d) {
		return false
	}
	if d := directives.ForName("include"); d != nil && !b.condition(d) {
		return false
	}
	return true
}

func (b *builder) condition(d *ast.Directive) bool {
	a := d.Arguments.ForName("if")
	if a == nil {
		return false
	}
	yes, _ := b.exact(b.input(a.Value)).(bool)
	return yes
}

// nodeInterface and relationshipInterface are the GraphQL interfaces of all that has an id of its own, and of all relationships.
const (
	nodeInterface         = "Node"
	relationshipInterface = "Relationship"
)

// isObject tests type conditions for an object type: its name or one of its interfaces.
func isObject(t *mapping.NodeType) func(string) bool {
	return func(condition string) bool { return condition == nodeInterface || slices.Contains(t.Labels, condition) }
}

// isRelationship is isObject for the relationships of a type.
func isRelationship(t *mapping.RelationshipType) func(string) bool {
	return func(condition string) bool {
		return condition == t.TypeName || condition == relationshipInterface || condition == nodeInterface
	}
}

// anyType accepts every type condition: in a type that is no interface, a fragment can only be on that type.
func anyType(string) bool { return true }

// uniform reports whether a selection on an interface is the same for all its object types: every fragment below it is on the
// interface itself or on one that it implements, or on relationships, which no node is.
func (b *builder) uniform(parents []*ast.Field, t *mapping.NodeType) bool {
	if !t.Interface {
		return true
	}
	same := func(condition string) bool {
		return condition == "" || isObject(t)(condition) || b.Mapping.Type(condition) == nil
	}
	seen := map[string]bool{}
	var check func(ast.SelectionSet) bool
	check = func(set ast.SelectionSet) bool {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.InlineFragment:
				if !same(s.TypeCondition) || !check(s.SelectionSet) {
					return false
				}
			case *ast.FragmentSpread:
				if seen[s.Name] {
					continue
				}
				seen[s.Name] = true
				if !same(s.Definition.TypeCondition) || !check(s.Definition.SelectionSet) {
					return false
				}
			}
		}
		return true
	}
	for _, p := range parents {
		if !check(p.SelectionSet) {
			return false
		}
	}
	return true
}
