package memory

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"partnir/plan/mapping"
)

// Builder makes a graph: of another graph, of records, or of both. Nodes and relationships may be added by two goroutines, as they
// share no property.
type Builder struct {
	*Layout
	names  *Names
	nodes  []*nodeBlock
	former []formerID
	// memory keeps the ids of nodes.
	memory        arena
	relationships []*relationshipBlock
	// interners are by Property.Number.
	interners                          []*interner
	nodeEvidence, relationshipEvidence *evidenceInterner
}

// formerID is an id under which the node of a row was known before.
type formerID struct {
	id  string
	row uint32
}

// columns are the values of some records, by slot and in the order of their coming; a slice may end before the last record, whose value
// is missing then.
type columns struct {
	codes     [][]uint32
	evidence  []uint32
	interners []*interner
	// slots finds the slot of a field of a record, -1 for one that the schema does not know.
	slots []int
}

type nodeBlock struct {
	ids  []any
	rows []uint32
	columns
	// kept is how many nodes come from the graph before; they are in order.
	kept  int
	order []uint32
}

type relationshipBlock struct {
	idData []byte
	idEnds []uint32
	rows   []uint32
	// from and to are rows, and numbers once they are resolved.
	from, to []uint32
	columns
	kept  int
	order []uint32
}

// NewBuilder begins a graph. old is the graph that it grows from, nil for none; keep takes over what stays of it.
func NewBuilder(l *Layout, names *Names, old *Graph) *Builder {
	b := &Builder{Layout: l, names: names, interners: make([]*interner, l.Properties)}
	for i := range b.interners {
		var dictionary *Dictionary
		if old != nil && old.Dictionaries[i] != nil && old.Dictionaries[i].Of == nil {
			dictionary = old.Dictionaries[i]
		}
		b.interners[i] = newInterner(l.kinds[i], l.sortKeys[i], dictionary)
	}
	for _, block := range l.Blocks {
		b.nodes = append(b.nodes, &nodeBlock{columns: b.columns(block.T.Properties)})
	}
	for _, t := range l.Mapping.Relationships {
		b.relationships = append(b.relationships, &relationshipBlock{columns: b.columns(t.Properties)})
	}
	if old == nil {
		old = &Graph{}
	}
	b.nodeEvidence = newEvidenceInterner(old, old.NodeSources)
	b.relationshipEvidence = newEvidenceInterner(old, old.RelationshipSources)
	return b
}

func (b *Builder) columns(properties []*mapping.Property) columns {
	c := columns{codes: make([][]uint32, len(properties)), slots: slices.Repeat([]int{-1}, b.names.len())}
	for slot, p := range properties {
		c.interners = append(c.interners, b.interners[p.Number])
		if p.Name != "id" && !p.Computed {
			c.slots[b.names.Number(p.Name)] = slot
		}
	}
	return c
}

// put sets the value of record i, which is the last one.
func put(codes *[]uint32, i int, code uint32) {
	for len(*codes) < i {
		*codes = append(*codes, 0)
	}
	*codes = append((*codes)[:i], code)
}

// AddNode takes a node as it lies in the file.
func (b *Builder) AddNode(row uint32, record []byte) error {
	d := decoder{b: record}
	id := b.memory.text(d.text())
	block := b.block(id)
	if d.err == nil && block < 0 {
		return fmt.Errorf("node %s: the schema has no type with this prefix", id)
	}
	for range d.uvarint() {
		if d.err != nil {
			break
		}
		b.former = append(b.former, formerID{string(d.text()), row})
	}
	if d.err != nil {
		return d.err
	}
	n := b.nodes[block]
	i := len(n.ids)
	n.ids, n.rows = append(n.ids, id), append(n.rows, row)
	if err := n.read(&d, i, b.nodeEvidence); err != nil {
		return fmt.Errorf("node %s: %w", id, err)
	}
	return nil
}

// AddRelationship takes a relationship as it lies in the file.
func (b *Builder) AddRelationship(row uint32, record []byte) error {
	d := decoder{b: record}
	number := d.uvarint()
	id := d.text()
	from, to := d.uvarint(), d.uvarint()
	if d.err != nil {
		return d.err
	}
	t := b.names.relationship(number)
	if t == nil {
		return fmt.Errorf("relationship %s: the schema has no type %q", id, b.names.name(number))
	}
	r := b.relationships[t.Index]
	i := len(r.rows)
	r.idData = append(r.idData, id...)
	r.idEnds = append(r.idEnds, uint32(len(r.idData)))
	r.rows, r.from, r.to = append(r.rows, row), append(r.from, uint32(from)), append(r.to, uint32(to))
	if err := r.read(&d, i, b.relationshipEvidence); err != nil {
		return fmt.Errorf("relationship %s: %w", id, err)
	}
	return nil
}

// read reads the evidence and the values of record i.
func (c *columns) read(d *decoder, i int, evidence *evidenceInterner) error {
	list, err := evidence.list(d.text())
	if err != nil {
		return err
	}
	if list != 0 {
		put(&c.evidence, i, list)
	}
	for len(d.b) > 0 {
		head := d.uvarint()
		slot := -1
		if field := head >> 3; field < uint64(len(c.slots)) {
			slot = c.slots[field]
		}
		var in *interner
		if slot >= 0 {
			in = c.interners[slot]
		}
		code, err := readValue(d, int(head&7), in)
		if err != nil {
			return err
		}
		if slot >= 0 {
			put(&c.codes[slot], i, code)
		}
	}
	return d.err
}

// readValue reads a value and interns it; in is nil for a value that the schema has no place for.
func readValue(d *decoder, tag int, in *interner) (uint32, error) {
	kind := kindOfTag(tag)
	if in == nil {
		in = newInterner(kind, mapping.NoSortKey, nil)
	}
	if kind != in.kind {
		return 0, errors.New("a value is not of the kind that the schema says; the file is of another schema, and must be loaded anew")
	}
	switch tag {
	case tagText:
		return in.text(d.text()), d.err
	case tagWhole:
		return in.whole(d.varint()), d.err
	case tagFloat:
		return in.float(d.float()), d.err
	case tagTrue, tagFalse:
		return in.truth(tag == tagTrue), nil
	case tagList:
		return in.list(d.text())
	}
	return 0, ErrDamaged
}

func kindOfTag(tag int) ValueKind {
	switch tag {
	case tagWhole:
		return WholeValue
	case tagFloat:
		return FloatValue
	case tagTrue, tagFalse:
		return truthValue
	case tagList:
		return ListValue
	}
	return TextValue
}

// Keep takes over what stays of the old graph: all but the marked nodes, by number, and relationships, by type and number.
func (b *Builder) Keep(old *Graph, dropNodes []bool, dropRelationships [][]bool) {
	for block, n := range b.nodes {
		start, end := old.Starts[block], old.Starts[block+1]
		for node := start; node < end; node++ {
			if dropNodes[node] {
				continue
			}
			i := len(n.ids)
			n.ids, n.rows = append(n.ids, old.Ids[node]), append(n.rows, old.Rows[node])
			if e := old.NodeEvidence[block].At(node - start); e != 0 {
				put(&n.evidence, i, e)
			}
		}
		for slot, p := range old.Blocks[block].T.Properties {
			if codes := old.NodeCodes[p.Number]; codes != nil && codes[block] != nil {
				n.codes[slot] = kept(codes[block], dropNodes[start:end])
			}
		}
		n.kept = len(n.ids)
	}
	for node, ids := range old.FormerIDs {
		for _, id := range ids {
			if !dropNodes[node] {
				b.former = append(b.former, formerID{id, old.Rows[node]})
			}
		}
	}
	for i, r := range b.relationships {
		r.keep(old, old.Relationships[i], dropRelationships[i])
	}
}

func (r *relationshipBlock) keep(g *Graph, old *Relationships, drop []bool) {
	for n := range old.From {
		if drop[n] {
			continue
		}
		r.idData = append(r.idData, old.Ids.At(uint32(n))...)
		r.idEnds = append(r.idEnds, uint32(len(r.idData)))
		r.rows = append(r.rows, old.Rows[n])
		r.from, r.to = append(r.from, g.Rows[old.From[n]]), append(r.to, g.Rows[old.To[n]])
	}
	for slot, codes := range old.Codes {
		if codes != nil {
			r.codes[slot] = kept(codes, drop)
		}
	}
	if old.Evidence != nil {
		r.evidence = kept(old.Evidence, drop)
	}
	r.kept = len(r.rows)
}

// kept returns the codes that are not dropped.
func kept(codes []uint32, drop []bool) []uint32 {
	stay := make([]uint32, 0, len(codes))
	for i, c := range codes {
		if !drop[i] {
			stay = append(stay, c)
		}
	}
	return stay
}

// orderOf returns the numbers from 0 to n-1 in order, the first kept of which are in order already; nil where all are. Two that are
// equal are an error.
func orderOf(n, kept int, compare func(a, b uint32) int) ([]uint32, error) {
	sorted := true
	for i := 1; i < n && sorted; i++ {
		sorted = compare(uint32(i-1), uint32(i)) < 0
	}
	if sorted {
		return nil, nil
	}
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order[kept:], compare)
	order = mergeSorted(order[:kept], order[kept:], compare)
	for i := 1; i < n; i++ {
		if compare(order[i-1], order[i]) == 0 {
			return nil, fmt.Errorf("an id is there twice: %w", ErrDamaged)
		}
	}
	return order, nil
}

func (n *nodeBlock) sort() (err error) {
	n.order, err = orderOf(len(n.ids), n.kept, func(a, b uint32) int { return strings.Compare(n.ids[a].(string), n.ids[b].(string)) })
	return err
}

func (r *relationshipBlock) id(i uint32) []byte {
	if i == 0 {
		return r.idData[:r.idEnds[0]]
	}
	return r.idData[r.idEnds[i-1]:r.idEnds[i]]
}

// sort turns rows into nodes and finds the order.
func (r *relationshipBlock) sort(nodeOfRow []uint32) (err error) {
	for _, ends := range [][]uint32{r.from, r.to} {
		for i, row := range ends {
			if int(row) >= len(nodeOfRow) || nodeOfRow[row] == 0 {
				return fmt.Errorf("relationship %s leads to row %d, where no node is: %w", r.id(uint32(i)), row, ErrDamaged)
			}
			ends[i] = nodeOfRow[row] - 1
		}
	}
	r.order, err = orderOf(len(r.rows), r.kept, func(a, b uint32) int {
		if x, y := uint64(r.from[a])<<32|uint64(r.to[a]), uint64(r.from[b])<<32|uint64(r.to[b]); x != y {
			if x < y {
				return -1
			}
			return 1
		}
		return bytes.Compare(r.id(a), r.id(b))
	})
	return err
}

// Parallel calls do for 0 to n-1 on as many goroutines as there are processors.
func Parallel(n int, do func(i int)) {
	var next atomic.Int64
	var work sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	work.Wait()
}
