package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

func (x *generator) smallTypes(r *rand.Rand) {
	x.node("Source", sourceID, "Generated graph", value{"title", "Generated graph"})
	for i := range x.countries {
		x.node("Country", x.countryID(i), x.countryName(r, i),
			value{"iso2", fmt.Sprintf("%02s", strconv.FormatInt(int64(i), 36))}, value{"iso3", fmt.Sprintf("X%02d", i)})
	}
	for i := range x.industries {
		x.node("Industry", x.industryID(i), x.name(r, "industry", i),
			value{"code", fmt.Sprintf("G%02d", i)}, value{"manufacturing", i%2 == 0})
	}
	for c := range x.countries {
		for i := range x.industries {
			x.node("Sector", x.sectorID(c, i), x.name(r, "sector", c*x.industries+i))
		}
	}
	for i := range x.technologies {
		x.node("Technology", x.technologyID(i), x.name(r, "technology", i), value{"kind", "TECHNOLOGY"},
			value{"area", one(r, "DIGITAL", "GREEN", "SUPPLY_CHAIN")}, value{"scheme", "generated"}, value{"readinessLevel", int64(1 + r.IntN(9))})
	}
	for i := range x.products {
		x.node("Product", fmt.Sprintf("product:g%04d", i), x.name(r, "product", i),
			value{"code", fmt.Sprintf("G%04d", i)}, value{"level", "SUBHEADING"})
	}
	for i := range x.initiatives {
		x.node("Initiative", x.initiativeID(i), x.name(r, "initiative", i), value{"kind", "PARTNERSHIP"}, value{"areas", []string{"DIGITAL"}})
	}
	for i := range x.indicators {
		x.node("Indicator", x.indicatorID(i), x.name(r, "indicator", i), value{"unit", "points"})
	}
}

// countryName puts the first countries before all of the starter graph.
func (x *generator) countryName(r *rand.Rand, i int) string {
	if i < firstCountries {
		return fmt.Sprintf("Abacus %02d", i)
	}
	return x.name(r, "country", i)
}

func (x *generator) industryID(i int) string   { return fmt.Sprintf("industry:G%02d", i) }
func (x *generator) initiativeID(i int) string { return fmt.Sprintf("initiative:g%04d", i) }
func (x *generator) indicatorID(i int) string  { return fmt.Sprintf("indicator:g%02d", i) }

// searchEvery is how far apart the organizations are that the search finds: twelve in all.
func (g shape) searchEvery() int { return g.organizations / 12 }

func (x *generator) organizationNodes(r *rand.Rand) {
	for i := range x.organizations {
		kind := "works"
		if i%x.searchEvery() == 5 {
			kind = searchWord
		}
		x.node("Organization", x.organizationID(i), x.name(r, kind, i),
			value{"kind", one(r, "COMPANY", "COMPANY", "COMPANY", "RESEARCH", "GOVERNMENT", "FUND")},
			value{"foundedOn", strconv.Itoa(1900 + r.IntN(120))},
			value{"website", "https://example.org/" + strconv.Itoa(i)})
	}
}

func (x *generator) projectNodes(r *rand.Rand) {
	for i := range x.projects {
		more := []value{
			{"kind", one(r, "FINANCE", "COOPERATION_PROJECT", "RESEARCH")},
			{"status", one(r, "ACTIVE", "COMPLETED", "COMPLETED", "COMMITTED", "PLEDGED")},
			{"year", int64(2000 + r.IntN(26))},
		}
		if r.IntN(2) == 0 {
			// Whole thousands, so that their sum is exact however it is added up.
			more = append(more, value{"amountUsd", float64(1000 * (1 + r.IntN(1_000_000)))})
		}
		x.node("Project", x.projectID(i), x.name(r, "project", i), more...)
	}
}

func (x *generator) observationID(i int) string { return fmt.Sprintf("observation:g%07d", i) }

func (x *generator) observationNodes(r *rand.Rand) {
	for i := range x.observations {
		year := 2000 + r.IntN(26)
		x.node("Observation", x.observationID(i), "Observation "+strconv.Itoa(i), value{"year", int64(year)},
			value{"period", strconv.Itoa(year)}, value{"value", float64(r.IntN(1_000_000)) / 100}, value{"unit", "points"})
	}
}
