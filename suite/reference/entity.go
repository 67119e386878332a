package reference

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/store"
)

// entity is a node as an object; nil for no node.
func (e *execution) entity(n *node) any {
	if n == nil {
		return nil
	}
	return n
}

func (n *node) typeName() string { return n.t.name }

func (n *node) resolve(e *execution, f field) any {
	name := f.first().Name
	d := e.served.Types[n.t.name].Fields.ForName(name)
	switch name {
	case "iri":
		prefix, key, _ := strings.Cut(n.id, ":")
		return e.baseIRI + "/id/" + prefix + "/" + url.PathEscape(key)
	case "sources":
		return evidence(n.evidence)
	case "validityKnown":
		return n.values["validFrom"] != nil
	}
	if l := n.t.links[name]; l != nil && l.many {
		args, err := e.listArguments(list{name: l.name, link: l, to: l.to}, e.arguments(d, f.first()))
		if err != nil {
			panic(err) // check looked at them
		}
		return e.connection(d.Type.Name(), args, e.follow(l, n))
	} else if l != nil {
		if p, ok := e.only(l, n, d, f); ok {
			return p.node
		}
		return nil
	}
	if l := n.t.links[strings.TrimSuffix(name, "Edge")]; l != nil {
		if p, ok := e.only(l, n, d, f); ok {
			return edge{pair: p, name: d.Type.Name()}
		}
		return nil
	}
	p := n.t.properties[name]
	if p.localized {
		return localized(n.values[name], e.arguments(d, f.first())["lang"])
	}
	return stored(p, n.values[name])
}

// only is what a link to a single node leads to: of several the one with the lowest id, of parallel ones that with the lowest
// relationship id.
func (e *execution) only(l *link, n *node, d *ast.FieldDefinition, f field) (pair, bool) {
	s, err := e.scopeOf(d.Name, e.arguments(d, f.first()))
	if err != nil {
		panic(err) // check looked at them
	}
	all := s.along(l).valid(e.follow(l, n))
	if len(all) == 0 {
		return pair{}, false
	}
	return slices.MinFunc(all, func(a, b pair) int {
		return cmp.Or(strings.Compare(a.node.id, b.node.id), strings.Compare(a.rel.id, b.rel.id))
	}), true
}

// stored is a stored value as an answer has it: a missing list is empty.
func stored(p property, v any) any {
	if text, ok := v.(string); ok && p.typeName == "DateTime" {
		return text + "Z"
	}
	if !p.list {
		return v
	}
	return texts(v)
}

func texts(v any) []any {
	list := []any{}
	strings, _ := v.([]string)
	for _, s := range strings {
		list = append(list, s)
	}
	return list
}

// edge is a relationship with the node that it leads to; at a root, a node alone.
type edge struct {
	pair
	name   string
	cursor string
}

func (r edge) typeName() string { return r.name }

func (r edge) resolve(e *execution, f field) any {
	switch name := f.first().Name; name {
	case "node":
		return r.object()
	case "cursor":
		return r.cursor
	case "relationshipId":
		return r.rel.id
	default:
		return e.data(r.rel, name)
	}
}

// object is what a list shows of a pair as its node.
func (p pair) object() any {
	if p.node == nil {
		return lone{p.rel}
	}
	return p.node
}

// data is what a field shows of a relationship.
func (e *execution) data(rel *relationship, name string) any {
	switch name {
	case "sources":
		return evidence(rel.evidence)
	case "validityKnown":
		return rel.t.timeless || rel.values["validFrom"] != nil
	}
	if ref, ok := rel.t.references[name]; ok {
		return e.entity(e.referred(ref, rel))
	}
	return stored(rel.t.properties[name], rel.values[name])
}

// lone is a relationship by itself.
type lone struct{ *relationship }

func (r lone) typeName() string { return r.t.typeName }

func (r lone) resolve(e *execution, f field) any {
	switch name := f.first().Name; name {
	case "type":
		return r.t.name
	case "from":
		return r.from
	case "to":
		return r.to
	case "properties":
		return r.carried()
	default:
		return e.data(r.relationship, name)
	}
}

// carried is an object of the data that a relationship carries itself, those without a value left out.
func (r lone) carried() json.RawMessage {
	var w bytes.Buffer
	w.WriteByte('{')
	for _, name := range r.t.data {
		if r.values[name] == nil {
			continue
		}
		if w.Len() > 1 {
			w.WriteByte(',')
		}
		writeJSON(&w, name)
		w.WriteByte(':')
		writeJSON(&w, r.values[name])
	}
	w.WriteByte('}')
	return w.Bytes()
}

// referred is the entity whose id a property of a relationship holds; nil for none.
func (e *execution) referred(ref reference, rel *relationship) *node {
	id, _ := rel.values[ref.property].(string)
	if n := e.byID[id]; n != nil && n.t.is(ref.to) {
		return n
	}
	return nil
}

// proof is one piece of evidence.
type proof struct{ store.Evidence }

func evidence(all []store.Evidence) any {
	list := []any{}
	for _, p := range all {
		list = append(list, proof{p})
	}
	return list
}

func (proof) typeName() string { return "Evidence" }

func (p proof) resolve(e *execution, f field) any {
	text := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	switch f.first().Name {
	case "source":
		return e.entity(e.byID[p.Source])
	case "quote":
		return text(p.Quote)
	case "note":
		return text(p.Note)
	}
	return !p.Contradicts
}

// localizedText is a text with its language.
type localizedText struct{ lang, text string }

// localized are the texts that are stored as `language:text`, all or those of one language.
func localized(v, lang any) any {
	list := []any{}
	for _, item := range texts(v) {
		l, text, _ := strings.Cut(item.(string), ":")
		if lang == nil || lang == l {
			list = append(list, localizedText{l, text})
		}
	}
	return list
}

func (localizedText) typeName() string { return "LocalizedText" }

func (t localizedText) resolve(_ *execution, f field) any {
	if f.first().Name == "lang" {
		return t.lang
	}
	return t.text
}
