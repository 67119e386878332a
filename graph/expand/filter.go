package expand

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

// nodeFilter generates the filter of a type of node.
func (e *expander) nodeFilter(t *mapping.NodeType, at *ast.Position) {
	d := &ast.Definition{
		Kind: ast.InputObject, Name: t.Name + "Filter",
		Description: "Conditions on a node of type " + t.Name + ". All that are given must be met; {} is met by every node.",
	}
	if t.Interface {
		e.filters["EntityTypeEnumFilter"] = true
		d.Fields = append(d.Fields, field("type", "EntityTypeEnumFilter", "The type of the node."))
	}
	for _, n := range t.Narrower {
		d.Fields = append(d.Fields, field(n.OnField(), n.Name+"Filter", "A node of type "+n.Name+" that meets this."))
	}
	for _, p := range t.Properties {
		if filterable(p) {
			d.Fields = append(d.Fields, field(p.Name, e.propertyFilter(p), brief(p.Description)))
		}
	}
	for _, l := range t.Links {
		if l.Many {
			d.Fields = append(d.Fields, field(l.Name, l.TypePrefix()+"RelationFilter", brief(l.Description)))
			continue
		}
		d.Fields = append(d.Fields, field(l.Name, l.Type.Name+"Filter", brief(l.Description)+" {} is met where there is one."))
	}
	d.Fields = append(d.Fields, logic(d.Name)...)
	e.define(at, "the type "+t.Name, d)
}

// logic are the fields that join conditions.
func logic(filter string) ast.FieldList {
	return ast.FieldList{
		field("and", "["+filter+"!]", "All of these; [] is always met."),
		field("or", "["+filter+"!]", "One of these; [] is never met."),
		field("not", filter, "Not this."),
	}
}

// relationshipFilter generates the filters of a relationship field: one for its relationships, one for how many of them meet it.
func (e *expander) relationshipFilter(l *mapping.Link, at *ast.Position) {
	what, name := relationshipsOf(l), l.TypePrefix()+"Filter"
	d := &ast.Definition{
		Kind: ast.InputObject, Name: name,
		Description: "Conditions on one of the " + what + ", and on its node. All that are given must be met.",
	}
	for _, p := range l.Step.Relationship.Properties {
		if p.Name != "id" && filterable(p) {
			d.Fields = append(d.Fields, field(p.Name, e.propertyFilter(p), brief(p.Description)))
		}
	}
	d.Fields = append(d.Fields, field("node", l.Type.Name+"Filter", "Conditions on the node."))
	d.Fields = append(d.Fields, logic(name)...)
	e.define(at, what, d)

	e.filters["CountFilter"] = true
	e.define(at, what, &ast.Definition{
		Kind: ast.InputObject, Name: l.TypePrefix() + "RelationFilter",
		Description: "Conditions on all " + what + " that a node has. All that are given must be met.",
		Fields: ast.FieldList{
			field("some", name, "One or more meet this."),
			field("none", name, "None meets this."),
			field("all", name, "All meet this, also where there is none."),
			field("count", "CountFilter", "How many there are."),
		},
	})
}

// propertyFilter is the name of the filter for a property.
func (e *expander) propertyFilter(p *mapping.Property) string {
	name := scalarName(p)
	switch {
	case p.List:
		name += "ListFilter"
	case p.Kind == mapping.Enum:
		name += "EnumFilter"
	default:
		name += "Filter"
	}
	e.filters[name] = true
	return name
}

// enumFilters generates the filters of an enumeration that a property of nodes or relationships has.
func (e *expander) enumFilters(d *ast.Definition) {
	single, list := false, false
	for _, p := range e.properties() {
		if p.Kind == mapping.Enum && p.Enum == d.Name {
			single, list = single || !p.List, list || p.List
		}
	}
	if single {
		e.define(d.Position, "the type "+d.Name, enumFilter(d.Name))
	}
	if list {
		e.define(d.Position, "the type "+d.Name, listFilter(d.Name))
	}
}

// properties are all properties of nodes and relationships.
func (e *expander) properties() []*mapping.Property {
	var all []*mapping.Property
	for _, t := range slices.Concat(e.m.Interfaces, e.m.Types) {
		all = append(all, t.Properties...)
	}
	for _, t := range e.m.Relationships {
		all = append(all, t.Properties...)
	}
	return all
}

// operators are the fields of scalar filters, in their order; T stands for the scalar. A null is as an operator that is not given.
var operators = []struct{ name, typ, description string }{
	{"eq", "T", "Equal to this."},
	{"ne", "T", "There, and not equal to this."},
	{"in", "[T!]", "Equal to one of these; [] matches nothing."},
	{"notIn", "[T!]", "There, and equal to none of these."},
	{"lt", "T", "Less than this."},
	{"lte", "T", "Less than this, or equal to it."},
	{"gt", "T", "Greater than this."},
	{"gte", "T", "Greater than this, or equal to it."},
	{"isNull", "Boolean", "True: there is no value. False: there is one."},
	{"contains", "String", "Holds this text."},
	{"startsWith", "String", "Starts with this text."},
	{"endsWith", "String", "Ends with this text."},
}

var (
	equality = []string{"eq", "ne", "in", "notIn", "isNull"}
	ordering = []string{"eq", "ne", "in", "notIn", "lt", "lte", "gt", "gte", "isNull"}
)

// filterOf builds the filter of a scalar from the names of its operators.
func filterOf(name, scalar, description string, names []string) *ast.Definition {
	d := &ast.Definition{Kind: ast.InputObject, Name: name, Description: description}
	for _, op := range operators {
		if !slices.Contains(names, op.name) {
			continue
		}
		f := field(op.name, "String", op.description)
		switch op.typ {
		case "T":
			f.Type = typ(scalar)
		case "[T!]":
			f.Type = typ("[" + scalar + "!]")
		default:
			f.Type = typ(op.typ)
		}
		d.Fields = append(d.Fields, f)
	}
	return d
}

const allMet = "All that are given must be met. A missing value meets only `isNull: true`."

func enumFilter(name string) *ast.Definition {
	return filterOf(name+"EnumFilter", name, "Conditions on a value of "+name+". "+allMet, equality)
}

func listFilter(name string) *ast.Definition {
	return &ast.Definition{
		Kind: ast.InputObject, Name: name + "ListFilter",
		Description: "Conditions on a list of " + name + ". All that are given must be met. A missing list is empty.",
		Fields: ast.FieldList{
			field("has", name, "Holds this."),
			field("hasAny", "["+name+"!]", "Holds one of these; [] is never met."),
			field("hasAll", "["+name+"!]", "Holds all of these; [] is always met."),
		},
	}
}
