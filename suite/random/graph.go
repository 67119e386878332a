package random

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"partnir/plan/mapping"
	"partnir/store"
)

// The values of graphs are few, so that many are equal.
var (
	texts = []any{
		"", "a", "A", "Åland", "aland", "Albania", "Zürich 2", "Zürich 10", "e\u0301tude", "étude", "日本", "中国 企业", "مصر", "עברית mixed", "🌾 Grain", "🌾",
		"﴾Ornate﴿", "ﬁne print", "STRASSE straße", "İstanbul", "Σίσυφος", "a\u200db", "line\nbreak \"quoted\" \\", "hydrogen network", "industrial internet",
		"\u2028<&>", " blank ", "five 五", "中华人民共和国", "群岛 共和国", "スーパー5G", "대한민국", "ที่ดินไทย", "भारत", "hyd\u00adrogen net\u200bwork",
		// The same texts in other normal forms, and marks in an order that only one form keeps.
		"A\u030aland", "\u212bland", "Zu\u0308rich 2", "\u1112\u1161\u11ab", "\ud55c", "q\u0307\u0323", "q\u0323\u0307",
	}
	dates = []any{"1999", "2018", "2018-06", "2018-06-01", "2020-02", "2020-12-31", "2021", "2021-06-30", "2030"}
	days  = []any{"1998-12-31", "1999-06-01", "2018-06-01", "2018-06-30", "2020-02-29", "2020-12-31", "2021-06-30", "2031-01-01"}
	times = []any{
		"2020-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-01-01T12:30:00Z", "2024-01-01T13:30:00+01:00", "2024-01-01t07:00:00-05:30",
		"2024-01-01T12:30:00.5Z", "2024-01-01T12:30:00.500Z", "2024-01-01T12:30:00.45Z", "2024-01-01T12:30:00.4999999999999999999Z",
	}
	addresses   = []any{"https://a.example/", "https://b.example/%20?q=1#f", "urn:isbn:0451450523", "https://de.example/Türkei", "https://de.example/Tu\u0308rkei"}
	numbers     = []any{math.Copysign(0, -1), 0.0, 0.1, 0.2, 0.5, 1.0, -3.25, 1e-7, 7.7, 57.8, 1.633e9, 31.4e12, 2e20}
	confidences = []float64{0, 0.3, 0.5, 0.9, 1}
)

// Graph makes a graph of up to some nodes of each type. Some types have none, some values are missing, required links among them; there are
// links to oneself, circles, parallel links, and one node that many link to.
func (g *Generator) Graph() *store.Records {
	w := &graph{Generator: g, records: &store.Records{}, byType: map[*mapping.NodeType][]string{}}
	w.source = g.m.Type("Source")
	for i := range 3 {
		w.node(w.source, i)
	}
	for _, t := range g.m.Types {
		if t == w.source || g.oneIn(8) {
			continue
		}
		for i := range 1 + g.IntN(7) {
			w.node(t, i)
		}
	}
	for _, t := range g.m.Relationships {
		w.relationships(t)
	}
	w.hub()
	return w.records
}

// graph is a graph in the making.
type graph struct {
	*Generator
	records *store.Records
	byType  map[*mapping.NodeType][]string
	source  *mapping.NodeType
}

func (w *graph) node(t *mapping.NodeType, i int) {
	key := fmt.Sprint(i)
	if w.oneIn(5) {
		key = fmt.Sprintf("ü %d/%%", i)
	}
	n := store.Node{Type: t, ID: pick(w.Generator, t.Prefixes) + ":" + key, Values: make([]any, len(t.Properties))}
	for j, p := range t.Properties {
		switch {
		case p.Computed:
		case p.Name == "id":
			n.Values[j] = n.ID
		case p.Unique:
			mark := pick(w.Generator, []string{"", "", "\u030a"})
			n.Values[j] = fmt.Sprintf("%c%s%d", 'A'+rune(w.IntN(3)), mark, i*7%100) // no two i below 100 have one number
		default:
			n.Values[j] = w.value(p)
		}
	}
	inOrder(t.Properties, n.Values)
	w.byType[t] = append(w.byType[t], n.ID)
	n.Evidence = w.evidence()
	if w.oneIn(8) {
		n.FormerIDs = []string{t.Prefixes[0] + ":was-" + key}
	}
	w.records.Nodes = append(w.records.Nodes, n)
}

// value makes a value for a property: nil where it is missing.
func (w *graph) value(p *mapping.Property) any {
	g := w.Generator
	switch {
	case !p.Required && w.oneIn(3):
		return nil
	case p.Kind == mapping.Localized:
		return w.list(func() string { return pick(g, []string{"fi:", "zh:", "zh:a:"}) + pick(g, texts).(string) })
	case p.List && p.Kind == mapping.Enum:
		return w.list(func() string { return pick(g, w.m.Enums[p.Enum]) })
	case p.List && p.Kind == mapping.URI:
		return w.list(func() string { return cmp.Or(w.external(p), pick(g, addresses).(string)) })
	case p.List:
		return w.list(func() string { return pick(g, texts).(string) })
	case p.Range != nil:
		return p.Range.Min + (p.Range.Max-p.Range.Min)*pick(g, confidences)
	}
	switch p.Kind {
	case mapping.Enum:
		return pick(g, w.m.Enums[p.Enum])
	case mapping.Boolean:
		return w.oneIn(2)
	case mapping.Int:
		return int64(pick(g, []int{-1, 0, 7, 2018, 2021, 1 << 30}))
	case mapping.Float:
		return pick(g, numbers)
	case mapping.Date:
		return pick(g, days)
	case mapping.PartialDate:
		return pick(g, dates)
	case mapping.URI:
		return pick(g, addresses)
	case mapping.DateTime:
		return pick(g, times)
	case mapping.ID:
		return w.reference(p)
	}
	if text := cmp.Or(w.external(p), pick(g, texts).(string)); text != "" || !p.Required {
		return text
	}
	return "-"
}

// inOrder takes away the end of a validity that is before its beginning.
func inOrder(properties []*mapping.Property, values []any) {
	at := map[string]int{}
	for i, p := range properties {
		at[p.Name] = i + 1
	}
	if at["validFrom"] == 0 || at["validTo"] == 0 {
		return
	}
	from, _ := values[at["validFrom"]-1].(string)
	to, _ := values[at["validTo"]-1].(string)
	if n := min(len(from), len(to)); to[:n] < from[:n] {
		values[at["validTo"]-1] = nil
	}
}

// reference is the id of a node whose type the name of the property tells, such as productId, or of any; now and then one that no node has.
func (w *graph) reference(p *mapping.Property) any {
	name := strings.TrimSuffix(p.Name, "Id")
	t := w.m.Type(strings.ToUpper(name[:1]) + name[1:])
	switch {
	case t == nil:
		return "country:none"
	case len(w.byType[t]) > 0 && !w.oneIn(6):
		return pick(w.Generator, w.byType[t])
	}
	return t.Prefixes[0] + ":none"
}

func (w *graph) list(item func() string) any {
	if w.oneIn(4) {
		return nil
	}
	list := []string{}
	for range w.IntN(4) {
		list = append(list, item())
	}
	return list
}

func (w *graph) evidence() []store.Evidence {
	var all []store.Evidence
	for range w.IntN(3) {
		e := store.Evidence{Source: pick(w.Generator, w.byType[w.source]), Contradicts: w.oneIn(4)}
		if w.oneIn(2) {
			e.Quote = pick(w.Generator, texts).(string)
		}
		if w.oneIn(3) {
			e.Note = pick(w.Generator, texts).(string)
		}
		all = append(all, e)
	}
	return all
}

// relationships makes up to two relationships of a type for each node that can have them.
func (w *graph) relationships(t *mapping.RelationshipType) {
	for _, from := range t.From {
		for _, id := range w.byType[from] {
			for range w.IntN(3) {
				w.relationship(t, id, w.end(t))
			}
		}
	}
}

// end is a node that a relationship can lead to, "" where there is none.
func (w *graph) end(t *mapping.RelationshipType) string {
	if ids := w.byType[pick(w.Generator, t.To)]; len(ids) > 0 {
		return pick(w.Generator, ids)
	}
	return ""
}

func (w *graph) relationship(t *mapping.RelationshipType, from, to string) {
	if to == "" {
		return
	}
	for n := range 1 + w.IntN(8)/7 { // now and then two beside each other
		id := mapping.NewRelationshipID(t.Name, from, to, fmt.Sprint(len(w.records.Relationships), n))
		r := store.Relationship{Type: t, ID: id, From: from, To: to, Values: make([]any, len(t.Properties)), Evidence: w.evidence()}
		for i, p := range t.Properties {
			if r.Values[i] = w.value(p); p.Name == "id" {
				r.Values[i] = id
			}
		}
		inOrder(t.Properties, r.Values)
		w.records.Relationships = append(w.records.Relationships, r)
	}
}

// hub makes one node that 30 relationships lead to.
func (w *graph) hub() {
	t := pick(w.Generator, w.m.Relationships)
	to := w.end(t)
	for range 30 {
		if ids := w.byType[pick(w.Generator, t.From)]; len(ids) > 0 {
			w.relationship(t, pick(w.Generator, ids), to)
		}
	}
}
