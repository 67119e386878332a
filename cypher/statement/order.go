package statement

import (
	"strings"

	"partnir/plan"
)

// orderBy writes an ORDER BY with a blank before it. Keys after one that tells all rows apart are left out.
func orderBy(keys []plan.OrderKey, at scope) string { return " ORDER BY " + orderKeys(keys, at) }

// orderKeys writes what stands in an ORDER BY.
func orderKeys(keys []plan.OrderKey, at scope) string {
	var expressions []string
	for _, k := range keys {
		expressions = append(expressions, orderKey(k, at)...)
		if k.Property.Name == "id" && (at.relationship == "" || at.alone() && k.OfRelationship) {
			break
		}
	}
	return strings.Join(expressions, ", ")
}

// orderKey writes the expressions of one key. Cypher takes a missing value for the largest of all, so that it comes last ascending
// and first descending; where that is not its place, a key before it puts it there.
func orderKey(k plan.OrderKey, at scope) []string {
	value := at.at(k.End, nil).value(k.Property, k.OfRelationship, true)
	var keys []string
	if k.Descending && !k.Property.Required {
		place := " IS NULL"
		if k.Reverse {
			place = " IS NOT NULL"
		}
		keys = append(keys, value+place)
	}
	if k.Descending != k.Reverse {
		value += " DESC"
	}
	return append(keys, value)
}
