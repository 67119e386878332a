package dataset

import "strings"

// entity is a node that others refer to.
type entity struct {
	// id is its id in the graph.
	id string
	// key is the part of the id after the colon.
	key string
	// name is its name, for names that are made of several.
	name string
}

// entities are entities by the id that the tables use for them.
type entities struct {
	byKey map[string]entity
	// what says what a reference must be, such as "an iso3 of countries.csv".
	what string
}

// index knows the entities of the tables.
type index struct {
	sources, countries, organizations, industries, technologies, products, projects entities
	agreements, goals, targets, indicators, areas                                   entities
	// countryNames and organizationNames lead from a name to the first entity that has it.
	countryNames, organizationNames map[string]entity
}

// readIndex gives every entity that others refer to its id.
func readIndex(b *batch) *index {
	x := &index{
		sources:       b.entities("sources", "source_id", "title", fixed("source:")),
		countries:     b.entities("countries", "iso3", "name", fixed("country:")),
		organizations: b.entities("organizations", "org_id", "name", prefixed("org:", map[string]string{"org": "org:"})),
		industries:    b.entities("industries", "industry_id", "name", prefixed("industry:", map[string]string{"isic4": "industry:"})),
		technologies:  b.entities("technologies", "tech_id", "name", prefixed("tech:", nil)),
		products:      b.entities("products_hs", "product_id", "description", prefixed("product:", nil)),
		projects:      b.entities("projects", "project_id", "title", prefixed("project:", nil)),
		agreements:    b.entities("agreements", "agreement_id", "name", prefixed("rule:", nil)),
		goals:         b.entities("sdg_goals", "goal_id", "short_title", prefixed("goal:", map[string]string{"sdg": "goal:"})),
		targets:       b.entities("sdg_targets", "target_id", "title", prefixed("target:", map[string]string{"sdg": "target:"})),
		indicators:    b.entities("indicators", "indicator_id", "name", prefixed("indicator:", nil)),
	}
	x.areas = entities{byKey: map[string]entity{}, what: "an iso3 of countries.csv, an org_id of organizations.csv, WLD or WLD75"}
	for _, known := range []map[string]entity{x.countries.byKey, x.organizations.byKey, groupAreas()} {
		for key, e := range known {
			x.areas.byKey[key] = e
		}
	}
	x.countryNames = b.byName("countries", "iso3", "name", x.countries)
	x.organizationNames = b.byName("organizations", "org_id", "name", x.organizations)
	return x
}

// rule makes an id of a key in the tables.
type rule func(key string) string

// fixed puts the prefix before the key: FRA → country:FRA.
func fixed(prefix string) rule { return func(key string) string { return prefix + key } }

// prefixed keeps the prefix that the key has in the tables, with a dash: wipo:optics → tech:wipo-optics; but for those that
// instead replaces: isic4:C26 → industry:C26.
func prefixed(prefix string, instead map[string]string) rule {
	return func(key string) string {
		own, rest, ok := strings.Cut(key, ":")
		if !ok || own == "" {
			return ""
		}
		if p, ok := instead[own]; ok {
			return p + rest
		}
		return prefix + own + "-" + rest
	}
}

// entities reads the entities of a table. A slash in a key becomes a dash.
func (b *batch) entities(table, key, name string, id rule) entities {
	es := entities{byKey: map[string]entity{}, what: withArticle(key) + " of " + table + ".csv"}
	keys := map[string]string{}
	for r := range b.rows(table) {
		made := strings.ReplaceAll(id(r.text(key)), "/", "-")
		_, rest, _ := strings.Cut(made, ":")
		if !isKey(rest) {
			r.problem(key, "want an id of letters, digits and -._~/ only, with its prefix before a colon")
		}
		if other, taken := keys[made]; taken && other != r.text(key) {
			r.problem(key, "the id "+made+" belongs to "+other+" already")
		}
		keys[made] = r.text(key)
		es.byKey[r.text(key)] = entity{id: made, key: rest, name: r.text(name)}
	}
	return es
}

// byName leads from the names in a table to its entities; of several with one name to the first.
func (b *batch) byName(table, key, name string, es entities) map[string]entity {
	names := map[string]entity{}
	for r := range b.rows(table) {
		if _, taken := names[r.text(name)]; !taken {
			names[r.text(name)] = es.byKey[r.text(key)]
		}
	}
	return names
}

// isKey tells whether a text can be the part of an id after the colon.
func isKey(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("-._~", rune(c)) {
			return false
		}
	}
	return s != ""
}

// slug makes a key of a name: lower case, letters and digits, with single dashes between.
// Apostrophes are left out.
func slug(name string) string {
	plain := strings.ReplaceAll(strings.ToLower(name), "'", "")
	words := strings.FieldsFunc(plain, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

// withArticle puts a or an before a word.
func withArticle(word string) string {
	if strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}
