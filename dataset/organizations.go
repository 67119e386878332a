package dataset

import (
	"fmt"
	"strings"

	"partnir/store"
)

// organizationKinds are the kinds of the graph for those that the sources print.
var organizationKinds = map[string]string{
	"academic_research":          "RESEARCH",
	"eu_institution":             "INTERNATIONAL",
	"foundation":                 "FUND",
	"government_agency":          "GOVERNMENT",
	"imf":                        "FUND",
	"intergovernmental_or_group": "INTERNATIONAL",
	"multilateral":               "INTERNATIONAL",
	"ngo":                        "ASSOCIATION",
	"other_multilateral":         "INTERNATIONAL",
	"ppp_network":                "ALLIANCE",
	"private_company":            "COMPANY",
	"public_private_partnership": "ALLIANCE",
	"regional_development_bank":  "FUND",
	"state_owned_company":        "COMPANY",
	"un_agency":                  "INTERNATIONAL",
	"world_bank_group":           "FUND",
	"wto":                        "INTERNATIONAL",
}

// organizationKind is the kind of a row of organizations; OTHER where the source's kind says too little, as unspecified and
// research_or_private do.
func organizationKind(row row) string {
	kind := organizationKinds[row.must("kind")]
	switch {
	case kind == "":
		return "OTHER"
	case kind == "RESEARCH" && (strings.Contains(row.text("name"), "Universi") || strings.Contains(row.text("name"), "School")):
		return "UNIVERSITY"
	}
	return kind
}

// convertOrganizations makes an Organization of each row of organizations, with what org_lei_matches adds to it.
func convertOrganizations(b *batch) {
	matches := b.leiMatches()
	for row := range b.rows("organizations") {
		e := row.ref("org_id", b.index.organizations)
		note := "kind as printed: " + row.text("kind")
		o := b.node("Organization", e.id, row.must("name"), b.evidence(row.source(), note))
		o.set("kind", organizationKind(row))
		o.set("acronym", row.text("acronym"))
		o.set("aliases", others(row.text("name"), row.text("acronym")))
		o.set("founding", row.text("established"))
		o.set("foundedOn", foundingDate(row.text("established")))
		o.set("aim", row.text("aim"))
		o.set("memberCount", row.count("member_count"))
		o.set("crsChannel", row.text("crs_channel"))
		if match, ok := matches[e.id]; ok {
			o.set("lei", match.lei)
			o.set("leiConfidence", guessed)
			o.prove(match.evidence)
		}
	}
}

// leiMatch is a legal entity whose name equals that of an organization.
type leiMatch struct {
	lei      string
	evidence store.Evidence
}

// leiMatches are the matches by the id of the organization.
func (b *batch) leiMatches() map[string]leiMatch {
	matches := map[string]leiMatch{}
	for row := range b.rows("org_lei_matches") {
		row.ref("iso3", b.index.countries)
		matches[row.ref("org_id", b.index.organizations).id] = leiMatch{
			lei: lei(row),
			evidence: store.Evidence{Source: row.source(), Note: fmt.Sprintf("LEI matched by %s, legal name %s, country %s",
				row.must("match_method"), row.must("legal_name"), row.text("iso3"))},
		}
	}
	return matches
}

// lei is the Legal Entity Identifier of a row.
func lei(row row) string {
	s := row.text("lei")
	if len(s) != 20 || slug(s) != strings.ToLower(s) {
		row.problem("lei", "want a Legal Entity Identifier of 20 letters and digits")
	}
	return s
}

// convertCompanies makes an Organization of each row of companies_lei, with its place.
func convertCompanies(b *batch) {
	for row := range b.rows("companies_lei") {
		note := fmt.Sprintf("keyword guesses: %s; category: %s",
			strings.ReplaceAll(row.text("keyword_flags"), ";", ", "), row.text("category"))
		o := b.node("Organization", "org:lei-"+lei(row), row.must("legal_name"), b.evidence(row.source(), note))
		o.set("kind", "COMPANY")
		o.set("lei", row.text("lei"))
		o.set("leiConfidence", certain)
		b.relationship("LOCATED_IN", o.id, row.ref("iso3", b.index.countries).id, official, row.evidence())
	}
}
