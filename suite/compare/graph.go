package compare

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"partnir/suite/graphtext"

	"partnir/plan/mapping"
	"partnir/store"
)

// comparisonGraph writes a random graph of what comparisons look at: countries that trade, adopt rules, belong to groups, work on technologies,
// offer and need items, and are measured. Values, years, roles, validity and confidence are missing here and there, relationships are
// parallel, lead back to where they start, and hold for a time.
type comparisonGraph struct {
	*rand.Rand
	lines []string
	n     int
}

const (
	comparedCountries = 14
	comparedItems     = 7
)

func newComparisonGraph(m *mapping.Mapping, r *rand.Rand) *store.Records {
	g := &comparisonGraph{Rand: r}
	g.nodes()
	for range 260 {
		g.rel("SUPPLIES", g.country(), g.country(), g.some(`flow="GOODS"`, `flow="GOODS"`, `flow="FUNDS"`),
			g.some("year=2020", "year=2021", "year=2022", ""), g.maybe(`industryId="%s"`, g.industry()), g.maybe(`productId="%s"`, g.product()),
			g.maybe("valueUsd=%v", fmt.Sprint(g.IntN(9)-1)))
	}
	for range 60 {
		g.rel("MEMBER_OF", g.country(), g.group(), g.some(`role="member"`, `role="member"`, `role="observer"`, ""))
		g.rel("ADOPTED", g.country(), fmt.Sprint("rule:r", g.IntN(9)), g.some(`status="PARTY"`, `status="SIGNED_NOT_RATIFIED"`, ""), g.maybe(`since="%s"`, g.date()))
		g.rel("WORKS_ON", g.country(), g.technology())
		g.rel("PARTICIPATES_IN", g.country(), fmt.Sprint("project:p", g.IntN(8)))
	}
	g.hierarchies()
	g.listings()
	g.observations()
	return graphtext.MustRead(m, g.lines)
}

func (g *comparisonGraph) line(words ...string) {
	g.lines = append(g.lines, strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " "))
}

// rel writes a relationship that holds for a time, maybe.
func (g *comparisonGraph) rel(typeName, from, to string, properties ...string) {
	g.n++
	g.line(append([]string{"rel", typeName, from, to, fmt.Sprintf("%q", fmt.Sprint(g.n))}, append(properties, g.times())...)...)
}

func (g *comparisonGraph) some(of ...string) string { return of[g.IntN(len(of))] }

func (g *comparisonGraph) maybe(format, value string) string {
	if g.IntN(5) == 0 {
		return ""
	}
	return fmt.Sprintf(format, value)
}

// times is a validity and a confidence, each of which is mostly missing.
func (g *comparisonGraph) times() string {
	var parts []string
	from := ""
	if g.IntN(4) == 0 {
		from = g.date()
		parts = append(parts, fmt.Sprintf(`validFrom="%s"`, from))
	} else if g.IntN(4) == 0 {
		parts = append(parts, fmt.Sprintf(`knownSince="%s"`, g.date()))
	}
	if g.IntN(4) == 0 {
		to := g.date()
		if n := min(len(from), len(to)); to[:n] >= from[:n] {
			parts = append(parts, fmt.Sprintf(`validTo="%s"`, to))
		}
	}
	if g.IntN(3) == 0 {
		parts = append(parts, fmt.Sprintf("confidence=%v", float64(g.IntN(11))/10))
	}
	return strings.Join(parts, " ")
}

// date is a day, a month or a year.
func (g *comparisonGraph) date() string {
	d := fmt.Sprintf("%d-%02d-%02d", 2018+g.IntN(6), 1+g.IntN(12), 1+g.IntN(28))
	return d[:[]int{4, 7, 10}[g.IntN(3)]]
}

func (g *comparisonGraph) country() string {
	return fmt.Sprintf("country:C%02d", g.IntN(comparedCountries))
}
func (g *comparisonGraph) industry() string   { return fmt.Sprint("industry:i", g.IntN(comparedItems)) }
func (g *comparisonGraph) product() string    { return fmt.Sprint("product:p", g.IntN(comparedItems)) }
func (g *comparisonGraph) technology() string { return fmt.Sprint("tech:t", g.IntN(comparedItems)) }
func (g *comparisonGraph) group() string {
	return g.some("org:g0", "org:g1", "initiative:g2", "platform:g3")
}

func (g *comparisonGraph) nodes() {
	for i := range comparedCountries {
		g.line(fmt.Sprintf(`node country:C%02d Country name="Country %d" iso2="C%d" iso3="C%02d"`, i, i, i, i))
	}
	for i := range comparedItems {
		g.line(fmt.Sprintf(`node industry:i%d Industry name="Industry %d" code="I%d" manufacturing=true`, i, i, i))
		g.line(fmt.Sprintf(`node product:p%d Product name="Product %d" code="P%d" level="HEADING"`, i, i, i))
		g.line(fmt.Sprintf(`node tech:t%d Technology name="Technology %d" kind="TECHNOLOGY" area="OTHER"`, i, i))
	}
	for i := range 9 {
		g.line(fmt.Sprintf(`node rule:r%d Rule name="Rule %d" kind="%s"`, i, i, g.some("AGREEMENT", "POLICY")))
		g.line(fmt.Sprintf(`node project:p%d Project name="Project %d" kind="OTHER"`, i, i))
	}
	g.line(`node org:g0 Organization name="Group 0" kind="GROUP"`)
	g.line(`node org:g1 Organization name="Group 1" kind="GROUP"`)
	g.line(`node initiative:g2 Initiative name="Group 2" kind="OTHER"`)
	g.line(`node platform:g3 Platform name="Group 3" kind="ENABLING"`)
	g.line(`node indicator:up Indicator name="Up" higherIsBetter=true`)
	g.line(`node indicator:down Indicator name="Down" higherIsBetter=false`)
	g.line(`node indicator:open Indicator name="Open"`)
}

// hierarchies have several parents for an item, and now and then a circle.
func (g *comparisonGraph) hierarchies() {
	for range 5 {
		g.rel("PART_OF", g.industry(), g.industry())
		g.rel("PART_OF", g.product(), g.product())
		g.rel("BROADER", g.technology(), g.technology())
	}
}

func (g *comparisonGraph) listings() {
	for i := range 40 {
		typeName, by := "Offer", "OFFERS"
		if i%2 == 0 {
			typeName, by = "Need", "NEEDS"
		}
		id := fmt.Sprintf("%s:l%02d", strings.ToLower(typeName), i)
		g.line("node", id, typeName, fmt.Sprintf(`name="Listing %d"`, i), g.some(`flow="GOODS"`, `flow="TECHNOLOGY"`),
			g.maybe("quantity=%v", fmt.Sprint(g.IntN(6))), g.maybe(`unit="%s"`, g.some("t", "kg")), g.times())
		if g.IntN(8) > 0 {
			g.rel("OF", id, g.some(g.industry(), g.product(), g.technology()))
		}
		if g.IntN(8) > 0 {
			g.rel(by, g.country(), id)
		}
	}
}

func (g *comparisonGraph) observations() {
	for i := range 220 {
		id := fmt.Sprintf("observation:o%03d", i)
		year := 2018 + g.IntN(5)
		g.line("node", id, "Observation", fmt.Sprintf(`name="Figure %d"`, i), g.maybe("value=%v", fmt.Sprint(g.IntN(9)-2)),
			g.maybe("year=%s", fmt.Sprint(year)), g.maybe(`period="%s"`, fmt.Sprint(year)), g.times())
		g.line("rel OF_SUBJECT", id, g.some(g.country(), g.country(), g.country(), "org:g0"))
		g.line("rel OF_INDICATOR", id, g.some("indicator:up", "indicator:down", "indicator:open"))
		switch g.IntN(8) {
		case 0:
			g.line("rel WITH", id, g.country())
		case 1, 2:
			g.line("rel ABOUT", id, g.some(g.industry(), g.technology()))
		}
	}
}
