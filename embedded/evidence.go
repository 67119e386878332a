package embedded

import (
	"fmt"

	"partnir/plan"
)

// evidence is one source of a node or relationship as rows show it.
type evidence struct {
	// source is the number of a node, or while a graph is built the row of one.
	source uint32
	// quote and note are string or nil, supports is bool.
	quote, note, supports any
}

// evidenceLists are the distinct lists of evidence: code 1 is the first, 0 is the empty list. Many records rest on the same sources.
type evidenceLists [][]evidence

func (l evidenceLists) list(code uint32) []evidence {
	if code == 0 {
		return nil
	}
	return l[code-1]
}

// evidenceCodes are the codes of the lists of some records; nil where all are empty.
type evidenceCodes []uint32

func (c evidenceCodes) at(i uint32) uint32 {
	if c == nil {
		return 0
	}
	return c[i]
}

// plain returns a list as records have it.
func (g *graph) plainEvidence(list []evidence) []plan.Evidence {
	plain := make([]plan.Evidence, len(list))
	for i, e := range list {
		plain[i].Source, plain[i].Contradicts = g.id(e.source), e.supports == false
		plain[i].Quote, _ = e.quote.(string)
		plain[i].Note, _ = e.note.(string)
	}
	return plain
}

// evidenceInterner gives lists of evidence their numbers while records are read, as interner does for values.
type evidenceInterner struct {
	table  textTable
	lists  [][]evidence
	memory arena
}

// newEvidenceInterner begins with the lists of the graph that the new one grows from: their numbers are their codes.
func newEvidenceInterner(g *graph, lists evidenceLists) *evidenceInterner {
	in := &evidenceInterner{}
	for _, list := range lists {
		raw := appendEvidence(nil, g.plainEvidence(list), func(id string) uint32 {
			n, _ := g.find(id)
			return g.rows[n]
		})
		d := decoder{b: raw}
		rows := append([]evidence(nil), list...)
		for i := range rows {
			rows[i].source = g.rows[rows[i].source]
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

func decodeEvidence(raw []byte) ([]evidence, error) {
	var list []evidence
	d := decoder{b: raw}
	for len(d.b) > 0 {
		e := evidence{source: uint32(d.uvarint())}
		flags := d.uvarint()
		e.supports = flags&flagContradicts == 0
		if flags&flagQuote != 0 {
			e.quote = string(d.text())
		}
		if flags&flagNote != 0 {
			e.note = string(d.text())
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
			row := list[j].source
			if int(row) >= len(nodeOfRow) || nodeOfRow[row] == 0 {
				return nil, nil, fmt.Errorf("evidence refers to row %d, where no source is: %w", row, errDamaged)
			}
			list[j].source = nodeOfRow[row] - 1
		}
		lists = append(lists, list)
		codes[i+1] = uint32(len(lists))
	}
	return lists, codes, nil
}

// evidenceRows returns what an EvidenceColumn shows.
func (r *reader) evidenceRows(list []evidence, source *selection) []any {
	rows := make([]any, len(list))
	values := make([]any, 4*len(list))
	for i, e := range list {
		row := values[4*i : 4*i+4 : 4*i+4]
		row[0], row[1], row[2] = e.quote, e.note, e.supports
		if source != nil {
			row[3] = r.row(source, e.source, noRelationship, nil)
		}
		rows[i] = row
	}
	return rows
}
