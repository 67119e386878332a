package embedded

import (
	"errors"

	"partnir/plan"
)

// finish makes the graph of what was added.
func (b *builder) finish() (*graph, error) {
	g := &graph{
		layout:        b.layout,
		dictionaries:  make([]*dictionary, b.properties),
		nodeCodes:     make([][][]uint32, b.properties),
		former:        make(map[string]uint32, len(b.former)),
		formerIDs:     map[uint32][]string{},
		unique:        map[int][]uint32{},
		relationships: make([]*relationships, len(b.relationships)),
	}
	errs := make([]error, len(b.nodes))
	parallel(len(b.nodes), func(i int) { errs[i] = b.nodes[i].sort() })
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	b.number(g)
	errs = make([]error, len(b.relationships)+2)
	parallel(len(errs), func(i int) {
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
	parallel(b.properties, func(p int) { b.finishProperty(g, p) })
	b.complete(g)
	return g, nil
}

// number numbers the nodes.
func (b *builder) number(g *graph) {
	total, maxRow := 0, uint32(0)
	for _, n := range b.nodes {
		g.starts = append(g.starts, uint32(total))
		total += len(n.ids)
		for _, row := range n.rows {
			maxRow = max(maxRow, row)
		}
	}
	g.starts = append(g.starts, uint32(total))
	g.ids, g.rows, g.blockOf = make([]any, 0, total), make([]uint32, 0, total), make([]uint16, 0, total)
	g.nodeOfRow = make([]uint32, maxRow+1)
	for block, n := range b.nodes {
		for i := range n.ids {
			from := at(n.order, i)
			g.ids, g.rows, g.blockOf = append(g.ids, n.ids[from]), append(g.rows, n.rows[from]), append(g.blockOf, uint16(block))
			g.nodeOfRow[n.rows[from]] = uint32(len(g.ids))
		}
	}
	for _, f := range b.former {
		node := g.nodeOfRow[f.row] - 1
		g.formerIDs[node] = append(g.formerIDs[node], f.id)
		if other, taken := g.former[f.id]; !taken || node < other {
			g.former[f.id] = node
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

func (b *builder) finishNodeEvidence(g *graph) error {
	used := make([]bool, len(b.nodeEvidence.lists)+1)
	for _, n := range b.nodes {
		mark(used, n.evidence)
	}
	lists, codes, err := b.nodeEvidence.finish(used, g.nodeOfRow)
	if err != nil {
		return err
	}
	g.nodeSources = lists
	for _, n := range b.nodes {
		g.nodeEvidence = append(g.nodeEvidence, arrange(n.evidence, len(n.ids), n.order, codes))
	}
	return nil
}

func (b *builder) finishRelationshipEvidence(g *graph) error {
	used := make([]bool, len(b.relationshipEvidence.lists)+1)
	for _, r := range b.relationships {
		mark(used, r.evidence)
	}
	lists, codes, err := b.relationshipEvidence.finish(used, g.nodeOfRow)
	if err != nil {
		return err
	}
	g.relationshipSources = lists
	for _, r := range b.relationships { // their order is not known yet
		for i, n := range r.evidence {
			r.evidence[i] = codes[n]
		}
	}
	return nil
}

// connect numbers the relationships of a type and makes their adjacency.
func (b *builder) connect(g *graph, i int) error {
	block, t := b.relationships[i], b.mapping.Relationships[i]
	if err := block.sort(g.nodeOfRow); err != nil {
		return err
	}
	n := len(block.rows)
	r := &relationships{
		t: t, idSlot: slotOfID(t.Properties), codes: make([][]uint32, len(t.Properties)),
		from: make([]uint32, n), to: make([]uint32, n), rows: make([]uint32, n),
	}
	data := make([]byte, 0, len(block.idData))
	r.ids.ends = make([]uint32, n)
	for j := range n {
		from := at(block.order, j)
		r.from[j], r.to[j], r.rows[j] = block.from[from], block.to[from], block.rows[from]
		data = append(data, block.id(from)...)
		r.ids.ends[j] = uint32(len(data))
	}
	r.ids.data = string(data)
	r.out = adjacency{offsets: g.offsets(r.from), far: r.to}
	r.in = adjacency{offsets: g.offsets(r.to), far: r.from, numbers: make([]uint32, n)}
	next := g.offsets(r.to)
	for number, node := range r.to {
		block := g.blockOf[node]
		place := &next[block][node-g.starts[block]]
		r.in.numbers[*place] = uint32(number)
		*place++
	}
	g.relationships[i] = r
	return nil
}

// offsets counts how often each node occurs, and adds the counts up: where the relationships of each begin.
func (g *graph) offsets(ends []uint32) [][]uint32 {
	offsets := make([][]uint32, len(g.blocks))
	for _, node := range ends {
		block := g.blockOf[node]
		if offsets[block] == nil {
			offsets[block] = make([]uint32, g.starts[block+1]-g.starts[block]+1)
		}
		offsets[block][node-g.starts[block]+1]++
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
func (b *builder) finishProperty(g *graph, p int) {
	in := b.interners[p]
	used := make([]bool, max(in.size(), len(truths.values))+1)
	for _, s := range b.nodeSlots[p] {
		mark(used, b.nodes[s.block].codes[s.slot])
	}
	if s := b.relationshipSlots[p]; s.slot >= 0 {
		mark(used, b.relationships[s.relationship].codes[s.slot])
	}
	dictionary, codes := in.finish(used[:in.size()+1])
	g.dictionaries[p] = dictionary
	if len(b.nodeSlots[p]) > 0 {
		g.nodeCodes[p] = make([][]uint32, len(b.blocks))
	}
	for _, s := range b.nodeSlots[p] {
		n := b.nodes[s.block]
		g.nodeCodes[p][s.block] = arrange(n.codes[s.slot], len(n.ids), n.order, codes)
		n.codes[s.slot] = nil
	}
	if s := b.relationshipSlots[p]; s.slot >= 0 {
		r := b.relationships[s.relationship]
		g.relationships[s.relationship].codes[s.slot] = arrange(r.codes[s.slot], len(r.rows), r.order, codes)
		r.codes[s.slot] = nil
	}
}

// complete makes what needs all else: evidence of relationships in their order, the ids as values, and the unique properties.
func (b *builder) complete(g *graph) {
	for i, r := range b.relationships {
		g.relationships[i].evidence = arrange(r.evidence, len(r.rows), r.order, nil)
		if slot := g.relationships[i].idSlot; slot >= 0 {
			p := g.relationships[i].t.Properties[slot]
			g.dictionaries[p.Number] = &dictionary{kind: textValue, of: g.relationships[i]}
		}
	}
	for block, t := range b.blocks {
		for _, p := range t.t.Properties {
			switch {
			case p.Name == "id":
				g.dictionaries[p.Number] = &dictionary{kind: textValue, values: g.ids}
			case p.Unique:
				g.indexUnique(block, p)
			}
		}
	}
}

func (g *graph) indexUnique(block int, p *plan.Property) {
	nodes := g.unique[p.Number]
	if nodes == nil {
		nodes = make([]uint32, g.dictionaries[p.Number].len())
		g.unique[p.Number] = nodes
	}
	for i, code := range g.nodeCodes[p.Number][block] {
		if code != 0 {
			nodes[code-1] = g.starts[block] + uint32(i) + 1
		}
	}
}
