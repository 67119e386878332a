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
	of         place
	descending bool
}

// readOrder reads `orderBy`. A property that comes again changes nothing. The ids break ties: that of the node, and below a node, or of a
// relationship by itself, that of the relationship.
func (l list) readOrder(orderBy any) ([]orderKey, error) {
	var order []orderKey
	items, _ := orderBy.([]any)
	for _, item := range items {
		k, err := l.readKey(item.(given), l.own())
		if err != nil {
			return nil, err
		}
		if !hasKey(order, k.name, k.of) {
			order = append(order, k)
		}
	}
	if l.rel == nil && !hasKey(order, "id", ofNode) {
		order = append(order, orderKey{property: l.to.properties["id"]})
	}
	if t := l.relationship(); t != nil && (l.rel == nil || !hasKey(order, "id", ofRelationship)) {
		order = append(order, orderKey{property: t.properties["id"], of: ofRelationship})
	}
	return order, nil
}

func hasKey(order []orderKey, name string, of place) bool {
	return slices.ContainsFunc(order, func(k orderKey) bool { return k.name == name && k.of == of })
}

// readKey reads one element of `orderBy`, or what is in one of its parts; of says what it is about.
func (l list) readKey(item given, of place) (orderKey, error) {
	names := item.names()
	if len(names) != 1 {
		return orderKey{}, fmt.Errorf("%s: orderBy: each element names exactly one field, as in [{a: ASC}, {b: DESC}]", l.name)
	}
	name := names[0]
	if within, isPart := l.parts()[name]; of == ofRelationship && isPart {
		return l.readKey(item[name].(given), within)
	}
	descending := item[name] == "DESC"
	if of == ofRelationship && l.rel == nil && name == "relationshipId" {
		name = "id"
	}
	return orderKey{l.property(name, of), of, descending}, nil
}

// values are the values of a row that its place in the order depends on: sort keys where there are any.
func (l listArguments) values(p pair) []any {
	var values []any
	for _, k := range l.order {
		values = append(values, k.key(p.value(k.property, k.of)))
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
