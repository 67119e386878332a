package memory

import (
	"errors"
	"fmt"
	"slices"

	"partnir/plan/mapping"
)

// Finish makes the graph of what was added.
func (b *Builder) Finish() (*Graph, error) {
	g := &Graph{
		Layout:        b.Layout,
		Dictionaries:  make([]*Dictionary, b.Properties),
		NodeCodes:     make([][][]uint32, b.Properties),
		Former:        make(map[string]uint32, len(b.former)),
		FormerIDs:     map[uint32][]string{},
		Unique:        map[int][]uint32{},
		Relationships: make([]*Relationships, len(b.relationships)),
	}
	errs := make([]error, len(b.nodes))
	Parallel(len(b.nodes), func(i int) { errs[i] = b.nodes[i].sort() })
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	b.number(g)
	errs = make([]error, len(b.relationships)+2)
	Parallel(len(errs), func(i int) {
		switch i {
		case 0:
			errs[i] = b.finishNodeEvidence(g)
		case 1:
			errs[i] = b.finishRelationshipEvidence(g)
		default:
			errs[i] = b.connect(g, i-2)
		}
	})
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	Parallel(b.Properties, func(p int) { b.finishProperty(g, p) })
	if err := b.checkChoices(g); err != nil {
		return nil, err
	}
	b.complete(g)
	return g, nil
}

// checkChoices looks for values that an enumeration does not have: an older schema may have had them.
func (b *Builder) checkChoices(g *Graph) error {
	for _, t := range slices.Concat(b.Mapping.Interfaces, b.Mapping.Types) {
		if err := checkChoices(g, b.Mapping, t.Properties); err != nil {
			return err
		}
	}
	for _, t := range b.Mapping.Relationships {
		if err := checkChoices(g, b.Mapping, t.Properties); err != nil {
			return err
		}
	}
	return nil
}

func checkChoices(g *Graph, m *mapping.Mapping, properties []*mapping.Property) error {
	for _, p := range properties {
		if p.Kind != mapping.Enum {
			continue
		}
		for _, v := range g.Dictionaries[p.Number].Values {
			values, isList := v.([]any)
			if !isList {
				values = []any{v}
			}
			for _, v := range values {
				if s, _ := v.(string); !slices.Contains(m.Enums[p.Enum], s) {
					return fmt.Errorf("a value of %s is %q, which is no value of %s; the file is of another schema, and must be loaded anew",
						p.Name, s, p.Enum)
				}
			}
		}
	}
	return nil
}

// number numbers the nodes.
func (b *Builder) number(g *Graph) {
	total, maxRow := 0, uint32(0)
	for _, n := range b.nodes {
		g.Starts = append(g.Starts, uint32(total))
		total += len(n.ids)
		for _, row := range n.rows {
			maxRow = max(maxRow, row)
		}
	}
	g.Starts = append(g.Starts, uint32(total))
	g.Ids, g.Rows, g.BlockOf = make([]any, 0, total), make([]uint32, 0, total), make([]uint16, 0, total)
	g.NodeOfRow = make([]uint32, maxRow+1)
	for block, n := range b.nodes {
		for i := range n.ids {
			from := at(n.order, i)
			g.Ids, g.Rows, g.BlockOf = append(g.Ids, n.ids[from]), append(g.Rows, n.rows[from]), append(g.BlockOf, uint16(block))
			g.NodeOfRow[n.rows[from]] = uint32(len(g.Ids))
		}
	}
	for _, f := range b.former {
		node := g.NodeOfRow[f.row] - 1
		g.FormerIDs[node] = append(g.FormerIDs[node], f.id)
		if other, taken := g.Former[f.id]; !taken || node < other {
			g.Former[f.id] = node
		}
	}
}

// at is element i of an order, where nil is the order that is there.
func at(order []uint32, i int) uint32 {
	if order == nil {
		return uint32(i)
	}
	return order[i]
}

// arrange puts the codes of n records into their order, each through codes; nil where all are 0.
func arrange(numbers []uint32, n int, order, codes []uint32) []uint32 {
	if len(numbers) == 0 {
		return nil
	}
	arranged := make([]uint32, n)
	some := false
	for i := range arranged {
		if from := at(order, i); int(from) < len(numbers) {
			code := numbers[from]
			if codes != nil {
				code = codes[code]
			}
			arranged[i] = code
			some = some || code != 0
		}
	}
	if !some {
		return nil
	}
	return arranged
}

func mark(used []bool, numbers []uint32) {
	for _, n := range numbers {
		used[n] = true
	}
}

func (b *Builder) finishNodeEvidence(g *Graph) error {
	used := make([]bool, len(b.nodeEvidence.lists)+1)
	for _, n := range b.nodes {
		mark(used, n.evidence)
	}
	lists, codes, err := b.nodeEvidence.finish(used, g.NodeOfRow)
	if err != nil {
		return err
	}
	g.NodeSources = lists
	for _, n := range b.nodes {
		g.NodeEvidence = append(g.NodeEvidence, arrange(n.evidence, len(n.ids), n.order, codes))
	}
	return nil
}

func (b *Builder) finishRelationshipEvidence(g *Graph) error {
	used := make([]bool, len(b.relationshipEvidence.lists)+1)
	for _, r := range b.relationships {
		mark(used, r.evidence)
	}
	lists, codes, err := b.relationshipEvidence.finish(used, g.NodeOfRow)
	if err != nil {
		return err
	}
	g.RelationshipSources = lists
	for _, r := range b.relationships { // their order is not known yet
		for i, n := range r.evidence {
			r.evidence[i] = codes[n]
		}
	}
	return nil
}

// connect numbers the relationships of a type and makes their adjacency.
func (b *Builder) connect(g *Graph, i int) error {
	block, t := b.relationships[i], b.Mapping.Relationships[i]
	if err := block.sort(g.NodeOfRow); err != nil {
		return err
	}
	n := len(block.rows)
	r := &Relationships{
		T: t, IDSlot: slotOfID(t.Properties), Codes: make([][]uint32, len(t.Properties)),
		From: make([]uint32, n), To: make([]uint32, n), Rows: make([]uint32, n),
	}
	data := make([]byte, 0, len(block.idData))
	r.Ids.ends = make([]uint32, n)
	for j := range n {
		from := at(block.order, j)
		r.From[j], r.To[j], r.Rows[j] = block.from[from], block.to[from], block.rows[from]
		data = append(data, block.id(from)...)
		r.Ids.ends[j] = uint32(len(data))
	}
	r.Ids.data = string(data)
	r.out = Adjacency{Offsets: g.offsets(r.From), Far: r.To}
	r.in = Adjacency{Offsets: g.offsets(r.To), Far: r.From, numbers: make([]uint32, n)}
	next := g.offsets(r.To)
	for number, node := range r.To {
		block := g.BlockOf[node]
		place := &next[block][node-g.Starts[block]]
		r.in.numbers[*place] = uint32(number)
		*place++
	}
	g.Relationships[i] = r
	return nil
}

// offsets counts how often each node occurs, and adds the counts up: where the relationships of each begin.
func (g *Graph) offsets(ends []uint32) [][]uint32 {
	offsets := make([][]uint32, len(g.Blocks))
	for _, node := range ends {
		block := g.BlockOf[node]
		if offsets[block] == nil {
			offsets[block] = make([]uint32, g.Starts[block+1]-g.Starts[block]+1)
		}
		offsets[block][node-g.Starts[block]+1]++
	}
	sum := uint32(0)
	for _, counts := range offsets {
		if counts == nil {
			continue
		}
		for i := range counts {
			sum += counts[i]
			counts[i] = sum
		}
	}
	return offsets
}

// finishProperty makes the dictionary of a property and puts its values into their places.
func (b *Builder) finishProperty(g *Graph, p int) {
	in := b.interners[p]
	used := make([]bool, max(in.size(), len(truths.Values))+1)
	for _, s := range b.nodeSlots[p] {
		mark(used, b.nodes[s.block].codes[s.slot])
	}
	if s := b.relationshipSlots[p]; s.slot >= 0 {
		mark(used, b.relationships[s.relationship].codes[s.slot])
	}
	dictionary, codes := in.finish(used[:in.size()+1])
	g.Dictionaries[p] = dictionary
	if len(b.nodeSlots[p]) > 0 {
		g.NodeCodes[p] = make([][]uint32, len(b.Blocks))
	}
	for _, s := range b.nodeSlots[p] {
		n := b.nodes[s.block]
		g.NodeCodes[p][s.block] = arrange(n.codes[s.slot], len(n.ids), n.order, codes)
		n.codes[s.slot] = nil
	}
	if s := b.relationshipSlots[p]; s.slot >= 0 {
		r := b.relationships[s.relationship]
		g.Relationships[s.relationship].Codes[s.slot] = arrange(r.codes[s.slot], len(r.rows), r.order, codes)
		r.codes[s.slot] = nil
	}
}

// complete makes what needs all else: evidence of relationships in their order, the ids as values, and the unique properties.
func (b *Builder) complete(g *Graph) {
	for i, r := range b.relationships {
		g.Relationships[i].Evidence = arrange(r.evidence, len(r.rows), r.order, nil)
		if slot := g.Relationships[i].IDSlot; slot >= 0 {
			p := g.Relationships[i].T.Properties[slot]
			g.Dictionaries[p.Number] = &Dictionary{Kind: TextValue, Of: g.Relationships[i]}
		}
	}
	for block, t := range b.Blocks {
		for _, p := range t.T.Properties {
			switch {
			case p.Name == "id":
				g.Dictionaries[p.Number] = &Dictionary{Kind: TextValue, Values: g.Ids}
			case p.Unique:
				g.indexUnique(block, p)
			}
		}
	}
}

func (g *Graph) indexUnique(block int, p *mapping.Property) {
	nodes := g.Unique[p.Number]
	if nodes == nil {
		nodes = make([]uint32, g.Dictionaries[p.Number].Len())
		g.Unique[p.Number] = nodes
	}
	for i, code := range g.NodeCodes[p.Number][block] {
		if code != 0 {
			nodes[code-1] = g.Starts[block] + uint32(i) + 1
		}
	}
}
