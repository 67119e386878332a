package plan

import (
	"maps"
	"slices"
	"strings"
)

// filterArgument plans `filter` of a list together with asOf and minConfidence; nil where nothing narrows the list.
func (b *builder) filterArgument(of connectionOf, args arguments) (*Filter, error) {
	valid := b.scope.Valid(of.relationship(), of.t)
	v, given := args["filter"]
	if !given || v == nil {
		return valid, nil
	}
	f, err := b.filter(of.name+": filter", of.t, of.relationship(), v)
	if err != nil {
		return nil, err
	}
	return both(valid, f), nil
}

// both is met where both filters are; a nil filter is met always.
func both(a, b *Filter) *Filter {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	var args []*Filter
	for _, f := range []*Filter{a, b} {
		if f.Op == And {
			args = append(args, f.Args...)
		} else {
			args = append(args, f)
		}
	}
	return &Filter{Op: And, Args: args}
}

// filter plans a filter object. With rel it is the filter of a relationship, whose field `node` is about the node; without, it is
// about the node of type t. where says where in the request it stands.
func (b *builder) filter(where string, t *NodeType, rel *RelationshipType, v any) (*Filter, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, inputErrorf("%s is null; leave it out, or give an object", where)
	}
	and := &Filter{Op: And}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		f, err := b.filterField(where+"."+name, t, rel, name, object[name])
		if err != nil {
			return nil, err
		}
		and.Args = append(and.Args, f)
	}
	if len(and.Args) == 1 {
		return and.Args[0], nil
	}
	return and, nil
}

func (b *builder) filterField(where string, t *NodeType, rel *RelationshipType, name string, v any) (*Filter, error) {
	if v == nil {
		return nil, inputErrorf("%s is null; leave it out, or use isNull to ask for missing values", where)
	}
	switch {
	case name == "and" || name == "or":
		f := &Filter{Op: And}
		if name == "or" {
			f.Op = Or
		}
		for _, item := range list(v) {
			arg, err := b.filter(where, t, rel, item)
			if err != nil {
				return nil, err
			}
			f.Args = append(f.Args, arg)
		}
		return f, nil
	case name == "not":
		arg, err := b.filter(where, t, rel, v)
		return &Filter{Op: Not, Args: []*Filter{arg}}, err
	case rel != nil && name == "node":
		return b.filter(where, t, nil, v)
	case rel != nil:
		return b.compare(where, rel.Property(name), true, v)
	case name == "type" && t.Interface:
		return b.types(where, t, v)
	}
	if l := t.Link(name); l != nil {
		return b.linkFilter(where, l, v)
	}
	return b.compare(where, t.Property(name), false, v)
}

// linkFilter plans a condition on what a relationship field leads to.
func (b *builder) linkFilter(where string, l *Link, v any) (*Filter, error) {
	rel := l.Step.Relationship
	valid := b.scope.Valid(rel, l.Type)
	related := func(op FilterOp, args ...*Filter) *Filter {
		return &Filter{Op: op, Step: &l.Step, Type: l.Type, Args: args}
	}
	if !l.Many {
		f, err := b.filter(where, l.Type, nil, v)
		return related(Some, orTrue(both(valid, f))), err
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil, inputErrorf("%s: give some, none, all or count", where)
	}
	and := &Filter{Op: And}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		where := where + "." + name
		if object[name] == nil {
			return nil, inputErrorf("%s is null; leave it out, or give an object", where)
		}
		if name == "count" {
			counts, err := b.counts(where, object[name])
			if err != nil {
				return nil, err
			}
			f := related(Count, orTrue(valid))
			f.Counts = counts
			and.Args = append(and.Args, f)
			continue
		}
		f, err := b.filter(where, l.Type, rel, object[name])
		if err != nil {
			return nil, err
		}
		switch name {
		case "some":
			f = related(Some, orTrue(both(valid, f)))
		case "none":
			f = related(None, orTrue(both(valid, f)))
		case "all":
			f = related(All, f, orTrue(valid))
		}
		and.Args = append(and.Args, f)
	}
	if len(and.Args) == 1 {
		return and.Args[0], nil
	}
	return and, nil
}

// orTrue is the filter, or one that is always met.
func orTrue(f *Filter) *Filter {
	if f == nil {
		return &Filter{Op: And}
	}
	return f
}

var comparisons = map[string]Comparison{
	"eq": Eq, "ne": Ne, "in": In, "notIn": NotIn, "lt": Lt, "lte": Lte, "gt": Gt, "gte": Gte, "contains": Contains,
	"startsWith": StartsWith, "endsWith": EndsWith, "has": Has, "hasAny": HasAny, "hasAll": HasAll,
}

// takesList reports whether a comparison takes a list of values.
func (c Comparison) takesList() bool { return c == In || c == NotIn || c == HasAny || c == HasAll }

// compare plans the operators on one property.
func (b *builder) compare(where string, p *Property, ofRelationship bool, v any) (*Filter, error) {
	object, ok := v.(map[string]any)
	if !ok || p == nil {
		return nil, inputErrorf("%s: give an object with operators, such as {eq: …}", where)
	}
	ignoreCase, _ := object["ignoreCase"].(bool)
	and := &Filter{Op: And}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		value := object[name]
		where := where + "." + name
		if value == nil {
			return nil, inputErrorf("%s is null; leave it out, or use isNull to ask for missing values", where)
		}
		if name == "ignoreCase" {
			continue
		}
		f := &Filter{Op: Compare, Property: p, OfRelationship: ofRelationship, IgnoreCase: ignoreCase && p.Kind == String}
		if name == "isNull" {
			f.Comparison, f.IgnoreCase = IsNotNull, false
			if value == true {
				f.Comparison = IsNull
			}
			and.Args = append(and.Args, f)
			continue
		}
		f.Comparison = comparisons[name]
		operand, err := b.operand(where, p, f.Comparison, value)
		if err != nil {
			return nil, err
		}
		f.Value = b.param(operand)
		and.Args = append(and.Args, f)
	}
	if len(and.Args) == 1 {
		return and.Args[0], nil
	}
	return and, nil
}

// operand checks the value of an operator.
func (b *builder) operand(where string, p *Property, c Comparison, v any) (any, error) {
	if !c.takesList() {
		return convert(where, p, v)
	}
	values := make([]any, 0, len(list(v)))
	for _, item := range list(v) {
		if item == nil {
			return nil, inputErrorf("%s holds a null; leave it out, or use isNull to ask for missing values", where)
		}
		value, err := convert(where, p, item)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

var countProperty = &Property{Name: "count", Kind: Int}

func (b *builder) counts(where string, v any) ([]CountComparison, error) {
	object, _ := v.(map[string]any)
	var counts []CountComparison
	for _, name := range slices.Sorted(maps.Keys(object)) {
		value := object[name]
		if value == nil {
			return nil, inputErrorf("%s.%s is null; leave it out, or give a number", where, name)
		}
		c, known := comparisons[name]
		if !known {
			return nil, inputErrorf("%s.%s: a count is never missing; compare it with eq, ne, in, notIn, lt, lte, gt or gte", where, name)
		}
		operand, err := b.operand(where+"."+name, countProperty, c, value)
		if err != nil {
			return nil, err
		}
		counts = append(counts, CountComparison{Comparison: c, Value: b.param(operand)})
	}
	return counts, nil
}

// types plans the condition `type` on a node of an interface.
func (b *builder) types(where string, t *NodeType, v any) (*Filter, error) {
	object, _ := v.(map[string]any)
	and := &Filter{Op: And}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if object[name] == nil {
			return nil, inputErrorf("%s.%s is null; leave it out", where, name)
		}
		f := &Filter{Op: IsType}
		for _, item := range list(object[name]) {
			for _, o := range t.Objects {
				if EnumName(o.Name) == item {
					f.Types = append(f.Types, o.Name)
				}
			}
		}
		switch {
		case name == "isNull":
			f = &Filter{Op: Or}
			if object[name] == false {
				f.Op = And
			}
		case strings.HasPrefix(name, "n"): // ne, notIn
			f = &Filter{Op: Not, Args: []*Filter{f}}
		}
		and.Args = append(and.Args, f)
	}
	return and, nil
}
