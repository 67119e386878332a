package embedded

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"partnir/plan"
)

// batch is some records on their way into the file.
type batch struct {
	// table is the table of the records.
	table string
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
func (l *load) build(ctx context.Context, batches chan<- *batch) (*graph, error) {
	b := newBuilder(l.layout, l.names, l.graph)
	b.keep(l.graph, l.dropNodes, l.dropRelationships)
	var errs [2]error
	parallel(len(errs), func(i int) {
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
	return b.finish()
}

func (l *load) buildNodes(ctx context.Context, b *builder, batches chan<- *batch) error {
	size := 0
	for changes := range slices.Chunk(l.nodes, batchSize) {
		next := newBatch("nodes", size)
		for _, c := range changes {
			n := &l.records.Nodes[c.index]
			start := len(next.data)
			next.add(c.row, l.appendNode(next.data, n))
			if err := b.addNode(c.row, next.data[start:]); err != nil {
				return err
			}
			if n.Type.Search {
				next.searchRows, next.words = append(next.searchRows, c.row), append(next.words, searchText(n))
			}
		}
		if err := send(ctx, batches, next); err != nil {
			return err
		}
		size = len(next.data)
	}
	return nil
}

func (l *load) buildRelationships(ctx context.Context, b *builder, batches chan<- *batch) error {
	size := 0
	for changes := range slices.Chunk(l.relationships, batchSize) {
		next := newBatch("relationships", size)
		for _, c := range changes {
			start := len(next.data)
			next.add(c.row, l.appendRelationship(next.data, c))
			if err := b.addRelationship(c.row, next.data[start:]); err != nil {
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
func newBatch(table string, size int) *batch {
	return &batch{
		table: table, data: make([]byte, 0, size+size/8), rows: make([]uint32, 0, batchSize), ends: make([]int, 0, batchSize),
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

// searchText is what the full-text index holds of a node.
func searchText(n *plan.Node) string {
	text := func(name string) string {
		if p := n.Type.Property(name); p != nil {
			s, _ := n.Values[n.Type.Slot(p)].(string)
			return s
		}
		return ""
	}
	var aliases []string
	if p := n.Type.Property("aliases"); p != nil {
		aliases, _ = n.Values[n.Type.Slot(p)].([]string)
	}
	return plan.SearchText(text("name"), aliases, text("description"))
}

// rowsPerStatement is how many rows one statement writes.
const rowsPerStatement = 50

// write writes batches as they come, inside the write transaction that is open.
func (f *file) write(ctx context.Context, l *load, batches <-chan *batch, progress func(done, total int)) error {
	verb := "REPLACE"
	if len(l.graph.ids) == 0 { // there is nothing to replace, and nothing to look for
		verb = "INSERT"
	}
	tables := map[string]*insert{}
	for table, columns := range map[string]string{"nodes": "row, record", "relationships": "row, record", "search": "rowid, words"} {
		t, err := f.insert(ctx, verb+" INTO "+table+" ("+columns+") VALUES (?, ?)")
		if err != nil {
			return err
		}
		defer t.close()
		tables[table] = t
	}
	done := 0
	for b := range batches {
		if err := b.write(ctx, tables[b.table], tables["search"]); err != nil {
			return err
		}
		done += len(b.rows)
		progress(done, len(l.nodes)+len(l.relationships))
	}
	return context.Cause(ctx)
}

func (b *batch) write(ctx context.Context, table, search *insert) error {
	for i, row := range b.rows {
		if err := table.add(ctx, int64(row), b.record(i)); err != nil {
			return err
		}
	}
	for i, row := range b.searchRows {
		if err := search.add(ctx, int64(row), b.words[i]); err != nil {
			return err
		}
	}
	return errors.Join(table.flush(ctx), search.flush(ctx))
}

// insert writes rows of two columns, many with one statement.
type insert struct {
	one, many *sql.Stmt
	args      []any
}

func (f *file) insert(ctx context.Context, text string) (*insert, error) {
	one, err := f.writer.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	many, err := f.writer.PrepareContext(ctx, text+strings.Repeat(", (?, ?)", rowsPerStatement-1))
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

// sourceRow is row for evidence, whose sources are known to be there.
func (l *load) sourceRow(id string) uint32 {
	row, _ := l.row(id)
	return row
}

// appendNode appends a node as it lies in the file.
func (l *load) appendNode(b []byte, n *plan.Node) []byte {
	former := n.FormerIDs
	if len(former) > 1 {
		former = slices.Compact(slices.Sorted(slices.Values(former)))
	}
	b = binary.AppendUvarint(appendText(b, n.ID), uint64(len(former)))
	for _, id := range former {
		b = appendText(b, id)
	}
	b = appendEvidence(b, n.Evidence, l.sourceRow)
	return l.appendValues(b, n.Type.Properties, func(slot int) any { return n.Values[slot] })
}

func (l *load) appendRelationship(b []byte, c relationshipChange) []byte {
	r := &l.records.Relationships[c.index]
	b = binary.AppendUvarint(b, uint64(l.names.number(r.Type.Name)))
	b = binary.AppendUvarint(binary.AppendUvarint(appendText(b, r.ID), uint64(c.from)), uint64(c.to))
	b = appendEvidence(b, r.Evidence, l.sourceRow)
	return l.appendValues(b, r.Type.Properties, func(slot int) any { return r.Values[slot] })
}

// appendValues appends the values of properties, but the id, which the record begins with.
func (l *load) appendValues(b []byte, properties []*plan.Property, value func(slot int) any) []byte {
	for slot, p := range properties {
		if v := value(slot); v != nil && p.Name != "id" {
			b = appendValue(b, l.fields[p.Number], v)
		}
	}
	return b
}

// appendOldNode appends a node of the graph as it lies in the file.
func (l *load) appendOldNode(b []byte, node uint32) []byte {
	g := l.graph
	block := g.blockOf[node]
	former := g.formerIDs[node]
	b = binary.AppendUvarint(appendText(b, g.id(node)), uint64(len(former)))
	for _, id := range former {
		b = appendText(b, id)
	}
	list := g.nodeSources.list(g.nodeEvidence[block].at(node - g.starts[block]))
	b = appendEvidence(b, g.plainEvidence(list), l.sourceRow)
	properties := g.blocks[block].t.Properties
	return l.appendValues(b, properties, func(slot int) any { return g.nodeValue(node, properties[slot]) })
}

func (l *load) appendOldRelationship(b []byte, r *relationships, n uint32) []byte {
	g := l.graph
	b = appendText(binary.AppendUvarint(b, uint64(l.names.number(r.t.Name))), r.ids.at(n))
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(g.rows[r.from[n]])), uint64(g.rows[r.to[n]]))
	b = appendEvidence(b, g.plainEvidence(g.relationshipSources.list(r.evidence.at(n))), l.sourceRow)
	return l.appendValues(b, r.t.Properties, func(slot int) any {
		if r.codes[slot] == nil {
			return nil
		}
		return g.dictionaries[r.t.Properties[slot].Number].value(r.codes[slot][n])
	})
}
