package dataset

import (
	"regexp"
	"strings"

	"partnir/store"
)

// known is a type and name as the facts of a text use them.
type known struct{ typeName, name string }

// standIns are the entities that statements are kept with whose own subject is none: a person with the country of the office, a
// report with its publisher, a network or policy with the group that it is of.
var standIns = map[string]known{
	"Article (Global Times, 2022-06-29)":                     {"Initiative", partNIR},
	"Xi Jinping":                                             {"Country", "China"},
	"Global Innovation Index 2021":                           {"Organization", "World Intellectual Property Organization"},
	"Industrial Development Report 2022":                     {"Organization", "United Nations Industrial Development Organization"},
	"reindustrialization strategy":                           {"Group", "developed countries"},
	"BRICS innovation bases":                                 {"Group", "BRICS"},
	"industry competence centers":                            {"Group", "developing countries"},
	"industrial cooperation network of developing countries": {"Group", "developing countries"},
}

const partNIR = "Partnership on New Industrial Revolution (PartNIR)"

// named is an entity with an id of its own and a kind.
type named struct{ key, kind string }

var initiatives = map[string]named{
	partNIR:                               {"partnir", "PARTNERSHIP"},
	"Global Development Initiative (GDI)": {"gdi", "DEVELOPMENT_INITIATIVE"},
	"United Nations 2030 Agenda for Sustainable Development": {"agenda-2030", "AGENDA"},
}

var platforms = map[string]named{
	"BRICS Partnership on New Industrial Revolution Innovation Center": {"brics-partnir-innovation-center", "INNOVATION_CENTER"},
}

// technologyAreas are the areas that the text names technologies and practices in.
var technologyAreas = map[string]string{
	"big data": "DIGITAL", "5G": "DIGITAL", "artificial intelligence": "DIGITAL", "industrial internet": "DIGITAL",
	"next-generation information technology": "DIGITAL", "cloud and platforms": "DIGITAL",
	"platform-based design": "DIGITAL", "intelligent manufacturing": "DIGITAL", "personalized customization": "DIGITAL",
	"green and low-carbon technologies": "GREEN", "energy-saving and carbon-reducing technologies": "GREEN",
}

// figures are the indicators of predicates that lead to a second actor.
var figures = map[string]string{
	"TRADES_WITH":       "bilateral trade",
	"TRADE_GROWTH_WITH": "growth of bilateral trade",
	"DIFFERS_FROM":      "difference in estimated output loss",
}

var kindInWords = map[string]string{
	"FACT":             "stated as a fact",
	"CLAIM":            "a claim of the author",
	"RECOMMENDATION":   "a recommendation of the author",
	"REPORTED_FINDING": "a finding of a report that the text cites",
}

// entity is the entity that a row names; it is made where the tables do not have it. Names of other types are words only.
func (a *article) entity(f fact, column, typeName, name string) entity {
	switch typeName {
	case "Country":
		if e, ok := a.index.countryNames[name]; ok {
			return e
		}
		e, ok := a.index.countries.byKey[countryNamesInTexts[name]]
		if !ok {
			f.problem(column, "want the name of a country as countries.csv has it, or one that countries.go knows")
		}
		return e
	case "Initiative", "Framework":
		return a.initiative(f, name)
	case "Technology":
		return a.technology(f, name, "TECHNOLOGY")
	case "BusinessModel":
		return a.technology(f, name, "PRACTICE")
	case "Group", "Region":
		return a.organization(f, name, "GROUP")
	case "Organization":
		if p, ok := platforms[name]; ok {
			e, platform := a.mention(f, "Platform", "platform:"+p.key, name)
			platform.set("kind", p.kind)
			return e
		}
		return a.organization(f, name, "OTHER")
	}
	return entity{}
}

func (a *article) initiative(f fact, printed string) entity {
	name, acronym := withoutAcronym(printed)
	own, ok := initiatives[printed]
	if !ok {
		own = named{slug(name), "OTHER"}
	}
	e, i := a.mention(f, "Initiative", "initiative:"+own.key, name)
	i.set("kind", own.kind)
	i.set("acronym", acronym)
	i.set("aliases", others(name, acronym))
	return e
}

func (a *article) technology(f fact, name, kind string) entity {
	e, t := a.mention(f, "Technology", "tech:"+slug(name), name)
	t.set("kind", kind)
	t.set("area", "OTHER")
	if area, ok := technologyAreas[name]; ok {
		t.set("area", area)
	}
	return e
}

// organization is the organization of the tables with that name, or a new one.
func (a *article) organization(f fact, printed, kind string) entity {
	if e, ok := a.index.organizationNames[printed]; ok {
		return e
	}
	name, acronym := withoutAcronym(printed)
	key := slug(name)
	if acronym != "" {
		key = slug(acronym)
	}
	e, o := a.mention(f, "Organization", "org:"+key, name)
	o.set("kind", kind)
	o.set("acronym", acronym)
	o.set("aliases", others(name, acronym))
	return e
}

// mention makes a node that the text names, at its first mention.
func (a *article) mention(f fact, typeName, id, name string) (entity, record) {
	r, ok := a.made[id]
	if !ok {
		e := f.evidence
		e.Note = "named in " + e.Note + ": " + kindInWords[f.kind]
		r = a.node(typeName, id, name, []store.Evidence{e})
		a.made[id] = r
	}
	_, key, _ := strings.Cut(id, ":")
	return entity{id: id, key: key, name: name}, r
}

var acronym = regexp.MustCompile(`^(.+) \(([A-Za-z0-9-]+)\)$`)

// withoutAcronym splits a name such as `Global Development Initiative (GDI)`.
func withoutAcronym(printed string) (name, short string) {
	if m := acronym.FindStringSubmatch(printed); m != nil {
		return m[1], m[2]
	}
	return printed, ""
}

// sentence renders a row in words.
func (f fact) sentence() string {
	predicate := f.text("predicate")
	words, ok := phrases[predicate]
	if !ok {
		words = strings.ToLower(strings.ReplaceAll(predicate, "_", " "))
	}
	sentence := f.text("subject") + " " + words + " " + f.text("object")
	if f.kind == "RECOMMENDATION" && !strings.HasPrefix(words, "should ") && !strings.HasPrefix(words, "is to ") {
		return "Recommended: " + sentence
	}
	return sentence
}

// phrases are predicates in words, where their own words would not do. A recommendation must read as one.
var phrases = map[string]string{
	"ADDRESSED_TO":                           "is addressed to",
	"AUTHOR_AFFILIATION":                     "has an author affiliated with",
	"CONSTRUCTED_FROM":                       "was constructed in",
	"EARLY_OUTCOME_OF":                       "is an early outcome of",
	"ENABLES":                                "should enable",
	"FACILITATES_FLOW_OF":                    "should facilitate the free flow of",
	"IMPLEMENTS":                             "implement",
	"HAS_GENRE":                              "has the genre",
	"HOLDS_OFFICE":                           "holds the office",
	"MONITORS":                               "should monitor",
	"MUTUAL_TRADE_AND_INVESTMENT_HEATING_UP": "has mutual trade and investment heating up with",
	"PATHWAY_TO":                             "is a pathway to",
	"PROPOSED_BY":                            "was proposed by",
	"PUBLISHED_BY":                           "was published by",
	"PUBLISHED_ON":                           "was published on",
	"SEEKS_OPPORTUNITY_FROM":                 "seek opportunity from",
	"TO_BE_BUILT_UNDER":                      "is to be built under",
	"TO_INTEGRATE_INTO":                      "are to integrate into",
	"TRADE_GROWING_FASTER_THAN":              "have trade among them growing faster than",
	"USES_INSTRUMENT":                        "uses the instrument",
}
