package form

import "partnir/plan"

// Conjuncts are the filters that together make a filter: none for nil.
func Conjuncts(f *plan.Filter) []*plan.Filter {
	switch {
	case f == nil:
		return nil
	case f.Op != plan.And:
		return []*plan.Filter{f}
	}
	var all []*plan.Filter
	for _, arg := range f.Args {
		all = append(all, Conjuncts(arg)...)
	}
	return all
}
