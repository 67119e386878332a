package plantest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph"
	"partnir/plan"
)

// generator makes questions at random that the schema allows. The same seed makes the same questions.
type generator struct {
	*rand.Rand
	schema *ast.Schema
	m      *plan.Mapping
	// values are the values that the fixture has, by the name of the property.
	values map[string][]any
	// aliases counts the aliases of a question: with different names nothing in it can conflict. parts counts the lists, links and
	// aggregates.
	aliases, parts int
	// variables are those of the question in the making, with their types.
	variables map[string]any
	types     map[string]string
}

func newGenerator(seed uint64, m *plan.Mapping) *generator {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 0)), schema: graph.Schema(), m: m, values: map[string][]any{}}
	add := func(properties []*plan.Property, values []any) {
		for i, p := range properties {
			switch v := values[i].(type) {
			case nil:
			case []string:
				g.values[p.Name] = append(g.values[p.Name], anyList(v)...)
			default:
				g.values[p.Name] = append(g.values[p.Name], v)
			}
		}
	}
	for _, n := range Fixture(m).Nodes {
		add(n.Type.Properties, n.Values)
	}
	for _, r := range Fixture(m).Relationships {
		add(r.Type.Properties, r.Values)
	}
	return g
}

func anyList(texts []string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = t
	}
	return list
}

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

// begin starts a question.
func (g *generator) begin() {
	g.aliases, g.parts, g.variables, g.types = 0, 0, map[string]any{}, map[string]string{}
}

// variable adds a variable to the question.
func (g *generator) variable(typeName string, v any) string {
	name := fmt.Sprintf("v%d", len(g.variables))
	g.variables[name], g.types[name] = v, typeName
	return "$" + name
}

// operation puts a question together.
func (g *generator) operation(selection string) string {
	if len(g.types) == 0 {
		return "{ " + selection + " }"
	}
	var declared []string
	for i := range len(g.types) {
		name := fmt.Sprintf("v%d", i)
		declared = append(declared, "$"+name+": "+g.types[name])
	}
	return "query(" + strings.Join(declared, ", ") + ") { " + selection + " }"
}

// filter makes a filter object.
func (g *generator) filter(typeName string, depth int) map[string]any {
	fields := g.schema.Types[typeName].Fields
	object := map[string]any{}
	for range 1 + g.IntN(2) {
		f := pick(g, fields)
		for len(g.values[f.Name]) == 0 && g.IntN(3) > 0 {
			f = pick(g, fields) // one that the fixture has values of tells more
		}
		of := g.schema.Types[f.Type.Name()]
		switch {
		case f.Name == "and" || f.Name == "or":
			if g.IntN(3) > 0 && depth > 0 {
				list := []any{}
				for range g.IntN(3) {
					list = append(list, g.filter(typeName, depth-1))
				}
				object[f.Name] = list
			}
		case of.Fields.ForName("eq") != nil || of.Fields.ForName("has") != nil:
			object[f.Name] = g.operators(f.Name, of)
		case depth > 0 && of.Fields.ForName("some") != nil:
			object[f.Name] = g.related(of, depth)
		case depth > 0:
			object[f.Name] = g.filter(of.Name, depth-1)
		}
	}
	return object
}

// related makes the conditions on a relationship.
func (g *generator) related(of *ast.Definition, depth int) map[string]any {
	f := pick(g, of.Fields)
	if f.Name == "count" {
		return map[string]any{"count": g.operators("count", g.schema.Types[f.Type.Name()])}
	}
	return map[string]any{f.Name: g.filter(f.Type.Name(), depth-1)}
}

// operators makes the conditions on a property.
func (g *generator) operators(property string, of *ast.Definition) map[string]any {
	object := map[string]any{}
	for range 1 + g.IntN(6)/5 {
		f := pick(g, of.Fields)
		if f.Type.Elem == nil {
			object[f.Name] = g.operand(f.Name, g.value(property, f.Type.Name()))
			continue
		}
		list := []any{}
		for range g.IntN(4) {
			list = append(list, g.value(property, f.Type.Name()))
		}
		object[f.Name] = list
	}
	return object
}

// operand keeps letters beyond U+D7FF out of comparisons by order: there stores may differ in whether they compare code points or the
// units of UTF-16. Sort keys, and so the order of names, do not depend on it.
func (g *generator) operand(operator string, v any) any {
	text, ok := v.(string)
	if ok && operator[0] == 'l' || ok && operator[0] == 'g' {
		return strings.Map(func(r rune) rune { return min(r, 0xD7FF) }, text)
	}
	return v
}

// value makes a value for a property: mostly one that the fixture has, or a part of it.
func (g *generator) value(property, scalar string) any {
	if d := g.schema.Types[scalar]; d.Kind == ast.Enum {
		return pick(g, d.EnumValues).Name
	}
	if scalar == "Boolean" {
		return g.IntN(2) == 0
	}
	known := g.values[property]
	if len(known) > 0 && g.IntN(8) > 0 {
		return g.part(scalar, pick(g, known))
	}
	switch scalar {
	case "Int":
		return int64(g.IntN(4))
	case "Float":
		return float64(g.IntN(4)) / 2
	case "Date":
		return pick(g, []any{"2018", "2020-12", "2021-06-30"})
	}
	return pick(g, []any{"", "a", "É", "country:CHN", "2024-01-01T00:00:00Z"})
}

// part takes a text apart now and then, or changes its case.
func (g *generator) part(scalar string, v any) any {
	text, ok := v.(string)
	if !ok || scalar != "String" {
		return v
	}
	letters := []rune(text)
	from := g.IntN(len(letters) + 1)
	to := from + g.IntN(len(letters)-from+1)
	switch g.IntN(5) {
	case 0:
		return string(letters[from:to])
	case 1:
		return string(letters[:to])
	case 2:
		return strings.ToUpper(text)
	}
	return text
}

// list writes the arguments of a list, in parentheses.
func (g *generator) list(of ast.ArgumentDefinitionList, root bool) string {
	var args []string
	if g.IntN(2) == 0 {
		args = append(args, fmt.Sprintf("%s: %d", pick(g, []string{"first", "last"}), g.IntN(8)))
	}
	if g.IntN(3) == 0 {
		filter := of.ForName("filter").Type.Name()
		args = append(args, "filter: "+g.variable(filter, g.filter(filter, 2)))
	}
	if g.IntN(2) == 0 {
		order := of.ForName("orderBy").Type.Name()
		args = append(args, "orderBy: "+g.variable("["+order+"!]", g.order(order)))
	}
	args = append(args, g.scope(root)...)
	if len(args) == 0 {
		return ""
	}
	return "(" + strings.Join(args, ", ") + ")"
}

// scope writes asOf and minConfidence of a root now and then.
func (g *generator) scope(root bool) []string {
	var args []string
	if root && g.IntN(4) == 0 {
		args = append(args, fmt.Sprintf("asOf: %q", pick(g, []string{"2000-01-01", "2010-12-15", "2018-06-01", "2021-06-30", "2022-12-31", "2024-01-01"})))
	}
	if root && g.IntN(4) == 0 {
		args = append(args, fmt.Sprintf("minConfidence: %v", pick(g, []float64{0, 0.3, 0.5, 0.9, 1})))
	}
	return args
}

func (g *generator) order(typeName string) []any {
	var keys []any
	for range g.IntN(4) {
		f := pick(g, g.schema.Types[typeName].Fields)
		var value any = pick(g, []string{"ASC", "DESC"})
		if f.Name == "node" {
			inner := pick(g, g.schema.Types[f.Type.Name()].Fields)
			value = map[string]any{inner.Name: value}
		}
		keys = append(keys, map[string]any{f.Name: value})
	}
	return keys
}

// roots are the root lists.
func (g *generator) roots() []*ast.FieldDefinition {
	var lists []*ast.FieldDefinition
	for _, f := range g.schema.Query.Fields {
		if f.Arguments.ForName("orderBy") != nil {
			lists = append(lists, f)
		}
	}
	return lists
}

// selection writes a selection on a type, without braces.
func (g *generator) selection(typeName string, depth int) string {
	d := g.schema.Types[typeName]
	parts := []string{"__typename"}
	for _, i := range g.Perm(len(d.Fields)) {
		f := d.Fields[i]
		if strings.HasPrefix(f.Name, "__") || g.IntN(2+len(d.Fields)/4) > 1 {
			continue
		}
		if text, ok := g.field(f, depth); ok {
			parts = append(parts, text)
		}
	}
	if d.IsAbstractType() && depth > 0 {
		for range g.IntN(3) {
			on := pick(g, g.schema.GetPossibleTypes(d)).Name
			if implements := g.schema.Types[on].Interfaces; g.IntN(3) == 0 && slices.Contains(implements, "Actor") {
				on = "Actor"
			}
			parts = append(parts, fmt.Sprintf("... on %s { %s }", on, g.selection(on, depth-1)))
		}
	}
	return strings.Join(parts, " ")
}

// maxParts is how many lists, links and aggregates a question has at most, so that no store spends its time on understanding it.
const maxParts = 7

// field writes a field under an alias of its own.
func (g *generator) field(f *ast.FieldDefinition, depth int) (string, bool) {
	g.aliases++
	text := fmt.Sprintf("f%d: %s", g.aliases, f.Name)
	d := g.schema.Types[f.Type.Name()]
	if d.IsLeafType() {
		return text, true
	}
	// Parts of a connection and of its edges are a step of the question, not one of the graph.
	below := depth
	if f.Arguments.ForName("filter") != nil || f.Type.Name() == "Source" || g.m.Type(d.Name) != nil {
		below--
		g.parts++
	}
	by := f.Arguments.ForName("groupBy")
	if by != nil {
		g.parts++
	}
	if below < 0 || g.parts > maxParts {
		return "", false
	}
	if f.Arguments.ForName("orderBy") != nil {
		text += g.list(f.Arguments, false)
	}
	if by != nil && g.IntN(2) == 0 {
		values := g.schema.Types[by.Type.Name()].EnumValues
		text += fmt.Sprintf("(groupBy: [%s, %s], first: %d)", pick(g, values).Name, pick(g, values).Name, 1+g.IntN(20))
	}
	return text + " { " + g.selection(d.Name, below) + " }", true
}
