package dataset

import (
	"slices"

	"partnir/store"
)

// convertCountries makes a Country of each row of countries.
func convertCountries(b *batch) {
	also := b.namesInTexts()
	for row := range b.rows("countries") {
		e := row.ref("iso3", b.index.countries)
		if !isCode(row.must("iso3"), 3) {
			row.problem("iso3", "want three capital letters, such as CHN")
		}
		if !isCode(row.must("iso2"), 2) {
			row.problem("iso2", "want two capital letters, such as CN")
		}
		note := ""
		if status := row.text("code_status"); status != "iso3166-1" {
			note = "code status: " + status
		}
		c := b.node("Country", e.id, row.must("name"), b.evidence(row.source(), note))
		c.set("iso2", row.text("iso2"))
		c.set("iso3", row.text("iso3"))
		c.set("m49", row.text("m49"))
		c.set("officialName", row.text("name_official"))
		c.set("names", localized("zh", row.text("name_zh"), "fr", row.text("name_fr")))
		c.set("region", row.maybeChoice("region", "Region"))
		c.set("subregion", row.maybeChoice("subregion", "Subregion"))
		c.set("capital", row.text("capital"))
		c.set("currency", row.text("currency_code"))
		c.set("currencyName", row.text("currency_name"))
		c.set("independence", row.text("independent"))
		c.set("ldc", row.flag("ldc"))
		c.set("lldc", row.flag("lldc"))
		c.set("sids", row.flag("sids"))
		c.set("sameAs", wikidata(row))
		aliases := []string{row.text("name_official"), row.text("name_zh"), row.text("name_fr")}
		for _, printed := range also[e.id] {
			aliases = append(aliases, printed.name)
			c.prove(printed.evidence)
		}
		c.set("aliases", others(row.text("name"), aliases...))
	}
}

// printedName is a name that a text prints for a country, beside the name in countries.
type printedName struct {
	name     string
	evidence store.Evidence
}

// namesInTexts are the names for countries in the facts of texts that countries does not have, such as Turkey.
func (b *batch) namesInTexts() map[string][]printedName {
	found := map[string][]printedName{}
	for row := range b.rows("seed_article_facts") {
		for _, role := range []string{"subject", "object"} {
			name := row.text(role)
			iso3, ok := countryNamesInTexts[name]
			if !ok || row.text(role+"_type") != "Country" {
				continue
			}
			id := b.index.countries.byKey[iso3].id
			found[id] = append(found[id], printedName{name, store.Evidence{
				Source: row.source(), Quote: row.text("quote"), Note: "names the country " + name,
			}})
		}
	}
	return found
}

// countryNamesInTexts are the iso3 of countries that a text calls by a name that the table does not have.
var countryNamesInTexts = map[string]string{"Turkey": "TUR"}

// wikidata is the address of the country's entity in Wikidata.
func wikidata(row row) []string {
	id := row.text("wikidata_id")
	if id == "" {
		return nil
	}
	if len(id) < 2 || id[0] != 'Q' || !allDigits(id[1:]) {
		row.problem("wikidata_id", "want Q and digits, such as Q148")
	}
	return []string{"http://www.wikidata.org/entity/" + id}
}

// localized makes `language:text` of pairs of language and text; empty texts are left out.
func localized(pairs ...string) []string {
	var texts []string
	for pair := range slices.Chunk(pairs, 2) {
		if pair[1] != "" {
			texts = append(texts, pair[0]+":"+pair[1])
		}
	}
	return texts
}

// others are the names that differ from the first one and from each other.
func others(name string, names ...string) []string {
	var kept []string
	for _, n := range names {
		if n != "" && n != name && !slices.Contains(kept, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

// isCode tells whether a text is made of so many capital letters.
func isCode(s string, letters int) bool {
	for _, r := range s {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return len(s) == letters
}
