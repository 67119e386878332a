package read

import "partnir/embedded/memory"

// evidenceRows returns what an EvidenceColumn shows.
func (r *Reader) evidenceRows(list []memory.Evidence, source *Selection) []any {
	rows := make([]any, len(list))
	values := make([]any, 4*len(list))
	for i, e := range list {
		row := values[4*i : 4*i+4 : 4*i+4]
		row[0], row[1], row[2] = e.Quote, e.Note, e.Supports
		if source != nil {
			row[3] = r.Row(source, e.Source, memory.NoRelationship, nil)
		}
		rows[i] = row
	}
	return rows
}
