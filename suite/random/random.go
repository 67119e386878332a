// Package random makes operations and graphs at random: operations that the served schema allows, over all of it, and graphs that a store
// would load. The same seed makes the same.
package random

import (
	"math/rand/v2"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"partnir/plan/mapping"
)

// Generator makes operations and graphs. It may not be used by several goroutines at once.
type Generator struct {
	*rand.Rand
	schema *ast.Schema
	m      *mapping.Mapping
}

// New returns a generator. schema is the served one.
func New(seed uint64, schema *ast.Schema, m *mapping.Mapping) *Generator {
	return &Generator{Rand: rand.New(rand.NewPCG(seed, 0)), schema: schema, m: m}
}

// pick returns one of some values.
func pick[T any](g *Generator, from []T) T { return from[g.IntN(len(from))] }

// oneIn is true once in n times.
func (g *Generator) oneIn(n int) bool { return g.IntN(n) == 0 }

// Operation is an operation whose values can be drawn again and again, for one graph after another: the text stays, so that a store that
// prepares statements by their text has to do it once.
type Operation struct {
	Query string
	// variables are what the operation declares, in order.
	variables []variable
	// Cursors are the variables that take cursors.
	Cursors []Cursor
}

// variable draws a value; it is not given where given is false.
type variable struct {
	name string
	draw func(p *Pool) (value any, given bool)
}

// Cursor is a variable for the argument `after` or `before` of a list. Its cursors stand in an answer at `edges.cursor` and in `pageInfo`
// below Path, which leaves out the places in lists.
type Cursor struct {
	Variable string
	Path     []string
}

// Variables draws values for the variables. Cursors are not among them: the one who asks takes them from earlier answers.
func (o *Operation) Variables(p *Pool) map[string]any {
	values := map[string]any{}
	for _, v := range o.variables {
		if value, given := v.draw(p); given {
			values[v.name] = value
		}
	}
	return values
}

// List is a root list.
func (g *Generator) List() *ast.FieldDefinition {
	for {
		if f := pick(g, g.schema.Query.Fields); f.Arguments.ForName("orderBy") != nil {
			return f
		}
	}
}

// Filter draws a filter of a type, nested up to four deep, about the values of the pool.
func (g *Generator) Filter(p *Pool, typeName string) map[string]any {
	none := false
	b := &builder{Generator: g, pool: p}
	return drawn(b.filter(typeName, 4, &none), p).(map[string]any)
}

// Order draws an element of `orderBy`.
func (g *Generator) Order(typeName string) map[string]any {
	f := pick(g, g.schema.Types[typeName].Fields)
	if f.Type.Name() != "OrderDirection" {
		return map[string]any{f.Name: g.Order(f.Type.Name())}
	}
	return map[string]any{f.Name: pick(g, []string{"ASC", "DESC"})}
}

// Operation makes an operation of 1 to about size lists, links and aggregates. Where it writes values into the text, they are from the
// pool.
func (g *Generator) Operation(p *Pool, size int) *Operation {
	for {
		b := &builder{Generator: g, pool: p, parts: size, fragments: map[string]string{}}
		o := b.operation()
		if g.isValid(o.Query) {
			return o
		}
	}
}

// isValid reports whether a document is valid but for its values, of which some are wrong. Response names and fragments are thrown together,
// so that now and then they conflict.
func (g *Generator) isValid(query string) bool {
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		return false
	}
	others := rules.NewDefaultRules()
	others.RemoveRule(rules.ValuesOfCorrectTypeRule.Name) // the library takes no whole number of any length for a Float
	return validator.ValidateWithRules(g.schema, doc, others) == nil
}
