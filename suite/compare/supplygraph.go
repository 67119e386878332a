package compare

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"partnir/suite/graphtext"

	"partnir/plan/mapping"
	"partnir/store"
)

const (
	supplyCountries = 6
	supplySectors   = 12
	supplyCompanies = 6
)

// supplyActors are the ids of the actors of a supply graph, in their order.
func supplyActors() []string {
	var ids []string
	for i := range supplyCountries {
		ids = append(ids, fmt.Sprintf("country:C%02d", i))
	}
	for i := range supplyCompanies {
		ids = append(ids, fmt.Sprintf("org:o%d", i))
	}
	for i := range supplySectors {
		ids = append(ids, fmt.Sprintf("sector:S%02d", i))
	}
	slices.Sort(ids)
	return ids
}

// newSupplyGraph writes a random graph of actors that supply one another, with figures of them and of their countries. Shares, values, years,
// items, countries and figures are missing here and there, shares sum to more than 1 now and then, and links are parallel and lead back
// to where they start.
func newSupplyGraph(m *mapping.Mapping, r *rand.Rand) *store.Records {
	g := &comparisonGraph{Rand: r}
	g.supplyNodes()
	actors := supplyActors()
	for range 90 {
		g.rel("SUPPLIES", g.some(actors...), g.some(actors...), g.some(`flow="GOODS"`, `flow="GOODS"`, `flow="SERVICES"`),
			g.some("year=2021", "year=2022", "year=2022", ""), g.maybe("share=%v", fmt.Sprint(float64(g.IntN(9))/20)),
			g.maybe("valueUsd=%v", fmt.Sprint(g.IntN(9))), g.some(`industryId="industry:i0"`, `industryId="industry:i1"`, "", ""),
			g.some(`productId="product:p0"`, `productId="product:p1"`, "", ""))
	}
	for i := range 240 {
		id := fmt.Sprintf("observation:o%03d", i)
		year := fmt.Sprint(2020 + g.IntN(3))
		g.line("node", id, "Observation", fmt.Sprintf(`name="Figure %d"`, i), g.maybe("value=%v", fmt.Sprint(g.IntN(12)-1)), g.maybe("year=%s", year),
			g.maybe(`period="%s"`, year), g.times())
		g.line("rel OF_SUBJECT", id, g.some(actors...))
		g.line("rel OF_INDICATOR", id, g.some("indicator:intensity", "indicator:total", "indicator:output"))
		if g.IntN(10) == 0 {
			g.line("rel ABOUT", id, "product:p0")
		}
	}
	g.supplyTies(actors)
	return graphtext.MustRead(m, g.lines)
}

// supplyGroups are the ids of the groups of a supply graph.
var supplyGroups = []string{"initiative:g0", "platform:g1", "platform:g2"}

// supplyTies are what actors make, belong to and adopted.
func (g *comparisonGraph) supplyTies(actors []string) {
	for i := range 5 {
		g.line(fmt.Sprintf(`node rule:r%d Rule name="Rule %d" kind="AGREEMENT"`, i, i))
	}
	for range 12 {
		g.rel("MAKES", fmt.Sprintf("sector:S%02d", g.IntN(supplySectors)), g.some("product:p0", "product:p1"))
	}
	for range 30 {
		g.rel("MEMBER_OF", g.some(actors...), g.some(supplyGroups...), g.some(`role="member"`, `role="member"`, `role="observer"`))
		g.rel("ADOPTED", g.some(actors...), fmt.Sprint("rule:r", g.IntN(5)), g.maybe(`since="%s"`, g.date()))
	}
}

func (g *comparisonGraph) supplyNodes() {
	for i := range supplyCountries {
		g.line(fmt.Sprintf(`node country:C%02d Country name="Country %d" iso2="C%d" iso3="C%02d"`, i, i, i, i))
	}
	for i := range 2 {
		g.line(fmt.Sprintf(`node industry:i%d Industry name="Industry %d" code="I%d" manufacturing=true`, i, i, i))
		g.line(fmt.Sprintf(`node product:p%d Product name="Product %d" code="P%d" level="HEADING"`, i, i, i))
	}
	country := func() string { return fmt.Sprintf("country:C%02d", g.IntN(supplyCountries)) }
	for i := range supplyCompanies {
		id := fmt.Sprintf("org:o%d", i)
		g.line(fmt.Sprintf(`node %s Organization name="Company %d" kind="COMPANY"`, id, i))
		g.rel("LOCATED_IN", id, country())
	}
	for i := range supplySectors {
		id := fmt.Sprintf("sector:S%02d", i)
		g.line(fmt.Sprintf(`node %s Sector name="Sector %d"`, id, i))
		g.rel("OF_COUNTRY", id, country())
		g.rel("IN_INDUSTRY", id, g.some("industry:i0", "industry:i1"))
	}
	g.line(`node initiative:g0 Initiative name="Group 0" kind="OTHER"`)
	g.line(`node platform:g1 Platform name="Group 1" kind="ENABLING"`)
	g.line(`node platform:g2 Platform name="Group 2" kind="ENABLING"`)
	g.line(`node indicator:intensity Indicator name="Intensity" unit="kg per USD"`)
	g.line(`node indicator:total Indicator name="Total" unit="kg"`)
	g.line(`node indicator:output Indicator name="Gross output" code="gross_output" unit="USD"`)
}
