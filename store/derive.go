package store

import (
	"golang.org/x/text/unicode/norm"

	"partnir/plan/mapping"
	"partnir/plan/search"
)

// Stored is a value of a property as stores hold it (mapping.Property.Stored), nil for none: an empty list is a missing one, and a computed value
// is not stored. The value must have passed Check.
func Stored(p *mapping.Property, v any) any {
	if list, ok := v.([]string); p.Computed || ok && len(list) == 0 {
		return nil
	}
	return p.Stored(v)
}

// StoredEvidence is evidence as stores hold it.
func StoredEvidence(e Evidence) Evidence {
	e.Quote, e.Note = norm.NFC.String(e.Quote), norm.NFC.String(e.Note)
	return e
}

// SearchText is what the full-text index holds of a node: the terms of its name, aliases and description (search.Text). It is empty for a
// type that search does not find.
func SearchText(n *Node) string {
	name, aliases, description := SearchFields(n)
	return search.Text(name, aliases, description)
}

// SearchFields are what search looks at of a node, nothing for a type that it does not find.
func SearchFields(n *Node) (name string, aliases []string, description string) {
	if n.Type.Search {
		name, _ = valueOf(n, "name").(string)
		aliases, _ = valueOf(n, "aliases").([]string)
		description, _ = valueOf(n, "description").(string)
	}
	return name, aliases, description
}

// valueOf is the value of a property by its name, nil where the type does not have it.
func valueOf(n *Node, name string) any {
	if p := n.Type.Property(name); p != nil {
		return n.Values[n.Type.Slot(p)]
	}
	return nil
}
