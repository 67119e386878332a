package dataset

import "partnir/store"

// The two sources of memberships, which are compared for nine groups.
const (
	factbook      = "source:fb26"
	countryGroups = "source:cg21"
)

// check is what the comparison of the two sources says of a membership: how sure it is, and which source says what.
type check struct {
	sure     float64
	evidence []store.Evidence
}

// checks are the outcomes of the comparison by the value of the column.
var checks = map[string]check{
	"agrees": {agreed, []store.Evidence{{Source: factbook}, {Source: countryGroups}}},
	"not_in_cg21": {disputed, []store.Evidence{{Source: factbook},
		{Source: countryGroups, Contradicts: true, Note: "The list of November 2021 does not have this member; it may have joined later or left before."}}},
	"only_cg21": {outdated, []store.Evidence{{Source: countryGroups},
		{Source: factbook, Contradicts: true, Note: "The Factbook of early 2026 does not have this member; it may have left since 2021, or the Factbook may be incomplete."}}},
	"cg21_says_member": {disputed, []store.Evidence{{Source: factbook},
		{Source: countryGroups, Contradicts: true, Note: "The list of November 2021 has this country as a member; the role is the Factbook's."}}},
}

// stale are memberships that SOURCES.md knows to be out of date, though no other source in the graph says so.
var stale = map[[3]string]string{
	{"IND", "org:sco", "observer"}: "Known to be out of date: the source still has this country as an observer.",
}

// convertMemberships makes a MEMBER_OF of each row of memberships.
func convertMemberships(b *batch) {
	for row := range b.rows("memberships") {
		sure, evidence := official, row.evidence()
		if value := row.text("check"); value != "" {
			c, ok := checks[value]
			if !ok {
				row.problem("check", "want agrees, not_in_cg21, only_cg21, cg21_says_member or nothing")
			} else if c.evidence[0].Source != row.source() {
				row.problem("source_id", "want the source that the value of check speaks for, "+c.evidence[0].Source)
			}
			sure, evidence = c.sure, c.evidence
		}
		if note, ok := stale[[3]string{row.text("iso3"), row.text("org_id"), row.text("role")}]; ok {
			sure, evidence = disputed, b.evidence(row.source(), note)
		}
		country, group := row.ref("iso3", b.index.countries), row.ref("org_id", b.index.organizations)
		m := b.relationship("MEMBER_OF", country.id, group.id, sure, evidence)
		m.set("role", row.must("role"))
		m.set("qualifier", row.text("qualifier"))
	}
}
