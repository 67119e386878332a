package memory

import (
	"fmt"
	"slices"
	"strings"

	"partnir/plan/mapping"
)

// Names are the numbers by which records call types and properties.
type Names struct {
	Numbers map[string]int
	// All are the names by number; relationships the types with these names.
	All           []string
	Relationships []*mapping.RelationshipType
}

func (n *Names) len() int { return len(n.All) }

// Number returns the number of a name of the schema.
func (n *Names) Number(name string) int { return n.Numbers[name] }

func (n *Names) name(number uint64) string {
	if number < uint64(len(n.All)) {
		return n.All[number]
	}
	return fmt.Sprint(number)
}

func (n *Names) relationship(number uint64) *mapping.RelationshipType {
	if number < uint64(len(n.Relationships)) {
		return n.Relationships[number]
	}
	return nil
}

// NamesOf are the names of all properties and relationship types, each once.
func NamesOf(m *mapping.Mapping) []string {
	var all []string
	for _, t := range m.Types {
		for _, p := range t.Properties {
			all = append(all, p.Name)
		}
	}
	for _, t := range m.Relationships {
		all = append(all, t.Name)
		for _, p := range t.Properties {
			all = append(all, p.Name)
		}
	}
	slices.SortFunc(all, strings.Compare)
	return slices.Compact(all)
}
