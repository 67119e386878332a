package dataset

import (
	"strings"

	"partnir/store"
)

// convertSources makes a Source of each row of sources; what texts say of themselves comes from their facts.
func convertSources(b *batch) {
	texts := b.texts()
	for row := range b.rows("sources") {
		id := row.ref("source_id", b.index.sources).id
		evidence, title, published, genre := b.evidence(id, ""), row.must("title"), "", ""
		if t, ok := texts[id]; ok {
			evidence, title, published, genre = t.evidence, t.title, t.published, t.genre
		}
		s := b.node("Source", id, title, evidence)
		s.set("title", title)
		s.set("aliases", others(title, row.text("title")))
		s.set("publisher", row.text("attribution"))
		if strings.Contains(row.text("locator"), ":") {
			s.set("url", row.text("locator"))
		} else if row.must("locator") != "" {
			s.prove(store.Evidence{Source: id, Note: "taken from: " + row.text("locator")})
		}
		s.set("description", genre)
		s.set("publishedOn", published)
		s.set("edition", row.text("as_of"))
		s.set("stateOn", b.states[id])
		s.set("revision", row.text("commit"))
		s.set("licence", row.text("licence"))
		s.set("feeds", row.text("feeds"))
	}
}

// worded are the days, months or years that the data of sources are of which say so in words.
var worded = map[string]string{
	"final weekly update before the Factbook was withdrawn (Feb 2026); figures carry their own year": "2026-02",
	"2020 edition":                   "2020",
	"HS 2022; snapshot 2024-10-25":   "2024-10-25",
	"tables 2021-2024; data to 2022": "2022",
}

// readStates reads the day, month or year that the data of each source are of. What it can know is up to then.
func readStates(b *batch) map[string]string {
	states := map[string]string{}
	for row := range b.rows("sources") {
		said := row.must("as_of")
		state, inWords := worded[said]
		if !inWords {
			state = said
		}
		if !isISODate(state) {
			row.problem("as_of", "want a date, or words that knowledge.go knows the date of")
			continue
		}
		states[row.ref("source_id", b.index.sources).id] = state
	}
	return states
}

// text is what the facts of a text say of the text itself.
type text struct {
	title, published, genre string
	evidence                []store.Evidence
}

// texts are the texts that facts were taken from, by the id of their source.
func (b *batch) texts() map[string]text {
	found := map[string]text{}
	for row := range b.rows("seed_article_facts") {
		t := found[row.source()]
		t.title, t.published = row.must("source_title"), row.isoDate("source_published")
		t.genre = "genre: " + row.must("source_genre")
		if row.text("subject_type") == "Document" {
			t.evidence = append(t.evidence, store.Evidence{Source: row.source(), Quote: row.text("quote")})
		}
		found[row.source()] = t
	}
	return found
}

// convertIndicators makes an Indicator of each row of indicators.
func convertIndicators(b *batch) {
	for row := range b.rows("indicators") {
		i := b.node("Indicator", row.ref("indicator_id", b.index.indicators).id, row.must("name"), row.evidence())
		_, code, _ := strings.Cut(row.text("indicator_id"), ":")
		i.set("code", code)
		i.set("unit", row.text("unit"))
		i.set("description", row.text("description"))
		i.set("series", row.text("source_series"))
	}
}

// convertObservations makes an Observation of each row of observations.
func convertObservations(b *batch) {
	units := map[string]string{}
	for row := range b.rows("indicators") {
		units[row.text("indicator_id")] = row.text("unit")
	}
	for row := range b.rows("observations") {
		area, indicator := observed(row), row.ref("indicator_id", b.index.indicators)
		year, sure, estimate := row.text("year"), row.confidence(), row.flag("estimate")
		if estimate == true {
			sure = estimated
		}
		o := b.observation(figure{
			key: indicator.key + "-" + area.key + "-" + year, name: indicator.name + ", " + area.name + ", " + year,
			subject: area.id, indicator: indicator.id, sure: sure, evidence: row.evidence(),
		})
		o.set("value", row.number("value"))
		o.set("unit", units[row.text("indicator_id")])
		o.set("estimate", estimate)
		o.during(row.year("year"))
	}
}

// observed is the subject of a row of observations.
func observed(row row) entity {
	switch row.text("area_type") {
	case "country":
		return row.ref("area_id", row.batch.index.countries)
	case "organization":
		return row.ref("area_id", row.batch.index.organizations)
	case "group", "world":
		return row.ref("area_id", row.batch.index.areas)
	}
	row.problem("area_type", "want country, organization, group or world")
	return entity{}
}

// groupAreas are the areas in the tables that are neither countries nor organizations.
func groupAreas() map[string]entity {
	return map[string]entity{
		"WLD":   {id: "org:world", key: "world", name: "World"},
		"WLD75": {id: "org:wld75", key: "wld75", name: "World (75 economies)"},
	}
}

// convertGroups makes an Organization of kind GROUP of each group of countries that figures are about.
func convertGroups(b *batch) {
	made := map[string]record{}
	for _, table := range []string{"observations", "technology_activity"} {
		for row := range b.rows(table) {
			area, ok := groupAreas()[row.text("area_id")]
			if !ok {
				continue
			}
			if g, again := made[area.id]; again {
				g.prove(row.evidence()[0])
				continue
			}
			g := b.node("Organization", area.id, area.name, row.evidence())
			g.set("kind", "GROUP")
			if area.id == "org:wld75" {
				g.set("description", "The 75 economies of the tables of NCSES, which they call the world.")
			}
			made[area.id] = g
		}
	}
}
