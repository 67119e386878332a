package dataset

import "strings"

// convertAgreements makes a Rule of each row of agreements, and an ADOPTED of each row of agreement_parties.
func convertAgreements(b *batch) {
	for row := range b.rows("agreements") {
		a := b.node("Rule", row.ref("agreement_id", b.index.agreements).id, row.must("name"), row.evidence())
		a.set("kind", "AGREEMENT")
		a.set("aliases", others(row.text("name"), row.text("short_name")))
		a.set("description", row.text("objective"))
		a.set("openedOn", row.printedDate("opened_for_signature"))
		a.set("inForceOn", row.printedDate("entered_into_force"))
	}
	for row := range b.rows("agreement_parties") {
		country, agreement := row.ref("iso3", b.index.countries), row.ref("agreement_id", b.index.agreements)
		p := b.relationship("ADOPTED", country.id, agreement.id, row.confidence(), row.evidence())
		p.set("status", row.choice("status", "AdoptionStatus"))
	}
}

// convertPledges makes a Rule of each row of ndcs, and an ADOPTED by the party that submitted it.
func convertPledges(b *batch) {
	id := prefixed("rule:", nil)
	for row := range b.rows("ndcs") {
		_, key, _ := strings.Cut(row.text("policy_id"), ":")
		if !isKey(key) {
			row.problem("policy_id", "want an id of letters, digits and -._~ only, with its prefix before a colon")
		}
		n := b.node("Rule", id(row.text("policy_id")), row.must("title"), row.evidence())
		n.set("kind", "PLEDGE")
		n.set("code", row.text("version"))
		n.set("issuedBy", row.must("party"))
		n.set("openedOn", row.isoDate("submission_date"))
		n.set("url", row.text("url"))
		n.set("documentKind", row.maybeChoice("doc_type", "DocumentKind"))
		n.set("language", row.text("language"))
		n.set("status", row.maybeChoice("status", "RuleStatus"))
		a := b.relationship("ADOPTED", party(row).id, n.id, row.confidence(), row.evidence())
		a.set("status", "SUBMITTED")
		a.set("since", row.isoDate("submission_date"))
		a.from(row.isoDate("submission_date"))
	}
}

// party is the country that submitted a pledge, or the European Union, which has no ISO code.
func party(row row) entity {
	if row.text("iso3") != "" {
		return row.ref("iso3", row.batch.index.countries)
	}
	union, ok := row.batch.index.organizations.byKey["org:eu"]
	if !ok || !strings.HasPrefix(row.text("party"), "European Union") {
		row.problem("party", "want an iso3, or the European Union as party")
	}
	return union
}
