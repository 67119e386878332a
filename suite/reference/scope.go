package reference

import (
	"encoding/json"
	"fmt"
	"slices"
)

// scope is what the arguments asOf and minConfidence of a field say of what it reads.
type scope struct {
	// asOf is a day, "" where it is not given.
	asOf string
	// minConfidence is nil where it is not given.
	minConfidence *float64
}

// scopeOf is the scope of a field: its own arguments, and where they are null those of the request.
func (e *execution) scopeOf(field string, args given) (scope, error) {
	var s scope
	value := func(name string) any {
		if args[name] != nil {
			return args[name]
		}
		return e.request[name]
	}
	if v, ok := value("asOf").(string); ok {
		if len(v) != len("2006-01-02") || !isDate(v) {
			return s, fmt.Errorf("%s: asOf: %q is no day that exists; write YYYY-MM-DD", field, v)
		}
		s.asOf = v
	}
	least := value("minConfidence")
	if n, ok := least.(json.Number); ok {
		least, _ = n.Float64()
	}
	if v, ok := least.(float64); ok {
		if v < 0 || v > 1 {
			return s, fmt.Errorf("%s: minConfidence: %v is outside 0 to 1", field, v)
		}
		s.minConfidence = &v
	}
	return s, nil
}

// valid are the pairs that hold on the day of asOf and with minConfidence: the relationship, and the nodes where they have a validity, as
// observations do.
func (s scope) valid(all []pair) []pair {
	return slices.DeleteFunc(slices.Clone(all), func(p pair) bool {
		nodes := []*node{p.node}
		if p.node == nil { // a relationship by itself
			nodes = []*node{p.rel.from, p.rel.to}
		}
		for _, n := range nodes {
			if _, has := n.t.properties["validFrom"]; has && !s.holds(n.values, false) {
				return true
			}
		}
		return p.rel != nil && !s.holds(p.rel.values, p.rel.t.timeless)
	})
}

// along is the scope of a link: what the schema promises holds by definition, so that nothing narrows it.
func (s scope) along(l *link) scope {
	if l.required {
		return scope{}
	}
	return s
}

// holds reports whether a record holds. What says nothing of its last day or confidence does. Where its first day is not known, it does from
// the day on since when a source says it, and not at all where none says; but always where it holds by definition.
func (s scope) holds(values map[string]any, timeless bool) bool {
	from, isKnown := values["validFrom"].(string)
	if !isKnown && !timeless {
		from, isKnown = values["knownSince"].(string)
	}
	to, _ := values["validTo"].(string)
	confidence, known := values["confidence"].(float64)
	if s.asOf != "" && (!isKnown && !timeless || isKnown && firstDay(from) > s.asOf || to != "" && lastDay(to) < s.asOf) {
		return false
	}
	return s.minConfidence == nil || !known || confidence >= *s.minConfidence
}

// firstDay and lastDay are those of a day, month or year. (Months end with a day 31 here: no day comes between.)
func firstDay(date string) string { return date + "-01-01"[len(date)-len("2006"):] }
func lastDay(date string) string  { return date + "-12-31"[len(date)-len("2006"):] }
