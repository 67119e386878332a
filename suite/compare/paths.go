package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"partnir/analysis/paths"
)

// hop is a relationship followed from one of its ends to the other.
type hop struct {
	to, id string
	cost   float64
}

// hops are the relationships of some types that hold, by the entities that they are followed from. They lead to what holds, and to some ids
// whether they hold or not. A loop is one of its entity.
func (c *comparer) hops(types []string, cost func(*told) float64, always ...string) map[string][]hop {
	counts := func(id string) bool { return slices.Contains(always, id) || c.records.node(id).holds(c.scope) }
	all := map[string][]hop{}
	for _, r := range c.records.relationships("", c.scope) {
		if len(types) > 0 && !slices.Contains(types, r.Type.Name) {
			continue
		}
		if counts(r.To) {
			all[r.From] = append(all[r.From], hop{r.To, r.ID, cost(r)})
		}
		if r.From != r.To && counts(r.From) {
			all[r.To] = append(all[r.To], hop{r.From, r.ID, cost(r)})
		}
	}
	return all
}

// toldPath is a path: cost, the ids on it, and those of what connects them.
type toldPath struct {
	cost         float64
	nodes, links []string
}

func (p toldPath) compare(other toldPath) int {
	return cmp.Or(cmp.Compare(p.cost, other.cost), len(p.nodes)-len(other.nodes), slices.Compare(p.nodes, other.nodes))
}

// walked are all loopless paths, found by trying all ways. counted are the hops that make the degree of an entity.
func walked(hops, counted map[string][]hop, q paths.PathsQuestion) []toldPath {
	cheapest := func(from string) map[string]hop {
		best := map[string]hop{}
		for _, h := range hops[from] {
			if b, has := best[h.to]; !math.IsInf(h.cost, 1) && (!has || h.cost < b.cost || h.cost == b.cost && h.id < b.id) {
				best[h.to] = h
			}
		}
		return best
	}
	var found []toldPath
	var visit func(nodes []string, followed []hop)
	visit = func(nodes []string, followed []hop) {
		last := nodes[len(nodes)-1]
		if last == q.To {
			p := toldPath{nodes: slices.Clone(nodes)}
			for _, h := range followed {
				p.links = append(p.links, h.id)
			}
			for _, h := range slices.Backward(followed) {
				p.cost = h.cost + p.cost
			}
			found = append(found, p)
			return
		}
		if len(followed) == q.MaxHops || len(followed) > 0 && q.MaxDegree != nil && len(counted[last]) > *q.MaxDegree {
			return
		}
		for to, h := range cheapest(last) {
			if !slices.Contains(nodes, to) {
				visit(append(nodes, to), append(followed, h))
			}
		}
	}
	visit([]string{q.From}, nil)
	slices.SortFunc(found, toldPath.compare)
	return found
}

func (c *comparer) paths() (got, want any, err error) {
	q := paths.PathsQuestion{MaxHops: 1 + c.IntN(3), Mode: paths.KBest, K: 1 + c.IntN(paths.MaxPaths), Weight: paths.PathWeight(c.IntN(3)), Scope: c.scope}
	q.From, q.To = c.two()
	if c.IntN(2) == 0 {
		q.Relationships = []string{c.pick("SUPPLIES", "ADOPTED"), c.pick("MEMBER_OF", "WORKS_ON")}
	}
	if c.IntN(3) == 0 { // ends that may not hold themselves
		q.Relationships, q.To = nil, c.pick("observation:o000", "observation:o001", "offer:l01", "offer:l03", "need:l00", "need:l02")
		if c.IntN(2) == 0 {
			q.From = c.pick("observation:o002", "offer:l05", "need:l04")
		}
		if c.IntN(3) == 0 {
			q.From, q.To = q.To, q.From
		}
	}
	if c.IntN(2) == 0 {
		degree := 1 + c.IntN(60)
		q.MaxDegree = &degree
	}
	cost := func(r *told) float64 {
		switch value := r.number("valueUsd"); {
		case q.Weight == paths.ByHops:
			return 1
		case q.Weight == paths.ByConfidence && r.value("confidence") == nil:
			return 0
		case q.Weight == paths.ByConfidence && r.number("confidence") > 0:
			return max(0, -math.Log(r.number("confidence")))
		case q.Weight == paths.ByValue && value > 0:
			return 1 / value
		}
		return math.Inf(1)
	}
	all := walked(c.hops(q.Relationships, cost, q.From, q.To), c.hops(q.Relationships, cost), q)
	most := q.K
	if c.IntN(2) == 0 {
		q.Mode, most = paths.AllShortest, paths.MaxEqualPaths
		all = slices.DeleteFunc(all, func(p toldPath) bool { return p.cost != all[0].cost || len(p.nodes) != len(all[0].nodes) })
	}
	answer, err := paths.Paths(context.Background(), c.Reader, q)
	if err != nil {
		return nil, nil, err
	}
	shown := []toldPath{}
	for _, p := range answer.Paths {
		s := toldPath{cost: p.Cost, nodes: p.Nodes}
		for _, l := range p.Links {
			s.links = append(s.links, l.ID)
		}
		shown = append(shown, s)
	}
	return shown, all[:min(most, len(all))], nil
}

func (c *comparer) neighbourhood() (got, want any, err error) {
	q := paths.NeighbourhoodQuestion{Of: c.country(), Hops: 1 + c.IntN(3), MaxEntities: 1 + c.IntN(60), Scope: c.scope}
	if c.IntN(2) == 0 {
		q.Relationships = []string{c.pick("SUPPLIES", "ADOPTED"), c.pick("MEMBER_OF", "WORKS_ON")}
	}
	hops := c.hops(q.Relationships, func(*told) float64 { return 1 })
	nodes, level := []string{q.Of}, []string{q.Of}
	for range q.Hops {
		var next []string
		for _, of := range level {
			for _, h := range hops[of] {
				if !slices.Contains(nodes, h.to) {
					next = append(next, h.to)
				}
			}
		}
		slices.Sort(next)
		level = slices.Compact(next)
		nodes = append(nodes, level...)
	}
	truncated := len(nodes) > q.MaxEntities
	nodes = nodes[:min(len(nodes), q.MaxEntities)]
	var links []string
	for _, of := range nodes {
		for _, h := range hops[of] {
			if slices.Contains(nodes, h.to) {
				links = append(links, h.id)
			}
		}
	}
	slices.Sort(links)
	answer, err := paths.Neighbourhood(context.Background(), c.Reader, q)
	if err != nil {
		return nil, nil, err
	}
	var shown []string
	for _, l := range answer.Links {
		shown = append(shown, l.ID)
	}
	slices.Sort(shown)
	return fmt.Sprint(answer.Nodes, shown, answer.Truncated), fmt.Sprint(nodes, slices.Compact(links), truncated), nil
}

func (c *comparer) common() (got, want any, err error) {
	q := paths.CommonQuestion{Scope: c.scope}
	q.Of = []string{c.country(), c.country(), c.country()}[:2+c.IntN(2)]
	if c.IntN(2) == 0 {
		q.Relationships = []string{c.pick("SUPPLIES", "ADOPTED"), c.pick("MEMBER_OF", "WORKS_ON")}
	}
	slices.Sort(q.Of)
	if distinct := slices.Compact(slices.Clone(q.Of)); len(distinct) == len(q.Of) {
		want = c.shared(q)
	}
	answer, err := paths.Common(context.Background(), c.Reader, q)
	if err != nil {
		return nil, want, err
	}
	var lines []string
	for _, e := range answer.Entities {
		var links []string
		for _, l := range e.Links {
			links = append(links, l.ID)
		}
		slices.Sort(links)
		lines = append(lines, fmt.Sprint(e.ID, " of ", e.Degree, links))
	}
	return fmt.Sprint(lines, answer.Truncated), want, nil
}

// shared are the entities that a relationship connects with each of some others, those with the fewest first, with these relationships.
func (c *comparer) shared(q paths.CommonQuestion) string {
	hops := c.hops(q.Relationships, func(*told) float64 { return 1 })
	var ids, lines []string
	connecting := map[string][]string{}
	for _, id := range c.records.ids {
		with := map[string]bool{}
		for _, of := range q.Of {
			for _, h := range hops[of] {
				if h.to == id {
					with[of] = true
					connecting[id] = append(connecting[id], h.id)
				}
			}
		}
		if len(with) == len(q.Of) && !slices.Contains(q.Of, id) {
			ids = append(ids, id)
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int { return len(hops[a]) - len(hops[b]) })
	for _, id := range ids {
		slices.Sort(connecting[id])
		lines = append(lines, fmt.Sprint(id, " of ", len(hops[id]), connecting[id]))
	}
	return fmt.Sprint(lines, false)
}
