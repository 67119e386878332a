package paths

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"partnir/analysis"
)

// newPathWalk reads the links around two nodes, level by level from both.
type pathWalk struct {
	*analysis.LinkReader
	PathsQuestion
	analysis.Numbering
	sides [2]pathSide
	ends  [2]int
	// links are those that can be followed, costs what they cost. One comes twice where it was read from both of its ends.
	links []analysis.Link
	costs []float64
	// known says of which nodes it is known how many links they have, hub which have too many; both are by number.
	known, hub map[int]bool
	analysis.Reach
	// bridged says that the levels were found to be next to each other.
	bridged bool
}

// pathSide is what one side has come to.
type pathSide struct {
	seen map[int]bool
	// next are the nodes of the outermost level, in the order of their ids.
	next []int
	// first says that the end of the side may not hold in the scope, so that links lead to it only from its own side: that is read first.
	first bool
}

func newPathWalk(r *analysis.Reader, ask PathsQuestion, from, to string) (*pathWalk, error) {
	l, err := r.Links(ask.Relationships, ask.Scope)
	if err != nil {
		return nil, err
	}
	w := &pathWalk{
		LinkReader: l, PathsQuestion: ask, Numbering: analysis.Numbering{Number: map[string]int{}}, known: map[int]bool{}, hub: map[int]bool{},
	}
	for i, id := range []string{from, to} {
		n := w.Add(id)
		narrow := ask.AsOf != nil || ask.MinConfidence != nil
		first := narrow && r.Mapping.TypeOf(id).Property("validFrom") != nil
		w.ends[i], w.sides[i] = n, pathSide{seen: map[int]bool{n: true}, next: []int{n}, first: first}
	}
	w.Visited = len(w.ends)
	return w, nil
}

// met says that some node was seen from both sides.
func (w *pathWalk) met() bool {
	few, many := w.sides[0].seen, w.sides[1].seen
	if len(few) > len(many) {
		few, many = many, few
	}
	for n := range few {
		if many[n] {
			return true
		}
	}
	return false
}

// side is the side to read next: one that comes first, else the one whose level is smaller.
func (w *pathWalk) side() *pathSide {
	near, far := &w.sides[0], &w.sides[1]
	if far.first && !near.first || far.first == near.first && len(far.next) < len(near.next) {
		return far
	}
	return near
}

// grow reads one level more, on the side where it is smaller. It is false where nothing is left to read on a side, or within the limit:
// then all links that can be on a path were read, or will never be.
func (w *pathWalk) grow(ctx context.Context) (more bool, err error) {
	side := w.side()
	level := side.next
	side.next, side.first = nil, false
	for some := range slices.Chunk(level, analysis.Batch) {
		if err := w.expand(ctx, side, some); err != nil {
			return false, err
		}
	}
	slices.SortFunc(side.next, w.byID)
	return len(side.next) > 0 && !w.Truncated, nil
}

// bridge reads the links between the outermost levels of the sides, before they met, and reports whether there are any. If so, they are
// all that the paths of one hop more take; a level more would have been thousands of nodes around a hub, to find the same. It is false
// where a path of more hops can be better, or where the nodes of the levels may have too many links.
func (w *pathWalk) bridge(ctx context.Context) (bool, error) {
	if w.Weight != ByHops || w.MaxDegree != nil || w.bridged || w.sides[0].first || w.sides[1].first || w.met() {
		return false, nil
	}
	near, far := w.sides[0].next, w.sides[1].next
	if len(far) < len(near) {
		near, far = far, near
	}
	to := w.idsOf(far)
	for some := range slices.Chunk(near, analysis.Batch) {
		read, err := w.Bulk(ctx, w.idsOf(some), analysis.Bulk{To: to, Most: w.MaxVisited})
		if err != nil {
			return false, err
		}
		for _, of := range read {
			w.Truncated = w.Truncated || of.Cut
			for _, l := range of.Links {
				w.links, w.costs, w.bridged = append(w.links, l), append(w.costs, w.Weight.cost(l.Weight)), true
			}
		}
	}
	return w.bridged, nil
}

func (w *pathWalk) idsOf(nodes []int) []string {
	ids := make([]string, len(nodes))
	for i, n := range nodes {
		ids[i] = w.Ids[n]
	}
	return ids
}

func (w *pathWalk) byID(a, b int) int { return strings.Compare(w.Ids[a], w.Ids[b]) }

// expand reads the links of some nodes of the outermost level of a side.
func (w *pathWalk) expand(ctx context.Context, side *pathSide, nodes []int) error {
	read, err := w.Bulk(ctx, w.idsOf(nodes), analysis.Bulk{Weights: w.Weight.properties(), MaxDegree: w.limitOf(nodes), Most: w.MaxVisited})
	if err != nil {
		return err
	}
	var links []analysis.Link
	for i, of := range read {
		w.mark(nodes[i], of.Degree)
		if w.hub[nodes[i]] {
			continue
		}
		w.Truncated = w.Truncated || of.Cut
		for _, l := range of.Links {
			if l.From != l.To && !math.IsInf(w.Weight.cost(l.Weight), 1) {
				links = append(links, l)
			}
		}
	}
	w.see(side, links)
	for _, l := range links {
		if side.seen[w.Add(l.From)] && side.seen[w.Add(l.To)] {
			w.links, w.costs = append(w.links, l), append(w.costs, w.Weight.cost(l.Weight))
		}
	}
	return nil
}

// limitOf is the bound on the degree of the nodes of a level; none where one of the ends is among them.
func (w *pathWalk) limitOf(nodes []int) *int {
	if slices.Contains(nodes, w.ends[0]) || slices.Contains(nodes, w.ends[1]) {
		return nil
	}
	return w.MaxDegree
}

// mark keeps that the links of a node are known, and whether there are too many of them.
func (w *pathWalk) mark(node, degree int) {
	w.known[node] = true
	if w.MaxDegree != nil && degree > *w.MaxDegree && node != w.ends[0] && node != w.ends[1] {
		w.hub[node] = true
	}
}

// see adds the ends of links to what a side has seen, as far as the limit has room, in the order of their ids.
func (w *pathWalk) see(side *pathSide, links []analysis.Link) {
	var fresh []int
	for _, l := range links {
		for _, id := range []string{l.From, l.To} {
			if n := w.Add(id); !side.seen[n] {
				side.seen[n] = true
				fresh = append(fresh, n)
			}
		}
	}
	slices.SortFunc(fresh, w.byID)
	other := &w.sides[0]
	if side == other {
		other = &w.sides[1]
	}
	for _, n := range fresh {
		if !other.seen[n] {
			if w.Visited == w.MaxVisited {
				w.Truncated = true
				delete(side.seen, n)
				continue
			}
			w.Visited++
		}
		side.next = append(side.next, n)
	}
}

// hubs looks at the nodes where the sides met without reading their links: they may have too many.
func (w *pathWalk) hubs(ctx context.Context) error {
	if w.MaxDegree == nil {
		return nil
	}
	var nodes []int
	for n := range w.sides[0].seen {
		if w.sides[1].seen[n] && !w.known[n] {
			nodes = append(nodes, n)
		}
	}
	slices.SortFunc(nodes, w.byID)
	for some := range slices.Chunk(nodes, analysis.Batch) {
		read, err := w.Bulk(ctx, w.idsOf(some), analysis.Bulk{})
		if err != nil {
			return err
		}
		for i, n := range some {
			w.mark(n, read[i].Degree)
		}
	}
	return nil
}

// paths are the paths of up to so many hops over the links that were read.
func (w *pathWalk) paths(ctx context.Context, hops int) ([]Path, error) {
	if err := w.hubs(ctx); err != nil {
		return nil, err
	}
	order := make([]int, len(w.links))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(w.links[a].ID, w.links[b].ID) })
	place := w.Places()
	ids := make([]string, len(place))
	for n, p := range place {
		ids[p] = w.Ids[n]
	}
	network := newPathNetwork(len(place), func(yield func(int, pathArc) bool) {
		for _, i := range order {
			a, b := w.Add(w.links[i].From), w.Add(w.links[i].To)
			if w.hub[a] || w.hub[b] {
				continue
			}
			if !yield(place[a], pathArc{place[b], w.costs[i], i}) || !yield(place[b], pathArc{place[a], w.costs[i], i}) {
				return
			}
		}
	})
	s := newPathSearch(ctx, network, place[w.ends[0]], place[w.ends[1]], hops)
	find := s.best
	if w.Mode == AllShortest {
		find = s.all
	}
	found, err := find(w.most())
	if err != nil {
		return nil, err
	}
	paths := make([]Path, len(found))
	for i, f := range found {
		paths[i] = Path{Cost: f.cost, Nodes: []string{ids[f.nodes[0]]}}
		for j, n := range f.nodes[1:] {
			paths[i].Nodes = append(paths[i].Nodes, ids[n])
			paths[i].Links = append(paths[i].Links, w.links[network.arc(f.nodes[j], n).link])
		}
	}
	return paths, nil
}
