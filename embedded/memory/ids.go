package memory

import (
	"hash/maphash"
	"sync"
)

// idIndex finds relationships of a type by their ids. It is made when a read first asks for it.
type idIndex struct {
	once sync.Once
	seed maphash.Seed
	// slots are the numbers of the relationships plus one, by the hash of their ids; 0 is free. At least half are.
	slots []uint32
}

// Find returns the relationship with an id.
func (r *Relationships) Find(id string) (uint32, bool) {
	x := &r.byID
	x.once.Do(func() { x.fill(&r.Ids) })
	mask := uint64(len(x.slots) - 1)
	for slot := maphash.String(x.seed, id) & mask; x.slots[slot] != 0; slot = (slot + 1) & mask {
		if number := x.slots[slot] - 1; r.Ids.At(number) == id {
			return number, true
		}
	}
	return 0, false
}

func (x *idIndex) fill(ids *texts) {
	size := 2
	for size < 2*ids.len() {
		size *= 2
	}
	x.seed, x.slots = maphash.MakeSeed(), make([]uint32, size)
	mask := uint64(size - 1)
	for i := range uint32(ids.len()) {
		slot := maphash.String(x.seed, ids.At(i)) & mask
		for x.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		x.slots[slot] = i + 1
	}
}
