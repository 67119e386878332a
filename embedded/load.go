package embedded

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"partnir/embedded/memory"
	"partnir/plan/mapping"
	"partnir/store"
)

// Load merges records into the graph: see store.Store. Records are looked over first; the error names the first problems, and nothing is
// changed. What is there already, and the same, is not written. Once Load returns nil the records are safe in the file.
//
// progress, where it is given, is called now and then; total is the number of records to write.
func (s *Store) Load(ctx context.Context, records *store.Records, progress func(done, total int)) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	g, err := s.current(ctx)
	if err != nil {
		return err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	l := newLoad(s, g, records)
	if err := l.prepare(ctx); err != nil {
		return err
	}
	total := len(l.nodes) + len(l.relationships)
	if total > 0 {
		if err := s.write(ctx, l, progress); err != nil {
			s.file.Rollback()
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return s.file.Explain("load into", err)
		}
	}
	progress(total, total)
	return nil
}

// write writes the records and makes the next graph, at the same time, and then puts both in force.
func (s *Store) write(ctx context.Context, l *load, progress func(done, total int)) error {
	if err := s.file.Begin(ctx); err != nil {
		return err
	}
	building, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := make(chan *batch, 8)
	built := make(chan *memory.Graph, 1)
	go func() {
		defer close(built)
		g, err := l.build(building, batches)
		if err != nil {
			cancel(err)
			return
		}
		built <- g
	}()
	inventory, err := write(building, s.file, l, batches, progress)
	if err != nil {
		cancel(err)
	}
	g := <-built
	if err := context.Cause(building); err != nil {
		return err
	}
	s.swapping.Lock()
	defer s.swapping.Unlock()
	if err := s.file.Commit(ctx, inventory); err != nil {
		return err
	}
	s.graph.Store(g)
	return nil
}

// load is the work on one Load.
type load struct {
	*memory.Layout
	names *memory.Names
	// fields are the numbers of the properties' names, by Property.Number.
	fields  []int
	graph   *memory.Graph
	records *store.Records
	// newRows are the rows of the nodes in the records; other nodes keep theirs.
	newRows map[string]uint32
	// nodes and relationships are those to write, by their index in the records, in the order of their rows.
	nodes         []nodeChange
	relationships []relationshipChange
	// replaces are the numbers of the relationships that records replace, by index in the records.
	replaces map[int]uint32
	// dropNodes and dropRelationships mark what is replaced in the graph.
	dropNodes         []bool
	dropRelationships [][]bool
}

type nodeChange struct {
	index int
	row   uint32
}

type relationshipChange struct {
	// t is the index of the type.
	index, t      int
	row, from, to uint32
}

func newLoad(s *Store, g *memory.Graph, records *store.Records) *load {
	l := &load{
		Layout: s.layout, names: s.names, graph: g, records: records,
		newRows: make(map[string]uint32, len(records.Nodes)), dropNodes: make([]bool, len(g.Ids)),
		replaces: map[int]uint32{}, fields: make([]int, s.layout.Properties),
	}
	for _, b := range s.layout.Blocks {
		l.number(b.T.Properties)
	}
	for _, t := range s.layout.Mapping.Relationships {
		l.number(t.Properties)
	}
	for _, r := range g.Relationships {
		l.dropRelationships = append(l.dropRelationships, make([]bool, len(r.From)))
	}
	return l
}

func (l *load) number(properties []*mapping.Property) {
	for _, p := range properties {
		l.fields[p.Number] = l.names.Number(p.Name)
	}
}

// prepare checks the records, and finds out which of them to write, in which rows.
func (l *load) prepare(ctx context.Context) error {
	if err := store.Check(ctx, l.Mapping, l.records, existing{l}); err != nil {
		return err
	}
	l.prepareNodes()
	l.replaceRelationships()
	l.prepareRelationships()
	l.leaveOutUnchanged()
	return ctx.Err()
}

// prepareNodes gives the nodes rows: the one that the graph has, or the next, in the order of the ids.
func (l *load) prepareNodes() {
	l.nodes = make([]nodeChange, len(l.records.Nodes))
	for i := range l.nodes {
		l.nodes[i].index = i
	}
	slices.SortFunc(l.nodes, func(a, b nodeChange) int {
		return strings.Compare(l.records.Nodes[a.index].ID, l.records.Nodes[b.index].ID)
	})
	next := max(1, uint32(len(l.graph.NodeOfRow)))
	for i := range l.nodes {
		n := &l.nodes[i]
		id := l.records.Nodes[n.index].ID
		if node, ok := l.graph.Find(id); ok {
			n.row, l.dropNodes[node] = l.graph.Rows[node], true
		} else {
			n.row = next
			next++
		}
		l.newRows[id] = n.row
	}
}

// row finds the row of a node in the records or in the graph, where it is.
func (l *load) row(id string) uint32 {
	if row, ok := l.newRows[id]; ok {
		return row
	}
	node, _ := l.graph.Find(id)
	return l.graph.Rows[node]
}

// replaceRelationships finds the relationships of the graph that records replace.
func (l *load) replaceRelationships() {
	if len(l.records.Relationships) == 0 {
		return
	}
	ids := store.NewIndex(len(l.records.Relationships), func(i int) string { return l.records.Relationships[i].ID })
	for i := range l.records.Relationships {
		ids.Add(i)
	}
	for _, old := range l.graph.Relationships {
		for number := range old.From {
			if i, ok := ids.Find(old.Ids.At(uint32(number))); ok {
				l.replaces[i] = uint32(number)
			}
		}
	}
}

// prepareRelationships does the same with relationships, in the order that they will have in the graph, so that a file is read in it.
func (l *load) prepareRelationships() {
	l.relationships = make([]relationshipChange, len(l.records.Relationships))
	for i := range l.relationships {
		r := &l.records.Relationships[i]
		l.relationships[i] = relationshipChange{index: i, t: r.Type.Index, from: l.row(r.From), to: l.row(r.To)}
	}
	slices.SortFunc(l.relationships, func(a, b relationshipChange) int {
		switch {
		case a.t != b.t:
			return cmp.Compare(a.t, b.t)
		case a.from != b.from:
			return cmp.Compare(a.from, b.from)
		case a.to != b.to:
			return cmp.Compare(a.to, b.to)
		}
		return strings.Compare(l.records.Relationships[a.index].ID, l.records.Relationships[b.index].ID)
	})
	next := uint32(1)
	for _, old := range l.graph.Relationships {
		for _, row := range old.Rows {
			next = max(next, row+1)
		}
	}
	for i := range l.relationships {
		c := &l.relationships[i]
		if number, ok := l.replaces[c.index]; ok {
			c.row, l.dropRelationships[c.t][number] = l.graph.Relationships[c.t].Rows[number], true
		} else {
			c.row = next
			next++
		}
	}
}

// leaveOutUnchanged drops the records that say what the graph says already.
func (l *load) leaveOutUnchanged() {
	var record, old []byte
	l.nodes = slices.DeleteFunc(l.nodes, func(c nodeChange) bool {
		n := &l.records.Nodes[c.index]
		node, ok := l.graph.Find(n.ID)
		if !ok {
			return false
		}
		record = l.appendNode(record[:0], n)
		old = l.appendOldNode(old[:0], node)
		same := bytes.Equal(record, old)
		l.dropNodes[node] = !same
		return same
	})
	l.relationships = slices.DeleteFunc(l.relationships, func(c relationshipChange) bool {
		number, ok := l.replaces[c.index]
		if !ok {
			return false
		}
		record = l.appendRelationship(record[:0], c)
		old = l.appendOldRelationship(old[:0], l.graph.Relationships[c.t], number)
		same := bytes.Equal(record, old)
		l.dropRelationships[c.t][number] = !same
		return same
	})
}
