package main

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"

	"partnir/plan/mapping"
	"partnir/store"
)

// sizes say how large the generated graph is. All else follows from them and the seed.
type sizes struct {
	Nodes, Relationships int
	Seed                 uint64
	// Starter says that the starter graph is there too.
	Starter bool
}

// shape is how many nodes of each type the graph has, and where its hubs are. The proportions are those of the full size, one
// million nodes and five million relationships.
type shape struct {
	sizes
	countries, industries, technologies, products, initiatives, indicators int
	organizations, projects, observations                                  int
	// small is how many organizations each of the first 20 countries by name has; hub and few, each of the last two.
	small, few, hub int
}

// firstCountries come first in the order by name; the nested question asks for them.
const firstCountries = 20

// rareProjects is how many projects use the rare technology.
const rareProjects = 10

// searchWord is in the names of every searchEvery-th organization and of nothing else.
const searchWord = "quixolith"

func newShape(s sizes) (shape, error) {
	n := s.Nodes
	g := shape{
		sizes: s, countries: clamp(n/5000, 24, 200), industries: clamp(n/25_000, 4, 40), technologies: clamp(n/500, 40, 2000),
		products: clamp(n/500, 20, 2000), initiatives: clamp(n/2000, 10, 500), indicators: clamp(n/20_000, 5, 50),
		organizations: n / 5, projects: n * 2 / 5, few: clamp(n/2000, 20, 100), hub: n / 10, small: clamp(n/20_000, 11, 25),
	}
	g.observations = n - 1 - g.countries - g.industries - g.sectors() - g.technologies - g.products - g.initiatives - g.indicators -
		g.organizations - g.projects
	if least := 4000; n < least {
		return g, fmt.Errorf("%d nodes are too few; give %d or more", n, least)
	}
	if least := g.otherRelationships() + g.organizations; s.Relationships < least {
		return g, fmt.Errorf("%d relationships are too few for %d nodes; give %d or more", s.Relationships, n, least)
	}
	return g, nil
}

func clamp(n, least, most int) int { return max(least, min(n, most)) }

func (g shape) sectors() int { return g.countries * g.industries }

// uses is how many technologies a project uses.
func uses(project int) int {
	if project%100 == 7 {
		return 4
	}
	return 3
}

// otherRelationships is how many relationships there are beside SUPPLIES, which make up the number that was asked for.
func (g shape) otherRelationships() int {
	return 2*g.sectors() + g.technologies - 1 + g.organizations*3 + g.projects*3 + g.extra() + g.projects*3 + (g.projects+92)/100 +
		rareProjects + g.projects/2 + 2*g.observations
}

// extra is how many participations the organizations of the first countries have beside those of chance, so that each has five.
func (g shape) extra() int { return firstCountries * g.small * 6 }

func (g shape) countryID(i int) string      { return fmt.Sprintf("country:X%02d", i) }
func (g shape) hubCountry() string          { return g.countryID(g.countries - 1) }
func (g shape) fewCountry() string          { return g.countryID(g.countries - 2) }
func (g shape) middleCountry() string       { return g.countryID(firstCountries) }
func (g shape) organizationID(i int) string { return fmt.Sprintf("org:g%07d", i) }
func (g shape) projectID(i int) string      { return fmt.Sprintf("project:g%07d", i) }
func (g shape) sectorID(c, i int) string    { return fmt.Sprintf("sector:X%02d-G%02d", c, i) }
func (g shape) technologyID(i int) string   { return fmt.Sprintf("tech:g%04d", i) }
func (g shape) rareTechnology() string      { return g.technologyID(g.technologies - 1) }

// country of an organization. The last organizations are in the first countries, where chance gives them few projects; the hub has a
// tenth of a tenth of all nodes; what is left is spread so that the sizes of countries fall as 1/rank.
func (g shape) country(r *rand.Rand, organization int, ranks *zipf) int {
	last := g.organizations - 1 - organization
	switch {
	case last < firstCountries*g.small:
		return last % firstCountries
	case organization < g.few:
		return g.countries - 2
	case organization < g.few+g.hub:
		return g.countries - 1
	}
	return firstCountries + ranks.pick(r)
}

// zipf picks ranks 0 to n-1 with chances that fall as 1/(rank+1).
type zipf struct{ sums []float64 }

func newZipf(n int) *zipf {
	z := &zipf{sums: make([]float64, n)}
	sum := 0.0
	for i := range n {
		sum += 1 / float64(i+1)
		z.sums[i] = sum
	}
	return z
}

func (z *zipf) pick(r *rand.Rand) int {
	at := r.Float64() * z.sums[len(z.sums)-1]
	low, high := 0, len(z.sums)-1
	for low < high {
		if mid := (low + high) / 2; z.sums[mid] < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// skewed picks 0 to n-1, small numbers more often: the chance falls as one over the square root.
func skewed(r *rand.Rand, n int) int {
	u := r.Float64()
	return int(u * u * float64(n))
}

// generator makes the records of a graph, one type after the other.
type generator struct {
	shape
	m        *mapping.Mapping
	records  *store.Records
	words    []string
	evidence []store.Evidence
}

const sourceID = "source:generated"

// smallGraph is how many nodes are loaded at once: a load has costs of its own.
const smallGraph = 10_000

// batches yields the graph: nodes first, and whatever is of one type together. The records of a batch are not used again.
func (g shape) batches(m *mapping.Mapping) iter.Seq[*store.Records] {
	return func(yield func(*store.Records) bool) {
		x := &generator{shape: g, m: m, evidence: []store.Evidence{{Source: sourceID}}}
		x.words = vocabulary(x.random(0), 20_000)
		x.records = &store.Records{}
		for i, part := range []func(*rand.Rand){
			x.smallTypes, x.organizationNodes, x.projectNodes, x.observationNodes,
			x.smallLinks, x.organizationLinks, x.participations, x.technologyUses, x.under, x.observationLinks, x.supplyLinks,
		} {
			part(x.random(uint64(i + 1)))
			if g.Nodes <= smallGraph {
				continue
			}
			if !yield(x.records) {
				return
			}
			x.records = &store.Records{}
		}
		if g.Nodes <= smallGraph {
			yield(x.records)
		}
	}
}

func (x *generator) random(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(x.Seed, stream)) }

// vocabulary makes pronounceable words.
func vocabulary(r *rand.Rand, n int) []string {
	consonants, vowels := "bcdfghklmnprstvw", "aeiou"
	words := make([]string, n)
	for i := range words {
		var w strings.Builder
		for range 2 + r.IntN(3) {
			w.WriteByte(consonants[r.IntN(len(consonants))])
			w.WriteByte(vowels[r.IntN(len(vowels))])
		}
		word := w.String()
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return words
}

func (x *generator) name(r *rand.Rand, kind string, i int) string {
	return x.words[skewed(r, len(x.words))] + " " + x.words[skewed(r, len(x.words))] + " " + kind + " " + strconv.Itoa(i)
}

// value is a property and what it holds.
type value struct {
	property string
	value    any
}

const madeAt = "2026-01-01T00:00:00Z"

func (x *generator) node(typeName, id, name string, more ...value) {
	t := x.m.Type(typeName)
	n := store.Node{Type: t, ID: id, Values: make([]any, len(t.Properties)), Evidence: x.evidence}
	for _, v := range append([]value{{"id", id}, {"name", name}, {"createdAt", madeAt}, {"updatedAt", madeAt}}, more...) {
		n.Values[t.Slot(t.Property(v.property))] = v.value
	}
	x.records.Nodes = append(x.records.Nodes, n)
}

// link makes a relationship; part tells parallel ones apart.
func (x *generator) link(typeName, from, to, part string, more ...value) {
	t := x.m.Relationship(typeName)
	id := mapping.NewRelationshipID(typeName, from, to, part)
	r := store.Relationship{Type: t, ID: id, From: from, To: to, Values: make([]any, len(t.Properties)), Evidence: x.evidence}
	r.Values[t.Slot(t.Property("id"))] = id
	for _, v := range more {
		r.Values[t.Slot(t.Property(v.property))] = v.value
	}
	x.records.Relationships = append(x.records.Relationships, r)
}

func one[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }
