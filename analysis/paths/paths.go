package paths

import (
	"cmp"
	"context"
	"math"

	"partnir/analysis"
)

// PathsQuestion asks how one entity hangs together with another.
type PathsQuestion struct {
	// From and To are the ids of two different entities; they count whether they hold in the scope or not.
	From, To string
	// Relationships are the names of the relationship types to follow, in either direction; empty for all.
	Relationships []string
	// MaxHops is how many relationships a path has at most, from 1 to MaxHops.
	MaxHops int
	Mode    PathMode
	// K is how many paths KBest finds at most; from 1 to MaxPaths, whatever the mode.
	K      int
	Weight PathWeight
	// MaxDegree leaves out entities with more relationships than this, of the types and in the scope that count; From and To may have
	// more. It is nil where hubs are not left out.
	MaxDegree *int
	// Scope.MaxVisited is how many entities to visit at most.
	analysis.Scope
}

// The largest values of a PathsQuestion, and how many paths AllShortest finds.
const (
	MaxHops       = 8
	MaxPaths      = 20
	MaxEqualPaths = 200
)

// PathMode says which paths to find.
type PathMode int

const (
	// Shortest finds the best path.
	Shortest PathMode = iota
	// AllShortest finds those that are as good as the best, in cost and in hops; MaxEqualPaths at most.
	AllShortest
	// KBest finds the K best.
	KBest
)

// most is how many paths to look for: of AllShortest one more than it may find, so that it shows where there are more.
func (q *PathsQuestion) most() int {
	switch q.Mode {
	case AllShortest:
		return MaxEqualPaths + 1
	case KBest:
		return q.K
	}
	return 1
}

// check says what is wrong with the numbers of the question.
func (q *PathsQuestion) check() error {
	err := cmp.Or(analysis.Within("maxHops", q.MaxHops, 1, MaxHops), analysis.Within("k", q.K, 1, MaxPaths), q.CheckFrom(2))
	if q.MaxDegree != nil && err == nil {
		err = analysis.Within("maxDegree", *q.MaxDegree, 1, math.MaxInt32)
	}
	return err
}

// PathWeight is what a relationship costs.
type PathWeight int

const (
	// ByHops: each costs 1.
	ByHops PathWeight = iota
	// ByConfidence: −ln(confidence), so that the path of least cost is the one whose relationships are all true with the highest
	// probability, if they are independent. One without a confidence counts as certain; one of confidence 0 is not followed.
	ByConfidence
	// ByValue: 1 ÷ value in US dollars, so that large flows are near. What has no value above 0 is not followed.
	ByValue
)

// properties are the names of the properties of relationships that may hold what the weight needs.
func (w PathWeight) properties() []string {
	switch w {
	case ByConfidence:
		return []string{"confidence"}
	case ByValue:
		return []string{"valueUsd", "amountUsd"}
	}
	return nil
}

// cost is what a link costs; infinite where it cannot be followed. value is that of the properties, NaN where it is missing.
func (w PathWeight) cost(value float64) float64 {
	missing := math.IsNaN(value)
	switch {
	case w == ByHops:
		return 1
	case w == ByConfidence && missing:
		return 0
	case !missing && value > 0 && w == ByConfidence:
		return max(0, -math.Log(value))
	case !missing && value > 0:
		return 1 / value
	}
	return math.Inf(1)
}

// PathsAnswer are paths between two entities.
type PathsAnswer struct {
	// Paths are the best first: by cost, then by hops, then by the ids on them.
	Paths []Path
	// Reach counts the entities that the search came to. Where the limit left some out, paths may be missing.
	analysis.Reach
}

// Path is a loopless path: no entity is on it twice.
type Path struct {
	// Cost is the sum of the costs of its links.
	Cost float64
	// Nodes are the ids of the entities on it, Links what connects each with the next. Where several links connect two entities it is the
	// one of least cost, of equal ones the first by its id.
	Nodes []string
	Links []analysis.Link
}

// Paths finds paths between two entities. It goes level by level from both, always from the side where fewer entities are next, until the
// levels together are as many as a path may have hops. Where a hop costs 1, it ends as soon as there are as many paths as are asked for; and
// before it reads a level, it looks whether the levels that it has are next to each other.
func Paths(ctx context.Context, r *analysis.Reader, ask PathsQuestion) (*PathsAnswer, error) {
	if err := ask.check(); err != nil {
		return nil, err
	}
	from, err := r.ResolveOne(ctx, "from", ask.From, "Entity")
	if err != nil {
		return nil, err
	}
	to, err := r.ResolveOne(ctx, "to", ask.To, "Entity")
	if err != nil {
		return nil, err
	}
	if from == to {
		return nil, analysis.Wrong("from and to are one entity, %s; give two", from)
	}
	w, err := newPathWalk(r, ask, from, to)
	if err != nil {
		return nil, err
	}
	answer := &PathsAnswer{}
	for levels, more := 0, true; more; {
		bridged, err := w.bridge(ctx)
		if err != nil {
			return nil, err
		}
		if !bridged {
			if more, err = w.grow(ctx); err != nil {
				return nil, err
			}
			levels++
			more = more && levels < ask.MaxHops
		}
		if !bridged && (!w.met() || more && ask.Weight != ByHops) {
			continue
		}
		hops := levels
		switch {
		case bridged:
			hops++
		case !more:
			hops = ask.MaxHops
		}
		if answer.Paths, err = w.paths(ctx, hops); err != nil {
			return nil, err
		}
		if len(answer.Paths) == ask.most() || ask.Mode == AllShortest && len(answer.Paths) > 0 {
			break
		}
	}
	answer.Reach = w.Reach
	if ask.Mode == AllShortest && len(answer.Paths) > MaxEqualPaths {
		answer.Paths, answer.Truncated = answer.Paths[:MaxEqualPaths], true
	}
	return answer, nil
}
