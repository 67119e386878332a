package random

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// builder is the work on one operation.
type builder struct {
	*Generator
	pool *Pool
	// parts is how many lists, links and aggregates may still come.
	parts int
	// declared are the declarations of the variables.
	declared  []string
	variables []variable
	cursors   []Cursor
	// fragments are the named fragments by their type; definitions their texts.
	fragments   map[string]string
	definitions []string
	names       int
	// wrong says that the operation has its share of wrong input.
	wrong bool
}

// name makes a name that nothing else in the operation has.
func (b *builder) name(prefix string) string {
	b.names++
	return fmt.Sprint(prefix, b.names)
}

// variable declares a variable and returns how it is used. typeName may end in !. Some have a default, some are not given.
func (b *builder) variable(typeName string, draw func(p *Pool) any) string {
	name := b.name("v")
	declaration := "$" + name + ": " + typeName
	withDefault := !strings.Contains(typeName, "[") && b.schema.Types[strings.TrimSuffix(typeName, "!")].IsLeafType() && b.oneIn(4)
	if withDefault {
		declaration += " = " + b.literal(strings.TrimSuffix(typeName, "!"), draw(b.pool))
	}
	b.declared = append(b.declared, declaration)
	g := b.Generator
	// Where nothing has to be given null can be, which is the same.
	mayBeNull := !strings.HasSuffix(typeName, "!")
	b.variables = append(b.variables, variable{name, func(p *Pool) (any, bool) {
		if mayBeNull && g.oneIn(30) {
			return nil, true
		}
		return g.inJSON(draw(p)), !withDefault || !g.oneIn(2)
	}})
	return "$" + name
}

// inJSON is a value as it can be in JSON: a whole number has a point now and then.
func (g *Generator) inJSON(v any) any {
	switch v := v.(type) {
	case int64:
		if g.oneIn(8) {
			return json.Number(fmt.Sprint(v, ".0"))
		}
	case []any:
		for i := range v {
			v[i] = g.inJSON(v[i])
		}
	}
	return v
}

// nullWhereNoneMayBe is a variable for what must not be null, with a value by default, that is given as null.
func (b *builder) nullWhereNoneMayBe(typeName string, draw func(p *Pool) any) string {
	name := b.name("v")
	named := strings.TrimSuffix(typeName, "!")
	b.declared = append(b.declared, "$"+name+": "+named+" = "+b.literal(named, draw(b.pool)))
	b.variables = append(b.variables, variable{name, func(*Pool) (any, bool) { return nil, true }})
	return "$" + name
}

// operation makes the whole operation: one root field, or several.
func (b *builder) operation() *Operation {
	roots := 1
	if b.parts > 1 && b.oneIn(8) {
		roots += 1 + b.IntN(2)
	}
	var selections []string
	s := &scope{used: map[string]bool{}}
	for range roots {
		selections = append(selections, b.root(s))
	}
	if b.oneIn(20) {
		selections = append(selections, "__typename")
	}
	text := strings.Join(selections, " ")
	if b.oneIn(30) {
		b.definitions = append(b.definitions, "fragment Roots on Query { "+text+" }")
		text = "...Roots"
	}
	query := "query"
	if len(b.declared) > 0 {
		query += "(" + strings.Join(b.declared, ", ") + ")"
	}
	query += " { " + text + " }"
	for _, d := range b.definitions {
		query += "\n" + d
	}
	return &Operation{Query: query, variables: b.variables, Cursors: b.cursors}
}

// root writes a root field.
func (b *builder) root(s *scope) string {
	var field *ast.FieldDefinition
	for kind := b.IntN(20); field == nil; {
		f := pick(b.Generator, b.schema.Query.Fields)
		isList := f.Arguments.ForName("orderBy") != nil
		isAggregate := !isList && f.Arguments.ForName("groupBy") != nil
		isOther := slices.Contains([]string{"node", "nodes", "lookup", "entity", "search"}, f.Name)
		isSingle := !isList && !isAggregate && !isOther && b.m.Type(f.Type.Name()) != nil && f.Arguments.ForName("id") != nil
		if kind < 10 && isList || kind >= 10 && kind < 13 && isSingle || kind >= 13 && kind < 16 && isAggregate || kind >= 16 && isOther {
			field = f
		}
	}
	name := b.responseName(s, field)
	inner := s.below(name)
	text := label(name, field.Name) + b.rootArguments(field, inner)
	return text + b.directives() + " { " + b.selection(field.Type.Name(), 4, inner) + b.ends(inner) + " }"
}

// rootArguments writes the arguments of a root field, in parentheses.
func (b *builder) rootArguments(f *ast.FieldDefinition, s *scope) string {
	var args []string
	add := func(name, typeName string, draw func(p *Pool) any) {
		args = append(args, name+": "+b.value(typeName, draw))
	}
	g := b.Generator
	switch {
	case f.Name == "node" && b.wrongNow(20):
		args = append(args, "id: "+b.nullWhereNoneMayBe("ID!", func(p *Pool) any { return p.id(g, "") }))
	case f.Name == "node":
		add("id", "ID!", func(p *Pool) any { return p.anyID(g) })
	case f.Name == "entity":
		add("iri", "URI!", func(p *Pool) any { return p.iri(g) })
	case f.Name == "nodes":
		add("ids", "[ID!]!", func(p *Pool) any {
			ids := []any{}
			for range g.IntN(5) {
				ids = append(ids, p.anyID(g))
			}
			return ids
		})
	case f.Name == "lookup":
		args = append(args, b.externalIDs())
	case f.Name == "search":
		args = b.searchArguments(s)
	case f.Arguments.ForName("orderBy") != nil:
		args = b.listArguments(f.Arguments, s)
	case f.Arguments.ForName("groupBy") != nil:
		if b.oneIn(2) {
			args = append(args, b.filterArgument(f.Arguments))
		}
		args = append(args, b.groupArguments(f.Arguments)...)
	default:
		args = b.uniqueArguments(f)
	}
	if f.Arguments.ForName("asOf") != nil {
		args = append(args, b.scopeArguments(4)...)
	}
	return parentheses(args)
}

// RequestScope is a scope of a whole request, now and then; nil for none.
func (g *Generator) RequestScope() map[string]any {
	scope := map[string]any{}
	if g.oneIn(8) {
		scope["asOf"] = pick(g, days)
	}
	if g.oneIn(8) {
		scope["minConfidence"] = pick(g, confidences)
	}
	if g.oneIn(60) {
		scope["asOf"] = pick(g, []any{"2020", "soon", ""})
	}
	if len(scope) == 0 {
		return nil
	}
	return scope
}

// uniqueArguments give one of the values that only one node has; as wrong input none or two of them.
func (b *builder) uniqueArguments(f *ast.FieldDefinition) []string {
	could := f.Arguments
	g, n := b.Generator, 1
	if b.wrongNow(10) {
		n = 2 * b.IntN(2)
	}
	var args []string
	for _, i := range b.Perm(len(could))[:min(n, len(could))] {
		a := could[i]
		args = append(args, a.Name+": "+b.value(a.Type.Name(), func(p *Pool) any {
			if a.Name == "id" {
				return p.id(g, f.Type.Name())
			}
			return p.value(g, a.Name, "String")
		}))
	}
	return args
}

// scopeArguments are asOf and minConfidence, each once in n times. A null is as good as none.
func (b *builder) scopeArguments(n int) []string {
	var args []string
	g := b.Generator
	if b.oneIn(n) {
		bad := b.wrongNow(20)
		args = append(args, "asOf: "+b.value("Date", func(*Pool) any {
			switch {
			case bad:
				return pick(g, []any{"2020", "2020-13-01", "2021-02-29", "soon", ""})
			case g.oneIn(10):
				return nil
			}
			return pick(g, days)
		}))
	}
	if b.oneIn(n) {
		bad := b.wrongNow(20)
		args = append(args, "minConfidence: "+b.value("Float", func(*Pool) any {
			switch {
			case bad:
				return pick(g, []any{-0.1, 1.5})
			case g.oneIn(10):
				return nil
			}
			return pick(g, confidences)
		}))
	}
	return args
}

// searchArguments are a text of words that are somewhere, and the rest now and then.
func (b *builder) searchArguments(s *scope) []string {
	g := b.Generator
	bad := b.wrongNow(12)
	args := []string{"text: " + b.value("String!", func(p *Pool) any {
		if bad {
			return pick(g, []any{"", "—", "a b c d e f g h i j k"})
		}
		return p.searchText(g)
	})}
	if b.oneIn(3) {
		args = append(args, "types: "+b.value("[EntityType!]", func(*Pool) any {
			types := []any{}
			for range 1 + g.IntN(3) {
				if t := pick(g, g.schema.Types["EntityType"].EnumValues).Name; t != "OBSERVATION" || bad {
					types = append(types, t)
				}
			}
			if len(types) == 0 && !bad {
				types = append(types, "COUNTRY")
			}
			return types
		}))
	}
	if b.oneIn(2) {
		args = append(args, "first: "+b.pageSize())
	}
	if b.oneIn(3) {
		args = append(args, b.cursorArgument("after", s))
	}
	return args
}

// wrongNow is true once in n times, and only once in an operation: which of several errors is told is nobody's promise.
func (b *builder) wrongNow(n int) bool {
	if b.wrong || !b.oneIn(n) {
		return false
	}
	b.wrong = true
	return true
}

func parentheses(args []string) string {
	args = slices.DeleteFunc(args, func(a string) bool { return a == "" })
	if len(args) == 0 {
		return ""
	}
	return "(" + strings.Join(args, ", ") + ")"
}
