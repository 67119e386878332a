package store

import (
	"hash/maphash"
	"iter"
)

// Index finds records by their ids: the place of each among the records. It holds no ids, so it takes at most 16 bytes a record.
type Index struct {
	id   func(place int) string
	seed maphash.Seed
	// slots are the places plus one by the hash of the id; 0 is free. There are twice as many as records at least.
	slots []uint32
	count int
}

// NewIndex makes an index with room for n records; id is the id of each.
func NewIndex(n int, id func(place int) string) *Index {
	size := 64
	for size < 2*n {
		size *= 2
	}
	return &Index{id: id, seed: maphash.MakeSeed(), slots: make([]uint32, size)}
}

// Add takes a record. It is false where there is one with the same id already.
func (x *Index) Add(place int) bool {
	slot, found := x.slot(x.id(place))
	if found {
		return false
	}
	x.slots[slot] = uint32(place) + 1
	x.count++
	return true
}

// Find returns the place of the record with an id.
func (x *Index) Find(id string) (place int, ok bool) {
	slot, found := x.slot(id)
	if !found {
		return 0, false
	}
	return int(x.slots[slot]) - 1, true
}

// slot is where an id is, or where it would be.
func (x *Index) slot(id string) (slot int, found bool) {
	mask := len(x.slots) - 1
	for slot = int(maphash.String(x.seed, id)) & mask; ; slot = (slot + 1) & mask {
		place := x.slots[slot]
		if place == 0 {
			return slot, false
		}
		if x.id(int(place)-1) == id {
			return slot, true
		}
	}
}

// Len is the number of different ids.
func (x *Index) Len() int { return x.count }

// Batches returns the ids, up to n at once, in no order. A batch is good until the next.
func (x *Index) Batches(n int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		batch := make([]string, 0, min(n, x.count))
		for _, place := range x.slots {
			if place == 0 {
				continue
			}
			if batch = append(batch, x.id(int(place)-1)); len(batch) == n {
				if !yield(batch) {
					return
				}
				batch = batch[:0]
			}
		}
		if len(batch) > 0 {
			yield(batch)
		}
	}
}
