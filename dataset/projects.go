package dataset

import "strings"

// projectStatuses are the statuses of the graph for those that the sources print.
var projectStatuses = map[string]string{
	"Cancelled":               "CANCELLED",
	"Completion":              "COMPLETED",
	"Implementation":          "ACTIVE",
	"Pipeline/identification": "IDENTIFIED",
	"Pipeline: Commitment":    "COMMITTED",
	"Pipeline: Pledge":        "PLEDGED",
	"Suspended":               "SUSPENDED",
	"":                        "",
}

// flowClasses are the classes of the graph for those that the sources print.
var flowClasses = map[string]string{"ODA-like": "ODA_LIKE", "OOF-like": "OOF_LIKE", "Vague (Official Finance)": "VAGUE", "": ""}

// convertProjects makes a Project of each row of projects, and its donor's part in it.
func convertProjects(b *batch) {
	for row := range b.rows("projects") {
		p := b.node("Project", row.ref("project_id", b.index.projects).id, row.must("title"), row.evidence())
		amount, recommended := row.number("amount_usd_current"), row.flag("recommended_for_research")
		p.set("kind", "FINANCE")
		p.set("status", row.one("status", projectStatuses))
		if year := row.year("year"); year > 0 {
			p.set("year", b.year(year).number)
		}
		p.set("startsOn", row.isoDate("start_date"))
		p.set("endsOn", row.isoDate("end_date"))
		p.set("amountUsd", amount)
		p.set("amountUsdConstant", row.number("amount_usd_const"))
		if base := row.year("const_base_year"); base > 0 {
			p.set("constantBaseYear", base)
		}
		p.set("amountKind", row.maybeChoice("amount_kind", "AmountKind"))
		p.set("flowType", row.text("flow_type"))
		p.set("flowClass", row.one("flow_class", flowClasses))
		p.set("intent", row.maybeChoice("intent", "ProjectIntent"))
		p.set("programme", row.text("programme"))
		p.set("sectorCode", strings.TrimPrefix(row.text("sector_code"), "crs:"))
		p.set("sectorName", row.text("sector_name"))
		p.set("recommendedForResearch", recommended)
		p.set("umbrella", row.flag("umbrella"))
		if donor := row.maybe("donor_iso3", b.index.countries); donor.id != "" {
			part := b.relationship("PARTICIPATES_IN", donor.id, p.id, row.confidence(), row.evidence(), "DONOR")
			part.since(row.year("year"))
			part.set("role", "DONOR")
			part.set("amountUsd", amount)
			part.set("recommendedForResearch", recommended)
		}
	}
}

// convertParties makes a PARTICIPATES_IN of each row of project_parties. What each party gives, no source says.
func convertParties(b *batch) {
	recommended, years := map[string]any{}, map[string]int{}
	for row := range b.rows("projects") {
		recommended[row.text("project_id")], years[row.text("project_id")] = row.flag("recommended_for_research"), row.year("year")
	}
	for row := range b.rows("project_parties") {
		in := b.index.organizations
		switch row.text("party_type") {
		case "country":
			in = b.index.countries
		case "organization":
		default:
			row.problem("party_type", "want country or organization")
		}
		party, project := row.ref("party_id", in), row.ref("project_id", b.index.projects)
		role := row.choice("role", "ParticipantRole")
		part := b.relationship("PARTICIPATES_IN", party.id, project.id, row.confidence(), row.evidence(), role)
		part.set("role", role)
		part.set("recommendedForResearch", recommended[row.text("project_id")])
		part.since(years[row.text("project_id")])
	}
}
