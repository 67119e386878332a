package file

import (
	"context"

	"partnir/embedded/memory"
	"partnir/plan/mapping"
)

// Names reads the numbers of the names from the file, and gives the schema's new names theirs.
func (f *File) Names(ctx context.Context, m *mapping.Mapping) (*memory.Names, error) {
	n := &memory.Names{Numbers: map[string]int{}}
	err := f.scan(ctx, f.Writer, inNames, func(_ uint32, name []byte) error {
		n.Numbers[string(name)], n.All = len(n.All), append(n.All, string(name))
		return nil
	})
	if err != nil {
		return nil, err
	}
	known := len(n.All)
	for _, name := range memory.NamesOf(m) {
		if _, ok := n.Numbers[name]; !ok {
			n.Numbers[name], n.All = len(n.All), append(n.All, name)
		}
	}
	n.Relationships = make([]*mapping.RelationshipType, len(n.All))
	for i, name := range n.All {
		n.Relationships[i] = m.Relationship(name)
	}
	if known == len(n.All) {
		return n, nil
	}
	next := f.Inventory.Clone()
	for i, name := range n.All[known:] {
		if _, err := f.Writer.ExecContext(ctx, "INSERT INTO names VALUES (?, ?)", known+i, name); err != nil {
			return nil, err
		}
		next.Add(inNames, uint32(known+i), []byte(name))
	}
	return n, f.Commit(ctx, next)
}
