package dataset

import (
	"strings"
	"testing"

	"partnir/store"
)

// TestInitiatives: what the text states and claims of them, each with its words.
func TestInitiatives(t *testing.T) {
	g := starter(t)
	for id, want := range map[string]map[string]any{
		"initiative:partnir": {"name": "Partnership on New Industrial Revolution", "acronym": "PartNIR", "launchedOn": "2018-07",
			"proposedBy": "Xi Jinping, President of China", "kind": "PARTNERSHIP", "areas": []string{"DIGITAL"}},
		"initiative:gdi": {"name": "Global Development Initiative", "launchedOn": "2021-09", "areas": nil,
			"proposedBy": "Xi Jinping, President of China", "kind": "DEVELOPMENT_INITIATIVE"},
		"initiative:agenda-2030":                   {"kind": "AGENDA", "launchedOn": nil, "proposedBy": nil},
		"platform:brics-partnir-innovation-center": {"kind": "INNOVATION_CENTER", "openedOn": "2020-12"},
	} {
		for property, value := range want {
			equal(t, id+" "+property, g.of(t, id, property), value)
		}
	}
	partOf := g.between(t, "PART_OF", "initiative:partnir", "initiative:gdi")
	equal(t, "a claim", on(t, partOf, "confidence"), any(0.5))
	equal(t, "its words", partOf.Evidence[0].Quote,
		"The PartNIR marks an important measure and early outcome of the implementation of the GDI.")
	equal(t, "the center works under", g.to("UNDER", "platform:brics-partnir-innovation-center"), []string{"initiative:partnir"})
	var notes []string
	for _, e := range g.nodes["initiative:partnir"].Evidence {
		notes = append(notes, e.Note)
	}
	equal(t, "what the evidence is for", notes, []string{"launchedOn, proposedBy: stated as a fact", "areas: a claim of the author"})
}

// TestFigures: the figures of the mission's rows 2 and 14 to 17, with their words.
func TestFigures(t *testing.T) {
	g := starter(t)
	for id, want := range map[string]float64{
		"gii-rank-CHN-2021": 12, "gii-rank-TUR-2021": 41, "gii-rank-VNM-2021": 44, "gii-rank-IND-2021": 46, "gii-rank-PHL-2021": 51,
		"share-of-world-gdp-developed-countries-2021": 57.8, "share-of-world-gdp-developing-countries-2021": 42.2,
		"manufacturing-value-added-CHN-2021": 31.4e12, "rank-by-industrial-value-added-RUS-2020": 10,
		"bilateral-trade-CHN-africa-2021": 254.3e9, "growth-of-bilateral-trade-CHN-africa-2021": 35.3,
		"bilateral-trade-CHN-latin-america-2021": 451.591e9, "growth-of-bilateral-trade-CHN-latin-america-2021": 41.1,
		"key-tasks-listed-brics-partnir-innovation-center-2022":                                                  60,
		"estimated-output-loss-against-pre-pandemic-estimates-developing-and-emerging-industrial-economies-2021": 7.7,
	} {
		id = "observation:" + id
		equal(t, id, g.of(t, id, "value"), any(want))
		equal(t, id, g.of(t, id, "statementKind"), any("FACT"))
		equal(t, id, g.nodes[id].Evidence[0].Source, "source:gt22")
	}
	const turkey = "observation:gii-rank-TUR-2021"
	equal(t, "subject", g.to("OF_SUBJECT", turkey), []string{"country:TUR"})
	equal(t, "rank", g.of(t, turkey, "rank"), any(int64(41)))
	if quote := g.nodes[turkey].Evidence[0].Quote; !strings.Contains(quote, "Turkey (No.41)") {
		t.Error("the words must have the figure: ", quote)
	}
	equal(t, "publisher", g.to("PUBLISHED_BY", "indicator:gii-rank"), []string{"org:wipo"})
	equal(t, "a low rank is good", g.of(t, "indicator:gii-rank", "higherIsBetter"), any(false))
	equal(t, "second party", g.to("WITH", "observation:bilateral-trade-CHN-africa-2021"), []string{"org:africa"})
	const tasks = "observation:key-tasks-listed-brics-partnir-innovation-center-2022"
	equal(t, "qualifier", g.of(t, tasks, "qualifier"), any("more than"))
	const top = "observation:rank-by-industrial-value-added-RUS-2020"
	equal(t, "within the top ten is no rank", g.of(t, top, "rank"), nil)
	equal(t, "within the top ten is a bound", g.of(t, top, "upperBound"), any(true))
}

// TestStatements: each of the 89 rows is an observation of the right kind with the row's words.
func TestStatements(t *testing.T) {
	g := starter(t)
	quotes := map[string]int{}
	kinds := map[any]int{}
	for i := range g.Nodes {
		if n := &g.Nodes[i]; n.Type.Name == "Observation" && n.Evidence[0].Source == "source:gt22" {
			kinds[g.of(t, n.ID, "statementKind")]++
			quotes[n.Evidence[0].Quote]++
		}
	}
	equal(t, "statements by kind", kinds, map[any]int{"FACT": 39, "CLAIM": 22, "RECOMMENDATION": 27, "REPORTED_FINDING": 1})
	for _, row := range rawTable(t, "seed_article_facts") {
		quotes[row["quote"]]--
	}
	for quote, left := range quotes {
		if left != 0 {
			t.Errorf("%+d observations with the words %q", left, quote)
		}
	}
	for id, want := range map[string]string{
		"observation:gt22-008": "Partnership on New Industrial Revolution (PartNIR) is an early outcome of Global Development Initiative (GDI)",
		"observation:gt22-064": "developing countries should leverage United Nations",
		"observation:gt22-068": "industrial cooperation network of developing countries should facilitate the free flow of funds",
		"observation:gt22-088": "next-generation information technology should monitor energy consumption",
	} {
		equal(t, id, g.of(t, id, "text"), any(want))
		equal(t, id+" has no figure", g.of(t, id, "value"), nil)
		equal(t, id, g.to("OF_INDICATOR", id), []string{"indicator:stated"})
	}
	equal(t, "second actor", g.to("WITH", "observation:gt22-064"), []string{"org:un"})
	equal(t, "topic", g.to("ABOUT", "observation:gt22-076"), []string{"tech:industrial-internet"})
	equal(t, "a practice", g.of(t, "tech:intelligent-manufacturing", "kind"), any("PRACTICE"))
}

// TestRecommendationsAreNotFacts: what the text only recommends makes no relationship but the observation's own, and reads as
// a recommendation.
func TestRecommendationsAreNotFacts(t *testing.T) {
	g := starter(t)
	recommended, otherwise := map[store.Evidence]bool{}, map[string]bool{}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if n.Type.Name != "Observation" || n.Evidence[0].Source != "source:gt22" {
			continue
		}
		if g.of(t, n.ID, "statementKind") != "RECOMMENDATION" {
			otherwise[n.Evidence[0].Quote] = true
			continue
		}
		recommended[n.Evidence[0]] = true
		equal(t, n.ID, g.of(t, n.ID, "confidence"), any(0.3))
		equal(t, n.ID, g.of(t, n.ID, "value"), nil)
		words := g.of(t, n.ID, "text").(string)
		if !strings.Contains(words, " should ") && !strings.Contains(words, " is to ") && !strings.HasPrefix(words, "Recommended: ") {
			t.Errorf("%s reads like a fact: %s", n.ID, words)
		}
	}
	if len(recommended) == 0 {
		t.Fatal("there are no recommendations")
	}
	for i := range g.Relationships {
		r := &g.Relationships[i]
		if from := g.nodes[r.From]; from.Type.Name == "Observation" {
			continue
		}
		for _, e := range r.Evidence {
			if recommended[e] || e.Source == "source:gt22" && !otherwise[e.Quote] {
				t.Errorf("%s from %s to %s rests on a recommendation: %s", r.Type.Name, r.From, r.To, e.Quote)
			}
		}
	}
	for _, id := range []string{"initiative:partnir", "initiative:gdi", "platform:brics-partnir-innovation-center"} {
		for _, e := range g.nodes[id].Evidence {
			if e.Source == "source:gt22" && !otherwise[e.Quote] {
				t.Errorf("%s has a property that rests on a recommendation: %s", id, e.Quote)
			}
		}
	}
}
