package dataset

// flowIndicator is what the Factbook says of the exports or the imports of a country.
type flowIndicator struct{ code, name, unit string }

var partnerShares = map[string]flowIndicator{
	"export": {"export_partner_share", "Share of a partner in exports", "percent"},
	"import": {"import_partner_share", "Share of a partner in imports", "percent"},
}

var mainCommodities = map[string]flowIndicator{
	"export": {"export_commodity", "Main export commodity", ""},
	"import": {"import_commodity", "Main import commodity", ""},
}

// flow returns what a row is about by its column flow, and makes the indicator at its first row.
func (r row) flow(of map[string]flowIndicator, made map[string]bool) (indicator flowIndicator, id string) {
	i, ok := of[r.text("flow")]
	if !ok {
		r.problem("flow", "want export or import")
	}
	id = "indicator:fb-" + i.code
	if !made[id] {
		made[id] = true
		node := r.batch.node("Indicator", id, i.name, r.evidence())
		node.set("code", i.code)
		node.set("unit", i.unit)
	}
	return i, id
}

// convertTradePartners makes an Observation of a country with its partner of each row of trade_partners.
func convertTradePartners(b *batch) {
	made := map[string]bool{}
	for row := range b.rows("trade_partners") {
		indicator, id := row.flow(partnerShares, made)
		country, partner := row.ref("iso3", b.index.countries), row.ref("partner_iso3", b.index.countries)
		o := b.observation(figure{
			key:     "fb-" + indicator.code + "-" + country.key + "-" + partner.key + dashed(row.text("year")),
			name:    indicator.name + ", " + country.name + " with " + partner.name + comma(row.text("year")),
			subject: country.id, with: partner.id, indicator: id, sure: row.confidence(), evidence: row.evidence(),
		})
		o.set("value", row.within("share_percent", 0, 100))
		o.set("unit", indicator.unit)
		o.set("rank", row.count("rank"))
		o.set("upperBound", row.flag("share_is_upper_bound"))
		o.during(row.year("year"))
	}
}

// convertTradeCommodities makes an Observation of each row of trade_commodities, with the commodity as printed.
func convertTradeCommodities(b *batch) {
	made := map[string]bool{}
	for row := range b.rows("trade_commodities") {
		indicator, id := row.flow(mainCommodities, made)
		country, rank := row.ref("iso3", b.index.countries), row.must("rank")
		o := b.observation(figure{
			key:     "fb-" + indicator.code + "-" + country.key + "-" + rank + dashed(row.text("year")),
			name:    indicator.name + " no. " + rank + ", " + country.name + comma(row.text("year")),
			subject: country.id, indicator: id, sure: row.confidence(), evidence: row.evidence(),
		})
		o.set("text", row.must("commodity"))
		o.set("rank", row.count("rank"))
		o.during(row.year("year"))
	}
}

// dashed puts a dash before a value, if there is one.
func dashed(s string) string { return before("-", s) }

// comma puts a comma before a value, if there is one.
func comma(s string) string { return before(", ", s) }

func before(mark, s string) string {
	if s == "" {
		return ""
	}
	return mark + s
}
