package reference

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// aggregateArguments are the arguments of an aggregate.
type aggregateArguments struct {
	list
	// by are the keys, without repetition.
	by    []groupBy
	first int
}

// groupBy is what records are grouped by: the field of a key, of the relationship or of the node.
type groupBy struct {
	field string
	of    place
}

func (l listArguments) aggregateArguments(args given) (aggregateArguments, error) {
	a := aggregateArguments{list: l.list, first: 10000}
	if v, ok := args["first"].(int64); ok {
		if v < 0 || v > 10000 {
			return a, fmt.Errorf("%s: aggregate: first is %d; give 0 to 10000", l.name, v)
		}
		a.first = int(v)
	}
	items, _ := args["groupBy"].([]any)
	for _, item := range items {
		if k := l.groupBy(item.(string)); !slices.Contains(a.by, k) {
			a.by = append(a.by, k)
		}
	}
	return a, nil
}

// groupBy is what a value of `groupBy` names: of relationships something of their own, or with NODE_, FROM_ or TO_ of a node beside them.
func (l list) groupBy(name string) groupBy {
	find := func(of place, name string, fields ...string) (groupBy, bool) {
		i := slices.IndexFunc(fields, func(f string) bool { return enumName(f) == name })
		if i < 0 {
			return groupBy{}, false
		}
		return groupBy{fields[i], of}, true
	}
	ofNodes := func(of place, name string) groupBy {
		t := l.at(of)
		k, _ := find(of, name, slices.AppendSeq(slices.Collect(maps.Keys(t.properties)), maps.Keys(t.links))...)
		return k
	}
	t := l.relationship()
	if t == nil {
		return ofNodes(ofNode, name)
	}
	if k, ok := find(ofRelationship, name, slices.AppendSeq(slices.Collect(maps.Keys(t.properties)), maps.Keys(t.references))...); ok {
		return k
	}
	for part, of := range l.parts() {
		if rest, ok := strings.CutPrefix(name, enumName(part)+"_"); ok {
			return ofNodes(of, rest)
		}
	}
	panic("nothing is called " + name)
}

// common is what a record has of a key: a value or a node, nil where it has none.
func (e *execution) common(l list, k groupBy, p pair) any {
	var n *node
	from := p.node
	if k.of == ofFrom || k.of == ofTo {
		from = p.at(k.of).node
	}
	if k.of == ofRelationship {
		ref, is := p.rel.t.references[k.field]
		if !is {
			return p.rel.values[k.field]
		}
		n = e.referred(ref, p.rel)
	} else if link := l.at(k.of).links[k.field]; link == nil {
		return p.value(l.at(k.of).properties[k.field], k.of)
	} else if all := l.scope.along(link).valid(e.follow(link, from)); len(all) > 0 {
		n = slices.MinFunc(all, func(a, b pair) int { return strings.Compare(a.node.id, b.node.id) }).node
	}
	if n == nil {
		return nil
	}
	return n
}

// compareKeys orders values of a key, nodes by their ids, and missing ones last.
func compareKeys(a, b any) int {
	x, isNode := a.(*node)
	y, areNodes := b.(*node)
	if isNode && areNodes {
		return strings.Compare(x.id, y.id)
	}
	if isNode || areNodes {
		return map[bool]int{true: -1, false: 1}[isNode]
	}
	return compareValues(a, b)
}

// group is one group of an aggregate.
type group struct {
	aggregateArguments
	name string
	// keys are the values that its members have in common.
	keys    []any
	members []pair
	// of is what it shows the figures of: of nodes inside the group of relationships, or of what the list holds.
	of place
}

// groups puts what has equal keys together, in the order of the keys. Without keys there is one group, also of nothing.
func (e *execution) groups(name string, a aggregateArguments, all []pair) any {
	var groups []group
	if len(a.by) == 0 {
		groups = append(groups, group{aggregateArguments: a, name: name, of: a.own()})
	}
	for _, p := range all {
		var keys []any
		for _, k := range a.by {
			keys = append(keys, e.common(a.list, k, p))
		}
		i := slices.IndexFunc(groups, func(g group) bool { return slices.Equal(g.keys, keys) })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{aggregateArguments: a, name: name, of: a.own(), keys: keys})
		}
		groups[i].members = append(groups[i].members, p)
	}
	slices.SortFunc(groups, func(x, y group) int { return slices.CompareFunc(x.keys, y.keys, compareKeys) })
	if len(a.by) > 0 {
		groups = groups[:min(len(groups), a.first)]
	}
	list := []any{}
	for _, g := range groups {
		list = append(list, g)
	}
	return list
}

func (g group) typeName() string { return g.name }

func (g group) resolve(e *execution, f field) any {
	typeName := e.served.Types[g.name].Fields.ForName(f.first().Name).Type.Name()
	switch name := f.first().Name; name {
	case "count":
		return int64(len(g.members))
	case "key":
		return groupKey{g, typeName}
	case "node":
		g.name, g.of = typeName, ofNode
		return g
	default:
		return g.figures(g.property(name, g.of))
	}
}

// groupKey are the keys of a group as an object; what it is not grouped by is null.
type groupKey struct {
	group
	name string
}

func (k groupKey) typeName() string { return k.name }

func (k groupKey) resolve(e *execution, f field) any {
	name := f.first().Name
	if of, isPart := k.parts()[name]; isPart && k.of == ofRelationship {
		k.name, k.of = e.served.Types[k.name].Fields.ForName(name).Type.Name(), of
		return k
	}
	if name == "entityId" && k.of != ofRelationship {
		name = "id"
	}
	if i := slices.Index(k.by, groupBy{name, k.of}); i >= 0 {
		return k.keys[i]
	}
	return nil
}

// figures are the values of one number over a group, and what each of them counts.
type figures struct {
	values, units []any
	// groupBy and unit are the value of groupBy and the name of the property that tell the units apart.
	groupBy, unit string
}

// figures takes the values that are there, but not of records whose flag says that they do not count.
func (g group) figures(p property) figures {
	f := figures{unit: p.unit, groupBy: enumName(p.unit)}
	if g.relationship() != nil && g.of == ofNode {
		f.groupBy = "NODE_" + f.groupBy
	}
	for _, m := range g.members {
		if v := m.value(p, g.of); v != nil && (p.measureUnlessFalse == "" || m.value(property{name: p.measureUnlessFalse}, g.of) != false) {
			f.values = append(f.values, v)
			if p.unit != "" {
				f.units = append(f.units, m.value(property{name: p.unit}, g.of))
			}
		}
	}
	return f
}

func (figures) typeName() string { return "NumberAggregate" }

func (f figures) resolve(_ *execution, asked field) any {
	if asked.first().Name == "count" {
		return int64(len(f.values))
	}
	if refusal := f.mixed(); refusal != "" {
		return refusal
	}
	if len(f.values) == 0 {
		return nil
	}
	switch asked.first().Name {
	case "min":
		return slices.MinFunc(f.values, compareValues)
	case "max":
		return slices.MaxFunc(f.values, compareValues)
	case "avg":
		return f.sum() / float64(len(f.values))
	}
	return f.sum()
}

// mixed says that the values are of several units, the first three of which it names; "" where they are not.
func (f figures) mixed() refusal {
	units := slices.Clone(f.units)
	slices.SortFunc(units, compareValues)
	units = slices.Compact(units)
	if len(units) < 2 {
		return ""
	}
	var names []string
	for _, u := range units {
		if u == nil {
			u = "no unit"
		}
		names = append(names, fmt.Sprint(u))
	}
	told := strings.Join(names, ", ")
	if len(names) > 3 {
		told = strings.Join(names[:3], ", ") + " and more"
	}
	return refusal(fmt.Sprintf("the values are of several units: %s; group by %s, or filter by %s", told, f.groupBy, f.unit))
}

// sum adds as docs/decisions/0005 says: each value cut to a whole number of 2^-40, the cut ones added exactly, and of the decimal numbers
// that lie as near as the cuts can explain the shortest, with up to twelve digits after the point.
func (f figures) sum() float64 {
	unit := new(big.Rat).SetFrac64(1, 1<<40)
	sum := new(big.Rat)
	for _, v := range f.values {
		exact := new(big.Rat).SetFloat64(number(v))
		units := exact.Quo(exact, unit)
		whole := new(big.Int).Quo(units.Num(), units.Denom()) // towards zero
		sum.Add(sum, new(big.Rat).Mul(new(big.Rat).SetInt(whole), unit))
	}
	within := new(big.Rat).Mul(unit, new(big.Rat).SetInt64(int64(len(f.values))))
	for digits := range 13 {
		decimal, _ := new(big.Rat).SetString(roundHalfUp(sum, digits))
		off := new(big.Rat).Sub(decimal, sum)
		if off.Sign() == 0 || off.Abs(off).Cmp(within) < 0 {
			nearest, _ := decimal.Float64()
			return nearest
		}
	}
	nearest, _ := sum.Float64()
	return nearest
}

// roundHalfUp writes a number with so many digits after the point; a half goes up.
func roundHalfUp(r *big.Rat, digits int) string {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(power))
	scaled.Add(scaled, big.NewRat(1, 2))
	floor := new(big.Int).Div(scaled.Num(), scaled.Denom()) // towards -infinity, for the denominator is positive
	return floor.String() + "/" + power.String()
}
