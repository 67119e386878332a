// Package paths answers how entities hang together: paths, common and neighbourhood.
package paths

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// pathArc is a way from one node to another.
type pathArc struct {
	to   int
	cost float64
	// link is the number of the link that it follows.
	link int
}

// pathNetwork are the ways between nodes, which are numbered in the order of their ids. There is one way at most from a node to another.
type pathNetwork struct {
	// arcs are the ways from each node, in the order of the nodes that they lead to.
	arcs [][]pathArc
}

// newPathNetwork builds a network of nodes; of parallel ways it keeps the one of least cost, and of equal ones the first.
func newPathNetwork(nodes int, arcs func(yield func(from int, a pathArc) bool)) *pathNetwork {
	n := &pathNetwork{arcs: make([][]pathArc, nodes)}
	for from, a := range arcs {
		n.arcs[from] = append(n.arcs[from], a)
	}
	for i, list := range n.arcs {
		slices.SortStableFunc(list, func(a, b pathArc) int { return cmp.Or(a.to-b.to, cmp.Compare(a.cost, b.cost)) })
		n.arcs[i] = slices.CompactFunc(list, func(a, b pathArc) bool { return a.to == b.to })
	}
	return n
}

// arc is the way from a node to another.
func (n *pathNetwork) arc(from, to int) pathArc {
	i, _ := slices.BinarySearchFunc(n.arcs[from], to, func(a pathArc, to int) int { return a.to - to })
	return n.arcs[from][i]
}

// reach is how far it is from a node to the end: the cost, and of ways of equal cost the fewest hops.
type reach struct {
	cost float64
	hops int
}

var unreached = reach{cost: math.Inf(1)}

func (r reach) compare(other reach) int {
	return cmp.Or(cmp.Compare(r.cost, other.cost), r.hops-other.hops)
}

// after is how far it is by way of an arc.
func (r reach) after(a pathArc) reach { return reach{a.cost + r.cost, r.hops + 1} }

// nodePath is a loopless path.
type nodePath struct {
	nodes []int
	reach
	// from is the place in nodes up to which it is the same as the path that it deviates from.
	from int
}

// compare orders paths by cost, then by hops, then by their nodes. So it is clear which of equally good ones come first.
func (p *nodePath) compare(other *nodePath) int {
	return cmp.Or(p.reach.compare(other.reach), slices.Compare(p.nodes, other.nodes))
}

// pathSearch finds paths of at most so many hops in a network.
type pathSearch struct {
	*pathNetwork
	ctx      context.Context
	from, to int
	hops     int
	// reaches are, by the hops left and by node, how far it is to the end.
	reaches []reach
	banned  []bool
}

func newPathSearch(ctx context.Context, n *pathNetwork, from, to, hops int) *pathSearch {
	return &pathSearch{
		pathNetwork: n, ctx: ctx, from: from, to: to, hops: hops,
		reaches: make([]reach, (hops+1)*len(n.arcs)), banned: make([]bool, len(n.arcs)),
	}
}

// left are the reaches of nodes with so many hops left.
func (s *pathSearch) left(hops int) []reach {
	return s.reaches[hops*len(s.arcs) : (hops+1)*len(s.arcs)]
}

// measure finds how far it is to the end from each node that is not banned, with up to so many hops: Bellman and Ford's algorithm, going
// back from the end, and in each round from those nodes alone that came nearer in the round before.
func (s *pathSearch) measure(hops int) error {
	for i := range s.left(0) {
		s.left(0)[i] = unreached
	}
	s.left(0)[s.to] = reach{}
	near := []int{s.to}
	moved := make([]int, len(s.arcs)) // the round in which a node came nearer
	for h := 1; h <= hops; h++ {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		before, now := s.left(h-1), s.left(h)
		copy(now, before)
		var next []int
		for _, v := range near {
			for _, a := range s.arcs[v] {
				u := a.to
				if s.banned[u] {
					continue
				}
				if r := before[v].after(a); r.compare(now[u]) < 0 {
					now[u] = r
					if moved[u] != h {
						moved[u] = h
						next = append(next, u)
					}
				}
			}
		}
		near = next
	}
	return nil
}

// follow appends the nodes of the best path from a node to the end, of equally good ones the first by its nodes. No node comes twice: of
// ways that are equal in cost the best has the fewest hops.
func (s *pathSearch) follow(nodes []int, v, hops int) []int {
	for ; v != s.to; hops-- {
		i := slices.IndexFunc(s.arcs[v], func(a pathArc) bool {
			return !s.banned[a.to] && s.left(hops - 1)[a.to].after(a) == s.left(hops)[v]
		})
		v = s.arcs[v][i].to
		nodes = append(nodes, v)
	}
	return nodes
}

// deviation is the best path that begins with some nodes and does not go on to any of some others; nil where there is none.
func (s *pathSearch) deviation(prefix []int, not []int) (*nodePath, error) {
	spur, hops := prefix[len(prefix)-1], s.hops-len(prefix)+1
	for _, v := range prefix {
		s.banned[v] = true
	}
	defer func() {
		for _, v := range prefix {
			s.banned[v] = false
		}
	}()
	if err := s.measure(hops - 1); err != nil {
		return nil, err
	}
	best, next := unreached, -1
	for _, a := range s.arcs[spur] {
		if s.banned[a.to] || slices.Contains(not, a.to) {
			continue
		}
		if r := s.left(hops - 1)[a.to].after(a); r.compare(best) < 0 {
			best, next = r, a.to
		}
	}
	if next < 0 || math.IsInf(best.cost, 1) {
		return nil, nil
	}
	p := &nodePath{nodes: s.follow(append(slices.Clone(prefix), next), next, hops-1), reach: best, from: len(prefix) - 1}
	for i := len(prefix) - 1; i > 0; i-- {
		p.reach = p.after(s.arc(prefix[i-1], prefix[i]))
	}
	return p, nil
}

// best are the k best paths in the order of compare, by Yen's algorithm (Jin Y. Yen, Finding the K Shortest Loopless Paths in a Network,
// 1971) as Lawler shortened it (1972): a path deviates from another only behind the place where that one deviated.
func (s *pathSearch) best(k int) ([]*nodePath, error) {
	first, err := s.deviation([]int{s.from}, nil)
	if err != nil || first == nil {
		return nil, err
	}
	var found []*nodePath
	candidates := []*nodePath{first}
	for len(candidates) > 0 {
		p := candidates[0]
		found, candidates = append(found, p), candidates[1:]
		if len(found) == k {
			break
		}
		for i := p.from; i < len(p.nodes)-1; i++ {
			prefix := p.nodes[:i+1]
			var not []int
			for _, f := range found {
				if len(f.nodes) > i && slices.Equal(f.nodes[:i+1], prefix) {
					not = append(not, f.nodes[i+1])
				}
			}
			c, err := s.deviation(prefix, not)
			if err != nil {
				return nil, err
			}
			if c != nil {
				at, _ := slices.BinarySearchFunc(candidates, c, (*nodePath).compare)
				candidates = slices.Insert(candidates, at, c)
			}
		}
		candidates = candidates[:min(len(candidates), k-len(found))]
	}
	return found, nil
}

// all are all paths that are as good as the best one, in cost and in hops, by their nodes; at most so many.
func (s *pathSearch) all(most int) ([]*nodePath, error) {
	if err := s.measure(s.hops); err != nil {
		return nil, err
	}
	whole := s.left(s.hops)[s.from]
	var found []*nodePath
	if whole == unreached {
		return nil, nil
	}
	nodes := []int{s.from}
	var visit func(v, hops int)
	visit = func(v, hops int) {
		if v == s.to {
			found = append(found, &nodePath{nodes: slices.Clone(nodes), reach: whole})
			return
		}
		for _, a := range s.arcs[v] {
			if len(found) < most && s.left(hops - 1)[a.to].after(a) == s.left(hops)[v] {
				nodes = append(nodes, a.to)
				visit(a.to, hops-1)
				nodes = nodes[:len(nodes)-1]
			}
		}
	}
	visit(s.from, s.hops)
	return found, nil
}
