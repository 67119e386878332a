package random

import (
	"slices"
	"strings"

	"partnir/plan/mapping"
)

// identifiers are what other data sets call entities, few, so that several have the same.
var identifiers = []string{"Q1", "Q2", "8", "84", "100", "A0", "A1", "B7", "C14"}

// externalIDs are the identifiers of a lookup, as a variable or in place.
func (b *builder) externalIDs() string {
	g := b.Generator
	ids := inputs{}
	n := b.IntN(5)
	if b.wrongNow(30) {
		n = 501
	}
	for range n {
		x := pick(g, b.m.Externals)
		ids = append(ids, object{
			{"scheme", leaf{mapping.SchemeEnum + "!", func(*Pool) any { return x.Scheme }}},
			{"value", leaf{"String!", func(p *Pool) any { return p.identifier(g, x) }}},
		})
	}
	if n < 501 && !b.oneIn(3) {
		return "ids: " + b.write(ids)
	}
	v := b.name("v")
	b.declared = append(b.declared, "$"+v+": [ExternalId!]!")
	b.variables = append(b.variables, variable{v, func(p *Pool) (any, bool) { return drawn(ids, p), true }})
	return "ids: $" + v
}

// identifier is one that the graph has of a data set, or one that it may have, written as people write it.
func (p *Pool) identifier(g *Generator, x *mapping.External) string {
	text := pick(g, identifiers)
	if known := p.values[x.Property.Name]; len(known) > 0 && !g.oneIn(3) {
		text, _ = pick(g, known).(string)
	}
	for _, before := range x.Before {
		text = strings.TrimPrefix(text, before)
	}
	switch {
	case x.Number && g.oneIn(2):
		text = "00" + text
	case x.Ignoring != "" && g.oneIn(2):
		letters := []rune(text)
		text = string(slices.Insert(letters, len(letters)/2, []rune(x.Ignoring)[0]))
	case g.oneIn(12):
		return pick(g, []string{"", "0", " ", "\"", "\\", "*"})
	}
	return text
}

// external is a value of a property that holds what another data set calls the entity; "" where the property is none such.
func (w *graph) external(p *mapping.Property) string {
	for _, x := range w.m.Externals {
		if x.Property == p && !w.oneIn(3) {
			before := ""
			if len(x.Before) > 0 {
				before = pick(w.Generator, x.Before)
			}
			return before + pick(w.Generator, identifiers)
		}
	}
	return ""
}
