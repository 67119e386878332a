package dataset

import (
	"regexp"
	"strconv"
	"strings"
)

// schemeAreas are the areas of industrial cooperation that a classification of technologies is about as a whole; all others are
// OTHER.
var schemeAreas = map[string]string{
	"Computer Science Ontology (subset)":     "DIGITAL",
	"OECD ENV-TECH (via NCSES)":              "GREEN",
	"WIPO PATENTSCOPE AI scheme (via NCSES)": "DIGITAL",
}

// convertTechnologies makes a Technology of each row of technologies.
func convertTechnologies(b *batch) {
	for row := range b.rows("technologies") {
		evidence, group := row.evidence(), row.text("group")
		if group == "seed" {
			// Not a group of the classification, but how the subset was chosen.
			evidence, group = b.evidence(row.source(), "seed of the subset of the ontology"), ""
		}
		t := b.node("Technology", row.ref("tech_id", b.index.technologies).id, row.must("name"), evidence)
		t.set("kind", "TECHNOLOGY")
		area := schemeAreas[row.text("scheme")]
		if area == "" {
			area = "OTHER"
		}
		t.set("area", area)
		t.set("scheme", row.must("scheme"))
		_, code, _ := strings.Cut(row.text("tech_id"), ":")
		t.set("code", code)
		t.set("group", group)
	}
}

// convertTechnologyRelations makes a BROADER (from the narrower to the wider) or CONTRIBUTES_TO of each row of
// technology_relations.
func convertTechnologyRelations(b *batch) {
	for row := range b.rows("technology_relations") {
		parent, child := row.ref("parent_id", b.index.technologies), row.ref("child_id", b.index.technologies)
		switch row.text("relation") {
		case "BROADER_THAN":
			b.relationship("BROADER", child.id, parent.id, row.confidence(), row.evidence())
		case "CONTRIBUTES_TO":
			b.relationship("CONTRIBUTES_TO", parent.id, child.id, row.confidence(), row.evidence())
		default:
			row.problem("relation", "want BROADER_THAN or CONTRIBUTES_TO")
		}
	}
}

// metric is what was counted of the work on technologies.
type metric struct{ name, unit string }

var metrics = map[string]metric{
	"ai_articles_whole_count_2003_2022":     {"AI articles, whole count, 2003-2022", "articles"},
	"ai_patents_granted_2000_2022":          {"AI patents granted, 2000-2022", "patents"},
	"international_patent_families_granted": {"International patent families granted", "patent families"},
	"uspto_utility_patents_granted":         {"USPTO utility patents granted", "patents"},
}

// convertActivity makes of each row of technology_activity an Observation about the technology, and of the latest figure of each
// country, technology and metric a WORKS_ON.
func convertActivity(b *batch) {
	made := map[string]bool{}
	type work struct{ area, technology, metric string }
	latest, order := map[work]row{}, []work(nil)
	for row := range b.rows("technology_activity") {
		name := row.text("metric")
		m, indicator := row.metric(made)
		area, technology := row.ref("area_id", b.index.areas), row.ref("tech_id", b.index.technologies)
		year := row.text("year")
		o := b.observation(figure{
			key:     "ncses-" + name + "-" + area.key + "-" + technology.key + "-" + year,
			name:    m.name + ", " + technology.name + ", " + area.name + ", " + year,
			subject: area.id, about: technology.id, indicator: indicator,
			sure: row.confidence(), evidence: b.evidence(row.source(), row.must("source_table")),
		})
		o.set("value", row.number("value"))
		o.set("unit", m.unit)
		o.between(metricYears(row))
		w := work{row.text("area_id"), row.text("tech_id"), name}
		before, seen := latest[w]
		if !seen {
			order = append(order, w)
		}
		if !seen || row.year("year") > before.year("year") {
			latest[w] = row
		}
	}
	for _, w := range order {
		b.work(latest[w])
	}
}

// metric is what a row of technology_activity counts, with the id of its indicator, which is made at the first row.
func (r row) metric(made map[string]bool) (metric, string) {
	name := r.text("metric")
	m, ok := metrics[name]
	if !ok {
		r.problem("metric", "want a metric that technologies.go names")
	}
	id := "indicator:ncses-" + name
	if !made[id] {
		made[id] = true
		i := r.batch.node("Indicator", id, m.name, r.evidence())
		i.set("code", name)
		i.set("unit", m.unit)
	}
	return m, id
}

// work makes a WORKS_ON of a row of technology_activity, where a country's figure is above 0.
func (b *batch) work(row row) {
	country, ok := b.index.countries.byKey[row.text("area_id")]
	value, _ := row.number("value").(float64)
	if !ok || value <= 0 {
		return
	}
	technology := row.ref("tech_id", b.index.technologies)
	w := b.relationship("WORKS_ON", country.id, technology.id, row.confidence(),
		b.evidence(row.source(), row.text("source_table")), row.text("metric"))
	w.set("metric", row.text("metric"))
	w.set("value", value)
	w.between(metricYears(row))
}

var span = regexp.MustCompile(`_(\d{4})_\d{4}$`)

// metricYears are the first and last year of a figure. A metric such as ai_patents_granted_2000_2022 counts from its first year on.
func metricYears(row row) (first, last int) {
	last = row.year("year")
	if m := span.FindStringSubmatch(row.text("metric")); m != nil {
		first, _ = strconv.Atoi(m[1])
		return first, last
	}
	return last, last
}
