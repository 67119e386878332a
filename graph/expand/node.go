package expand

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
	"partnir/plan/mapping"
)

// nodeType serves a type of node, with all that is generated for it.
func (e *expander) nodeType(t *mapping.NodeType, written *ast.Definition) {
	served := &ast.Definition{
		Kind: written.Kind, Name: written.Name, Description: written.Description,
		Interfaces: append(written.Interfaces[:len(written.Interfaces):len(written.Interfaces)], nodeInterface),
		Directives: written.Directives, Position: written.Position,
	}
	s := e.sections[len(e.sections)-1]
	s.definitions = append(s.definitions, served)
	for _, from := range e.declarers(written) {
		for _, f := range from.Fields {
			served.Fields = append(served.Fields, e.nodeField(t, f)...)
		}
	}
	for _, l := range t.Links {
		if l.Owner == t {
			e.link(l, written.Fields.ForName(l.Name).Position)
		}
	}
	e.list(listOf{
		prefix: t.Name, what: "nodes of type " + t.Name, nodes: t.Name, at: written.Position,
	})
	e.nodeFilter(t, written.Position)
	e.nodeOrder(t, written.Position)
	e.nodeAggregates(t, written.Position)
	e.roots(t, written.Position)
}

// declarers are the definitions that declare the fields of a type: its interfaces, the widest first, then itself.
func (e *expander) declarers(d *ast.Definition) []*ast.Definition {
	var all []*ast.Definition
	for _, name := range slices.Backward(d.Interfaces) {
		if i := e.written[name]; i != nil {
			for _, up := range e.declarers(i) {
				if !slices.Contains(all, up) {
					all = append(all, up)
				}
			}
		}
	}
	return append(all, d)
}

// nodeField serves one hand-written field: properties as they are, relationships as connections, or as a node beside its edge.
func (e *expander) nodeField(t *mapping.NodeType, f *ast.FieldDefinition) []*ast.FieldDefinition {
	l := t.Link(f.Name)
	switch {
	case l == nil:
		return []*ast.FieldDefinition{f}
	case l.Many:
		prefix := l.TypePrefix()
		list := field(f.Name, prefix+"Connection!", f.Description, nestedArguments(prefix)...)
		list.Position = f.Position
		return []*ast.FieldDefinition{list}
	}
	single := *f
	edge := field(f.Name+"Edge", l.TypePrefix()+"Edge", "The same as "+f.Name+", with what the graph knows of the relationship.")
	edge.Type.NonNull = f.Type.NonNull
	edge.Position = f.Position
	if !l.Required { // what is promised nothing can narrow
		single.Arguments, edge.Arguments = describedAtRoots(scopeArguments()), describedAtRoots(scopeArguments())
	}
	return []*ast.FieldDefinition{&single, edge}
}

// link generates the types of a relationship field, unless a field that shares them came before.
func (e *expander) link(l *mapping.Link, at *ast.Position) {
	prefix := l.TypePrefix()
	if e.linked[prefix] {
		return
	}
	e.linked[prefix] = true
	if !l.Many {
		e.edge(prefix, relationshipsOf(l), at, l)
		return
	}
	e.list(listOf{
		prefix: prefix, what: relationshipsOf(l), nodes: l.Type.Name, at: at, link: l,
	})
	e.relationshipFilter(l, at)
	e.relationshipOrder(l, at)
	e.relationshipAggregates(l, at)
}

// relationshipsOf names what a relationship field follows, and all fields that share its types.
func relationshipsOf(l *mapping.Link) string {
	what := "relationships to nodes of type " + l.Type.Name
	if by := l.Step.Relationship.TypeName; by != mapping.PlainRelationship {
		return by + " " + what
	}
	return what
}

const (
	asOfDescription          = "Only what holds on this day, by default that of the request."
	minConfidenceDescription = "Only what is at least this sure, 0 to 1, by default as the request says."
)

func scopeArguments() []*ast.ArgumentDefinition {
	return []*ast.ArgumentDefinition{
		argument("asOf", "Date", asOfDescription), argument("minConfidence", "Float", minConfidenceDescription),
	}
}

// groups says what an aggregate lists.
const groups = "a group for each key, in the order of keys; without `groupBy` just one."

// listArguments are the arguments of a connection.
func listArguments(prefix string) []*ast.ArgumentDefinition {
	return append(pageArguments(),
		argument("filter", prefix+"Filter", "What meets this."),
		argument("orderBy", "["+prefix+"Order!]", "By one field each; missing values last, then by id."))
}

// pageArguments say which page of a list is asked for.
func pageArguments() []*ast.ArgumentDefinition {
	return []*ast.ArgumentDefinition{
		argument("first", "Int", fmt.Sprintf("How many from the start, 0 to %d; %d without `first` and `last`.", plan.MaxPage, plan.DefaultPage)),
		argument("after", "String", "What comes after this cursor."),
		argument("last", "Int", fmt.Sprintf("How many from the end, 0 to %d.", plan.MaxPage)),
		argument("before", "String", "What comes before this cursor."),
	}
}

// nestedArguments are the arguments of a connection inside a node: those of the lists at the root, which describe them.
func nestedArguments(prefix string) []*ast.ArgumentDefinition {
	return describedAtRoots(append(listArguments(prefix), scopeArguments()...))
}

// describedAtRoots takes the descriptions off arguments that lists at the root have too.
func describedAtRoots(arguments []*ast.ArgumentDefinition) []*ast.ArgumentDefinition {
	for _, a := range arguments {
		a.Description = describedThere
	}
	return arguments
}

// roots generates the root fields of a type of node: one node, a list, and aggregates.
func (e *expander) roots(t *mapping.NodeType, at *ast.Position) {
	if !t.Interface {
		e.addRoots(at, e.single(t))
	}
	e.rootLists(t.Plural, t.Name, "nodes of type "+t.Name, at)
}

// rootLists generates a root list and the aggregates over all that it holds. prefix begins the names of their types.
func (e *expander) rootLists(plural, prefix, what string, at *ast.Position) {
	list := field(plural, prefix+"Connection", "A page of the "+what+".", append(listArguments(prefix), scopeArguments()...)...)
	aggregates := field(plural+"Aggregate", "["+prefix+"Aggregate!]",
		"Figures over the "+what+" that meet the filter: "+groups,
		append(append([]*ast.ArgumentDefinition{argument("filter", prefix+"Filter", "What meets this.")},
			groupArguments(prefix)...), scopeArguments()...)...)
	e.addRoots(at, list, aggregates)
}

func (e *expander) addRoots(at *ast.Position, fields ...*ast.FieldDefinition) {
	for _, f := range fields {
		f.Position = at
		e.query.Fields = append(e.query.Fields, f)
		e.schema.Files["Query."+f.Name] = e.sections[len(e.sections)-1].title
	}
}

func (e *expander) single(t *mapping.NodeType) *ast.FieldDefinition {
	var by []*ast.ArgumentDefinition
	for _, p := range t.Properties {
		if p.Unique {
			by = append(by, argument(p.Name, scalarName(p), p.Description))
		}
	}
	description := "The " + t.Name + " with this id; null where there is none."
	if len(by) > 1 {
		description = "The " + t.Name + " with this id, or another value that only one has; null where there is none. Give exactly one of them."
	}
	return field(t.Singular, t.Name, description, by...)
}

// scalarName is the GraphQL type of one value of a property.
func scalarName(p *mapping.Property) string {
	switch p.Kind {
	case mapping.ID:
		return "ID"
	case mapping.Int:
		return "Int"
	case mapping.Float:
		return "Float"
	case mapping.Boolean:
		return "Boolean"
	case mapping.Date:
		return "Date"
	case mapping.PartialDate:
		return "PartialDate"
	case mapping.DateTime:
		return "DateTime"
	case mapping.URI:
		return "URI"
	case mapping.Enum:
		return p.Enum
	}
	return "String"
}

// propertyType is the GraphQL type of a property.
func propertyType(p *mapping.Property) string {
	t := scalarName(p)
	if p.List {
		t = "[" + t + "!]"
	}
	if p.Required {
		t += "!"
	}
	return t
}

// filterable reports whether filters can ask for a property.
func filterable(p *mapping.Property) bool { return !p.Computed && p.Kind != mapping.Localized }
