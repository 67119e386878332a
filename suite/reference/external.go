package reference

import (
	"net/url"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// external finds an entity by what another data set calls it; nil where no entity is called so.
func (e *execution) external(scheme, value string) *node {
	var found []*node
	var surest string
	for _, n := range e.nodes {
		for _, f := range e.schema.externalFields(n.t) {
			for _, dir := range f.Directives.ForNames("externalId") {
				if argument(dir, "scheme") == scheme && e.called(n, f.Name, dir, value) {
					found, surest = append(found, n), argument(dir, "surest")
				}
			}
		}
	}
	return best(found, func(n *node) float64 {
		sure, known := n.values[surest].(float64)
		if !known {
			return -1
		}
		return sure
	})
}

// externalFields are the fields with @externalId of a type and of its interfaces.
func (s *schema) externalFields(t *nodeType) ast.FieldList {
	var all ast.FieldList
	for _, name := range append([]string{t.name}, t.interfaces...) {
		for _, f := range s.definitions[name].Fields {
			if f.Directives.ForName("externalId") != nil && !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	return all
}

// called reports whether a property of a node, or the node's id of now or before, is an identifier as the directive says.
func (e *execution) called(n *node, property string, dir *ast.Directive, value string) bool {
	for _, letter := range argument(dir, "ignoring") {
		value = strings.ReplaceAll(value, string(letter), "")
	}
	if argument(dir, "number") == "true" {
		for strings.HasPrefix(value, "0") {
			value = value[1:]
		}
	}
	before := arguments(dir, "before")
	if len(before) == 0 {
		before = []string{""}
	}
	return value != "" && slices.ContainsFunc(before, func(b string) bool {
		if property == "id" {
			return e.lookup(b+value) == n
		}
		known := n.t.properties[property].known(b + value)
		return n.values[property] == known || slices.Contains(texts(n.values[property]), known)
	})
}

// best is the node that is the surest, and of equally sure ones that with the lowest id; nil of none.
func best(nodes []*node, sure func(*node) float64) *node {
	var first *node
	for _, n := range nodes {
		if first == nil || sure(n) > sure(first) || sure(n) == sure(first) && n.id < first.id {
			first = n
		}
	}
	return first
}

// byIRI finds an entity by its own address, or by one in its sameAs; whether by http or https is the same.
func (e *execution) byIRI(iri string) *node {
	if prefix, key, ok := strings.Cut(strings.TrimPrefix(bare(iri), bare(e.baseIRI)+"/id/"), "/"); ok && strings.HasPrefix(bare(iri), bare(e.baseIRI)+"/id/") {
		key, err := url.PathUnescape(key)
		if n := e.lookup(prefix + ":" + key); err == nil && prefix != "" && key != "" && n != nil {
			return n
		}
	}
	var found []*node
	for _, n := range e.nodes {
		for _, same := range texts(n.values["sameAs"]) {
			if same == iri || bare(iri) != iri && bare(same.(string)) == bare(iri) {
				found = append(found, n)
			}
		}
	}
	return best(found, func(*node) float64 { return 0 })
}

// bare is an address without http: or https: before it.
func bare(iri string) string {
	for _, scheme := range []string{"http:", "https:"} {
		if rest, ok := strings.CutPrefix(iri, scheme+"//"); ok {
			return "//" + rest
		}
	}
	return iri
}
