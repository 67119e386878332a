package dataset

import (
	"slices"
	"strings"
	"testing"

	"partnir/store"
)

// TestBRICS: the members of BRICS, each on the word of its sources.
func TestBRICS(t *testing.T) {
	g := starter(t)
	equal(t, "members of BRICS", g.from("MEMBER_OF", "org:brics"), []string{
		"country:ARE", "country:BRA", "country:CHN", "country:EGY", "country:ETH", "country:IND", "country:IRN", "country:RUS",
		"country:SAU", "country:ZAF"})
	china := g.between(t, "MEMBER_OF", "country:CHN", "org:brics")
	equal(t, "China's role", on(t, china, "role"), any("member"))
	equal(t, "both sources have China", on(t, china, "confidence"), any(0.95))
	equal(t, "China's evidence", china.Evidence, []store.Evidence{{Source: "source:fb26"}, {Source: "source:cg21"}})
	egypt := g.between(t, "MEMBER_OF", "country:EGY", "org:brics")
	equal(t, "Egypt is in one source only", on(t, egypt, "confidence"), any(0.5))
	equal(t, "the list of 2021 contradicts", egypt.Evidence[1].Source, "source:cg21")
	equal(t, "the list of 2021 contradicts", egypt.Evidence[1].Contradicts, true)
	if !strings.Contains(egypt.Evidence[1].Note, "November 2021") {
		t.Error("the note must say why: ", egypt.Evidence[1].Note)
	}
	equal(t, "kind", g.of(t, "org:brics", "kind"), any("INTERNATIONAL"))
	equal(t, "founding, word for word", g.of(t, "org:brics", "founding"), any("BRIC established 16 June 2009; BRICS established 24 December 2011"))
	equal(t, "foundedOn is left open", g.of(t, "org:brics", "foundedOn"), nil)
}

// TestDisagreements: a disagreement between the sources stays visible.
func TestDisagreements(t *testing.T) {
	g := starter(t)
	for _, c := range []struct {
		country, group, role string
		confidence           float64
		supports             string
		contradicts          string
	}{
		{"country:GBR", "org:eu", "member", 0.5, "source:fb26", "source:cg21"},
		{"country:IND", "org:oecd", "member", 0.5, "source:fb26", "source:cg21"},
		{"country:AGO", "org:opec", "member", 0.4, "source:cg21", "source:fb26"},
		{"country:CHL", "org:oecd", "enhanced engagement", 0.5, "source:fb26", "source:cg21"},
	} {
		m := g.between(t, "MEMBER_OF", c.country, c.group)
		what := c.country + " in " + c.group
		equal(t, what+": role", on(t, m, "role"), any(c.role))
		equal(t, what+": confidence", on(t, m, "confidence"), any(c.confidence))
		equal(t, what+": supports", m.Evidence[0], store.Evidence{Source: c.supports})
		equal(t, what+": contradicts", m.Evidence[1].Source, c.contradicts)
		equal(t, what+": contradicts", m.Evidence[1].Contradicts, true)
	}
	india := g.between(t, "MEMBER_OF", "country:IND", "org:sco")
	equal(t, "a stale row is disputed", on(t, india, "confidence"), any(0.5))
	france := g.between(t, "MEMBER_OF", "country:FRA", "org:upu")
	equal(t, "an unchecked row", on(t, france, "confidence"), any(0.9))
	equal(t, "memberships are not dated", on(t, france, "validFrom"), nil)
}

func TestCountry(t *testing.T) {
	g := starter(t)
	for property, want := range map[string]any{
		"name": "China", "iso2": "CN", "iso3": "CHN", "m49": "156", "officialName": "the People's Republic of China",
		"names": []string{"zh:中国", "fr:Chine (la)"}, "aliases": []string{"the People's Republic of China", "中国", "Chine (la)"},
		"sameAs": []string{"http://www.wikidata.org/entity/Q148"}, "region": "ASIA", "ldc": false,
		"createdAt": "2026-08-19T00:00:00Z", "updatedAt": "2026-08-19T00:00:00Z", "developmentGroup": nil,
	} {
		equal(t, property, g.of(t, "country:CHN", property), want)
	}
	equal(t, "Kosovo's code is not ISO's", g.nodes["country:XKX"].Evidence,
		[]store.Evidence{{Source: "source:fb26", Note: "code status: user-assigned"}})
	equal(t, "the name that the article uses", g.of(t, "country:TUR", "aliases"), any([]string{"土耳其", "Turkey"}))
}

// TestSupplyChain: the largest supply link into the car industry of the USA.
func TestSupplyChain(t *testing.T) {
	g := starter(t)
	var links []*store.Relationship
	for _, r := range g.in["sector:USA-C29"] {
		if r.Type.Name == "SUPPLIES" {
			links = append(links, r)
		}
	}
	equal(t, "links into sector:USA-C29", len(links), 25)
	largest := slices.MaxFunc(links, func(a, b *store.Relationship) int {
		return int(on(t, a, "valueUsd").(float64)/1000) - int(on(t, b, "valueUsd").(float64)/1000)
	})
	equal(t, "largest supplier", largest.From, "sector:USA-G")
	for property, want := range map[string]any{
		"flow": "GOODS", "industryId": "industry:G", "valueUsd": 114114640000.0, "share": 0.15557, "year": int64(2022),
		"validFrom": "2022-01-01", "validTo": "2022-12-31", "productId": nil, "quantity": nil,
	} {
		equal(t, property, on(t, largest, property), want)
	}
	equal(t, "evidence", largest.Evidence, []store.Evidence{{Source: "source:icio25"}})
	equal(t, "name", g.of(t, "sector:USA-C29", "name"), any("Manufacture of motor vehicles, trailers and semi-trailers, US"))
	equal(t, "gross output", g.of(t, "observation:icio-gross_output-AGO-A01-2022", "value"), any(12599040000.0))
	for _, r := range g.in["sector:ISL-C21"] {
		if r.Type.Name == "SUPPLIES" && r.Evidence[0].Note != cappedNote {
			t.Errorf("the link from %s into sector:ISL-C21 must say that it was capped", r.From)
		}
	}
}

// TestProjects: what China funds in Kenya.
func TestProjects(t *testing.T) {
	g := starter(t)
	funded := map[string]bool{}
	for _, r := range g.out["country:CHN"] {
		if r.Type.Name == "PARTICIPATES_IN" && on(t, r, "role") == "DONOR" {
			funded[r.To] = true
		}
	}
	var inKenya []string
	for _, r := range g.out["country:KEN"] {
		if r.Type.Name == "PARTICIPATES_IN" && on(t, r, "role") == "RECIPIENT_COUNTRY" && funded[r.To] {
			inKenya = append(inKenya, r.To)
		}
	}
	equal(t, "projects of China in Kenya", len(inKenya), 105)
	const railway = "project:aidcn-37103"
	for property, want := range map[string]any{
		"kind": "FINANCE", "status": "COMPLETED", "year": int64(2014), "amountUsd": 1633000000.0, "sectorCode": "210",
		"recommendedForResearch": true, "startsOn": nil, "constantBaseYear": int64(2014),
	} {
		equal(t, property, g.of(t, railway, property), want)
	}
	donor := g.between(t, "PARTICIPATES_IN", "country:CHN", railway)
	equal(t, "what the donor gives", on(t, donor, "amountUsd"), any(1633000000.0))
	bank := g.between(t, "PARTICIPATES_IN", "org:actor-export-import-bank-of-china", railway)
	equal(t, "what the bank gives no source says", on(t, bank, "amountUsd"), nil)
	equal(t, "the party knows whether to count", on(t, bank, "recommendedForResearch"), any(true))
	pledge := 0
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Type.Name == "Project" && g.of(t, n.ID, "recommendedForResearch") == false {
			pledge++
		}
	}
	equal(t, "records not to be summed are kept", pledge, 1093)
}

// TestUnverifiedMatches: a match by name is a guess, and says so.
func TestUnverifiedMatches(t *testing.T) {
	g := starter(t)
	const bank = "org:actor-commercial-bank-of-ethiopia-cbe"
	equal(t, "lei", g.of(t, bank, "lei"), any("254900J7HJSTWB7JFW86"))
	equal(t, "leiConfidence", g.of(t, bank, "leiConfidence"), any(0.3))
	equal(t, "evidence", g.nodes[bank].Evidence, []store.Evidence{
		{Source: "source:aidcn17", Note: "kind as printed: state_owned_company"},
		{Source: "source:lei25", Note: "LEI matched by normalised-name-equality (unverified), legal name COMMERCIAL BANK OF ETHIOPIA, country ETH"}})
	equal(t, "no country is inferred", g.to("LOCATED_IN", bank), nil)
	matched := 0
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Type.Name == "Organization" && g.of(t, n.ID, "leiConfidence") == guessed {
			matched++
		}
	}
	equal(t, "matches", matched, len(rawTable(t, "org_lei_matches")))
	const company = "org:lei-2138009YRLNWISOGK825"
	equal(t, "a registered company is sure", g.of(t, company, "leiConfidence"), any(1.0))
	equal(t, "keyword flags are guesses", g.nodes[company].Evidence[0].Note,
		"keyword guesses: manufacturing, electronics_semiconductors; category: GENERAL")
	equal(t, "its country", g.to("LOCATED_IN", company), []string{"country:IND"})
}

// TestTechnologies: two levels below artificial intelligence.
func TestTechnologies(t *testing.T) {
	g := starter(t)
	equal(t, "narrower than AI", g.from("BROADER", "tech:ai-all"),
		[]string{"tech:ai-ai-techniques", "tech:ai-application-fields", "tech:ai-functional-applications"})
	equal(t, "narrower than AI techniques", len(g.from("BROADER", "tech:ai-ai-techniques")), 7)
	equal(t, "a slash in a code becomes a dash in the id",
		g.of(t, "tech:ai-ai-techniques-machine-learning", "code"), any("ai-techniques/machine-learning"))
	for id, area := range map[string]string{
		"tech:ai-all": "DIGITAL", "tech:cso-big-data": "DIGITAL", "tech:env-all": "GREEN", "tech:wipo-biotechnology": "OTHER"} {
		equal(t, id, g.of(t, id, "area"), any(area))
	}
	work := g.between(t, "WORKS_ON", "country:CAN", "tech:env-all")
	equal(t, "the latest figure", on(t, work, "year"), any(int64(2022)))
	equal(t, "the latest figure", on(t, work, "value"), any(703.0))
	const counted = "observation:ncses-ai_patents_granted_2000_2022-KOR-ai-application-fields-document-management-and-publishing-2022"
	equal(t, "a count over years", g.of(t, counted, "period"), any("2000-2022"))
	equal(t, "a count over years", g.of(t, counted, "validFrom"), any("2000-01-01"))
	equal(t, "about", g.to("ABOUT", counted), []string{"tech:ai-application-fields-document-management-and-publishing"})
}

func TestGoalsAndRules(t *testing.T) {
	g := starter(t)
	equal(t, "targets of goal 9", len(g.from("PART_OF", "goal:9")), 8)
	equal(t, "name of a target", g.of(t, "target:9.4", "name"),
		any("Target 9.4: By 2030, upgrade infrastructure and retrofit industries to make them…"))
	equal(t, "what measures it", g.from("MEASURES", "target:9.4"), []string{"indicator:sdg-9.4.1"})
	equal(t, "goals of the agenda", len(g.to("SERVES", "initiative:agenda-2030")), 17)
	const timber = "rule:agr-tropical-timber-2006-itta-2006-or-itta3"
	equal(t, "a date with a stray semicolon", g.of(t, timber, "inForceOn"), any("2011-12-07"))
	equal(t, "the short name", g.of(t, timber, "aliases"), any([]string{"Tropical Timber, 2006; ITTA, 2006; or ITTA3"}))
	equal(t, "parties to the biodiversity convention", len(g.from("ADOPTED", "rule:agr-biodiversity")), 195)
	union := g.between(t, "ADOPTED", "org:eu", "rule:ndc-euu-european-union-first-ndc-archived-english-lv-03-06-eu-indc-pdf")
	equal(t, "the pledge of the EU", on(t, union, "since"), any("2016-10-05"))
	equal(t, "the pledge of the EU", on(t, union, "status"), any("SUBMITTED"))
}

func TestObservations(t *testing.T) {
	g := starter(t)
	const growth = "observation:fb-gdp_growth-DZA-2023"
	for property, want := range map[string]any{
		"name": "Real GDP growth rate, Algeria, 2023", "value": 4.1, "unit": "percent", "estimate": true, "confidence": 0.8,
		"period": "2023", "year": int64(2023), "validFrom": "2023-01-01", "validTo": "2023-12-31",
		"recordedAt": "2026-08-19T00:00:00Z", "statementKind": nil,
	} {
		equal(t, property, g.of(t, growth, property), want)
	}
	const share = "observation:fb-export_partner_share-DZA-ITA-2023"
	equal(t, "partner", g.to("WITH", share), []string{"country:ITA"})
	equal(t, "share", g.of(t, share, "value"), any(29.0))
	equal(t, "upper bound", g.of(t, share, "upperBound"), any(false))
	const undated = "observation:fb-import_commodity-ESH-1"
	equal(t, "as printed", g.of(t, undated, "text"), any("fuel for fishing fleet"))
	equal(t, "no figure", g.of(t, undated, "value"), nil)
	equal(t, "no year, no validity", g.of(t, undated, "validFrom"), nil)
	equal(t, "the world", g.of(t, "org:world", "kind"), any("GROUP"))
	equal(t, "its sources", len(g.nodes["org:world"].Evidence), 2)
}
