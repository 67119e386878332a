package memory

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"strings"

	"partnir/plan/mapping"
)

// ValueKind is what the values of a property are in memory.
type ValueKind uint8

const (
	// TextValue, WholeValue, FloatValue and ListValue are how values are kept: texts, whole numbers, numbers and lists.
	TextValue ValueKind = iota
	WholeValue
	FloatValue
	truthValue
	ListValue
)

// KindOf is how the values of a property are kept.
func KindOf(p *mapping.Property) ValueKind {
	switch {
	case p.List || p.Kind == mapping.Localized:
		return ListValue
	case p.Kind == mapping.Int:
		return WholeValue
	case p.Kind == mapping.Float:
		return FloatValue
	case p.Kind == mapping.Boolean:
		return truthValue
	}
	return TextValue
}

// Dictionary holds the distinct values of a property, each once. Nodes and relationships hold the code of their value: 0 where it is
// missing, else 1, 2 … in the order of the values, so that to compare values is to compare codes. Lists are in no order.
type Dictionary struct {
	Kind ValueKind
	// Values are boxed once and shared by all rows that show them: string, int64, float64, bool, or []any of string.
	Values []any
	// Of takes the place of values for the ids of relationships, which are many, all distinct, and seldom shown. Their codes are
	// in the order of the relationships, not of the ids.
	Of *Relationships
	// Keys are the distinct sort keys in ascending order; nil where the property has none. rank is, by code less one, the place
	// of the value's key among them, from 1.
	Keys *texts
	Rank []uint32
}

// Len is how many different values there are, with that of code 0.
func (d *Dictionary) Len() int {
	if d.Of != nil {
		return d.Of.Ids.len()
	}
	return len(d.Values)
}

// Value returns the value of a code, nil for 0.
func (d *Dictionary) Value(code uint32) any {
	switch {
	case code == 0:
		return nil
	case d.Of != nil:
		return d.Of.Ids.At(code - 1)
	}
	return d.Values[code-1]
}

// Text returns the text of a code above 0.
func (d *Dictionary) Text(code uint32) string {
	if d.Of != nil {
		return d.Of.Ids.At(code - 1)
	}
	return d.Values[code-1].(string)
}

// SortKey returns the sort key of a code, nil for 0.
func (d *Dictionary) SortKey(code uint32) any {
	if code == 0 {
		return nil
	}
	return d.Keys.At(d.Rank[code-1] - 1)
}

// Bounds returns the codes from low up to but without high of the values that equal v, or, where there are none, low and high are both
// the code of the first value that is larger. It is false where v is of a kind that no value compares with.
func (d *Dictionary) Bounds(v any) (low, high uint32, ok bool) {
	if !Comparable(d.Kind, v) {
		return 0, 0, false
	}
	n := len(d.Values)
	low = uint32(sort.Search(n, func(i int) bool { return CompareValues(d.Values[i], v) >= 0 }))
	high = low
	for int(high) < n && CompareValues(d.Values[high], v) == 0 {
		high++
	}
	return low + 1, high + 1, true
}

// StartingWith returns the codes of the texts that start with a prefix.
func (d *Dictionary) StartingWith(prefix string) (low, high uint32) {
	n := len(d.Values)
	first := sort.Search(n, func(i int) bool { return d.Values[i].(string) >= prefix })
	count := sort.Search(n-first, func(i int) bool { return !strings.HasPrefix(d.Values[first+i].(string), prefix) })
	return uint32(first) + 1, uint32(first+count) + 1
}

// Comparable reports whether a value of a request compares with values of a kind: texts with texts, numbers with numbers.
func Comparable(kind ValueKind, v any) bool {
	switch v.(type) {
	case string:
		return kind == TextValue
	case int64, float64:
		return kind == WholeValue || kind == FloatValue
	case bool:
		return kind == truthValue
	}
	return false
}

// CompareValues orders two comparable values: texts by code point, numbers by value, false before true.
func CompareValues(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case int64:
		switch b := b.(type) {
		case int64:
			return cmp.Compare(a, b)
		case float64:
			return compareWholeFloat(a, b)
		}
	case float64:
		switch b := b.(type) {
		case float64:
			return cmp.Compare(a, b)
		case int64:
			return -compareWholeFloat(b, a)
		}
	case bool:
		return compareTruth(a, b.(bool))
	}
	return 0
}

func compareTruth(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// compareWholeFloat compares without rounding, also where a float64 cannot hold the whole number.
func compareWholeFloat(a int64, b float64) int {
	switch {
	case b >= 1<<63:
		return -1
	case b < -1<<63:
		return 1
	}
	whole := math.Floor(b)
	if c := cmp.Compare(a, int64(whole)); c != 0 || whole == b {
		return c
	}
	return -1
}

// texts holds many texts in one piece of memory.
type texts struct {
	data string
	// ends are the ends of the texts in data.
	ends []uint32
}

func (t *texts) len() int { return len(t.ends) }

func (t *texts) At(i uint32) string {
	if i == 0 {
		return t.data[:t.ends[0]]
	}
	return t.data[t.ends[i-1]:t.ends[i]]
}

// bounds is the same as dictionary.bounds for texts in ascending order.
func (t *texts) bounds(s string) (low, high uint32) {
	low = uint32(sort.Search(len(t.ends), func(i int) bool { return t.At(uint32(i)) >= s })) + 1
	high = low
	if int(low) <= len(t.ends) && t.At(low-1) == s {
		high++
	}
	return low, high
}

func packTexts(all []string) *texts {
	size := 0
	for _, s := range all {
		size += len(s)
	}
	var b strings.Builder
	b.Grow(size)
	t := &texts{ends: make([]uint32, len(all))}
	for i, s := range all {
		b.WriteString(s)
		t.ends[i] = uint32(b.Len())
	}
	t.data = b.String()
	return t
}

// sortTexts returns the numbers 0 to n-1 in ascending order of their texts. It compares eight bytes at once where that is enough.
func sortTexts(n int, at func(i uint32) string) []uint32 {
	type entry struct {
		head uint64
		i    uint32
	}
	shared := sharedPrefix(n, at)
	entries := make([]entry, n)
	for i := range entries {
		entries[i] = entry{head(at(uint32(i))[shared:]), uint32(i)}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return strings.Compare(at(a.i), at(b.i))
	})
	order := make([]uint32, n)
	for i, e := range entries {
		order[i] = e.i
	}
	return order
}

// sharedPrefix is the length of the beginning that all texts have in common.
func sharedPrefix(n int, at func(i uint32) string) int {
	if n == 0 {
		return 0
	}
	first := at(0)
	shared := len(first)
	for i := 1; i < n && shared > 0; i++ {
		s := at(uint32(i))
		shared = min(shared, len(s))
		for shared > 0 && s[:shared] != first[:shared] {
			shared--
		}
	}
	return shared
}

// head is the first eight bytes of a text as a number that compares as they do.
func head(s string) uint64 {
	if len(s) >= 8 {
		return binary.BigEndian.Uint64([]byte(s[:8]))
	}
	var b [8]byte
	copy(b[:], s)
	return binary.BigEndian.Uint64(b[:])
}

// KeyBounds are the first code whose sort key is a value, and the first one after those; not ok for what is no text.
func (d *Dictionary) KeyBounds(v any) (low, high uint32, ok bool) {
	s, ok := v.(string)
	if !ok {
		return 0, 0, false
	}
	low, high = d.Keys.bounds(s)
	return low, high, true
}

// KeysStartingWith are the first code whose sort key begins with a prefix, and the first one after those.
func (d *Dictionary) KeysStartingWith(prefix string) (low, high uint32) {
	low, _ = d.Keys.bounds(prefix)
	for high = low; int(high) <= d.Keys.len() && strings.HasPrefix(d.Keys.At(high-1), prefix); high++ {
	}
	return low, high
}
