package reference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"partnir/plan/mapping"
)

// orderKey is one key of an order.
type orderKey struct {
	property
	ofRelationship, descending bool
}

// readOrder reads `orderBy`. A property that comes again changes nothing. The ids break ties: that of the node, and below a node that of
// the relationship.
func (l list) readOrder(orderBy any) ([]orderKey, error) {
	var order []orderKey
	items, _ := orderBy.([]any)
	for _, item := range items {
		k, err := l.readKey(item.(given), false)
		if err != nil {
			return nil, err
		}
		if !hasKey(order, k.name, k.ofRelationship) {
			order = append(order, k)
		}
	}
	if !hasKey(order, "id", false) {
		order = append(order, orderKey{property: l.to.properties["id"]})
	}
	if l.link != nil {
		order = append(order, orderKey{property: l.link.relationship.properties["id"], ofRelationship: true})
	}
	return order, nil
}

func hasKey(order []orderKey, name string, ofRelationship bool) bool {
	return slices.ContainsFunc(order, func(k orderKey) bool { return k.name == name && k.ofRelationship == ofRelationship })
}

// readKey reads one element of `orderBy`; within `node` it is about the node at the end of a relationship.
func (l list) readKey(item given, withinNode bool) (orderKey, error) {
	if len(item) != 1 {
		return orderKey{}, fmt.Errorf("%s: orderBy: each element names exactly one field, as in [{a: ASC}, {b: DESC}]", l.name)
	}
	for name, v := range item {
		if inner, ok := v.(given); ok {
			return l.readKey(inner, true)
		}
		ofRelationship := l.link != nil && !withinNode
		if name == "node" && ofRelationship {
			return orderKey{}, fmt.Errorf("%s: orderBy: each element names exactly one field, as in [{a: ASC}, {b: DESC}]", l.name)
		}
		if v == nil {
			return orderKey{}, fmt.Errorf("%s: orderBy: %s: give ASC or DESC", l.name, name)
		}
		p, _ := l.property(name, ofRelationship)
		return orderKey{p, ofRelationship, v == "DESC"}, nil
	}
	return orderKey{}, nil
}

// values are the values of a row that its place in the order depends on: sort keys where there are any.
func (l listArguments) values(p pair) []any {
	var values []any
	for _, k := range l.order {
		values = append(values, k.key(p.value(k.property, k.ofRelationship)))
	}
	return values
}

// key is what a value is ordered by.
func (p property) key(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	switch p.sortKey {
	case "NAME":
		return mapping.NameKey.Key(text)
	case "NATURAL":
		return mapping.NaturalKey.Key(text)
	}
	return text
}

// compare compares two places in an order. Missing values come last, also in a descending order.
func compare(order []orderKey, a, b []any) int {
	for i, k := range order {
		c := compareValues(a[i], b[i])
		if k.descending && a[i] != nil && b[i] != nil {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// compareValues compares two values of one kind: text by code point, false before true, missing last.
func compareValues(a, b any) int {
	if a == nil || b == nil {
		return cmp.Compare(rank(a == nil), rank(b == nil))
	}
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string)) // UTF-8 orders like code points
	case bool:
		return cmp.Compare(rank(a), rank(b == true))
	}
	return cmp.Compare(number(a), number(b))
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

func number(v any) float64 {
	if i, ok := v.(int64); ok {
		return float64(i)
	}
	return v.(float64)
}
