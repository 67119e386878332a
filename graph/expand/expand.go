// Package expand turns the hand-written schema into the schema that is served: connections, edges, filters, orders, aggregates and
// root fields are written out for every type of node.
package expand

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"partnir/plan/mapping"
)

// Schema is an expanded schema.
type Schema struct {
	// Text is the schema in GraphQL's schema language.
	Text string
	// Flat is the same for clients that refuse interfaces that implement interfaces.
	Flat string
	// Nouns are the names of the object and interface types whose selections are compiled to plans: types of nodes, what
	// is generated for them, and the parts of those.
	Nouns map[string]bool
	// Lists are the names of the connections in the results of verbs.
	Lists map[string]bool
	// Files says which hand-written file a type or field comes from, without its ending: "Query.countries" is "countries".
	Files map[string]string
}

// Build expands a hand-written schema: deterministic, and valid on its own. m is the mapping of the same sources. A mistake is an error
// that names file and line.
func Build(m *mapping.Mapping, sources ...*ast.Source) (*Schema, error) {
	e := &expander{
		m: m, written: map[string]*ast.Definition{}, taken: map[string]*ast.Position{}, filters: map[string]bool{}, linked: map[string]bool{},
		schema: &Schema{Nouns: map[string]bool{}, Lists: map[string]bool{}, Files: map[string]string{}},
	}
	docs := make([]*ast.SchemaDocument, len(sources))
	for i, s := range sources {
		doc, err := parser.ParseSchema(s)
		if err != nil {
			return nil, err
		}
		docs[i] = doc
	}
	e.index(docs)
	for i, doc := range docs {
		e.file(fileOf(&ast.Position{Src: sources[i]}), doc)
	}
	e.shared()
	e.checkFields()
	e.checkReferences(docs)
	if len(e.errs) > 0 {
		return nil, e.errs
	}
	e.schema.Text, e.schema.Flat = text(e.sections), text(flat(e.sections))
	for name, text := range map[string]string{"schema.graphql": e.schema.Text, "schema.flat.graphql": e.schema.Flat} {
		if _, err := gqlparser.LoadSchema(&ast.Source{Name: name, Input: text}); err != nil {
			return nil, err
		}
	}
	return e.schema, nil
}

// expander is the work on one schema.
type expander struct {
	m      *mapping.Mapping
	schema *Schema
	// written are the hand-written types by name.
	written map[string]*ast.Definition
	// mappingOnly are hand-written types that no client sees.
	mappingOnly map[string]bool
	// query is the served root type.
	query    *ast.Definition
	sections []*section
	// taken says where the names of the served types come from.
	taken map[string]*ast.Position
	// filters are the names of the scalar and enum filters that are in use.
	filters map[string]bool
	// linked are the prefixes of the types of relationship fields that are there already.
	linked map[string]bool
	errs   gqlerror.List
}

// section is a part of the served schema: one hand-written file with all that comes of it.
type section struct {
	title       string
	directives  []*ast.DirectiveDefinition
	definitions []*ast.Definition
}

func (e *expander) failf(at *ast.Position, format string, args ...any) {
	e.errs = append(e.errs, gqlerror.ErrorPosf(at, format, args...))
}

// index notes what is written by hand, and joins `extend type Query` and its like to the root types.
func (e *expander) index(docs []*ast.SchemaDocument) {
	for _, doc := range docs {
		for _, d := range doc.Definitions {
			e.written[d.Name] = d
		}
	}
	e.mappingOnly = mappingOnly(docs)
	for name, d := range e.written {
		if !e.mappingOnly[name] {
			e.taken[name] = d.Position
		}
	}
	e.query = &ast.Definition{Kind: ast.Object, Name: "Query"}
	for _, doc := range docs {
		for _, d := range doc.Extensions {
			if !isRoot(d.Name) || e.written[d.Name] == nil {
				e.failf(d.Position, "extend type %s: only Query, Mutation and Subscription can be extended; write the fields in the type itself", d.Name)
				continue
			}
			e.written[d.Name].Fields = append(e.written[d.Name].Fields, d.Fields...)
		}
	}
	if e.written["Query"] == nil {
		e.failf(nowhere, "no type Query is defined")
	}
	for name, d := range e.written {
		e.schema.Files[name] = fileOf(d.Position)
		for _, f := range d.Fields {
			e.schema.Files[name+"."+f.Name] = fileOf(f.Position)
		}
	}
}

// fileOf is the name of the file of a position, without folder and ending.
func fileOf(at *ast.Position) string {
	return strings.TrimSuffix(path.Base(at.Src.Name), path.Ext(at.Src.Name))
}

var nowhere = &ast.Position{Src: &ast.Source{Name: "schema"}}

func isRoot(name string) bool { return name == "Query" || name == "Mutation" || name == "Subscription" }

// mappingDirectives are the directives that say how the schema lies in the graph.
var mappingDirectives = []string{
	"node", "relationshipProperties", "relationship", "unique", "sortKey", "measure", "computed", "localized", "reference", "range", "list",
	"externalId",
}

// mappingOnly finds the types that are only there for the mapping: properties of relationships, and what only the arguments of
// mapping directives refer to.
func mappingOnly(docs []*ast.SchemaDocument) map[string]bool {
	only, used := map[string]bool{}, map[string]bool{}
	for _, doc := range docs {
		for _, d := range doc.Directives {
			for _, a := range d.Arguments {
				if slices.Contains(mappingDirectives, d.Name) {
					only[a.Type.Name()] = true
				} else {
					used[a.Type.Name()] = true
				}
			}
		}
		for _, d := range doc.Definitions {
			for _, f := range d.Fields {
				used[f.Type.Name()] = true
				for _, a := range f.Arguments {
					used[a.Type.Name()] = true
				}
			}
		}
	}
	maps.DeleteFunc(only, func(name string, _ bool) bool { return used[name] })
	for _, doc := range docs {
		for _, d := range doc.Definitions {
			if d.Directives.ForName("relationshipProperties") != nil {
				only[d.Name] = true
			}
		}
	}
	return only
}

// parts are the hand-written types that belong to nodes without being nodes.
var parts = []string{"Evidence", "LocalizedText", "SearchConnection", "SearchEdge"}

// file expands one hand-written file.
func (e *expander) file(title string, doc *ast.SchemaDocument) {
	s := &section{title: title}
	e.sections = append(e.sections, s)
	for _, d := range doc.Directives {
		e.describedArguments("directive @"+d.Name, d.Arguments)
		if !slices.Contains(mappingDirectives, d.Name) {
			e.described(d.Position, "directive @"+d.Name, d.Description)
			s.directives = append(s.directives, d)
		}
	}
	for _, d := range doc.Definitions {
		e.describedType(d)
		t := e.m.Type(d.Name)
		switch {
		case d.Directives.ForName("relationshipProperties") != nil:
			if rel := e.carrying(d.Name); rel != nil {
				e.relationshipType(rel, d)
			}
		case e.mappingOnly[d.Name]:
		case d.Name == "Query":
			e.query.Description = d.Description
			e.query.Fields = append(d.Fields[:len(d.Fields):len(d.Fields)], e.query.Fields...)
			s.definitions = append(s.definitions, e.query)
		case t != nil:
			e.schema.Nouns[d.Name] = true
			e.nodeType(t, d)
		default:
			if slices.Contains(parts, d.Name) {
				e.schema.Nouns[d.Name] = true
			}
			s.definitions = append(s.definitions, e.resultType(d))
			if d.Kind == ast.Enum {
				e.enumFilters(d)
			}
		}
	}
}

// pageInfo is the one generated type that connections of verbs have as well, and no noun there.
const pageInfo = "PageInfo"

// define adds a generated type to the section that is being written. what says where it comes from, at where that is.
func (e *expander) define(at *ast.Position, what string, d *ast.Definition) {
	d.Position = at
	if other := e.taken[d.Name]; other != nil {
		e.failf(at, "type %s is generated for %s, but the name is taken already at %s:%d", d.Name, what, other.Src.Name, other.Line)
		return
	}
	e.taken[d.Name] = at
	if d.Kind == ast.Object && d.Name != pageInfo && !e.schema.Lists[d.Name] || d.Kind == ast.Interface {
		e.schema.Nouns[d.Name] = true
	}
	s := e.sections[len(e.sections)-1]
	s.definitions = append(s.definitions, d)
}
