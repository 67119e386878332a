package dataset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// small is the folder testdata/small, a few rows of each table that fit together, in memory so that a test can break it.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	from := os.DirFS("testdata/small")
	names, err := fs.Glob(from, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: data}
	}
	return folder
}

// replace changes the first place in a file where a text stands.
func replace(t testing.TB, folder fstest.MapFS, file, from, to string) {
	t.Helper()
	data := folder[file].Data
	if !bytes.Contains(data, []byte(from)) {
		t.Fatalf("%s does not hold %q", file, from)
	}
	folder[file] = &fstest.MapFile{Data: bytes.Replace(data, []byte(from), []byte(to), 1)}
}

func TestReadSmall(t *testing.T) {
	r, err := Read(small(t), schema(t))
	if err != nil {
		t.Fatal(err)
	}
	g := newGraph(r)
	equal(t, "edition", g.of(t, "country:KEN", "createdAt"), any("2026-01-01T00:00:00Z"))
	equal(t, "a project's parties", g.from("PARTICIPATES_IN", "project:aidcn-37103"),
		[]string{"country:CHN", "country:KEN", "org:actor-export-import-bank-of-china"})
}

// TestBrokenTables: a mistake is told with file, line, column, value and what was wanted.
func TestBrokenTables(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new string
		want                 string
	}{
		{"unknown country", "trade_partners.csv", "KEN,import,CHN", "KEN,import,ZZZ",
			`trade_partners.csv line 3, column partner_iso3: "ZZZ": want an iso3 of countries.csv`},
		{"unknown organization", "project_parties.csv", "actor:export-import-bank-of-china", "actor:nobody",
			`project_parties.csv line 3, column party_id: "actor:nobody": want an org_id of organizations.csv`},
		{"unknown project", "project_parties.csv", "aidcn:37103,FUNDER", "aidcn:9,FUNDER",
			`project_parties.csv line 3, column project_id: "aidcn:9": want a project_id of projects.csv`},
		{"unknown source", "sdg_goals.csv", ",sdg25", ",sdg99",
			`sdg_goals.csv line 2, column source_id: "sdg99": want a source_id of sources.csv`},
		{"unknown technology", "technology_relations.csv", "ai:ai-techniques/machine-learning", "ai:dreams",
			`technology_relations.csv line 3, column child_id: "ai:dreams": want a tech_id of technologies.csv`},
		{"no number", "observations.csv", ",5.6,", ",5.6%,",
			`observations.csv line 2, column value: "5.6%": want a decimal number, such as 1234.5`},
		{"not a number", "observations.csv", ",5.6,", ",NaN,",
			`observations.csv line 2, column value: "NaN": want a decimal number, such as 1234.5`},
		{"share out of range", "trade_partners.csv", "2,10,false", "2,110,false",
			`trade_partners.csv line 2, column share_percent: "110": want a number from 0 to 100`},
		{"no whole number", "trade_partners.csv", ",2,10,false", ",2.5,10,false",
			`trade_partners.csv line 2, column rank: "2.5": want a whole number, such as 12`},
		{"no year", "observations.csv", "2023,5.6", "23,5.6",
			`observations.csv line 2, column year: "23": want a year of four digits, such as 2022`},
		{"no boolean", "trade_partners.csv", "10,false", "10,no",
			`trade_partners.csv line 2, column share_is_upper_bound: "no": want true, false or nothing`},
		{"a day that does not exist", "projects.csv", "2006-02-28", "2006-02-30",
			`projects.csv line 2, column start_date: "2006-02-30": want a date such as 2021-09-30, 2021-09 or 2021`},
		{"no date in words", "agreements.csv", "5 June 1992", "early June",
			`agreements.csv line 2, column opened_for_signature: "early June": want a date such as 30 September 2021`},
		{"more than a date", "agreements.csv", "5 June 1992", "5 June 1992 or so",
			`agreements.csv line 2, column opened_for_signature: "5 June 1992 or so": want a date such as 30 September 2021`},
		{"unknown status", "projects.csv", "Completion", "Completed",
			`projects.csv line 2, column status: "Completed": want one of: , Cancelled, Completion, Implementation, ` +
				`Pipeline/identification, Pipeline: Commitment, Pipeline: Pledge, Suspended`},
		{"unknown check", "memberships.csv", "not_in_cg21", "maybe",
			`memberships.csv line 4, column check: "maybe": want agrees, not_in_cg21, only_cg21, cg21_says_member or nothing`},
		{"a name is missing", "industries.csv", "isic4:G,G,Wholesale and retail trade; repair of motor vehicles and motorcycles", "isic4:G,G,",
			`industries.csv line 4, column name: "": want a value`},
		{"a code of other letters", "countries.csv", "KEN,KE", "KEN,ke",
			`countries.csv line 5, column iso2: "ke": want two capital letters, such as CN`},
		{"an id with a blank", "products_hs.csv", "hs:8542", "hs:85 42",
			`products_hs.csv line 4, column product_id: "hs:85 42": want an id of letters, digits and -._~/ only, with its prefix before a colon`},
		{"an id without its prefix", "products_hs.csv", "hs:8542", "8542",
			`products_hs.csv line 4, column product_id: "8542": want an id of letters, digits and -._~/ only, with its prefix before a colon`},
		{"two ids become one", "technologies.csv", "cso:big-data", "ai:ai-techniques-machine-learning",
			`technologies.csv line 6, column tech_id: "ai:ai-techniques-machine-learning": the id tech:ai-ai-techniques-machine-learning ` +
				`belongs to ai:ai-techniques/machine-learning already`},
		{"a key twice", "observations.csv", "KEN,country,fb:gdp_growth,2022", "KEN,country,fb:gdp_growth,2023",
			`observations.csv line 3, columns area_id, indicator_id, year: "KEN, fb:gdp_growth, 2023": the same is on line 2; want it once`},
		{"an id twice", "industries.csv", "isic4:G,", "isic4:C29,",
			`industries.csv line 4, column industry_id: "isic4:C29": the same is on line 3; want it once`},
		{"a code twice", "industries.csv", "isic4:G,G", "isic4:G,C29",
			`Industry industry:G, code: found the text "C29", which industry:C29 has; want a value of its own`},
		{"a column is missing", "sdg_goals.csv", "short_title", "title_short",
			`sdg_goals.csv line 1: the column short_title is missing; want goal_id, number, short_title, title, title_zh, source_id`},
		{"a column nobody knows", "sdg_goals.csv", "short_title", "title_short",
			`sdg_goals.csv line 1, column title_short: "title_short": the column is unknown or there twice; want goal_id, number, ` +
				`short_title, title, title_zh, source_id`},
		{"a value too many", "sdg_goals.csv", ",sdg25", ",sdg25,more", `sdg_goals.csv line 2: the line has 7 values; want 6`},
		{"a stray quote", "sdg_goals.csv", "Industry,", "Indus\"try,", `sdg_goals.csv line 2: extraneous or missing " in quoted-field`},
		{"not UTF-8", "sdg_goals.csv", "foster", "fo\xffter", `sdg_goals.csv line 2, column title: `},
		{"the publisher is missing", "organizations.csv", "org:oecd", "org:ocde",
			`organizations.csv, column org_id: "org:oecd": want the organization in the table: it publishes indicator:icio-gross_output`},
		{"a party without a code", "ndcs.csv", "European Union (EU)", "Atlantis",
			`ndcs.csv line 2, column party: "Atlantis": want an iso3, or the European Union as party`},
		{"a country that the text misnames", "seed_article_facts.csv", "Country,Turkey", "Country,Turkland",
			`column subject: "Turkland": want the name of a country as countries.csv has it, or one that countries.go knows`},
		{"a subject that is none", "seed_article_facts.csv", "Group,enterprises", "Idea,enterprises",
			`column subject: "enterprises": want the name of an entity of the graph, or one that articlewords.go knows a stand-in for`},
		{"a kind of statement", "seed_article_facts.csv", ",recommendation,", ",suggestion,",
			`column statement_kind: "suggestion": want one of: claim, fact, recommendation, reported_finding`},
		{"an edition that is no time", "manifest.json", "2026-01-01T00:00:00Z", "today",
			`manifest.json, column edition: "today": want a time such as 2026-08-19T00:00:00Z`},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := small(t)
			replace(t, folder, c.file, c.old, c.new)
			r, err := Read(folder, schema(t))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got the error\n%v\nwant\n%s", err, c.want)
			}
			if r != nil {
				t.Error("there must be no records beside an error")
			}
		})
	}
}

// TestProblemParts: a program can ask a problem for its parts.
func TestProblemParts(t *testing.T) {
	folder := small(t)
	replace(t, folder, "trade_partners.csv", "KEN,import,CHN", "KEN,import,ZZZ")
	_, err := Read(folder, schema(t))
	var p Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %v, want a Problem", err)
	}
	equal(t, "problem", p, Problem{File: "trade_partners.csv", Line: 3, Column: "partner_iso3", Value: "ZZZ", Want: "want an iso3 of countries.csv"})
}

// TestAllProblems: problems of several tables are told together, in order, up to a limit.
func TestAllProblems(t *testing.T) {
	folder := small(t)
	replace(t, folder, "trade_partners.csv", "KEN,import,CHN", "KEN,import,ZZZ")
	replace(t, folder, "observations.csv", "2023,5.6", "23,5.6")
	replace(t, folder, "observations.csv", ",4.9,", ",four,")
	_, err := Read(folder, schema(t))
	want := `observations.csv line 2, column year: "23": want a year of four digits, such as 2022
observations.csv line 3, column value: "four": want a decimal number, such as 1234.5
trade_partners.csv line 3, column partner_iso3: "ZZZ": want an iso3 of countries.csv`
	equal(t, "error", fmt.Sprint(err), want)

	var rows strings.Builder
	for i := range 25 {
		fmt.Fprintf(&rows, "KEN,export,%d,tea,20x%02d,fb26\n", i, i)
	}
	folder = small(t)
	folder["trade_commodities.csv"] = &fstest.MapFile{Data: []byte("iso3,flow,rank,commodity,year,source_id\n" + rows.String())}
	_, err = Read(folder, schema(t))
	told := strings.Split(fmt.Sprint(err), "\n")
	equal(t, "problems told", len(told), problemLimit+1)
	equal(t, "the rest", told[problemLimit], "and 5 more problems")
}

// TestFolder: what can be wrong with the folder as a whole.
func TestFolder(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"a table is missing", func(f fstest.MapFS) { delete(f, "projects.csv") }, "projects.csv: the table cannot be read"},
		{"no manifest", func(f fstest.MapFS) { delete(f, "manifest.json") }, "manifest.json: the file is needed"},
		{"an empty table", func(f fstest.MapFS) { f["ndcs.csv"] = &fstest.MapFile{} }, "ndcs.csv line 1: the line with the names of the columns is missing"},
		{"a stranger", func(f fstest.MapFS) { f["offers.csv"] = &fstest.MapFile{} }, "offers.csv: no such table is known"},
		{"a damaged table", func(f fstest.MapFS) {
			packed := packed(f["ndcs.csv"].Data)
			packed[len(packed)/2] ^= 0x55
			f["ndcs.csv.gz"] = &fstest.MapFile{Data: packed}
			delete(f, "ndcs.csv")
		}, "ndcs.csv: the table cannot be read: ndcs.csv.gz is damaged"},
		{"a table cut short", func(f fstest.MapFS) {
			packed := packed(f["ndcs.csv"].Data)
			f["ndcs.csv.gz"] = &fstest.MapFile{Data: packed[:len(packed)-10]}
			delete(f, "ndcs.csv")
		}, "ndcs.csv: the table cannot be read: ndcs.csv.gz is damaged"},
		{"a manifest that lists too little", func(f fstest.MapFS) {
			f["manifest.json"] = &fstest.MapFile{Data: []byte(`{"edition":"2026-01-01T00:00:00Z","files":{"x.csv":{"rows":1}}}`)}
		}, "manifest.json: the table projects.csv is not listed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := small(t)
			c.change(folder)
			if _, err := Read(folder, schema(t)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got the error\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}

// TestChecksums: a change of one letter, or a row less, is noticed where the manifest says what the tables hold.
func TestChecksums(t *testing.T) {
	folder := small(t)
	goals := folder["sdg_goals.csv"].Data
	var listed []string
	for name, file := range folder {
		if strings.HasSuffix(name, ".csv") {
			sum := sha256.Sum256(file.Data)
			rows := bytes.Count(file.Data, []byte("\n")) - 1
			listed = append(listed, fmt.Sprintf("%q: {\"rows\": %d, \"sha256\": %q}", name, rows, hex.EncodeToString(sum[:])))
		}
	}
	folder["manifest.json"] = &fstest.MapFile{Data: []byte(
		`{"edition": "2026-01-01T00:00:00Z", "files": {` + strings.Join(listed, ",") + "}}")}
	if _, err := Read(folder, schema(t)); err != nil {
		t.Fatal(err)
	}
	folder["sdg_goals.csv"] = &fstest.MapFile{Data: bytes.Replace(goals, []byte("innovation"), []byte("renovation"), 1)}
	_, err := Read(folder, schema(t))
	equal(t, "a letter", fmt.Sprint(err), "sdg_goals.csv: the checksum differs from manifest.json: the file is damaged or was changed")
	folder["sdg_goals.csv"] = &fstest.MapFile{Data: goals[:bytes.IndexByte(goals, '\n')+1]}
	_, err = Read(folder, schema(t))
	if err == nil || !strings.Contains(err.Error(), "sdg_goals.csv: the table has 0 rows; want 1 by manifest.json") {
		t.Errorf("got the error %v", err)
	}
}

// TestCompressedTables: a compressed table reads like a plain one.
func TestCompressedTables(t *testing.T) {
	plain, err := Read(small(t), schema(t))
	if err != nil {
		t.Fatal(err)
	}
	folder := small(t)
	for name, file := range small(t) {
		if strings.HasSuffix(name, ".csv") {
			folder[name+".gz"] = &fstest.MapFile{Data: packed(file.Data)}
			delete(folder, name)
		}
	}
	compressed, err := Read(folder, schema(t))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "nodes", len(compressed.Nodes), len(plain.Nodes))
	equal(t, "records", compressed, plain)
}

func packed(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}
