package paths

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomPathNetwork is a network of some nodes with parallel ways. Costs are small whole numbers, 0 too, so that many paths are equal; with
// unit they are all 1.
func randomPathNetwork(r *rand.Rand, nodes, links int, unit bool) *pathNetwork {
	return newPathNetwork(nodes, func(yield func(int, pathArc) bool) {
		for i := range links {
			a, b, cost := r.IntN(nodes), r.IntN(nodes), float64(r.IntN(4))
			if unit {
				cost = 1
			}
			if a != b && (!yield(a, pathArc{b, cost, i}) || !yield(b, pathArc{a, cost, i})) {
				return
			}
		}
	})
}

// everyPath are all loopless paths of up to so many hops, in the order of compare: the definition, tried out.
func everyPath(n *pathNetwork, from, to, hops int) []*nodePath {
	var all []*nodePath
	var visit func(nodes []int, cost float64)
	visit = func(nodes []int, cost float64) {
		last := nodes[len(nodes)-1]
		if last == to {
			all = append(all, &nodePath{nodes: slices.Clone(nodes), reach: reach{cost, len(nodes) - 1}})
			return
		}
		if len(nodes) > hops {
			return
		}
		for _, a := range n.arcs[last] {
			if !slices.Contains(nodes, a.to) {
				visit(append(nodes, a.to), cost+a.cost)
			}
		}
	}
	visit([]int{from}, 0)
	slices.SortFunc(all, (*nodePath).compare)
	return all
}

func shownPaths(paths []*nodePath) (shown []string) {
	for _, p := range paths {
		shown = append(shown, fmt.Sprint(p.nodes, p.cost, p.hops))
	}
	return shown
}

func TestBestPathsAgainstAllPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for range 600 {
		nodes := 2 + r.IntN(9)
		n := randomPathNetwork(r, nodes, r.IntN(3*nodes), r.IntN(2) == 0)
		hops, k := 1+r.IntN(MaxHops), 1+r.IntN(MaxPaths)
		every := everyPath(n, 0, nodes-1, hops)
		s := newPathSearch(context.Background(), n, 0, nodes-1, hops)
		best, err := s.best(k)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := shownPaths(best), shownPaths(every[:min(k, len(every))]); !slices.Equal(got, want) {
			t.Fatalf("%d best of up to %d hops over %v:\n got %v\nwant %v", k, hops, n.arcs, got, want)
		}
		equal := slices.DeleteFunc(slices.Clone(every), func(p *nodePath) bool { return p.reach != every[0].reach })
		all, err := s.all(math.MaxInt32)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := shownPaths(all), shownPaths(equal); !slices.Equal(got, want) {
			t.Fatalf("all best of up to %d hops over %v:\n got %v\nwant %v", hops, n.arcs, got, want)
		}
	}
}

// leastCost is the least cost of a walk of up to so many hops, by trying all last steps of each length.
func leastCost(n *pathNetwork, from, to, hops int) float64 {
	cost := make([]float64, len(n.arcs))
	for i := range cost {
		cost[i] = math.Inf(1)
	}
	cost[from] = 0
	for range hops {
		next := slices.Clone(cost)
		for v, arcs := range n.arcs {
			for _, a := range arcs {
				next[a.to] = min(next[a.to], cost[v]+a.cost)
			}
		}
		cost = next
	}
	return cost[to]
}

// On graphs too large to try all paths, what can be said of the best without them must hold: the first costs as little as a walk can, each
// is loopless, over ways that there are, sums up to its cost, and comes after the one before.
func TestBestPathsOfLargerGraphs(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 300 {
		nodes := 50 + r.IntN(151)
		n := randomPathNetwork(r, nodes, nodes+r.IntN(3*nodes), r.IntN(2) == 0)
		hops := 1 + r.IntN(MaxHops)
		best, err := newPathSearch(context.Background(), n, 0, nodes-1, hops).best(MaxPaths)
		if err != nil {
			t.Fatal(err)
		}
		least := leastCost(n, 0, nodes-1, hops)
		if math.IsInf(least, 1) != (len(best) == 0) || len(best) > 0 && best[0].cost != least {
			t.Fatalf("the least cost is %v, the best paths %v", least, shownPaths(best))
		}
		for i, p := range best {
			cost := 0.0
			for j, v := range p.nodes[1:] {
				cost += n.arc(p.nodes[j], v).cost
				if n.arc(p.nodes[j], v).to != v {
					t.Fatalf("%v: there is no way from %d to %d", p.nodes, p.nodes[j], v)
				}
			}
			ordered := slices.Clone(p.nodes)
			slices.Sort(ordered)
			if len(slices.Compact(ordered)) < len(p.nodes) || p.hops != len(p.nodes)-1 || p.hops > hops || cost != p.cost {
				t.Fatalf("%v %v is no loopless path of up to %d hops, or costs %v", p.nodes, p.reach, hops, cost)
			}
			if i > 0 && best[i-1].compare(p) >= 0 {
				t.Fatalf("%v stands before %v", shownPaths(best[i-1:i]), shownPaths(best[i:i+1]))
			}
		}
	}
}

func TestPathSearchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	n := randomPathNetwork(rand.New(rand.NewPCG(6, 1)), 50, 200, true)
	if _, err := newPathSearch(ctx, n, 0, 49, MaxHops).best(3); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestPathWeights(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		weight      PathWeight
		value, want float64
	}{
		{ByHops, nan, 1}, {ByHops, 7, 1},
		{ByConfidence, 1, 0}, {ByConfidence, nan, 0}, {ByConfidence, 0.5, math.Ln2}, {ByConfidence, 0, math.Inf(1)},
		{ByValue, 4, 0.25}, {ByValue, nan, math.Inf(1)}, {ByValue, 0, math.Inf(1)}, {ByValue, -20, math.Inf(1)},
	} {
		if got := c.weight.cost(c.value); got != c.want {
			t.Errorf("weight %d of %v is %v, want %v", c.weight, c.value, got, c.want)
		}
	}
}
