package plan

import "slices"

// order reads `orderBy` and adds the ids that break ties.
func (b *builder) order(of connectionOf, orderBy any) ([]OrderKey, error) {
	var keys []OrderKey
	if orderBy != nil {
		for _, item := range list(orderBy) {
			key, err := b.orderKey(of, item)
			if err != nil {
				return nil, err
			}
			same := func(k OrderKey) bool { return k.Property == key.Property && k.OfRelationship == key.OfRelationship }
			if !slices.ContainsFunc(keys, same) {
				keys = append(keys, key)
			}
		}
	}
	if !slices.ContainsFunc(keys, OrderKey.isNodeID) {
		keys = append(keys, OrderKey{Property: b.Mapping.Type("Entity").Property("id")})
	}
	if rel := of.relationship(); rel != nil {
		keys = append(keys, OrderKey{Property: rel.Property("id"), OfRelationship: true})
	}
	return keys, nil
}

// orderKey reads one element of `orderBy`: an object with exactly one field.
func (b *builder) orderKey(of connectionOf, item any) (OrderKey, error) {
	name, value, err := only(of, item)
	if err != nil {
		return OrderKey{}, err
	}
	rel := of.relationship()
	if rel == nil {
		return direction(of, OrderKey{Property: of.t.Property(name)}, name, value)
	}
	if name != "node" {
		return direction(of, OrderKey{Property: rel.Property(name), OfRelationship: true}, name, value)
	}
	if name, value, err = only(of, value); err != nil {
		return OrderKey{}, err
	}
	return direction(of, OrderKey{Property: of.t.Property(name)}, name, value)
}

func only(of connectionOf, item any) (string, any, error) {
	object, ok := item.(map[string]any)
	if !ok || len(object) != 1 {
		return "", nil, inputErrorf("%s: orderBy: each element names exactly one field, as in [{a: ASC}, {b: DESC}]", of.name)
	}
	for name, value := range object {
		return name, value, nil
	}
	return "", nil, nil
}

func direction(of connectionOf, k OrderKey, name string, value any) (OrderKey, error) {
	if k.Property == nil || value != "ASC" && value != "DESC" {
		return k, inputErrorf("%s: orderBy: %s: give ASC or DESC", of.name, name)
	}
	k.Descending = value == "DESC"
	return k, nil
}
