package embedded

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/embedded/memory"
	"partnir/plan/mapping"
	"partnir/store"
)

// readSchema reads the mapping of the project's schema.
func readSchema(t testing.TB) *mapping.Mapping {
	t.Helper()
	return readSchemaWith(t, strings.NewReplacer())
}

// readSchemaWith reads the mapping of the schema with some of its text replaced.
func readSchemaWith(t testing.TB, change *strings.Replacer) *mapping.Mapping {
	t.Helper()
	files, err := filepath.Glob("../graph/schema/*.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	var sources []*ast.Source
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: filepath.Base(f), Input: change.Replace(string(b))})
	}
	m, err := mapping.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// generator makes random graphs.
type generator struct {
	*rand.Rand
	m *mapping.Mapping
	// missing is how often an optional value is missing, 0 to 1.
	missing float64
	// vocabulary are the words of texts.
	vocabulary []string
	// PlainEvidence gives every record one source, most of them without a quote, as tables of data have it.
	plainEvidence bool
	// byType are the ids of the nodes so far, by type.
	byType map[string][]string
}

func newGenerator(m *mapping.Mapping, seed uint64) *generator {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 7)), m: m, missing: 0.4, byType: map[string][]string{}}
	syllables := strings.Fields("in dus tri al net work co op er ation Ål é ß 中 国 zu 5g ко оп ñ a b 12 e o")
	for range 3000 {
		var w strings.Builder
		for range 1 + g.IntN(4) {
			w.WriteString(syllables[g.IntN(len(syllables))])
		}
		g.vocabulary = append(g.vocabulary, w.String())
	}
	return g
}

func (g *generator) words(n int) string {
	words := make([]string, n)
	for i := range words {
		// Some words are common, most are not.
		words[i] = g.vocabulary[int(float64(len(g.vocabulary))*g.Float64()*g.Float64()*g.Float64())]
	}
	return strings.Join(words, " ")
}

func (g *generator) value(p *mapping.Property, n int) any {
	switch {
	case p.Computed:
		return nil
	case p.Unique:
		return fmt.Sprintf("%s%d", g.vocabulary[n%7], n)
	case memory.KindOf(p) == memory.ListValue:
		var list []string
		for range g.IntN(3) {
			switch {
			case p.Enum != "":
				list = append(list, g.m.Enums[p.Enum][g.IntN(len(g.m.Enums[p.Enum]))])
			case p.Kind == mapping.Localized:
				list = append(list, "zu:"+g.words(1+g.IntN(2)))
			case p.Kind == mapping.URI:
				list = append(list, fmt.Sprintf("https://example.org/%d", g.IntN(20)))
			default:
				list = append(list, g.words(1+g.IntN(2)))
			}
		}
		if list == nil {
			return nil
		}
		return list
	case !p.Required && g.Float64() < g.missing:
		return nil
	}
	switch p.Kind {
	case mapping.Enum:
		return g.m.Enums[p.Enum][g.IntN(len(g.m.Enums[p.Enum]))]
	case mapping.Int:
		return int64(g.IntN(60) - 10)
	case mapping.Float:
		if p.Range != nil {
			return p.Range.Min + (p.Range.Max-p.Range.Min)*float64(g.IntN(11))/10
		}
		if g.IntN(2) == 0 {
			return float64(g.IntN(20)) / 10
		}
		return g.NormFloat64() * 1e9
	case mapping.Boolean:
		return g.IntN(2) == 0
	case mapping.Date, mapping.PartialDate:
		return fmt.Sprintf("20%02d-%02d-%02d", g.IntN(30), 1+g.IntN(12), 1+g.IntN(28))
	case mapping.DateTime:
		return fmt.Sprintf("2026-01-%02dT00:00:00Z", 1+g.IntN(3))
	case mapping.URI:
		return fmt.Sprintf("https://example.org/%d", g.IntN(20))
	case mapping.ID:
		name := strings.TrimSuffix(p.Name, "Id")
		if ids := g.byType[strings.ToUpper(name[:1])+name[1:]]; len(ids) > 0 && g.IntN(3) > 0 {
			return ids[g.IntN(len(ids))]
		}
		return name + ":unknown"
	}
	switch p.Name {
	case "name", "title":
		return g.words(1 + g.IntN(5))
	case "description", "text":
		return g.words(3 + g.IntN(20))
	}
	return g.words(1)
}

func (g *generator) values(properties []*mapping.Property, id string, n int) []any {
	values := make([]any, len(properties))
	for i, p := range properties {
		if p.Name == "id" {
			values[i] = id
		} else {
			values[i] = g.value(p, n)
		}
	}
	inOrder(properties, values)
	return values
}

// inOrder puts the days of a validity in their order.
func inOrder(properties []*mapping.Property, values []any) {
	at := func(name string) int {
		return slices.IndexFunc(properties, func(p *mapping.Property) bool { return p.Name == name })
	}
	if from, to := at("validFrom"), at("validTo"); from >= 0 && to >= 0 {
		first, hasFirst := values[from].(string)
		last, hasLast := values[to].(string)
		if hasFirst && hasLast && last < first {
			values[from], values[to] = last, first
		}
	}
}

func (g *generator) evidence() []store.Evidence {
	var list []store.Evidence
	sources := g.byType["Source"]
	if g.plainEvidence {
		e := store.Evidence{Source: sources[g.IntN(len(sources))]}
		if g.IntN(50) == 0 {
			e.Quote = g.words(12)
		}
		return []store.Evidence{e}
	}
	for range g.IntN(3) {
		e := store.Evidence{Source: sources[g.IntN(len(sources))], Contradicts: g.IntN(9) == 0}
		if g.IntN(4) == 0 {
			e.Quote = g.words(5)
		}
		if g.IntN(8) == 0 {
			e.Note = g.words(2)
		}
		list = append(list, e)
	}
	return list
}

// nodes makes n nodes of a type.
func (g *generator) nodes(records *store.Records, name string, n int) {
	t := g.m.Type(name)
	for i := range n {
		prefix := t.Prefixes[i%len(t.Prefixes)]
		id := fmt.Sprintf("%s:%s-%d", prefix, strings.ToLower(g.vocabulary[g.IntN(len(g.vocabulary))]), i)
		node := store.Node{Type: t, ID: id, Values: g.values(t.Properties, id, i)}
		if len(g.byType["Source"]) > 0 {
			node.Evidence = g.evidence()
		}
		if g.IntN(20) == 0 {
			node.FormerIDs = []string{id + "-before"}
		}
		records.Nodes = append(records.Nodes, node)
		g.byType[name] = append(g.byType[name], id)
	}
}

// relationships makes n relationships of a type, between any of the nodes that it allows; some are parallel, some lead back.
func (g *generator) relationships(records *store.Records, name string, n int) {
	t := g.m.Relationship(name)
	pick := func(types []*mapping.NodeType) string {
		for range 100 {
			if ids := g.byType[types[g.IntN(len(types))].Name]; len(ids) > 0 {
				return ids[int(float64(len(ids))*g.Float64()*g.Float64())] // the first are hubs
			}
		}
		return ""
	}
	for i := range n {
		from, to := pick(t.From), pick(t.To)
		if from == "" || to == "" {
			return
		}
		id := mapping.NewRelationshipID(name, from, to, fmt.Sprint(i))
		records.Relationships = append(records.Relationships, store.Relationship{
			Type: t, ID: id, From: from, To: to, Values: g.values(t.Properties, id, i), Evidence: g.evidence(),
		})
	}
}

// smallGraph makes about 25 nodes of each type and 60 relationships of each.
func smallGraph(m *mapping.Mapping, seed uint64) *store.Records {
	g, records := newGenerator(m, seed), &store.Records{}
	g.nodes(records, "Source", 4)
	for _, t := range m.Types {
		if t.Name != "Source" {
			g.nodes(records, t.Name, 25)
		}
	}
	for _, t := range m.Relationships {
		g.relationships(records, t.Name, 60)
	}
	return records
}

// starterGraph makes a graph of the size and the shape of the starter data, times a factor.
func starterGraph(m *mapping.Mapping, factor float64) *store.Records {
	g, records := newGenerator(m, 1), &store.Records{}
	g.missing, g.plainEvidence = 0.5, true
	for i, w := range g.vocabulary { // most names are English, and most words in them begin with a capital
		if i%20 != 0 {
			g.vocabulary[i] = fmt.Sprintf("%c%s", 'A'+i%26, strings.Map(func(r rune) rune {
				if r >= 0x80 {
					return 'a' + r%26
				}
				return r
			}, w))
		}
	}
	times := func(n int) int { return int(float64(n) * factor) }
	g.nodes(records, "Source", 30)
	for _, n := range []struct {
		name string
		n    int
	}{
		{"Country", 250}, {"Organization", 3300}, {"Sector", 4000}, {"Industry", 60}, {"Product", 7000}, {"Project", 20000},
		{"Technology", 400}, {"Rule", 2000}, {"Goal", 186}, {"Initiative", 20}, {"Platform", 20}, {"Indicator", 300},
		{"Observation", 28500},
	} {
		g.nodes(records, n.name, times(n.n))
	}
	for _, r := range []struct {
		name string
		n    int
	}{
		{"SUPPLIES", 71000}, {"OF_SUBJECT", 28500}, {"OF_INDICATOR", 28500}, {"ABOUT", 6000}, {"PARTICIPATES_IN", 45000},
		{"MEMBER_OF", 11000}, {"LOCATED_IN", 3300}, {"OF_COUNTRY", 4000}, {"IN_INDUSTRY", 4000}, {"PART_OF", 7000},
		{"ADOPTED", 5200}, {"WITH", 3000}, {"USES", 6000}, {"SERVES", 5000}, {"WORKS_ON", 3000},
	} {
		g.relationships(records, r.name, times(r.n))
	}
	return records
}
