package dataset

import (
	"strings"

	"partnir/store"
)

// convertIndustries makes an Industry of each row of industries.
func convertIndustries(b *batch) {
	for row := range b.rows("industries") {
		i := b.node("Industry", row.ref("industry_id", b.index.industries).id, row.must("name"), row.evidence())
		i.set("code", row.must("code"))
		manufacturing := row.flag("is_manufacturing")
		if manufacturing == nil {
			row.problem("is_manufacturing", "want true or false")
		}
		i.set("manufacturing", manufacturing)
	}
}

// outputIndicator is the indicator of gross output.
const outputIndicator = "indicator:icio-gross_output"

// convertSectors makes a Sector of each industry of a country that has an output or a supply link, and an Observation of each
// output.
func convertSectors(b *batch) {
	made := map[string]bool{}
	sector := func(country, industry entity, evidence []store.Evidence) entity {
		s := entity{id: b.sectorID(country, industry), name: industry.name + ", " + country.name}
		s.key = strings.TrimPrefix(s.id, "sector:")
		if made[s.id] {
			return s
		}
		made[s.id] = true
		b.node("Sector", s.id, s.name, evidence)
		b.relationship("OF_COUNTRY", s.id, country.id, certain, evidence)
		b.relationship("IN_INDUSTRY", s.id, industry.id, certain, evidence)
		return s
	}
	for row := range b.rows("industry_output") {
		if len(made) == 0 {
			b.outputIndicator(row)
		}
		s := sector(row.ref("iso3", b.index.countries), row.ref("industry_id", b.index.industries), row.evidence())
		year := row.text("year")
		o := b.observation(figure{
			key: "icio-gross_output-" + s.key + "-" + year, name: "Gross output, " + s.name + ", " + year,
			subject: s.id, indicator: outputIndicator, sure: row.confidence(), evidence: row.evidence(),
		})
		o.set("value", row.scaled("gross_output_usd_mn", 6))
		o.set("unit", "USD")
		o.during(row.year("year"))
	}
	for row := range b.rows("supply_industry_links") {
		for _, end := range [][2]string{{"supplier_iso3", "supply_industry_id"}, {"user_iso3", "use_industry_id"}} {
			// Unknown countries and industries are reported with the links.
			country, industry := b.index.countries.byKey[row.text(end[0])], b.index.industries.byKey[row.text(end[1])]
			if !made[b.sectorID(country, industry)] {
				sector(country, industry, row.evidence())
			}
		}
	}
}

func (b *batch) outputIndicator(row row) {
	i := b.node("Indicator", outputIndicator, "Gross output", row.evidence())
	i.set("code", "gross_output")
	i.set("unit", "USD")
	b.publish(i.id, "org:oecd", row.evidence())
}

// sectorID is the id of an industry of a country.
func (b *batch) sectorID(country, industry entity) string {
	key := [2]string{country.key, industry.key}
	id, ok := b.sectorKeys[key]
	if !ok {
		id = "sector:" + country.key + "-" + industry.key
		b.sectorKeys[key] = id
	}
	return id
}

// capped are the industries whose inputs the packager of the table cut, so that the links into them are too small.
var capped = map[string]bool{"sector:ISL-C21": true, "sector:CYP-H51": true}

const cappedNote = "The packager of the table capped the inputs of this industry."

// convertSectorLinks makes a SUPPLIES from sector to sector of each row of supply_industry_links.
func convertSectorLinks(b *batch) {
	for row := range b.rows("supply_industry_links") {
		industry := row.ref("supply_industry_id", b.index.industries)
		from := b.sectorID(row.ref("supplier_iso3", b.index.countries), industry)
		to := b.sectorID(row.ref("user_iso3", b.index.countries), row.ref("use_industry_id", b.index.industries))
		sure, evidence := row.confidence(), row.evidence()
		if capped[to] {
			sure, evidence = disputed, b.evidence(row.source(), cappedNote)
		}
		s := b.relationship("SUPPLIES", from, to, sure, evidence, "GOODS", industry.id, row.text("year"))
		s.set("flow", "GOODS")
		s.set("industryId", industry.id)
		s.set("valueUsd", row.scaled("value_usd_mn", 6))
		s.set("share", row.within("share", 0, 1))
		s.during(row.year("year"))
	}
}

// convertCountryFlows makes a SUPPLIES from country to country of each row of supply_country_flows.
func convertCountryFlows(b *batch) {
	for row := range b.rows("supply_country_flows") {
		industry := row.ref("industry_id", b.index.industries)
		from, to := row.ref("supplier_iso3", b.index.countries), row.ref("user_iso3", b.index.countries)
		note := "measure: " + strings.ReplaceAll(row.must("measure"), "_", " ")
		s := b.relationship("SUPPLIES", from.id, to.id, row.confidence(), b.evidence(row.source(), note), "GOODS", industry.id, row.text("year"))
		s.set("flow", "GOODS")
		s.set("industryId", industry.id)
		s.set("valueUsd", row.scaled("value_usd_mn", 6))
		s.during(row.year("year"))
	}
}

// productLevels are the levels of the Harmonized System.
var productLevels = map[string]string{
	"section": "SECTION", "chapter": "CHAPTER", "heading": "HEADING", "subheading": "SUBHEADING",
}

// convertProducts makes a Product of each row of products_hs, and its part of a wider group.
func convertProducts(b *batch) {
	for row := range b.rows("products_hs") {
		p := b.node("Product", row.ref("product_id", b.index.products).id, row.must("description"), row.evidence())
		p.set("code", row.must("code"))
		p.set("level", row.one("level", productLevels))
		if parent := row.maybe("parent_id", b.index.products); parent.id != "" {
			b.relationship("PART_OF", p.id, parent.id, certain, row.evidence())
		}
	}
}
