package expand

import (
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/mapping"
)

// shared generates what all lists, filters and aggregates have in common.
func (e *expander) shared() {
	e.sections = append(e.sections, &section{title: "lists, filters, orders and aggregates"})
	add := func(d *ast.Definition) { e.define(nowhere, "every list", d) }
	add(&ast.Definition{
		Kind: ast.Object, Name: pageInfo, Description: "Where a page stands in its list.",
		Fields: ast.FieldList{
			field("hasNextPage", "Boolean!", "Whether the list goes on after the page."),
			field("hasPreviousPage", "Boolean!", "Whether the list has something before the page."),
			field("startCursor", "String", "Cursor of the first on the page; null on an empty page."),
			field("endCursor", "String", "Cursor of the last on the page; null on an empty page."),
		},
	})
	add(&ast.Definition{
		Kind: ast.Enum, Name: "OrderDirection", Description: "Direction of an order. Missing values come last in both.",
		EnumValues: ast.EnumValueList{value("ASC", "Small values first."), value("DESC", "Large values first.")},
	})
	add(&ast.Definition{
		Kind: ast.Object, Name: "NumberAggregate",
		Description: "Figures over numbers. Missing values do not count, nor do values of records that are marked as not to be summed. Over values of " +
			"several units only the count is known; all else is an error that names them: group by the unit, or filter by it.",
		Fields: ast.FieldList{
			field("count", "Int!", "How many values count."),
			field("min", "Float", "The least; null over no values."),
			field("max", "Float", "The greatest; null over no values."),
			field("sum", "Float", "The sum; null over no values."),
			field("avg", "Float", "The mean; null over no values."),
		},
	})
	types := &ast.Definition{Kind: ast.Enum, Name: "EntityType", Description: "Types of nodes."}
	for _, t := range e.m.Types {
		types.EnumValues = append(types.EnumValues, value(mapping.EnumName(t.Name), t.Description))
	}
	add(types)
	relationships := &ast.Definition{Kind: ast.Enum, Name: "RelationshipType", Description: "Types of relationships."}
	for _, t := range e.m.Relationships {
		relationships.EnumValues = append(relationships.EnumValues, value(t.Name, t.Description))
	}
	add(relationships)
	e.interfaces(add)
	e.scalarFilters(add)
}

// scalarFilters generates the filters of scalars that are in use.
func (e *expander) scalarFilters(add func(*ast.Definition)) {
	text := filterOf("StringFilter", "String", "Conditions on a text. "+allMet+" Texts compare by code point, in Unicode's normal form C.",
		append([]string{"contains", "startsWith", "endsWith"}, ordering...))
	ignoreCase := field("ignoreCase", "Boolean", "Compare in lower case.")
	ignoreCase.DefaultValue = &ast.Value{Kind: ast.BooleanValue, Raw: "false"}
	text.Fields = append(text.Fields, ignoreCase)
	for _, d := range []*ast.Definition{
		text,
		filterOf("IDFilter", "ID", "Conditions on an id. "+allMet, equality),
		filterOf("IntFilter", "Int", "Conditions on a whole number. "+allMet, ordering),
		filterOf("FloatFilter", "Float", "Conditions on a number. "+allMet, ordering),
		filterOf("DateFilter", "Date", "Conditions on a day. "+allMet, ordering),
		filterOf("PartialDateFilter", "PartialDate",
			"Conditions on a date. "+allMet+" Dates compare as text, so 2015 comes before 2015-06.", ordering),
		filterOf("DateTimeFilter", "DateTime", "Conditions on a point in time. "+allMet, ordering),
		filterOf("URIFilter", "URI", "Conditions on an address. "+allMet, append([]string{"contains", "startsWith", "endsWith"}, equality...)),
		filterOf("BooleanFilter", "Boolean", "Conditions on yes or no. "+allMet, []string{"eq", "ne", "isNull"}),
		filterOf("CountFilter", "Int", "Conditions on a number of relationships. All that are given must be met.", ordering[:len(ordering)-1]),
		enumFilter("EntityType"),
		listFilter("String"), listFilter("ID"), listFilter("Int"), listFilter("Float"), listFilter("Boolean"),
		listFilter("Date"), listFilter("PartialDate"), listFilter("DateTime"), listFilter("URI"),
	} {
		if e.filters[d.Name] {
			add(d)
		}
	}
}
