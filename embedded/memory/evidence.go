package memory

import (
	"fmt"

	"partnir/store"
)

// Evidence is one source of a node or relationship as rows show it.
type Evidence struct {
	// Source is the number of a node, or while a graph is built the row of one.
	Source uint32
	// Quote and note are string or nil, supports is bool.
	Quote, Note, Supports any
}

// evidenceLists are the distinct lists of evidence: code 1 is the first, 0 is the empty list. Many records rest on the same sources.
type evidenceLists [][]Evidence

func (l evidenceLists) List(code uint32) []Evidence {
	if code == 0 {
		return nil
	}
	return l[code-1]
}

// evidenceCodes are the codes of the lists of some records; nil where all are empty.
type evidenceCodes []uint32

func (c evidenceCodes) At(i uint32) uint32 {
	if c == nil {
		return 0
	}
	return c[i]
}

// PlainEvidence returns a list as records have it.
func (g *Graph) PlainEvidence(list []Evidence) []store.Evidence {
	plain := make([]store.Evidence, len(list))
	for i, e := range list {
		plain[i].Source, plain[i].Contradicts = g.ID(e.Source), e.Supports == false
		plain[i].Quote, _ = e.Quote.(string)
		plain[i].Note, _ = e.Note.(string)
	}
	return plain
}

// evidenceInterner gives lists of evidence their numbers while records are read, as interner does for values.
type evidenceInterner struct {
	table  textTable
	lists  [][]Evidence
	memory arena
}

// newEvidenceInterner begins with the lists of the graph that the new one grows from: their numbers are their codes.
func newEvidenceInterner(g *Graph, lists evidenceLists) *evidenceInterner {
	in := &evidenceInterner{}
	for _, list := range lists {
		raw := AppendEvidence(nil, g.PlainEvidence(list), func(id string) uint32 {
			n, _ := g.Find(id)
			return g.Rows[n]
		})
		d := decoder{b: raw}
		rows := append([]Evidence(nil), list...)
		for i := range rows {
			rows[i].Source = g.Rows[rows[i].Source]
		}
		in.lists = append(in.lists, rows)
		raw = d.text()
		e := in.table.find(raw)
		e.text, e.number = in.memory.text(raw), uint32(len(in.lists))
	}
	return in
}

// list takes a list in the form that records have.
func (in *evidenceInterner) list(raw []byte) (uint32, error) {
	if len(raw) == 0 {
		return 0, nil
	}
	e := in.table.find(raw)
	if e.number == 0 {
		list, err := decodeEvidence(raw)
		if err != nil {
			return 0, err
		}
		in.lists = append(in.lists, list)
		e.text, e.number = in.memory.text(raw), uint32(len(in.lists))
	}
	return e.number, nil
}

func decodeEvidence(raw []byte) ([]Evidence, error) {
	var list []Evidence
	d := decoder{b: raw}
	for len(d.b) > 0 {
		e := Evidence{Source: uint32(d.uvarint())}
		flags := d.uvarint()
		e.Supports = flags&flagContradicts == 0
		if flags&flagQuote != 0 {
			e.Quote = string(d.text())
		}
		if flags&flagNote != 0 {
			e.Note = string(d.text())
		}
		list = append(list, e)
	}
	return list, d.err
}

// finish returns the lists that are used, by number, with nodes for rows, and the codes that the numbers become.
func (in *evidenceInterner) finish(used []bool, nodeOfRow []uint32) (evidenceLists, []uint32, error) {
	codes := make([]uint32, len(in.lists)+1)
	var lists evidenceLists
	for i, list := range in.lists {
		if !used[i+1] {
			continue
		}
		for j := range list {
			row := list[j].Source
			if int(row) >= len(nodeOfRow) || nodeOfRow[row] == 0 {
				return nil, nil, fmt.Errorf("evidence refers to row %d, where no source is: %w", row, ErrDamaged)
			}
			list[j].Source = nodeOfRow[row] - 1
		}
		lists = append(lists, list)
		codes[i+1] = uint32(len(lists))
	}
	return lists, codes, nil
}
