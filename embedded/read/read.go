// Package read runs a plan over a graph in memory.
package read

import (
	"context"
	"errors"
	"fmt"
	"math"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// Read runs a plan and returns its row.
func Read(ctx context.Context, g *memory.Graph, p *plan.Plan) ([]any, error) {
	r := &Reader{Graph: g, Ctx: ctx, Params: p.Params}
	var row []any
	switch {
	case p.Lookup != nil:
		row = r.lookup(p.Lookup)
	case p.Find != nil:
		row = r.find(p.Find)
	case p.Many != nil:
		if m := r.CompileMany(p.Many, nil); r.Err == nil {
			row = r.root(m)
		}
	default:
		r.fail(errors.New("the plan has neither a lookup nor a list"))
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return row, nil
}

// Reader is the work on one plan. It first compiles the plan's parts: properties become codes of this graph, parameters become ranges
// of codes. Then it walks.
type Reader struct {
	*memory.Graph
	Ctx    context.Context
	Params []any
	// steps counts what the read has looked at, to look at ctx now and then.
	steps int
	Err   error
}

func (r *Reader) fail(err error) {
	if r.Err == nil {
		r.Err = err
	}
}

// StepsBetweenChecks is how many steps a read makes between two looks at its context; a power of two.
const StepsBetweenChecks = 4096

// step counts a step; it is false where the read must end.
func (r *Reader) step() bool {
	r.steps++
	if r.steps&(StepsBetweenChecks-1) == 0 {
		if err := r.Ctx.Err(); err != nil {
			r.fail(err)
		}
	}
	return r.Err == nil
}

// param returns the value of a parameter.
func (r *Reader) param(p plan.Param) any {
	if p < 0 || int(p) >= len(r.Params) {
		r.fail(fmt.Errorf("the plan refers to parameter %d, and has %d", p, len(r.Params)))
		return nil
	}
	return r.Params[p]
}

// count returns a parameter that limits a number of rows.
func (r *Reader) count(p plan.Param) int {
	n, ok := r.param(p).(int64)
	if !ok || n < 0 {
		r.fail(fmt.Errorf("the plan's parameter %d is %v, and should be a number of rows", p, r.param(p)))
	}
	return int(min(n, math.MaxInt32))
}

// listParam returns a parameter that holds a list, nil where it does not.
func (r *Reader) listParam(p plan.Param) []any {
	list, _ := r.param(p).([]any)
	return list
}

// codes finds the code of a property of a node, or of the relationship that led to it.
type codes struct {
	from source
	// blocks are the codes of nodes, numbers those of relationships.
	blocks  [][]uint32
	numbers []uint32
	// ends are the nodes at one end of relationships by themselves, by number; nil where codes are not of those.
	ends []uint32
	// rank turns codes into the places of their sort keys; nil where values are compared as they are.
	rank  []uint32
	graph *memory.Graph
}

// source says where codes come from.
type source uint8

const (
	// nowhere: the value is always missing.
	nowhere source = iota
	ofNode
	// ofNodeID: ids of nodes are numbered as the nodes are.
	ofNodeID
	ofRelationship
	// ofRelationshipID: ids of relationships are numbered as the relationships are, which is not their order.
	ofRelationshipID
)

func (c *codes) at(node, relationship uint32) uint32 {
	if c.ends != nil {
		node = c.ends[relationship]
	}
	switch c.from {
	case ofNode:
		block := c.graph.BlockOf[node]
		if codes := c.blocks[block]; codes != nil {
			return codes[node-c.graph.Starts[block]]
		}
	case ofRelationship:
		return c.numbers[relationship]
	case ofNodeID:
		return node + 1
	case ofRelationshipID:
		return relationship + 1
	}
	return 0
}

// ordinal is the place of a value in the order of the values, or of their sort keys: 0 where it is missing. For ids of relationships
// it is no such place.
func (c *codes) ordinal(node, relationship uint32) uint32 {
	code := c.at(node, relationship)
	if c.rank != nil && code != 0 {
		return c.rank[code-1]
	}
	return code
}

// property finds a property: the codes and what they stand for. by is the type of the relationship that leads to the node, nil for
// none.
func (r *Reader) property(p *mapping.Property, ofRel bool, by *memory.Relationships) (codes, *memory.Dictionary) {
	c := codes{graph: r.Graph}
	if p.Number < 0 || p.Number >= r.Properties || r.Dictionaries[p.Number] == nil {
		r.fail(fmt.Errorf("the plan reads the property %s, which the schema does not have", p.Name))
		return c, &memory.Dictionary{}
	}
	d := r.Dictionaries[p.Number]
	switch {
	case ofRel && by == nil:
	case ofRel:
		slot := by.T.Slot(p)
		switch {
		case slot < 0:
		case slot == by.IDSlot:
			c.from = ofRelationshipID
		case by.Codes[slot] != nil:
			c.from, c.numbers = ofRelationship, by.Codes[slot]
		}
	case p.Name == "id":
		c.from = ofNodeID
	case r.NodeCodes[p.Number] != nil:
		c.from, c.blocks = ofNode, r.NodeCodes[p.Number]
	}
	return c, d
}

// propertyAt is property, or where end is given that of the node at one end of relationships by themselves.
func (r *Reader) propertyAt(p *mapping.Property, ofRel bool, end mapping.End, by *memory.Relationships) (codes, *memory.Dictionary) {
	c, d := r.property(p, ofRel, by)
	if end != mapping.NoEnd {
		c.ends = r.ends(end, by)
	}
	return c, d
}

// ends are the nodes at one end of relationships, by number.
func (r *Reader) ends(end mapping.End, by *memory.Relationships) []uint32 {
	switch {
	case by == nil:
		r.fail(errors.New("the plan reads the end of a relationship where there is none"))
		return nil
	case end == mapping.ToEnd:
		return by.To
	}
	return by.From
}

// Selection is what to read of a node and of the relationship that led to it, or where by is set of a relationship by itself.
type Selection struct {
	columns []column
	by      *memory.Relationships
}

type column struct {
	kind plan.ColumnKind
	// wants says by block for which nodes the column is read; nil for all.
	wants []bool
	// ofRelationship, codes and dictionary are of PropertyColumn and ReferenceColumn.
	ofRelationship bool
	sortKey        bool
	codes          codes
	dictionary     *memory.Dictionary
	// by are the relationships of an EvidenceColumn of a relationship.
	by    *memory.Relationships
	one   *one
	many  *Many
	links *links
	// ends are the nodes of an EndColumn.
	ends []uint32
	// part is what to read of a source, of the node at an end, or of the entity of a reference; takes are the blocks of that entity.
	part  *Selection
	takes []bool
}

// CompileSelection prepares what is read of each node, or of each relationship by that leads to it.
func (r *Reader) CompileSelection(s *plan.Selection, by *memory.Relationships) *Selection {
	if s == nil {
		return nil
	}
	compiled := &Selection{columns: make([]column, len(s.Columns))}
	if s.Relationship != nil {
		by = r.Relationships[s.Relationship.Index]
		compiled.by = by
	}
	for i, c := range s.Columns {
		r.compileColumn(&compiled.columns[i], c, by)
	}
	return compiled
}

func (r *Reader) compileColumn(to *column, c *plan.Column, by *memory.Relationships) {
	to.kind, to.ofRelationship = c.Kind, c.OfRelationship
	if c.Types != nil {
		to.wants = r.blocksOf(c.Types)
	}
	switch c.Kind {
	case plan.PropertyColumn:
		to.codes, to.dictionary = r.propertyAt(c.Property, c.OfRelationship, c.End, by)
		to.sortKey = c.SortKey && to.dictionary.Keys != nil
	case plan.EndColumn:
		to.ends, to.part = r.ends(c.End, by), r.CompileSelection(c.Select, nil)
	case plan.ReferenceColumn:
		to.codes, to.dictionary = r.property(c.Property, c.OfRelationship, by)
		to.part, to.takes = r.CompileSelection(c.Select, nil), r.Takes[c.Type]
	case plan.EvidenceColumn:
		if c.OfRelationship {
			to.by = by
		}
		to.part = r.CompileSelection(c.Select, nil)
	case plan.OneColumn:
		to.one = r.compileOne(c.One)
	case plan.ManyColumn:
		if c.Many.Step == nil {
			r.fail(errors.New("the plan has a list below a node that no step leads to"))
			return
		}
		to.many = r.CompileMany(c.Many, c.Many.Step)
	case plan.LinksColumn:
		to.links = r.compileLinks(c.Links)
	default:
		r.fail(fmt.Errorf("the plan has a column of kind %d, which is none", c.Kind))
	}
}

// blocksOf says by block whether its nodes are of one of the named object types.
func (r *Reader) blocksOf(names []string) []bool {
	takes := make([]bool, len(r.Blocks))
	for i, b := range r.Blocks {
		for _, name := range names {
			takes[i] = takes[i] || b.T.Name == name
		}
	}
	return takes
}

// Row reads a node and the relationship that led to it into row, which has room for it; where row is nil it makes one.
func (r *Reader) Row(s *Selection, node, relationship uint32, Row []any) []any {
	if Row == nil {
		Row = make([]any, 1+len(s.columns))
	}
	if s.by != nil {
		Row[0] = s.by.Ids.At(relationship)
	} else {
		Row[0] = r.Ids[node]
	}
	for i := range s.columns {
		c := &s.columns[i]
		if c.wants == nil || c.wants[r.BlockOf[node]] {
			Row[i+1] = r.column(c, node, relationship)
		}
	}
	return Row
}

func (r *Reader) column(c *column, node, relationship uint32) any {
	switch c.kind {
	case plan.PropertyColumn:
		code := c.codes.at(node, relationship)
		if c.sortKey {
			return c.dictionary.SortKey(code)
		}
		return c.dictionary.Value(code)
	case plan.OneColumn:
		return r.one(c.one, node)
	case plan.ManyColumn:
		return r.many(c.many, node)
	case plan.LinksColumn:
		return r.links(c.links, node)
	case plan.EvidenceColumn:
		return r.evidenceRows(r.evidenceOf(c, node, relationship), c.part)
	case plan.ReferenceColumn:
		return r.reference(c, node, relationship)
	case plan.EndColumn:
		return r.Row(c.part, c.ends[relationship], memory.NoRelationship, nil)
	}
	return nil
}

func (r *Reader) evidenceOf(c *column, node, relationship uint32) []memory.Evidence {
	switch {
	case !c.ofRelationship:
		block := r.BlockOf[node]
		return r.NodeSources.List(r.NodeEvidence[block].At(node - r.Starts[block]))
	case c.by != nil:
		return r.RelationshipSources.List(c.by.Evidence.At(relationship))
	}
	return nil
}

// reference reads the entity whose id is the value of a property: its row, or nil.
func (r *Reader) reference(c *column, node, relationship uint32) any {
	if target, ok := r.referred(c, c.codes.at(node, relationship)); ok {
		return r.Row(c.part, target, memory.NoRelationship, nil)
	}
	return nil
}

// referred finds the entity whose id has a code.
func (r *Reader) referred(c *column, code uint32) (uint32, bool) {
	id, ok := c.dictionary.Value(code).(string)
	if !ok {
		return 0, false
	}
	target, ok := r.Find(id)
	return target, ok && (c.takes == nil || c.takes[r.BlockOf[target]])
}
