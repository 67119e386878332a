package cypher

import "partnir/plan"

// conjuncts are the filters that together make a filter: none for nil.
func conjuncts(f *plan.Filter) []*plan.Filter {
	switch {
	case f == nil:
		return nil
	case f.Op != plan.And:
		return []*plan.Filter{f}
	}
	var all []*plan.Filter
	for _, arg := range f.Args {
		all = append(all, conjuncts(arg)...)
	}
	return all
}
