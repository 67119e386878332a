package read

import (
	"errors"
	"fmt"
	"slices"
	"sort"

	"partnir/embedded/memory"
	"partnir/plan"
)

// test is a compiled filter: whether a node, and the relationship that led to it, meet it.
type test func(node, relationship uint32) bool

// condition is a test, or the knowledge that the graph makes one needless.
type condition struct {
	test    test
	verdict verdict
}

type verdict int8

const (
	depends verdict = iota
	always
	never
)

// orAlways is the test, nil where it is always met.
func (c condition) orAlways() test {
	switch c.verdict {
	case always:
		return nil
	case never:
		return func(uint32, uint32) bool { return false }
	}
	return c.test
}

func (c condition) not() condition {
	switch c.verdict {
	case always:
		return condition{verdict: never}
	case never:
		return condition{verdict: always}
	}
	met := c.test
	return condition{test: func(n, rel uint32) bool { return !met(n, rel) }}
}

// compileFilter compiles a filter; by is the type of the relationship that leads to the node, nil for none.
func (r *Reader) compileFilter(f *plan.Filter, by *memory.Relationships) condition {
	if f == nil {
		return condition{verdict: always}
	}
	switch f.Op {
	case plan.And:
		return r.all(f.Args, by)
	case plan.Or:
		return r.any(f.Args, by)
	case plan.Not:
		return r.compileFilter(f.Args[0], by).not()
	case plan.Compare:
		return r.compare(f, by)
	case plan.IsType:
		takes := r.blocksOf(f.Types)
		return condition{test: func(n, _ uint32) bool { return takes[r.BlockOf[n]] }}
	case plan.Some, plan.None, plan.All, plan.Count:
		return r.compileRelated(f)
	case plan.AtEnd:
		return r.compileAtEnd(f, by)
	}
	r.fail(fmt.Errorf("the plan has a filter of kind %d, which is none", f.Op))
	return condition{verdict: never}
}

// all is met where all filters are.
func (r *Reader) all(filters []*plan.Filter, by *memory.Relationships) condition {
	tests, decided := r.tests(filters, by, never)
	switch {
	case decided:
		return condition{verdict: never}
	case len(tests) == 0:
		return condition{verdict: always}
	case len(tests) == 1:
		return condition{test: tests[0]}
	}
	return condition{test: func(n, rel uint32) bool {
		for _, met := range tests {
			if !met(n, rel) {
				return false
			}
		}
		return true
	}}
}

// any is met where one of the filters is.
func (r *Reader) any(filters []*plan.Filter, by *memory.Relationships) condition {
	tests, decided := r.tests(filters, by, always)
	switch {
	case decided:
		return condition{verdict: always}
	case len(tests) == 0:
		return condition{verdict: never}
	case len(tests) == 1:
		return condition{test: tests[0]}
	}
	return condition{test: func(n, rel uint32) bool {
		for _, met := range tests {
			if met(n, rel) {
				return true
			}
		}
		return false
	}}
}

// tests compiles filters. decided says that one of them is known to be what decides the whole; those that are known not to be are left
// out.
func (r *Reader) tests(filters []*plan.Filter, by *memory.Relationships, decides verdict) (tests []test, decided bool) {
	for _, f := range filters {
		switch c := r.compileFilter(f, by); c.verdict {
		case decides:
			decided = true
		case depends:
			tests = append(tests, c.test)
		}
	}
	return tests, decided
}

// compileRelated compiles a condition on the relationships of a node.
func (r *Reader) compileRelated(f *plan.Filter) condition {
	if f.Step == nil {
		r.fail(errors.New("the plan has a filter on relationships without a step"))
		return condition{verdict: never}
	}
	to := &relatedTest{related: r.compileStep(*f.Step, f.Type), r: r}
	if len(f.Args) > 0 {
		to.met = r.compileFilter(f.Args[0], to.By).orAlways()
	}
	switch f.Op {
	case plan.Some, plan.None:
		if len(f.Args) > 0 {
			to.pins, to.pinned = r.pins(f.Args[0])
		}
		some := condition{test: to.some}
		if f.Op == plan.None {
			return some.not()
		}
		return some
	case plan.All:
		// All that count meet it: there is none that counts and does not.
		counts := condition{verdict: always}
		if len(f.Args) > 1 {
			counts = r.compileFilter(f.Args[1], to.By)
		}
		met := to.met
		switch counted := counts.orAlways(); {
		case met == nil:
			return condition{verdict: always}
		case counted == nil:
			to.met = func(n, rel uint32) bool { return !met(n, rel) }
		default:
			to.met = func(n, rel uint32) bool { return counted(n, rel) && !met(n, rel) }
		}
		return condition{test: to.some}.not()
	}
	counts := r.compileCounts(f.Counts)
	return condition{test: func(n, _ uint32) bool { return counts(to.count(n)) }}
}

// compileAtEnd compiles a condition on the node at one end of a relationship by itself.
func (r *Reader) compileAtEnd(f *plan.Filter, by *memory.Relationships) condition {
	c, ends := r.compileFilter(f.Args[0], nil), r.ends(f.End, by)
	if met := c.test; c.verdict == depends {
		c.test = func(_, rel uint32) bool { return met(ends[rel], memory.NoRelationship) }
	}
	return c
}

// relatedTest looks at the relationships of a node.
type relatedTest struct {
	related
	r *Reader
	// met is the condition on far node and relationship; nil for none.
	met test
	// pins are the only far nodes that can meet it, where pinned.
	pins   []uint32
	pinned bool
}

func (t *relatedTest) some(node, _ uint32) bool {
	low, high := t.side.Span(t.r.Graph, node)
	if !t.pinned || high-low < t.r.Choices.Search {
		return t.someOf(low, high)
	}
	return slices.ContainsFunc(t.pins, func(far uint32) bool { return t.someOf(t.side.To(far, low, high)) })
}

func (t *relatedTest) someOf(low, high uint32) bool {
	for place := low; place < high && t.r.step(); place++ {
		far, relationship := t.side.At(place)
		if t.reaches(t.r.Graph, far) && (t.met == nil || t.met(far, relationship)) {
			return true
		}
	}
	return false
}

func (t *relatedTest) count(node uint32) int64 {
	low, high := t.side.Span(t.r.Graph, node)
	if t.takes == nil && t.met == nil {
		return int64(high - low)
	}
	n := int64(0)
	for place := low; place < high && t.r.step(); place++ {
		far, relationship := t.side.At(place)
		if t.reaches(t.r.Graph, far) && (t.met == nil || t.met(far, relationship)) {
			n++
		}
	}
	return n
}

// compileCounts compiles the comparisons of a number of relationships.
func (r *Reader) compileCounts(comparisons []plan.CountComparison) func(int64) bool {
	values := make([]any, len(comparisons))
	for i, c := range comparisons {
		values[i] = r.param(c.Value)
	}
	return func(n int64) bool {
		for i, c := range comparisons {
			if !countMeets(c.Comparison, n, values[i]) {
				return false
			}
		}
		return true
	}
}

func countMeets(c plan.Comparison, n int64, v any) bool {
	switch c {
	case plan.In, plan.NotIn:
		list, ok := v.([]any)
		in := slices.ContainsFunc(list, func(v any) bool { return memory.Comparable(memory.WholeValue, v) && memory.CompareValues(n, v) == 0 })
		return ok && in == (c == plan.In)
	}
	if !memory.Comparable(memory.WholeValue, v) {
		return false
	}
	order := memory.CompareValues(n, v)
	switch c {
	case plan.Eq:
		return order == 0
	case plan.Ne:
		return order != 0
	case plan.Lt:
		return order < 0
	case plan.Lte:
		return order <= 0
	case plan.Gt:
		return order > 0
	case plan.Gte:
		return order >= 0
	}
	return false
}

// pins returns the only nodes that can meet a filter, ascending, where it names them by a unique property.
func (r *Reader) pins(f *plan.Filter) (nodes []uint32, ok bool) {
	if f.Op == plan.And {
		for _, a := range f.Args {
			if nodes, ok := r.pins(a); ok {
				return nodes, true
			}
		}
		return nil, false
	}
	if f.Op != plan.Compare || f.OfRelationship || f.IgnoreCase || f.SortKey {
		return nil, false
	}
	if f.Property.Name != "id" && !f.Property.Unique {
		return nil, false
	}
	var keys []any
	switch f.Comparison {
	case plan.Eq:
		keys = []any{r.param(f.Value)}
	case plan.In:
		keys = r.listParam(f.Value)
	default:
		return nil, false
	}
	for _, k := range keys {
		key, isText := k.(string)
		if !isText {
			continue
		}
		if f.Property.Name == "id" {
			if node, found := r.Find(key); found {
				nodes = append(nodes, node)
			}
		} else if node, found := ByUnique(r.Graph, f.Property, key); found {
			nodes = append(nodes, node)
		}
	}
	slices.Sort(nodes)
	return slices.Compact(nodes), true
}

// within is met where the ordinal is from low up to but without high; missing values, whose ordinal is 0, never meet it.
func (c codes) within(low, high uint32) condition {
	if c.from == nowhere || low >= high {
		return condition{verdict: never}
	}
	width := high - low
	return condition{test: func(n, rel uint32) bool { return c.ordinal(n, rel)-low < width }}
}

// without is met where the ordinal is not 0 and not from low up to but without high.
func (c codes) without(low, high uint32) condition {
	if c.from == nowhere {
		return condition{verdict: never}
	}
	return condition{test: func(n, rel uint32) bool {
		o := c.ordinal(n, rel)
		return o != 0 && (o < low || o >= high)
	}}
}

// fewOrdinals is up to how many ordinals are compared one by one.
const fewOrdinals = 8

// among is met where the ordinal is, or with not is not, one of those; missing values never meet it.
func (c codes) among(ordinals []uint32, not bool) condition {
	if c.from == nowhere || len(ordinals) == 0 && !not {
		return condition{verdict: never}
	}
	if len(ordinals) <= fewOrdinals {
		return condition{test: func(n, rel uint32) bool {
			o := c.ordinal(n, rel)
			return o != 0 && slices.Contains(ordinals, o) != not
		}}
	}
	slices.Sort(ordinals)
	return condition{test: func(n, rel uint32) bool {
		o := c.ordinal(n, rel)
		if o == 0 {
			return false
		}
		i := sort.Search(len(ordinals), func(i int) bool { return ordinals[i] >= o })
		return (i < len(ordinals) && ordinals[i] == o) != not
	}}
}
