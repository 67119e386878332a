package embedded

import (
	"context"
	"errors"
	"fmt"
	"math"

	"partnir/plan"
)

// noRelationship stands for the relationship that led to a node where none did.
const noRelationship = math.MaxUint32

// Read returns the row of a plan, from one state of the graph.
func (s *Store) Read(ctx context.Context, p *plan.Plan) ([]any, error) {
	if p.Search != nil {
		return s.search(ctx, p)
	}
	g, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	return g.read(ctx, p)
}

func (g *graph) read(ctx context.Context, p *plan.Plan) ([]any, error) {
	r := &reader{graph: g, ctx: ctx, params: p.Params}
	var row []any
	switch {
	case p.Lookup != nil:
		row = r.lookup(p.Lookup)
	case p.Many != nil:
		if m := r.compileMany(p.Many, nil); r.err == nil {
			row = r.root(m)
		}
	default:
		r.fail(errors.New("the plan has neither a lookup nor a list"))
	}
	if r.err != nil {
		return nil, r.err
	}
	return row, nil
}

// reader is the work on one plan. It first compiles the plan's parts: properties become codes of this graph, parameters become ranges
// of codes. Then it walks.
type reader struct {
	*graph
	ctx    context.Context
	params []any
	// steps counts what the read has looked at, to look at ctx now and then.
	steps int
	err   error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// stepsBetweenChecks is how many steps a read makes between two looks at its context; a power of two.
const stepsBetweenChecks = 4096

// step counts a step; it is false where the read must end.
func (r *reader) step() bool {
	r.steps++
	if r.steps&(stepsBetweenChecks-1) == 0 {
		if err := r.ctx.Err(); err != nil {
			r.fail(err)
		}
	}
	return r.err == nil
}

// param returns the value of a parameter.
func (r *reader) param(p plan.Param) any {
	if p < 0 || int(p) >= len(r.params) {
		r.fail(fmt.Errorf("the plan refers to parameter %d, and has %d", p, len(r.params)))
		return nil
	}
	return r.params[p]
}

// count returns a parameter that limits a number of rows.
func (r *reader) count(p plan.Param) int {
	n, ok := r.param(p).(int64)
	if !ok || n < 0 {
		r.fail(fmt.Errorf("the plan's parameter %d is %v, and should be a number of rows", p, r.param(p)))
	}
	return int(min(n, math.MaxInt32))
}

// listParam returns a parameter that holds a list, nil where it does not.
func (r *reader) listParam(p plan.Param) []any {
	list, _ := r.param(p).([]any)
	return list
}

// codes finds the code of a property of a node, or of the relationship that led to it.
type codes struct {
	from source
	// blocks are the codes of nodes, numbers those of relationships.
	blocks  [][]uint32
	numbers []uint32
	// rank turns codes into the places of their sort keys; nil where values are compared as they are.
	rank  []uint32
	graph *graph
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
	switch c.from {
	case ofNode:
		block := c.graph.blockOf[node]
		if codes := c.blocks[block]; codes != nil {
			return codes[node-c.graph.starts[block]]
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
func (r *reader) property(p *plan.Property, ofRel bool, by *relationships) (codes, *dictionary) {
	c := codes{graph: r.graph}
	if p.Number < 0 || p.Number >= r.properties || r.dictionaries[p.Number] == nil {
		r.fail(fmt.Errorf("the plan reads the property %s, which the schema does not have", p.Name))
		return c, &dictionary{}
	}
	d := r.dictionaries[p.Number]
	switch {
	case ofRel && by == nil:
	case ofRel:
		slot := by.t.Slot(p)
		switch {
		case slot < 0:
		case slot == by.idSlot:
			c.from = ofRelationshipID
		case by.codes[slot] != nil:
			c.from, c.numbers = ofRelationship, by.codes[slot]
		}
	case p.Name == "id":
		c.from = ofNodeID
	case r.nodeCodes[p.Number] != nil:
		c.from, c.blocks = ofNode, r.nodeCodes[p.Number]
	}
	return c, d
}

// selection is what to read of a node and of the relationship that led to it.
type selection struct{ columns []column }

type column struct {
	kind plan.ColumnKind
	// wants says by block for which nodes the column is read; nil for all.
	wants []bool
	// ofRelationship, codes and dictionary are of PropertyColumn and ReferenceColumn.
	ofRelationship bool
	sortKey        bool
	codes          codes
	dictionary     *dictionary
	// by are the relationships of an EvidenceColumn of a relationship.
	by    *relationships
	one   *one
	many  *many
	links *links
	// part is what to read of a source or of the entity of a reference; takes are the blocks of that entity.
	part  *selection
	takes []bool
}

func (r *reader) compileSelection(s *plan.Selection, by *relationships) *selection {
	if s == nil {
		return nil
	}
	compiled := &selection{columns: make([]column, len(s.Columns))}
	for i, c := range s.Columns {
		r.compileColumn(&compiled.columns[i], c, by)
	}
	return compiled
}

func (r *reader) compileColumn(to *column, c *plan.Column, by *relationships) {
	to.kind, to.ofRelationship = c.Kind, c.OfRelationship
	if c.Types != nil {
		to.wants = r.blocksOf(c.Types)
	}
	switch c.Kind {
	case plan.PropertyColumn:
		to.codes, to.dictionary = r.property(c.Property, c.OfRelationship, by)
		to.sortKey = c.SortKey && to.dictionary.keys != nil
	case plan.ReferenceColumn:
		to.codes, to.dictionary = r.property(c.Property, c.OfRelationship, by)
		to.part, to.takes = r.compileSelection(c.Select, nil), r.takes[c.Type]
	case plan.EvidenceColumn:
		if c.OfRelationship {
			to.by = by
		}
		to.part = r.compileSelection(c.Select, nil)
	case plan.OneColumn:
		to.one = r.compileOne(c.One)
	case plan.ManyColumn:
		if c.Many.Step == nil {
			r.fail(errors.New("the plan has a list below a node that no step leads to"))
			return
		}
		to.many = r.compileMany(c.Many, c.Many.Step)
	case plan.LinksColumn:
		to.links = r.compileLinks(c.Links)
	default:
		r.fail(fmt.Errorf("the plan has a column of kind %d, which is none", c.Kind))
	}
}

// blocksOf says by block whether its nodes are of one of the named object types.
func (r *reader) blocksOf(names []string) []bool {
	takes := make([]bool, len(r.blocks))
	for i, b := range r.blocks {
		for _, name := range names {
			takes[i] = takes[i] || b.t.Name == name
		}
	}
	return takes
}

// row reads a node and the relationship that led to it into row, which has room for it; where row is nil it makes one.
func (r *reader) row(s *selection, node, relationship uint32, row []any) []any {
	if row == nil {
		row = make([]any, 1+len(s.columns))
	}
	row[0] = r.ids[node]
	for i := range s.columns {
		c := &s.columns[i]
		if c.wants == nil || c.wants[r.blockOf[node]] {
			row[i+1] = r.column(c, node, relationship)
		}
	}
	return row
}

func (r *reader) column(c *column, node, relationship uint32) any {
	switch c.kind {
	case plan.PropertyColumn:
		code := c.codes.at(node, relationship)
		if c.sortKey {
			return c.dictionary.sortKey(code)
		}
		return c.dictionary.value(code)
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
	}
	return nil
}

func (r *reader) evidenceOf(c *column, node, relationship uint32) []evidence {
	switch {
	case !c.ofRelationship:
		block := r.blockOf[node]
		return r.nodeSources.list(r.nodeEvidence[block].at(node - r.starts[block]))
	case c.by != nil:
		return r.relationshipSources.list(c.by.evidence.at(relationship))
	}
	return nil
}

// reference reads the entity whose id is the value of a property: its row, or nil.
func (r *reader) reference(c *column, node, relationship uint32) any {
	id, ok := c.dictionary.value(c.codes.at(node, relationship)).(string)
	if !ok {
		return nil
	}
	if target, ok := r.find(id); ok && (c.takes == nil || c.takes[r.blockOf[target]]) {
		return r.row(c.part, target, noRelationship, nil)
	}
	return nil
}
