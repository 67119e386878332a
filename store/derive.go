package store

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"partnir/plan/mapping"
	"partnir/plan/search"
)

// Stored is a value of a property as stores hold it, nil for none: −0 as 0, texts in Unicode's normal form C, an empty list as a missing one,
// and nothing where the value is computed. The value must have passed Check.
func Stored(p *mapping.Property, v any) any {
	if p.Computed {
		return nil
	}
	switch v := v.(type) {
	case float64:
		if v == 0 {
			return 0.0
		}
	case string:
		if stored := storedText(p.Kind, v); stored != v {
			return stored
		}
	case []string:
		if len(v) == 0 {
			return nil
		}
		return storedList(p.Kind, v)
	}
	return v
}

func storedList(k mapping.Kind, list []string) any {
	for i, s := range list {
		if storedText(k, s) == s {
			continue
		}
		stored := append([]string(nil), list...)
		for j := i; j < len(list); j++ {
			stored[j] = storedText(k, list[j])
		}
		return stored
	}
	return list
}

// storedText is a text of a kind as stores hold it.
func storedText(k mapping.Kind, s string) string {
	switch k {
	case mapping.String, mapping.Localized:
		return norm.NFC.String(s)
	}
	return s
}

// StoredEvidence is evidence as stores hold it.
func StoredEvidence(e Evidence) Evidence {
	e.Quote, e.Note = norm.NFC.String(e.Quote), norm.NFC.String(e.Note)
	return e
}

// SearchText is what the full-text index holds of a node: the folded words of its name, aliases and description, each once. It is empty
// for a type that search does not find.
func SearchText(n *Node) string {
	name, aliases, description := searched(n)
	return search.Text(name, aliases, description)
}

// SearchFields are the folded words of each, in their order.
func SearchFields(n *Node) (name, aliases, description []string) {
	a, b, c := searched(n)
	return search.Words(a), search.Words(strings.Join(b, " ")), search.Words(c)
}

func searched(n *Node) (name string, aliases []string, description string) {
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
