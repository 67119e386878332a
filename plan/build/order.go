package build

import (
	"slices"

	"partnir/fault"
	"partnir/plan"
)

// order reads `orderBy` and adds the ids that break ties.
func (b *builder) order(of connectionOf, orderBy input) ([]plan.OrderKey, error) {
	var keys []plan.OrderKey
	if !b.isNull(orderBy) {
		for _, item := range b.items(orderBy) {
			key, err := b.orderKey(of, item)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(keys, key.Same) {
				keys = append(keys, key)
			}
		}
	}
	if of.rel == nil && !slices.ContainsFunc(keys, plan.OrderKey.IsNodeID) {
		keys = append(keys, plan.OrderKey{Property: b.Mapping.Type("Entity").Property("id")})
	}
	if rel := of.relationship(); rel != nil {
		id := plan.OrderKey{Property: rel.Property("id"), OfRelationship: true}
		if of.rel == nil || !slices.ContainsFunc(keys, id.Same) {
			keys = append(keys, id)
		}
	}
	return keys, nil
}

// orderKey reads one element of `orderBy`: an object with exactly one field. A null is as one that is not given.
func (b *builder) orderKey(of connectionOf, item input) (plan.OrderKey, error) {
	name, value, err := b.only(of, item)
	if err != nil {
		return plan.OrderKey{}, err
	}
	rel := of.relationship()
	if rel == nil {
		return b.direction(of, plan.OrderKey{Property: of.t.Property(name)}, name, value)
	}
	for _, p := range of.parts() {
		if p.name == name {
			if name, value, err = b.only(of, value); err != nil {
				return plan.OrderKey{}, err
			}
			return b.direction(of, plan.OrderKey{Property: p.t.Property(name), End: p.end}, name, value)
		}
	}
	return b.direction(of, plan.OrderKey{Property: of.own(name), OfRelationship: true}, name, value)
}

func (b *builder) only(of connectionOf, item input) (string, input, error) {
	names, _ := b.fields(item)
	names = slices.DeleteFunc(names, func(name string) bool { return b.isNull(b.field(item, name)) })
	if len(names) != 1 {
		return "", input{}, fault.InputErrorf("%s: orderBy: each element names exactly one field, as in [{a: ASC}, {b: DESC}]", of.name)
	}
	return names[0], b.field(item, names[0]), nil
}

func (b *builder) direction(of connectionOf, k plan.OrderKey, name string, in input) (plan.OrderKey, error) {
	value := b.exact(in)
	if k.Property == nil || value != "ASC" && value != "DESC" {
		return k, fault.InputErrorf("%s: orderBy: %s: give ASC or DESC", of.name, name)
	}
	k.Descending = value == "DESC"
	return k, nil
}
