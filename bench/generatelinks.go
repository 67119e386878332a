package main

import (
	"math/rand/v2"
	"slices"
	"strconv"
)

func (x *generator) smallLinks(*rand.Rand) {
	for c := range x.countries {
		for i := range x.industries {
			x.link("OF_COUNTRY", x.sectorID(c, i), x.countryID(c), "")
			x.link("IN_INDUSTRY", x.sectorID(c, i), x.industryID(i), "")
		}
	}
	for i := 1; i < x.technologies; i++ {
		x.link("BROADER", x.technologyID(i), x.technologyID(i/6), "")
	}
}

// organizationLinks gives each organization a place, an initiative and a technology.
func (x *generator) organizationLinks(r *rand.Rand) {
	ranks := newZipf(x.countries - 2 - firstCountries)
	for i := range x.organizations {
		x.link("LOCATED_IN", x.organizationID(i), x.countryID(x.country(r, i, ranks)), "")
	}
	for i := range x.organizations {
		x.link("MEMBER_OF", x.organizationID(i), x.initiativeID(skewed(r, x.initiatives)), "", value{"role", one(r, "member", "observer")})
	}
	for i := range x.organizations {
		x.link("WORKS_ON", x.organizationID(i), x.technologyID(skewed(r, x.technologies-1)), "", value{"metric", "patents"},
			value{"value", float64(r.IntN(1000))})
	}
}

var roles = []string{"FUNDER", "IMPLEMENTER", "EXECUTING_PARTNER", "COFINANCIER"}

// participations gives each project three organizations: some of those take part in thousands of projects, most in a few.
func (x *generator) participations(r *rand.Rand) {
	taken := map[[2]int]bool{}
	few := x.organizations - firstCountries*x.small
	for p := range x.projects {
		var chosen []int
		for len(chosen) < 3 {
			if o := skewed(r, x.organizations); !slices.Contains(chosen, o) {
				chosen = append(chosen, o)
				if o >= few {
					taken[[2]int{p, o}] = true
				}
				x.participation(o, p, r.IntN(len(roles)))
			}
		}
	}
	for o := few; o < x.organizations; o++ {
		for n := 0; n < 6; {
			p := r.IntN(x.projects)
			if taken[[2]int{p, o}] {
				continue
			}
			taken[[2]int{p, o}] = true
			x.participation(o, p, n%len(roles))
			n++
		}
	}
}

func (x *generator) participation(organization, project, role int) {
	x.link("PARTICIPATES_IN", x.organizationID(organization), x.projectID(project), "", value{"role", roles[role]})
}

func (x *generator) technologyUses(r *rand.Rand) {
	for p := range x.projects {
		var chosen []int
		for len(chosen) < uses(p) {
			if t := skewed(r, x.technologies-1); !slices.Contains(chosen, t) {
				chosen = append(chosen, t)
				x.link("USES", x.projectID(p), x.technologyID(t), "")
			}
		}
	}
	for i := range rareProjects {
		x.link("USES", x.projectID(i*(x.projects/rareProjects)), x.rareTechnology(), "")
	}
}

func (x *generator) under(r *rand.Rand) {
	for i := range x.projects / 2 {
		x.link("UNDER", x.projectID(2*i), x.initiativeID(skewed(r, x.initiatives)), "")
	}
}

func (x *generator) observationLinks(r *rand.Rand) {
	for i := range x.observations {
		x.link("OF_SUBJECT", x.observationID(i), x.organizationID(skewed(r, x.organizations)), "")
	}
	for i := range x.observations {
		x.link("OF_INDICATOR", x.observationID(i), x.indicatorID(r.IntN(x.indicators)), "")
	}
}

// supplyLinks bring the number of relationships to what was asked for: inputs of every sector first, and then supplies between
// organizations.
func (x *generator) supplyLinks(r *rand.Rand) {
	number := x.Relationships - x.otherRelationships()
	for i := range number {
		part := strconv.Itoa(i)
		more := []value{{"flow", "GOODS"}, {"valueUsd", float64(1000 * (1 + r.IntN(100_000)))}, {"year", int64(2022)}}
		if i < x.sectors()*10 && i < number/2 {
			s := i % x.sectors()
			from, to := x.sectorID(r.IntN(x.countries), r.IntN(x.industries)), x.sectorID(s/x.industries, s%x.industries)
			x.link("SUPPLIES", from, to, part, append(more, value{"share", r.Float64() / 10})...)
			continue
		}
		x.link("SUPPLIES", x.organizationID(skewed(r, x.organizations)), x.organizationID(skewed(r, x.organizations)), part, more...)
	}
}
