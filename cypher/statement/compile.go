// Package statement writes the one Cypher statement of a plan. Values are parameters; the same shape of plan gives the same text.
//
// Nodes carry the labels mapping.NodeType.Labels and every property under its name, relationships likewise. Sort keys lie beside their
// property (plan.Property.StoredKey), the words of full-text search in searchKey and its like (search.go, and vocabulary.go of the store),
// and evidence in the parallel lists sourceIds, quotes, notes and contradicts. A missing value is not stored, nor is an empty list. A former
// id is a node (:FormerId {id}) with a relationship NOW to the node that it stands for.
package statement

import (
	"slices"
	"strings"

	"partnir/cypher/form"
	"partnir/plan"
	"partnir/plan/mapping"
)

// Statement is one Cypher statement.
type Statement struct {
	// Text is the same for all plans of one shape.
	Text string
	// Params are the parameters of the plan that the text uses, in ascending order; $p3 is parameter 3.
	Params []plan.Param
	// keys are parameters that the text uses the sort keys of, too; $k3 is that of parameter 3.
	keys map[plan.Param]mapping.SortKey
	// ranges are comparisons with the ranges of a parameter (textorder.go), by the name of the parameter that holds them.
	ranges map[string]*plan.Filter
	// Form is how the nodes of the root are found.
	Form form.Form
	// most says that the text uses Form.Most, hubs are those that it uses the bounds of.
	most bool
	hubs []hubBound
	// words are the ways of a Find that ask the index of texts, by the parameter that holds their questions.
	words map[string]*plan.Way
	// records says what the records of the answer are.
	records recordKind
}

// recordKind says how the records of a statement make the row of the plan.
type recordKind int

const (
	// wholeRecord: one record, whose value is the row.
	wholeRecord recordKind = iota
	// rowRecords: one record for each row of a Many that asks for nothing else.
	rowRecords
	// keyRecords: records of the position of a key of a Lookup or of a Find, and its row.
	keyRecords
)

// Compile writes the statement of a plan. Plans that differ in the values of their parameters alone give equal texts, as long as
// the same form is chosen, and as none or all of them have texts with late letters (textorder.go).
func Compile(p *plan.Plan, stats *form.Statistics) Statement {
	c := &compiler{form: form.Choose(p, stats)}
	c.late = HasLateLetters(p)
	s := Statement{Form: c.form, most: c.form.Kind == form.Either}
	if p.Search != nil {
		c.search(p)
	} else if p.Lookup != nil {
		c.lookup(p.Lookup)
		s.records = keyRecords
	} else if p.Find != nil {
		c.find(p.Find)
		s.records = keyRecords
	} else {
		s.records = c.root(p.Many)
	}
	s.Text, s.Params, s.keys, s.ranges, s.hubs, s.words = c.Text.String(), c.params, c.keys, c.ranges, c.hubs, c.words
	return s
}

// Arguments are the values of the statement's parameters, from the plan that it was compiled from or one of the same shape. A search has
// others beside them: see SearchArguments.
func (s Statement) Arguments(p *plan.Plan) map[string]any {
	args := make(map[string]any, len(s.Params)+1)
	for _, i := range s.Params {
		args[paramName(i)] = p.Params[i]
	}
	for i, key := range s.keys {
		args[keyName(i)] = keyOf(p.Params[i], key)
	}
	for name, f := range s.ranges {
		if value, ok := p.Params[f.Value].(string); ok {
			args[name] = spans(f.Comparison, value)
		}
	}
	if s.most {
		limit, _ := p.Params[p.Many.Limit].(int64)
		args[MostParam] = s.Form.Most(limit)
	}
	for i, h := range s.hubs {
		limit, _ := p.Params[h.limit].(int64)
		args[hubName(i)] = h.hub.Bound(limit)
	}
	for name, way := range s.words {
		args[name] = wordQueries(way, p.Params[way.Keys])
	}
	return args
}

// keyOf is the sort key of a text, or those of a list of texts.
func keyOf(value any, key mapping.SortKey) any {
	switch v := value.(type) {
	case string:
		return key.Key(v)
	case []any:
		keys := make([]any, len(v))
		for i, item := range v {
			keys[i] = keyOf(item, key)
		}
		return keys
	}
	return value
}

// keysOf is the parameter that holds the keys of a Lookup or of a Find.
func keysOf(p *plan.Plan) plan.Param {
	if p.Find != nil {
		return p.Find.Ways[0].Keys
	}
	return p.Lookup.Keys
}

// Row puts the records of the answer together to the row of the plan.
func (s Statement) Row(p *plan.Plan, records [][]any) []any {
	switch s.records {
	case keyRecords:
		keys, _ := p.Params[keysOf(p)].([]any)
		row := make([]any, len(keys))
		for _, r := range records {
			row[r[0].(int64)] = r[1]
		}
		return row
	case rowRecords:
		rows := make([]any, len(records))
		for i, r := range records {
			rows[i] = r[0]
		}
		return []any{nil, rows}
	default:
		return records[0][0].([]any)
	}
}

// compiler turns the parts of a plan into text.
type compiler struct {
	Writer
	// form is the form of the root list.
	form form.Form
	// found is the variable that holds all nodes of the root list, where they were found already.
	found string
	// hubs are the lists below nodes that were written in two ways.
	hubs []hubBound
	// words are those of the Statement.
	words map[string]*plan.Way
}

// scope is what the text at hand is about: a node, and the relationship that led to it; or a relationship by itself.
type scope struct {
	// node and relationship are variables; relationship is empty at a root, node where the relationship is by itself.
	node, relationship string
	// from and to are the variables of the nodes at the ends of a relationship by itself.
	from, to string
	// t is the type of the node; nil where it does not matter.
	t *mapping.NodeType
}

// of is the variable that holds a property: the relationship or the node.
func (s scope) of(relationship bool) string {
	if relationship {
		return s.relationship
	}
	return s.node
}

// value reads a stored property, or its sort key.
func (s scope) value(p *mapping.Property, ofRelationship, sortKey bool) string {
	if sortKey && p.SortKey != mapping.NoSortKey {
		return Property(s.of(ofRelationship), p.StoredKey())
	}
	return Property(s.of(ofRelationship), p.Name)
}

// alone reports whether it is about a relationship by itself.
func (s scope) alone() bool { return s.from != "" }

// at is the scope of the node at an end of a relationship by itself; without an end it is the scope as it is.
func (s scope) at(e mapping.End, t *mapping.NodeType) scope {
	switch e {
	case mapping.FromEnd:
		return scope{node: s.from, t: t}
	case mapping.ToEnd:
		return scope{node: s.to, t: t}
	}
	return s
}

// variables are those of all that the text is about.
func (s scope) variables() []string {
	return slices.DeleteFunc([]string{s.node, s.relationship, s.from, s.to}, func(v string) bool { return v == "" })
}

// selection writes the list of the id of the node, or of the relationship by itself, and the columns.
func (c *compiler) selection(s *plan.Selection, at scope) {
	c.Write("[", Property(at.of(at.alone()), "id"))
	for _, column := range s.Columns {
		c.Write(", ")
		c.column(column, at)
	}
	c.Write("]")
}

// result writes the RETURN of a selection, after some variables. Neo4j takes a subquery that aggregates, however deep, for an aggregation
// of the clause that it stands in, where the other expressions must be its keys. So a row with one is made by a WITH that keeps
// the variables as keys: they tell the rows apart.
func (c *compiler) result(s *plan.Selection, at scope, before ...string) {
	list := strings.Join(append(before, ""), ", ")
	if !aggregates(s) {
		c.Line("RETURN ", list)
		c.selection(s, at)
		return
	}
	keys := append(slices.Clone(before), at.variables()...)
	row := c.variable("w")
	c.Line("WITH ", strings.Join(keys, ", "), ", ")
	c.selection(s, at)
	c.Write(" AS ", row)
	c.Line("RETURN ", list, row)
}

// aggregates reports whether something in a selection aggregates, however deep.
func aggregates(s *plan.Selection) bool {
	return s != nil && slices.ContainsFunc(s.Columns, func(column *plan.Column) bool {
		return aggregates(column.Select) || column.One != nil && aggregates(column.One.Select) ||
			column.Many != nil && (len(column.Many.Aggregates) > 0 || aggregates(column.Many.Select))
	})
}

// column writes one value of a row. What costs more than reading a property is looked up only for the types that want it.
func (c *compiler) column(column *plan.Column, at scope) {
	if column.Kind == plan.PropertyColumn {
		c.Write(at.at(column.End, nil).value(column.Property, column.OfRelationship, column.SortKey))
		return
	}
	narrow := column.Types != nil && !coversAll(column.Types, at.t)
	if narrow {
		c.Write("CASE WHEN ", at.node, ":", labels(column.Types), " THEN ")
	}
	switch column.Kind {
	case plan.OneColumn:
		c.one(column.One, at)
	case plan.ManyColumn:
		c.nested(column.Many, at)
	case plan.LinksColumn:
		c.links(column.Links, at)
	case plan.EvidenceColumn:
		c.evidence(column.Select, at.of(column.OfRelationship))
	case plan.ReferenceColumn:
		c.reference(column, at)
	case plan.EndColumn:
		c.selection(column.Select, at.at(column.End, column.Type))
	}
	if narrow {
		c.Write(" END")
	}
}

// coversAll reports whether some names of object types are all that a type stands for.
func coversAll(names []string, t *mapping.NodeType) bool {
	if t == nil {
		return false
	}
	for _, o := range t.Objects {
		if !slices.Contains(names, o.Name) {
			return false
		}
	}
	return true
}
