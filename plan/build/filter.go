package build

import (
	"slices"
	"strings"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// filterArgument plans `filter` of a list together with asOf and minConfidence; nil where nothing narrows the list.
func (b *builder) filterArgument(of connectionOf, args arguments) (*plan.Filter, error) {
	scope, err := b.scopeOf(of.name, args)
	if err != nil {
		return nil, err
	}
	b.scope = scope.Scope
	valid := ofList(b.scope, of)
	in := args["filter"]
	if b.isNull(in) {
		return valid, nil
	}
	f, err := b.filter(of.name+": filter", of.t, of.relationship(), in)
	if err != nil {
		return nil, err
	}
	if isAlways(f) {
		return valid, nil
	}
	return plan.Both(valid, f), nil
}

// isAlways reports whether a filter is always met.
func isAlways(f *plan.Filter) bool { return f.Op == plan.And && len(f.Args) == 0 }

// filter plans a filter object. With rel it is the filter of a relationship, whose field `node` is about the node, or without t whose fields
// `from` and `to` are about the nodes at its ends; without rel, it is about the node of type t. where says where in the request it stands.
func (b *builder) filter(where string, t *mapping.NodeType, rel *mapping.RelationshipType, in input) (*plan.Filter, error) {
	names, ok := b.fields(in)
	if !ok {
		return nil, fault.InputErrorf("%s is null; leave it out, or give an object", where)
	}
	var all []*plan.Filter
	for _, name := range names {
		value := b.field(in, name)
		if b.isNull(value) {
			continue // as where it is not given
		}
		f, err := b.filterField(where+"."+name, t, rel, name, value)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return allOf(all), nil
}

// allOf is met where all filters are. Those that are always met are left out: clients send empty objects for what is unset.
func allOf(filters []*plan.Filter) *plan.Filter {
	filters = slices.DeleteFunc(filters, isAlways)
	if len(filters) == 1 {
		return filters[0]
	}
	return &plan.Filter{Op: plan.And, Args: filters}
}

func (b *builder) filterField(where string, t *mapping.NodeType, rel *mapping.RelationshipType, name string, in input) (*plan.Filter, error) {
	switch {
	case name == "and" || name == "or":
		var all []*plan.Filter
		for _, item := range b.items(in) {
			arg, err := b.filter(where, t, rel, item)
			if err != nil {
				return nil, err
			}
			all = append(all, arg)
		}
		if name == "or" {
			return &plan.Filter{Op: plan.Or, Args: all}, nil
		}
		return allOf(all), nil
	case name == "not":
		arg, err := b.filter(where, t, rel, in)
		return &plan.Filter{Op: plan.Not, Args: []*plan.Filter{arg}}, err
	case rel != nil:
		return b.relationshipFilter(where, connectionOf{t: t, rel: rel}, name, in)
	case name == "type" && t.Interface:
		return b.types(where, t, in)
	}
	if l := t.Link(name); l != nil {
		return b.linkFilter(where, l, in)
	}
	if n := t.On(name); n != nil {
		f, err := b.filter(where, n, nil, in)
		return plan.Both(plan.OfTypes(n.Objects), f), err
	}
	return b.compare(where, t.Property(name), false, in)
}

// relationshipFilter plans a condition on a relationship: on one of its properties, or on a node that it leads to.
func (b *builder) relationshipFilter(where string, of connectionOf, name string, in input) (*plan.Filter, error) {
	if of.t != nil && name == "node" {
		return b.filter(where, of.t, nil, in)
	}
	if of.t == nil {
		for _, p := range of.parts() {
			if p.name == name {
				f, err := b.filter(where, p.t, nil, in)
				return plan.OfEnd(p.end, f), err
			}
		}
	}
	return b.compare(where, of.rel.Property(name), true, in)
}

// linkFilter plans a condition on what a relationship field leads to.
func (b *builder) linkFilter(where string, l *mapping.Link, in input) (*plan.Filter, error) {
	rel := l.Step.Relationship
	valid := b.scope.Along(l)
	related := func(op plan.FilterOp, args ...*plan.Filter) *plan.Filter {
		return &plan.Filter{Op: op, Step: &l.Step, Type: l.Type, Args: args}
	}
	if !l.Many {
		f, err := b.filter(where, l.Type, nil, in)
		return related(plan.Some, orTrue(plan.Both(valid, f))), err
	}
	names, ok := b.fields(in)
	if !ok {
		return nil, fault.InputErrorf("%s: give some, none, all or count", where)
	}
	var all []*plan.Filter
	for _, name := range names {
		where, value := where+"."+name, b.field(in, name)
		if b.isNull(value) {
			continue
		}
		if name == "count" {
			counts, err := b.counts(where, value)
			if err != nil {
				return nil, err
			}
			if len(counts) > 0 {
				f := related(plan.Count, orTrue(valid))
				f.Counts = counts
				all = append(all, f)
			}
			continue
		}
		f, err := b.filter(where, l.Type, rel, value)
		if err != nil {
			return nil, err
		}
		switch name {
		case "some":
			f = related(plan.Some, orTrue(plan.Both(valid, f)))
		case "none":
			f = related(plan.None, orTrue(plan.Both(valid, f)))
		case "all":
			f = related(plan.All, f, orTrue(valid))
		}
		all = append(all, f)
	}
	return allOf(all), nil
}

// orTrue is the filter, or one that is always met.
func orTrue(f *plan.Filter) *plan.Filter {
	if f == nil {
		return &plan.Filter{Op: plan.And}
	}
	return f
}

var comparisons = map[string]plan.Comparison{
	"eq": plan.Eq, "ne": plan.Ne, "in": plan.In, "notIn": plan.NotIn, "lt": plan.Lt, "lte": plan.Lte, "gt": plan.Gt, "gte": plan.Gte, "contains": plan.Contains,
	"startsWith": plan.StartsWith, "endsWith": plan.EndsWith, "has": plan.Has, "hasAny": plan.HasAny, "hasAll": plan.HasAll,
}

// setOperators are the operators of an object that have a value: a null is as one that is not given, for clients send it for all that is
// unset. Where every operator is null it is an error, so that nobody lists everything by mistake; or says what to do instead.
func (b *builder) setOperators(where string, in input, or string) (set []string, err error) {
	names, ok := b.fields(in)
	if !ok {
		return nil, fault.InputErrorf("%s: give an object with operators, such as {eq: …}", where)
	}
	written := 0
	for _, name := range names {
		if name == "ignoreCase" {
			continue // it says how to compare
		}
		written++
		if !b.isNull(b.field(in, name)) {
			set = append(set, name)
		}
	}
	if written > 0 && len(set) == 0 {
		return nil, fault.InputErrorf("%s: every operator is null; leave it out, or %s", where, or)
	}
	return set, nil
}

// orIsNull is what to do instead of comparing with null.
const orIsNull = "use isNull to ask for missing values"

// compare plans the operators on one property.
func (b *builder) compare(where string, p *mapping.Property, ofRelationship bool, in input) (*plan.Filter, error) {
	if p == nil {
		return nil, fault.InputErrorf("%s: there is no such property", where)
	}
	names, err := b.setOperators(where, in, orIsNull)
	if err != nil {
		return nil, err
	}
	ignoreCase, _ := b.exact(b.field(in, "ignoreCase")).(bool)
	var all []*plan.Filter
	for _, name := range names {
		where, value := where+"."+name, b.field(in, name)
		f := &plan.Filter{Op: plan.Compare, Property: p, OfRelationship: ofRelationship, IgnoreCase: ignoreCase && p.Kind == mapping.String}
		if name == "isNull" {
			f.Comparison, f.IgnoreCase = plan.IsNotNull, false
			if b.exact(value) == true {
				f.Comparison = plan.IsNull
			}
			all = append(all, f)
			continue
		}
		f.Comparison = comparisons[name]
		if f.Value, err = b.bind(value, operand(where, p, f.Comparison)); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return allOf(all), nil
}

// operand checks the value of an operator.
func operand(where string, p *mapping.Property, c plan.Comparison) func(any) (any, error) {
	switch c {
	case plan.Contains, plan.StartsWith, plan.EndsWith:
		return func(v any) (any, error) { return partOfText(where, p, v) }
	}
	if !c.TakesList() {
		return func(v any) (any, error) { return convert(where, p, v) }
	}
	return func(v any) (any, error) {
		items := list(v)
		values := make([]any, 0, len(items))
		for _, item := range items {
			if item == nil {
				return nil, fault.InputErrorf("%s holds a null; leave it out, or use isNull to ask for missing values", where)
			}
			value, err := convert(where, p, item)
			if err != nil {
				return nil, err
			}
			values = append(values, value)
		}
		return values, nil
	}
}

var countProperty = &mapping.Property{Name: "count", Kind: mapping.Int}

func (b *builder) counts(where string, in input) ([]plan.CountComparison, error) {
	names, err := b.setOperators(where, in, "give a number")
	if err != nil {
		return nil, err
	}
	var counts []plan.CountComparison
	for _, name := range names {
		value := b.field(in, name)
		c, known := comparisons[name]
		if !known {
			return nil, fault.InputErrorf("%s.%s: a count is never missing; compare it with eq, ne, in, notIn, lt, lte, gt or gte", where, name)
		}
		operand, err := b.bind(value, operand(where+"."+name, countProperty, c))
		if err != nil {
			return nil, err
		}
		counts = append(counts, plan.CountComparison{Comparison: c, Value: operand})
	}
	return counts, nil
}

// types plans the condition `type` on a node of an interface.
func (b *builder) types(where string, t *mapping.NodeType, in input) (*plan.Filter, error) {
	names, err := b.setOperators(where, in, "name a type")
	if err != nil {
		return nil, err
	}
	var all []*plan.Filter
	for _, name := range names {
		value := b.field(in, name)
		f := &plan.Filter{Op: plan.IsType}
		for _, item := range b.items(value) {
			typeName := b.exact(item)
			for _, o := range t.Objects {
				if mapping.EnumName(o.Name) == typeName {
					f.Types = append(f.Types, o.Name)
				}
			}
		}
		switch {
		case name == "isNull":
			f = &plan.Filter{Op: plan.Or}
			if b.exact(value) == false {
				f.Op = plan.And
			}
		case strings.HasPrefix(name, "n"): // ne, notIn
			f = &plan.Filter{Op: plan.Not, Args: []*plan.Filter{f}}
		}
		all = append(all, f)
	}
	return allOf(all), nil
}
