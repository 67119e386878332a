package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"partnir/embedded/file"
	"partnir/embedded/memory"
	"partnir/plan/mapping"
	"partnir/store"
)

// batch is some records on their way into the file.
type batch struct {
	table file.Table
	rows  []uint32
	// data holds the records one after the other; ends are their ends.
	data []byte
	ends []int
	// searchRows and words are what the full-text index holds of nodes.
	searchRows []uint32
	words      []string
}

// batchSize is how many records a batch holds.
const batchSize = 1000

// build encodes the records, passes them on to be written, and makes the next graph of them and of what stays. It closes batches.
func (l *load) build(ctx context.Context, batches chan<- *batch) (*memory.Graph, error) {
	b := memory.NewBuilder(l.Layout, l.names, l.graph)
	b.Keep(l.graph, l.dropNodes, l.dropRelationships)
	var errs [2]error
	memory.Parallel(len(errs), func(i int) {
		if i == 0 {
			errs[i] = l.buildNodes(ctx, b, batches)
		} else {
			errs[i] = l.buildRelationships(ctx, b, batches)
		}
	})
	close(batches)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	return b.Finish()
}

func (l *load) buildNodes(ctx context.Context, b *memory.Builder, batches chan<- *batch) error {
	size := 0
	for changes := range slices.Chunk(l.nodes, batchSize) {
		next := newBatch(file.InNodes, size)
		for _, c := range changes {
			n := &l.records.Nodes[c.index]
			start := len(next.data)
			next.add(c.row, l.appendNode(next.data, n))
			if err := b.AddNode(c.row, next.data[start:]); err != nil {
				return err
			}
			if n.Type.Search {
				next.searchRows, next.words = append(next.searchRows, c.row), append(next.words, store.SearchText(n))
			}
		}
		if err := send(ctx, batches, next); err != nil {
			return err
		}
		size = len(next.data)
	}
	return nil
}

func (l *load) buildRelationships(ctx context.Context, b *memory.Builder, batches chan<- *batch) error {
	size := 0
	for changes := range slices.Chunk(l.relationships, batchSize) {
		next := newBatch(file.InRelationships, size)
		for _, c := range changes {
			start := len(next.data)
			next.add(c.row, l.appendRelationship(next.data, c))
			if err := b.AddRelationship(c.row, next.data[start:]); err != nil {
				return err
			}
		}
		if err := send(ctx, batches, next); err != nil {
			return err
		}
		size = len(next.data)
	}
	return nil
}

// newBatch makes room for a batch whose records take about so many bytes.
func newBatch(t file.Table, size int) *batch {
	return &batch{
		table: t, data: make([]byte, 0, size+size/8), rows: make([]uint32, 0, batchSize), ends: make([]int, 0, batchSize),
	}
}

// add takes a record that was appended to data.
func (b *batch) add(row uint32, data []byte) {
	b.rows, b.data, b.ends = append(b.rows, row), data, append(b.ends, len(data))
}

func (b *batch) record(i int) []byte {
	if i == 0 {
		return b.data[:b.ends[0]]
	}
	return b.data[b.ends[i-1]:b.ends[i]]
}

func send(ctx context.Context, batches chan<- *batch, b *batch) error {
	select {
	case batches <- b:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// rowsPerStatement is how many rows one statement writes.
const rowsPerStatement = 50

// write writes batches as they come, inside the write transaction that is open. It returns the inventory of the file with them.
func write(ctx context.Context, f *file.File, l *load, batches <-chan *batch, progress func(done, total int)) (*file.Inventory, error) {
	next := f.Inventory.Clone()
	nodes, relationships := l.replaced()
	err := cmp.Or(f.Forget(ctx, next, file.InNodes, nodes), f.Forget(ctx, next, file.InRelationships, relationships))
	if err != nil {
		return nil, err
	}
	verb := "REPLACE"
	if len(l.graph.Ids) == 0 { // there is nothing to replace, and nothing to look for
		verb = "INSERT"
	}
	inserts := map[string]*insert{}
	for name, columns := range map[string]string{"nodes": "row, record", "relationships": "row, record", "search": "rowid, words"} {
		i, err := prepare(ctx, f, verb+" INTO "+name+" ("+columns+") VALUES (?, ?)")
		if err != nil {
			return nil, err
		}
		defer i.close()
		inserts[name] = i
	}
	done := 0
	for b := range batches {
		if err := b.write(ctx, next, inserts[b.table.String()], inserts["search"]); err != nil {
			return nil, err
		}
		done += len(b.rows)
		progress(done, len(l.nodes)+len(l.relationships))
	}
	return next, context.Cause(ctx)
}

// replaced are the rows of the records that are replaced, ascending.
func (l *load) replaced() (nodes, relationships []uint32) {
	for _, c := range l.nodes {
		if int(c.row) < len(l.graph.NodeOfRow) && l.graph.NodeOfRow[c.row] != 0 {
			nodes = append(nodes, c.row)
		}
	}
	for _, c := range l.relationships {
		if _, ok := l.replaces[c.index]; ok {
			relationships = append(relationships, c.row)
		}
	}
	slices.Sort(nodes)
	slices.Sort(relationships)
	return nodes, relationships
}

func (b *batch) write(ctx context.Context, next *file.Inventory, records, search *insert) error {
	for i, row := range b.rows {
		next.Add(b.table, row, b.record(i))
		if err := records.add(ctx, int64(row), b.record(i)); err != nil {
			return err
		}
	}
	for i, row := range b.searchRows {
		if err := search.add(ctx, int64(row), b.words[i]); err != nil {
			return err
		}
	}
	return errors.Join(records.flush(ctx), search.flush(ctx))
}

// insert writes rows of two columns, many with one statement.
type insert struct {
	one, many *sql.Stmt
	args      []any
}

func prepare(ctx context.Context, f *file.File, text string) (*insert, error) {
	one, err := f.Writer.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	many, err := f.Writer.PrepareContext(ctx, text+strings.Repeat(", (?, ?)", rowsPerStatement-1))
	if err != nil {
		one.Close()
		return nil, err
	}
	return &insert{one: one, many: many}, nil
}

func (s *insert) add(ctx context.Context, row int64, value any) error {
	s.args = append(s.args, row, value)
	if len(s.args) < 2*rowsPerStatement {
		return nil
	}
	_, err := s.many.ExecContext(ctx, s.args...)
	s.args = s.args[:0]
	return err
}

func (s *insert) flush(ctx context.Context) error {
	for args := range slices.Chunk(s.args, 2) {
		if _, err := s.one.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	s.args = s.args[:0]
	return nil
}

func (s *insert) close() {
	_ = s.one.Close()
	_ = s.many.Close()
}

// appendNode appends a node as it lies in the file.
func (l *load) appendNode(b []byte, n *store.Node) []byte {
	former := n.FormerIDs
	if len(former) > 1 {
		former = slices.Compact(slices.Sorted(slices.Values(former)))
	}
	b = binary.AppendUvarint(memory.AppendText(b, n.ID), uint64(len(former)))
	for _, id := range former {
		b = memory.AppendText(b, id)
	}
	b = memory.AppendEvidence(b, n.Evidence, l.row)
	properties := n.Type.Properties
	return l.appendValues(b, properties, func(slot int) any { return store.Stored(properties[slot], n.Values[slot]) })
}

func (l *load) appendRelationship(b []byte, c relationshipChange) []byte {
	r := &l.records.Relationships[c.index]
	b = binary.AppendUvarint(b, uint64(l.names.Number(r.Type.Name)))
	b = binary.AppendUvarint(binary.AppendUvarint(memory.AppendText(b, r.ID), uint64(c.from)), uint64(c.to))
	b = memory.AppendEvidence(b, r.Evidence, l.row)
	properties := r.Type.Properties
	return l.appendValues(b, properties, func(slot int) any { return store.Stored(properties[slot], r.Values[slot]) })
}

// appendValues appends the values of properties, but the id, which the record begins with.
func (l *load) appendValues(b []byte, properties []*mapping.Property, value func(slot int) any) []byte {
	for slot, p := range properties {
		if v := value(slot); v != nil && p.Name != "id" {
			b = memory.AppendValue(b, l.fields[p.Number], v)
		}
	}
	return b
}

// appendOldNode appends a node of the graph as it lies in the file.
func (l *load) appendOldNode(b []byte, node uint32) []byte {
	g := l.graph
	block := g.BlockOf[node]
	former := g.FormerIDs[node]
	b = binary.AppendUvarint(memory.AppendText(b, g.ID(node)), uint64(len(former)))
	for _, id := range former {
		b = memory.AppendText(b, id)
	}
	list := g.NodeSources.List(g.NodeEvidence[block].At(node - g.Starts[block]))
	b = memory.AppendEvidence(b, g.PlainEvidence(list), l.row)
	properties := g.Blocks[block].T.Properties
	return l.appendValues(b, properties, func(slot int) any { return g.NodeValue(node, properties[slot]) })
}

func (l *load) appendOldRelationship(b []byte, r *memory.Relationships, n uint32) []byte {
	g := l.graph
	b = memory.AppendText(binary.AppendUvarint(b, uint64(l.names.Number(r.T.Name))), r.Ids.At(n))
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(g.Rows[r.From[n]])), uint64(g.Rows[r.To[n]]))
	b = memory.AppendEvidence(b, g.PlainEvidence(g.RelationshipSources.List(r.Evidence.At(n))), l.row)
	return l.appendValues(b, r.T.Properties, func(slot int) any {
		if r.Codes[slot] == nil {
			return nil
		}
		return g.Dictionaries[r.T.Properties[slot].Number].Value(r.Codes[slot][n])
	})
}
