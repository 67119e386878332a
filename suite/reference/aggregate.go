package reference

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// aggregateArguments are the arguments of an aggregate.
type aggregateArguments struct {
	list
	// by are the keys, without repetition.
	by    []orderKey
	first int
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
		k := l.groupKey(item.(string))
		if !hasKey(a.by, k.name, k.of) {
			a.by = append(a.by, k)
		}
	}
	return a, nil
}

// groupKey is the property that a value of `groupBy` names: of relationships one of their own, or with NODE_, FROM_ or TO_ one of a node
// beside them.
func (l list) groupKey(name string) orderKey {
	find := func(properties map[string]property, name string, of place) (orderKey, bool) {
		for _, p := range properties {
			if enumName(p.name) == name {
				return orderKey{property: p, of: of}, true
			}
		}
		return orderKey{}, false
	}
	t := l.relationship()
	if t == nil {
		k, _ := find(l.to.properties, name, ofNode)
		return k
	}
	if k, ok := find(t.properties, name, ofRelationship); ok {
		return k
	}
	for part, of := range l.parts() {
		if rest, ok := strings.CutPrefix(name, enumName(part)+"_"); ok {
			k, _ := find(l.at(of).properties, rest, of)
			return k
		}
	}
	panic("there is no property " + name)
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
			keys = append(keys, p.value(k.property, k.of))
		}
		i := slices.IndexFunc(groups, func(g group) bool { return slices.Equal(g.keys, keys) })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{aggregateArguments: a, name: name, of: a.own(), keys: keys})
		}
		groups[i].members = append(groups[i].members, p)
	}
	slices.SortFunc(groups, func(x, y group) int { return slices.CompareFunc(x.keys, y.keys, compareValues) })
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
	for i, by := range k.by {
		if by.name == name && by.of == k.of {
			return k.keys[i]
		}
	}
	return nil
}

// figures are the values of one number over a group.
type figures struct{ values []any }

// figures takes the values that are there, but not of records whose flag says that they do not count.
func (g group) figures(p property) figures {
	var f figures
	for _, m := range g.members {
		if v := m.value(p, g.of); v != nil && (p.measureUnlessFalse == "" || m.value(property{name: p.measureUnlessFalse}, g.of) != false) {
			f.values = append(f.values, v)
		}
	}
	return f
}

func (figures) typeName() string { return "NumberAggregate" }

func (f figures) resolve(_ *execution, asked field) any {
	if asked.first().Name == "count" {
		return int64(len(f.values))
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
