package memory

import (
	"slices"
	"sync"

	"partnir/plan/mapping"
)

// indexes find nodes by the values of properties. An index is made when a read first asks for it.
type indexes struct {
	mu sync.Mutex
	// byProperty are by Property.Number.
	byProperty map[int]*Index
}

// Index holds the nodes that have a value of one property, in the order of their values: those of code c lie from offsets[c] up to
// offsets[c+1].
type Index struct {
	once    sync.Once
	offsets []uint32
	nodes   []uint32
	// holding are the codes of the lists that hold a text, where the property has lists.
	holding map[string][]uint32
}

// Holding returns the codes of the lists that hold a text.
func (x *Index) Holding(text string) []uint32 { return x.holding[text] }

// Index is the index of a property, made when it is first asked for.
func (g *Graph) Index(p *mapping.Property) *Index {
	g.indexes.mu.Lock()
	if g.indexes.byProperty == nil {
		g.indexes.byProperty = map[int]*Index{}
	}
	x := g.indexes.byProperty[p.Number]
	if x == nil {
		x = &Index{}
		g.indexes.byProperty[p.Number] = x
	}
	g.indexes.mu.Unlock()
	x.once.Do(func() { x.fill(g, p) })
	return x
}

func (x *Index) fill(g *Graph, p *mapping.Property) {
	x.offsets = make([]uint32, g.Dictionaries[p.Number].Len()+2)
	for _, codes := range g.NodeCodes[p.Number] {
		for _, c := range codes {
			x.offsets[c+1]++
		}
	}
	x.offsets[1] = 0 // missing values are not in the index
	for i := 2; i < len(x.offsets); i++ {
		x.offsets[i] += x.offsets[i-1]
	}
	x.hold(g.Dictionaries[p.Number])
	x.nodes = make([]uint32, x.offsets[len(x.offsets)-1])
	next := slices.Clone(x.offsets)
	for block, codes := range g.NodeCodes[p.Number] {
		for i, c := range codes {
			if c != 0 {
				x.nodes[next[c]] = g.Starts[block] + uint32(i)
				next[c]++
			}
		}
	}
}

// hold notes which lists hold which texts.
func (x *Index) hold(d *Dictionary) {
	if d.Kind != ListValue {
		return
	}
	x.holding = map[string][]uint32{}
	for i, list := range d.Values {
		for _, item := range list.([]any) {
			text := item.(string)
			x.holding[text] = append(x.holding[text], uint32(i)+1)
		}
	}
}

// Within returns the nodes whose codes are from low up to but without high.
func (x *Index) Within(low, high uint32) []uint32 {
	high = min(high, uint32(len(x.offsets)-1))
	if low == 0 || low >= high {
		return nil
	}
	return x.nodes[x.offsets[low]:x.offsets[high]]
}
