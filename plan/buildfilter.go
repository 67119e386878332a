package plan

import "strings"

// filterArgument plans `filter` of a list together with asOf and minConfidence; nil where nothing narrows the list.
func (b *builder) filterArgument(of connectionOf, args arguments) (*Filter, error) {
	valid := b.scope.Valid(of.relationship(), of.t)
	in := args["filter"]
	if b.isNull(in) {
		return valid, nil
	}
	f, err := b.filter(of.name+": filter", of.t, of.relationship(), in)
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
func (b *builder) filter(where string, t *NodeType, rel *RelationshipType, in input) (*Filter, error) {
	names, ok := b.fields(in)
	if !ok {
		return nil, inputErrorf("%s is null; leave it out, or give an object", where)
	}
	and := &Filter{Op: And}
	for _, name := range names {
		f, err := b.filterField(where+"."+name, t, rel, name, b.field(in, name))
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

func (b *builder) filterField(where string, t *NodeType, rel *RelationshipType, name string, in input) (*Filter, error) {
	if b.isNull(in) {
		return nil, inputErrorf("%s is null; leave it out, or use isNull to ask for missing values", where)
	}
	switch {
	case name == "and" || name == "or":
		f := &Filter{Op: And}
		if name == "or" {
			f.Op = Or
		}
		for _, item := range b.items(in) {
			arg, err := b.filter(where, t, rel, item)
			if err != nil {
				return nil, err
			}
			f.Args = append(f.Args, arg)
		}
		return f, nil
	case name == "not":
		arg, err := b.filter(where, t, rel, in)
		return &Filter{Op: Not, Args: []*Filter{arg}}, err
	case rel != nil && name == "node":
		return b.filter(where, t, nil, in)
	case rel != nil:
		return b.compare(where, rel.Property(name), true, in)
	case name == "type" && t.Interface:
		return b.types(where, t, in)
	}
	if l := t.Link(name); l != nil {
		return b.linkFilter(where, l, in)
	}
	return b.compare(where, t.Property(name), false, in)
}

// linkFilter plans a condition on what a relationship field leads to.
func (b *builder) linkFilter(where string, l *Link, in input) (*Filter, error) {
	rel := l.Step.Relationship
	valid := b.scope.Valid(rel, l.Type)
	related := func(op FilterOp, args ...*Filter) *Filter {
		return &Filter{Op: op, Step: &l.Step, Type: l.Type, Args: args}
	}
	if !l.Many {
		f, err := b.filter(where, l.Type, nil, in)
		return related(Some, orTrue(both(valid, f))), err
	}
	names, ok := b.fields(in)
	if !ok {
		return nil, inputErrorf("%s: give some, none, all or count", where)
	}
	and := &Filter{Op: And}
	for _, name := range names {
		where, value := where+"."+name, b.field(in, name)
		if b.isNull(value) {
			return nil, inputErrorf("%s is null; leave it out, or give an object", where)
		}
		if name == "count" {
			counts, err := b.counts(where, value)
			if err != nil {
				return nil, err
			}
			f := related(Count, orTrue(valid))
			f.Counts = counts
			and.Args = append(and.Args, f)
			continue
		}
		f, err := b.filter(where, l.Type, rel, value)
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
func (b *builder) compare(where string, p *Property, ofRelationship bool, in input) (*Filter, error) {
	names, ok := b.fields(in)
	if !ok || p == nil {
		return nil, inputErrorf("%s: give an object with operators, such as {eq: …}", where)
	}
	ignoreCase, _ := b.exact(b.field(in, "ignoreCase")).(bool)
	and := &Filter{Op: And}
	for _, name := range names {
		where, value := where+"."+name, b.field(in, name)
		if b.isNull(value) {
			return nil, inputErrorf("%s is null; leave it out, or use isNull to ask for missing values", where)
		}
		if name == "ignoreCase" {
			continue
		}
		f := &Filter{Op: Compare, Property: p, OfRelationship: ofRelationship, IgnoreCase: ignoreCase && p.Kind == String}
		if name == "isNull" {
			f.Comparison, f.IgnoreCase = IsNotNull, false
			if b.exact(value) == true {
				f.Comparison = IsNull
			}
			and.Args = append(and.Args, f)
			continue
		}
		f.Comparison = comparisons[name]
		var err error
		if f.Value, err = b.bind(value, operand(where, p, f.Comparison)); err != nil {
			return nil, err
		}
		and.Args = append(and.Args, f)
	}
	if len(and.Args) == 1 {
		return and.Args[0], nil
	}
	return and, nil
}

// operand checks the value of an operator.
func operand(where string, p *Property, c Comparison) func(any) (any, error) {
	if !c.takesList() {
		return func(v any) (any, error) { return convert(where, p, v) }
	}
	return func(v any) (any, error) {
		items := list(v)
		values := make([]any, 0, len(items))
		for _, item := range items {
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
}

var countProperty = &Property{Name: "count", Kind: Int}

func (b *builder) counts(where string, in input) ([]CountComparison, error) {
	names, _ := b.fields(in)
	var counts []CountComparison
	for _, name := range names {
		value := b.field(in, name)
		if b.isNull(value) {
			return nil, inputErrorf("%s.%s is null; leave it out, or give a number", where, name)
		}
		c, known := comparisons[name]
		if !known {
			return nil, inputErrorf("%s.%s: a count is never missing; compare it with eq, ne, in, notIn, lt, lte, gt or gte", where, name)
		}
		operand, err := b.bind(value, operand(where+"."+name, countProperty, c))
		if err != nil {
			return nil, err
		}
		counts = append(counts, CountComparison{Comparison: c, Value: operand})
	}
	return counts, nil
}

// types plans the condition `type` on a node of an interface.
func (b *builder) types(where string, t *NodeType, in input) (*Filter, error) {
	names, _ := b.fields(in)
	and := &Filter{Op: And}
	for _, name := range names {
		value := b.field(in, name)
		if b.isNull(value) {
			return nil, inputErrorf("%s.%s is null; leave it out", where, name)
		}
		f := &Filter{Op: IsType}
		for _, item := range b.items(value) {
			typeName := b.exact(item)
			for _, o := range t.Objects {
				if EnumName(o.Name) == typeName {
					f.Types = append(f.Types, o.Name)
				}
			}
		}
		switch {
		case name == "isNull":
			f = &Filter{Op: Or}
			if b.exact(value) == false {
				f.Op = And
			}
		case strings.HasPrefix(name, "n"): // ne, notIn
			f = &Filter{Op: Not, Args: []*Filter{f}}
		}
		and.Args = append(and.Args, f)
	}
	return and, nil
}
