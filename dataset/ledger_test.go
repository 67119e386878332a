package dataset

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
)

// rawTable reads a table of the bundle with the plain libraries, as a check on the reader of the package.
func rawTable(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := embedded.Open("starter/" + name + ".csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// account counts what the rows of a table become: nodes by type and relationships by type.
type account map[string]int

func (a account) add(n int, names ...string) {
	for _, name := range names {
		a[name] += n
	}
}

// distinct counts the different values of columns among the rows that are kept.
func distinct(rows []map[string]string, keep func(map[string]string) bool, columns ...string) int {
	seen := map[string]bool{}
	for _, row := range rows {
		if keep(row) {
			var key []string
			for _, c := range columns {
				key = append(key, row[c])
			}
			seen[strings.Join(key, "|")] = true
		}
	}
	return len(seen)
}

func all(map[string]string) bool { return true }

func filled(column string) func(map[string]string) bool {
	return func(row map[string]string) bool { return row[column] != "" }
}

func is(column string, values ...string) func(map[string]string) bool {
	return func(row map[string]string) bool { return slices.Contains(values, row[column]) }
}

func count(rows []map[string]string, keep func(map[string]string) bool) int {
	n := 0
	for _, row := range rows {
		if keep(row) {
			n++
		}
	}
	return n
}

// observed are the records of observations without a second party or topic.
func (a account) observed(n int) { a.add(n, "Observation", "OF_SUBJECT", "OF_INDICATOR") }

// ledger says, table by table, what its rows must become.
var ledger = map[string]func(rows []map[string]string, becomes account){
	"agreement_parties": func(rows []map[string]string, a account) { a.add(len(rows), "ADOPTED") },
	"agreements":        func(rows []map[string]string, a account) { a.add(len(rows), "Rule") },
	"companies_lei":     func(rows []map[string]string, a account) { a.add(len(rows), "Organization", "LOCATED_IN") },
	"countries":         func(rows []map[string]string, a account) { a.add(len(rows), "Country") },
	"indicators":        func(rows []map[string]string, a account) { a.add(len(rows), "Indicator") },
	"industries":        func(rows []map[string]string, a account) { a.add(len(rows), "Industry") },
	"industry_output": func(rows []map[string]string, a account) {
		a.add(distinct(rows, all, "iso3", "industry_id"), "Sector", "OF_COUNTRY", "IN_INDUSTRY")
		a.observed(len(rows))
		a.add(1, "Indicator", "PUBLISHED_BY")
	},
	"memberships": func(rows []map[string]string, a account) { a.add(len(rows), "MEMBER_OF") },
	"ndcs":        func(rows []map[string]string, a account) { a.add(len(rows), "Rule", "ADOPTED") },
	"observations": func(rows []map[string]string, a account) {
		a.observed(len(rows))
		a.add(2, "Organization") // WLD and WLD75
	},
	"org_lei_matches": func([]map[string]string, account) {}, // properties of organizations: TestUnverifiedMatches
	"organizations":   func(rows []map[string]string, a account) { a.add(len(rows), "Organization") },
	"products_hs": func(rows []map[string]string, a account) {
		a.add(len(rows), "Product")
		a.add(count(rows, filled("parent_id")), "PART_OF")
	},
	"project_parties": func(rows []map[string]string, a account) { a.add(len(rows), "PARTICIPATES_IN") },
	"projects": func(rows []map[string]string, a account) {
		a.add(len(rows), "Project")
		a.add(count(rows, filled("donor_iso3")), "PARTICIPATES_IN")
	},
	"sdg_goals":      func(rows []map[string]string, a account) { a.add(len(rows), "Goal", "SERVES") },
	"sdg_indicators": func(rows []map[string]string, a account) { a.add(len(rows), "Indicator", "PUBLISHED_BY", "MEASURES") },
	"sdg_targets":    func(rows []map[string]string, a account) { a.add(len(rows), "Goal", "PART_OF") },
	"seed_article_facts": func(rows []map[string]string, a account) {
		a.observed(len(rows))
		a.add(3, "Initiative")   // PartNIR, GDI, 2030 Agenda
		a.add(1, "Platform")     // the innovation center
		a.add(1, "Organization") // the author's, CICS-CERT
		// Groups and regions that the tables do not have: all but BRICS.
		groups := map[string]bool{"industrialized economies": true, "Africa": true, "Latin America": true}
		technologies := map[string]bool{}
		for _, row := range rows {
			for _, side := range []string{"subject", "object"} {
				if row[side+"_type"] == "Group" && row[side] != "BRICS" {
					groups[row[side]] = true
				}
				if row[side+"_type"] == "Technology" || row[side+"_type"] == "BusinessModel" {
					technologies[row[side]] = true
				}
			}
		}
		a.add(len(groups), "Organization")
		a.add(len(technologies), "Technology")
		figures := distinct(rows, is("predicate", "HAS_OBSERVATION"), "object")
		a.add(figures+4, "Indicator") // and bilateral trade, its growth, the difference of losses, "stated"
		a.add(count(rows, is("object_type", "Technology", "BusinessModel")), "ABOUT")
		// Second actors: countries, groups, regions and organizations, but for two that stand as subject themselves, as
		// publishers of their reports.
		a.add(count(rows, is("object_type", "Country", "Group", "Region", "Organization"))-2, "WITH")
		a.add(1, "PART_OF", "UNDER", "PUBLISHED_BY") // PartNIR of GDI; the center under PartNIR; the index by WIPO
	},
	"sources":              func(rows []map[string]string, a account) { a.add(len(rows), "Source") },
	"supply_country_flows": func(rows []map[string]string, a account) { a.add(len(rows), "SUPPLIES") },
	"supply_industry_links": func(rows []map[string]string, a account) {
		a.add(len(rows), "SUPPLIES") // all their sectors have an output
	},
	"technologies": func(rows []map[string]string, a account) { a.add(len(rows), "Technology") },
	"technology_activity": func(rows []map[string]string, a account) {
		a.observed(len(rows))
		a.add(len(rows), "ABOUT")
		a.add(distinct(rows, all, "metric"), "Indicator")
		country := func(row map[string]string) bool { return row["area_id"] != "WLD" }
		a.add(distinct(rows, country, "area_id", "tech_id", "metric"), "WORKS_ON")
	},
	"technology_relations": func(rows []map[string]string, a account) {
		a.add(count(rows, is("relation", "BROADER_THAN")), "BROADER")
		a.add(count(rows, is("relation", "CONTRIBUTES_TO")), "CONTRIBUTES_TO")
	},
	"trade_commodities": func(rows []map[string]string, a account) { a.observed(len(rows)); a.add(2, "Indicator") },
	"trade_partners": func(rows []map[string]string, a account) {
		a.observed(len(rows))
		a.add(len(rows), "WITH")
		a.add(2, "Indicator")
	},
}

// TestEveryRowBecomesSomething compares what the tables must become with what there is, both ways.
func TestEveryRowBecomesSomething(t *testing.T) {
	names, err := fs.Glob(embedded, "starter/*.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != len(ledger) || len(names) != len(files) {
		t.Errorf("%d tables in the bundle, %d in the ledger, %d read", len(names), len(ledger), len(files))
	}
	want, rows := account{}, 0
	for _, name := range slices.Sorted(maps.Keys(ledger)) {
		table, becomes := rawTable(t, name), account{}
		ledger[name](table, becomes)
		for what, n := range becomes {
			want[what] += n
		}
		rows += len(table)
		t.Logf("%-22s %6d rows → %v", name, len(table), becomes)
	}
	g, got := starter(t), account{}
	for i := range g.Nodes {
		got[g.Nodes[i].Type.Name]++
	}
	for i := range g.Relationships {
		got[g.Relationships[i].Type.Name]++
	}
	t.Logf("in all %d rows → %d nodes, %d relationships", rows, len(g.Nodes), len(g.Relationships))
	for _, what := range slices.Sorted(maps.Keys(got)) {
		t.Logf("%-16s %6d", what, got[what])
	}
	equal(t, "records by type", got, want)
}

// TestManifest: the manifest lists the tables with their rows; Starter itself compares the checksums.
func TestManifest(t *testing.T) {
	data, err := embedded.ReadFile("starter/" + manifestName)
	if err != nil {
		t.Fatal(err)
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	equal(t, "tables listed", len(m.Files), len(ledger))
	for name := range ledger {
		equal(t, name+" rows", m.Files[name+".csv"].Rows, len(rawTable(t, name)))
	}
	if sources, err := embedded.ReadFile("starter/SOURCES.md"); err != nil || len(sources) < 5000 {
		t.Error("SOURCES.md must be in the bundle: ", err)
	}
}
