package memory

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
	"sort"
	"strings"

	"partnir/plan/mapping"
)

// interner gives the values of one property their numbers while records are read. A number is the code in the dictionary of the
// graph that the new one grows from, or, for values that it does not have, what comes after its codes in order of first sight. finish
// makes the dictionary of the new graph, and says which code each number becomes.
type interner struct {
	kind    ValueKind
	sortKey mapping.SortKey
	old     *Dictionary
	// table finds the numbers of texts, and of lists in the form that records have; numbers those of numbers, by their bits.
	table   textTable
	numbers map[uint64]uint32
	// One of these holds the values that the old dictionary does not have.
	texts []string
	bits  []uint64
	lists []any
	// memory is where texts are kept.
	memory arena
	// last is the value before, and lastNumber its number: neighbours in a file often share a value.
	last       string
	lastBits   uint64
	lastNumber uint32
}

func newInterner(kind ValueKind, key mapping.SortKey, old *Dictionary) *interner {
	if old == nil {
		old = &Dictionary{Kind: kind}
	}
	return &interner{kind: kind, sortKey: key, old: old}
}

// size is the number of numbers given.
func (in *interner) size() int {
	return len(in.old.Values) + len(in.texts) + len(in.bits) + len(in.lists)
}

func (in *interner) text(b []byte) uint32 {
	if in.lastNumber != 0 && in.last == string(b) {
		return in.lastNumber
	}
	e := in.table.find(b)
	if e.number == 0 {
		values := in.old.Values
		i := sort.Search(len(values), func(i int) bool { return values[i].(string) >= string(b) })
		if i < len(values) && values[i].(string) == string(b) {
			e.text, e.number = values[i].(string), uint32(i)+1
		} else {
			e.text = in.memory.text(b)
			in.texts = append(in.texts, e.text)
			e.number = uint32(in.size())
		}
	}
	in.last, in.lastNumber = e.text, e.number
	return e.number
}

func (in *interner) whole(v int64) uint32 { return in.number(uint64(v)) }

func (in *interner) float(v float64) uint32 { return in.number(math.Float64bits(v)) }

func (in *interner) number(bits uint64) uint32 {
	if in.lastNumber != 0 && in.lastBits == bits {
		return in.lastNumber
	}
	number, ok := in.numbers[bits]
	if !ok {
		if in.numbers == nil {
			in.numbers = map[uint64]uint32{}
		}
		if low, high, _ := in.old.Bounds(in.box(bits)); low < high {
			number = low
		} else {
			in.bits = append(in.bits, bits)
			number = uint32(in.size())
		}
		in.numbers[bits] = number
	}
	in.lastBits, in.lastNumber = bits, number
	return number
}

// box makes a value of its bits.
func (in *interner) box(bits uint64) any {
	if in.kind == WholeValue {
		return int64(bits)
	}
	return math.Float64frombits(bits)
}

// truth needs no table: false is 1, true is 2.
func (in *interner) truth(v bool) uint32 {
	if v {
		return 2
	}
	return 1
}

// list takes a list in the form that records have.
func (in *interner) list(raw []byte) (uint32, error) {
	if in.table.entries == nil {
		for i, v := range in.old.Values {
			e := in.table.find(appendList(nil, v.([]any)))
			e.text, e.number = string(appendList(nil, v.([]any))), uint32(i)+1
		}
	}
	e := in.table.find(raw)
	if e.number == 0 {
		v, err := decodeList(raw)
		if err != nil {
			return 0, err
		}
		in.lists = append(in.lists, v)
		e.text, e.number = in.memory.text(raw), uint32(in.size())
	}
	return e.number, nil
}

// value returns the value of a number above 0.
func (in *interner) value(number uint32) any {
	i := int(number) - 1 - len(in.old.Values)
	switch {
	case i < 0:
		return in.old.Values[number-1]
	case in.kind == TextValue:
		return in.texts[i]
	case in.kind == ListValue:
		return in.lists[i]
	}
	return in.box(in.bits[i])
}

// textOf is value for texts, which it does not box.
func (in *interner) textOf(number uint32) string {
	if i := int(number) - 1 - len(in.old.Values); i >= 0 {
		return in.texts[i]
	}
	return in.old.Values[number-1].(string)
}

// truths is the dictionary of every Boolean property.
var truths = &Dictionary{Kind: truthValue, Values: []any{false, true}}

// finish makes the dictionary of the values that are used, by number, and the codes that the numbers become; no codes where every
// number is its code already.
func (in *interner) finish(used []bool) (*Dictionary, []uint32) {
	in.table, in.numbers = textTable{}, nil
	if in.kind == truthValue {
		return truths, nil
	}
	if in.size() == len(in.old.Values) && !slices.Contains(used[1:], false) {
		return in.old, nil
	}
	numbers := in.ordered(used)
	d := &Dictionary{Kind: in.kind, Values: make([]any, len(numbers))}
	codes := make([]uint32, len(used))
	for i, n := range numbers {
		d.Values[i] = in.value(n)
		codes[n] = uint32(i) + 1
	}
	if in.sortKey != mapping.NoSortKey {
		d.Keys, d.Rank = in.sortKeys(numbers)
	}
	return d, codes
}

// ordered returns the used numbers in the order of their values. The old ones are in order already.
func (in *interner) ordered(used []bool) []uint32 {
	n := len(in.old.Values)
	var old, added []uint32
	for number := 1; number < len(used); number++ {
		switch {
		case !used[number]:
		case number <= n:
			old = append(old, uint32(number))
		default:
			added = append(added, uint32(number))
		}
	}
	var compare func(a, b uint32) int
	switch in.kind {
	case TextValue:
		compare = func(a, b uint32) int { return strings.Compare(in.textOf(a), in.textOf(b)) }
		order := sortTexts(len(added), func(i uint32) string { return in.textOf(added[i]) })
		for i, o := range order {
			order[i] = added[o]
		}
		return mergeSorted(old, order, compare)
	case ListValue:
		compare = func(a, b uint32) int { return cmp.Compare(a, b) }
	default:
		compare = func(a, b uint32) int { return CompareValues(in.value(a), in.value(b)) }
		in.sortNumbers(added)
	}
	return mergeSorted(old, added, compare)
}

// sortNumbers puts numbers of added numeric values in the order of the values.
func (in *interner) sortNumbers(added []uint32) {
	n := uint32(len(in.old.Values)) + 1
	slices.SortFunc(added, func(a, b uint32) int {
		x, y := in.bits[a-n], in.bits[b-n]
		if in.kind == WholeValue {
			return cmp.Compare(int64(x), int64(y))
		}
		return cmp.Compare(math.Float64frombits(x), math.Float64frombits(y))
	})
}

// mergeSorted merges two sorted lists.
func mergeSorted(a, b []uint32, compare func(a, b uint32) int) []uint32 {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	all := make([]uint32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// keyChunk is how many sort keys one goroutine makes at a time.
const keyChunk = 4096

// sortKeys returns the distinct sort keys of the values with those numbers, in ascending order, and the place of each value's key
// among them, from 1.
func (in *interner) sortKeys(numbers []uint32) (*texts, []uint32) {
	all := make([]string, len(numbers))
	Parallel((len(numbers)+keyChunk-1)/keyChunk, func(chunk int) {
		for i := chunk * keyChunk; i < min((chunk+1)*keyChunk, len(numbers)); i++ {
			if n := numbers[i]; int(n) <= len(in.old.Values) {
				all[i] = in.old.Keys.At(in.old.Rank[n-1] - 1)
			} else {
				all[i] = in.sortKey.Key(in.textOf(n))
			}
		}
	})
	rank := make([]uint32, len(numbers))
	var distinct []string
	for _, i := range sortTexts(len(all), func(i uint32) string { return all[i] }) {
		if n := len(distinct); n == 0 || distinct[n-1] != all[i] {
			distinct = append(distinct, all[i])
		}
		rank[i] = uint32(len(distinct))
	}
	return packTexts(distinct), rank
}

// textTable finds the numbers of texts. It is a hash table made for bytes that are seldom new: a map would ask for a string each time.
type textTable struct {
	seed    maphash.Seed
	entries []textEntry
	// slots are the places of the entries plus one, by hash; 0 is free. There are twice as many as entries at least.
	slots []uint32
}

type textEntry struct {
	hash, number uint32
	text         string
}

// find returns the entry of a text. Where there is none it makes one, with the number 0, for the caller to fill in before the
// next call.
func (t *textTable) find(b []byte) *textEntry {
	if 2*len(t.entries) >= len(t.slots) {
		t.grow()
	}
	hash := uint32(maphash.Bytes(t.seed, b))
	mask := uint32(len(t.slots) - 1)
	for slot := hash & mask; ; slot = (slot + 1) & mask {
		place := t.slots[slot]
		if place == 0 {
			t.entries = append(t.entries, textEntry{hash: hash})
			t.slots[slot] = uint32(len(t.entries))
			return &t.entries[len(t.entries)-1]
		}
		if e := &t.entries[place-1]; e.hash == hash && e.text == string(b) {
			return e
		}
	}
}

func (t *textTable) grow() {
	if t.slots == nil {
		t.seed = maphash.MakeSeed()
	}
	t.slots = make([]uint32, max(64, 4*len(t.slots)))
	mask := uint32(len(t.slots) - 1)
	for i, e := range t.entries {
		slot := e.hash & mask
		for t.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		t.slots[slot] = uint32(i) + 1
	}
}

// arena keeps texts together in large pieces of memory: less work for the garbage collector than one piece each.
type arena struct{ chunk strings.Builder }

const arenaSize = 32 << 10

func (a *arena) text(b []byte) string {
	start := a.chunk.Len()
	if a.chunk.Cap()-start < len(b) {
		a.chunk, start = strings.Builder{}, 0
		a.chunk.Grow(max(arenaSize, len(b)))
	}
	a.chunk.Write(b)
	return a.chunk.String()[start:]
}
