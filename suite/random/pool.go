package random

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/text/unicode/norm"

	"partnir/plan/mapping"
	"partnir/store"
)

// Pool are the values of a graph, so that questions are about what is there.
type Pool struct {
	baseIRI string
	// values are those of properties by name, ids those of nodes by type; "" for all.
	values map[string][]any
	ids    map[string][]string
	// relationships are the ids of relationships.
	relationships []string
}

// NewPool returns the values of records. baseIRI is what IRIs begin with.
func NewPool(records *store.Records, baseIRI string) *Pool {
	p := &Pool{baseIRI: baseIRI, values: map[string][]any{}, ids: map[string][]string{}}
	add := func(properties []*mapping.Property, values []any) {
		for i, property := range properties {
			switch v := values[i].(type) {
			case nil:
			case []string:
				for _, s := range v {
					p.values[property.Name] = append(p.values[property.Name], s)
				}
			default:
				p.values[property.Name] = append(p.values[property.Name], v)
			}
		}
	}
	for _, n := range records.Nodes {
		add(n.Type.Properties, n.Values)
		p.values["id"] = append(p.values["id"], n.ID)
		for _, id := range append(slices.Clone(n.FormerIDs), n.ID) {
			p.ids[""] = append(p.ids[""], id)
			p.ids[n.Type.Name] = append(p.ids[n.Type.Name], id)
		}
	}
	for _, r := range records.Relationships {
		add(r.Type.Properties, r.Values)
		p.relationships = append(p.relationships, r.ID)
	}
	return p
}

func (p *Pool) has(property string) bool { return len(p.values[property]) > 0 }

// id is the id of a node of a type, "" for any; now and then one that nothing has.
func (p *Pool) id(g *Generator, typeName string) string {
	if len(p.ids[typeName]) == 0 || g.oneIn(8) {
		return pick(g, []string{"country:none", "nothing", "", "org:ünknown"})
	}
	return pick(g, p.ids[typeName])
}

// anyID is the id of a node or of a relationship; now and then one that nothing has.
func (p *Pool) anyID(g *Generator) string {
	switch {
	case g.oneIn(20):
		return pick(g, []string{"rel:nothing", "rel:", "rel:-", "rel:member-of-none", "rel:supplies-none", "rel:part-of"})
	case len(p.relationships) > 0 && g.oneIn(2):
		return pick(g, p.relationships)
	}
	return p.id(g, "")
}

// iri is the IRI of a node, or of none.
func (p *Pool) iri(g *Generator) string {
	if known := p.values["sameAs"]; len(known) > 0 && g.oneIn(3) {
		return otherScheme(g, pick(g, known).(string))
	}
	prefix, key, _ := strings.Cut(p.id(g, ""), ":")
	base := p.baseIRI
	if g.oneIn(10) {
		base = "https://other.example"
	}
	return otherScheme(g, base+"/id/"+prefix+"/"+url.PathEscape(key))
}

// otherScheme is an address with the other one of http and https, now and then.
func otherScheme(g *Generator, address string) string {
	if rest, ok := strings.CutPrefix(address, "https:"); ok && g.oneIn(2) {
		return "http:" + rest
	}
	if rest, ok := strings.CutPrefix(address, "http:"); ok && g.oneIn(2) {
		return "https:" + rest
	}
	return address
}

// value is a value for a property: mostly one that the graph has.
func (p *Pool) value(g *Generator, property, scalar string) any {
	if d := g.schema.Types[scalar]; d.Kind == ast.Enum {
		return pick(g, d.EnumValues).Name
	}
	if scalar == "Boolean" {
		return g.oneIn(2)
	}
	if known := p.values[property]; len(known) > 0 && !g.oneIn(10) {
		return g.written(scalar, pick(g, known))
	}
	return g.written(scalar, p.other(g, scalar))
}

// written is a value in one of the ways that mean the same: a text in any normal form.
func (g *Generator) written(scalar string, v any) any {
	if text, ok := v.(string); ok && scalar == "String" && g.oneIn(4) {
		return pick(g, []norm.Form{norm.NFC, norm.NFD}).String(text)
	}
	return v
}

// other is a value that the graph may not have.
func (p *Pool) other(g *Generator, scalar string) any {
	switch scalar {
	case "Int":
		return int64(g.IntN(4))
	case "Float":
		return pick(g, numbers)
	case "Date":
		return pick(g, days)
	case "PartialDate":
		return pick(g, dates)
	case "URI":
		return pick(g, addresses)
	case "DateTime":
		return pick(g, times)
	}
	return pick(g, texts)
}

// searchText is a part of a name or alias, or words of several, now and then misspelt, cut, or with a soft hyphen.
func (p *Pool) searchText(g *Generator) string {
	var from []string
	for range 1 + g.IntN(2) {
		property := pick(g, []string{"name", "name", "aliases", "description"})
		if text, ok := p.value(g, property, "String").(string); ok {
			words := strings.Fields(text)
			if len(words) > 0 && g.oneIn(2) {
				words = words[:1+g.IntN(len(words))]
			}
			from = append(from, words[:min(len(words), 8)]...)
		}
	}
	text := []rune(strings.Join(from, " "))
	if len(text) > 3 && g.oneIn(2) {
		i := g.IntN(len(text) - 1)
		switch g.IntN(5) {
		case 0:
			text[i], text[i+1] = text[i+1], text[i]
		case 1:
			text[i] = 'x'
		case 2:
			text = slices.Delete(text, i, i+1)
		case 3:
			text = slices.Insert(text, i, '\u00ad')
		case 4:
			text = text[i : i+1+g.IntN(len(text)-i)]
		}
	}
	if strings.TrimSpace(string(text)) == "" {
		return "five"
	}
	return string(text)
}

// value writes a value: as a variable, or in place, where it stays as it is now.
func (b *builder) value(typeName string, draw func(p *Pool) any) string {
	if b.oneIn(3) {
		return b.literal(strings.TrimSuffix(typeName, "!"), draw(b.pool))
	}
	return b.variable(typeName, draw)
}

// literal writes a value in place.
func (b *builder) literal(typeName string, v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, b.literal(strings.Trim(typeName, "[]!"), item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case string:
		if b.schema.Types[typeName].Kind == ast.Enum {
			return v
		}
		quoted, _ := json.Marshal(v) // a text always encodes, and JSON's escapes are GraphQL's
		return string(quoted)
	case json.Number:
		return strings.TrimSuffix(v.String(), ".0") // an Int has no point in a document
	case float64:
		if v == math.Trunc(v) && b.oneIn(2) {
			return strconv.FormatFloat(v, 'f', -1, 64) // a whole number, of any length
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}
