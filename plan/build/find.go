package build

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// entity plans `entity`: by our own IRI, or by one that other data sets have for it.
func (b *builder) entity(f *ast.Field, iri input) error {
	entity := b.Mapping.Type("Entity")
	ids := func(v any) []any {
		for _, address := range bothSchemes(v) {
			if id, ok := b.idOfIRI(address); ok {
				return []any{id}
			}
		}
		return []any{}
	}
	same := func(v any) []any {
		all := []any{}
		for _, address := range bothSchemes(v) {
			all = append(all, address)
		}
		return all
	}
	find := &plan.Find{Type: entity}
	out := &plan.Field{Kind: plan.ObjectValue, NonNull: f.Definition.Type.NonNull}
	for _, way := range []struct {
		property string
		texts    func(any) []any
	}{{"id", ids}, {"sameAs", same}} {
		p := entity.Property(way.property)
		if p == nil || !p.External {
			continue // no store has an index of it
		}
		keys, err := b.bind(iri, func(v any) (any, error) { return []any{way.texts(v)}, nil })
		if err != nil {
			return err
		}
		find.Ways = append(find.Ways, &plan.Way{Type: entity, Property: p, Keys: keys})
	}
	return b.find(f, find, out)
}

// idOfIRI is the id whose address under our base it is, by http or by https.
func (b *builder) idOfIRI(address string) (string, bool) {
	for _, base := range bothSchemes(b.BaseIRI) {
		if id, ok := mapping.IDOfIRI(base, address); ok {
			return id, true
		}
	}
	return "", false
}

// bothSchemes are an address by http and by https, as it was given first; what is no such address is left as it is.
func bothSchemes(v any) []string {
	address, _ := v.(string)
	for from, to := range map[string]string{"http://": "https://", "https://": "http://"} {
		if rest, ok := strings.CutPrefix(address, from); ok {
			return []string{address, to + rest}
		}
	}
	return []string{address}
}

// external plans `lookup`: entities by what other data sets call them. All properties that hold identifiers are ways, whatever schemes are
// asked for, so that the plan does not depend on those.
func (b *builder) external(f *ast.Field, ids input) error {
	find := &plan.Find{Type: b.Mapping.Type("Entity")}
	for _, x := range b.Mapping.Externals {
		keys, err := b.bind(ids, func(v any) (any, error) { return textsOf(x, v) })
		if err != nil {
			return err
		}
		find.Ways = append(find.Ways, &plan.Way{Type: x.Type, Property: x.Property, Keys: keys, Surest: x.Surest})
	}
	return b.find(f, find, &plan.Field{Kind: plan.List, Column: plan.Whole, NonNull: f.Definition.Type.NonNull})
}

// textsOf are, for each of some external ids, the texts by which a property knows it: none where it is of another scheme.
func textsOf(x *mapping.External, ids any) (any, error) {
	all := list(ids)
	if len(all) > plan.MaxPage {
		return nil, fault.InputErrorf("lookup: %d ids were given; give at most %d at a time", len(all), plan.MaxPage)
	}
	keys := make([]any, len(all))
	for i, id := range all {
		texts := []any{}
		fields, _ := id.(map[string]any)
		if identifier, _ := fields["value"].(string); fields["scheme"] == x.Scheme {
			for _, text := range x.Texts(identifier) {
				texts = append(texts, text)
			}
		}
		keys[i] = texts
	}
	return keys, nil
}

// find plans the selection of a Find, and the shape of the answer without its object.
func (b *builder) find(f *ast.Field, find *plan.Find, out *plan.Field) error {
	s := newSelection()
	var err error
	if out.Object, err = b.object(s, find.Type, []*ast.Field{f}); err != nil {
		return err
	}
	find.Select = s.Selection
	b.plan.Find, b.plan.Output = find, out
	return nil
}
