package memory

import (
	"sync"

	"partnir/plan/mapping"
)

// orders are the sorted lists of a graph that reads have asked for: of the nodes of a type, and of the relationships of nodes that have
// many. They take 4 bytes a member; when they are too many all are forgotten.
type orders struct {
	mu    sync.Mutex
	lists map[ListName]*sortedList
	size  int
}

// maxSortedMembers is how many members the sorted lists of a graph may have together.
const maxSortedMembers = 16 << 20

// ListName names a sorted list: of the nodes of a type, of all relationships of one, or of a node's relationships.
type ListName struct {
	T    *mapping.NodeType
	By   *Relationships
	Side *Adjacency
	Node uint32
	Name string
}

type sortedList struct {
	once    sync.Once
	numbers []uint32
}

// Get returns a sorted list, which build makes where it is not there yet; size is its length.
func (o *orders) Get(of ListName, size int, build func() []uint32) []uint32 {
	o.mu.Lock()
	list := o.lists[of]
	if list == nil {
		if o.lists == nil || o.size+size > maxSortedMembers {
			o.lists, o.size = map[ListName]*sortedList{}, 0
		}
		list = &sortedList{}
		o.lists[of] = list
		o.size += size
	}
	o.mu.Unlock()
	list.once.Do(func() { list.numbers = build() })
	return list.numbers
}
