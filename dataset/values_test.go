package dataset

import (
	"strings"
	"testing"

	"partnir/store"
)

func TestFoundingDate(t *testing.T) {
	for text, want := range map[string]string{
		"10 September 1964":                                   "1964-09-10",
		"6 June 1967; effective - 1 December 1967":            "1967-06-06",
		"15 June1964; October 1967 first ministerial meeting": "1964-06-15",
		"June, 1985":             "1985-06",
		"2007":                   "2007",
		"1974; effective - 1975": "1974",
		"27-29 January 1985":     "1985-01",
		"established in September 1990 and ended in 2014":                     "1990-09",
		"treaty signed 29 May 2014; came into being 1 January 2015":           "2014-05-29",
		"proposed 5 October 1992; established 14 September 1999":              "",
		"8-9 January 1990 (proposals made); 15 April 1991 (bank inaugurated)": "",
		"October 2002 Initiative announced; June 2003 first Conference":       "",
		"BRIC established 16 June 2009; BRICS established 24 December 2011":   "",
		"formerly a Community which terminated on 16 April 2007":              "",
		"31 February 1990": "",
		"20071":            "",
		"":                 "",
	} {
		equal(t, text, foundingDate(text), want)
	}
}

func TestISODate(t *testing.T) {
	for text, want := range map[string]bool{
		"2021-09-30": true, "2021-09": true, "2021": true, "2020-02-29": true,
		"2021-02-29": false, "2021-13": false, "21": false, "2021-9-30": false, "30.09.2021": false, "2021-09-30T00:00:00Z": false,
	} {
		equal(t, text, isISODate(text), want)
	}
}

// TestShift: the decimal point is moved in the text, so nothing is lost to binary fractions.
func TestShift(t *testing.T) {
	for _, c := range []struct {
		number string
		places int
		want   string
		ok     bool
	}{
		{"114114.64", 6, "114114640000.0", true},
		{"0.01", 6, "0010000.0", true},
		{"-1.5", 6, "-1500000.0", true},
		{"3", 6, "3000000.0", true},
		{"1.23456789", 6, "1234567.890", true},
		{"12.5", 0, "12.5", true},
		{"1e3", 0, "", false}, {"", 6, "", false}, {".5", 0, "", false}, {"5.", 0, "", false}, {"1,5", 0, "", false},
		{"0x10", 0, "", false}, {"Inf", 0, "", false}, {"--1", 0, "", false}, {"1.2.3", 0, "", false},
	} {
		got, ok := shift(c.number, c.places)
		equal(t, c.number, got, c.want)
		equal(t, c.number, ok, c.ok)
	}
}

func TestIDs(t *testing.T) {
	organization := prefixed("org:", map[string]string{"org": "org:"})
	for key, want := range map[string]string{"org:unido": "org:unido", "actor:x": "org:actor-x", "unido": "", ":x": ""} {
		equal(t, key, organization(key), want)
	}
	for key, want := range map[string]bool{"aidcn-3": true, "9.4.1": true, "C10T12": true, "gdp_ppp~x": true,
		"": false, "a b": false, "a/b": false, "a:b": false, "é": false} {
		equal(t, key, isKey(key), want)
	}
	equal(t, "slug", slug("Consecutive years as world's largest (hub)"), "consecutive-years-as-worlds-largest-hub")
	equal(t, "shortened", shortened("the quick brown fox, jumps", 20), "the quick brown fox…")
	equal(t, "shortened", shortened("Århus", 5), "Århus")
}

// TestBuilder: a name that the schema does not have, or a value that a property cannot hold, does not pass unseen.
func TestBuilder(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(b *batch)
		want string
	}{
		{"unknown type", func(b *batch) { b.node("Planet", "planet:x", "X", nil) }, "the schema has no type Planet"},
		{"interface", func(b *batch) { b.node("Actor", "country:x", "X", nil) }, "the schema has no type Actor"},
		{"unknown relationship", func(b *batch) { b.relationship("LOVES", "a", "b", 1, nil) }, "the schema has no type LOVES"},
		{"unknown property", func(b *batch) { b.node("Country", "country:X", "X", nil).set("iso4", "X") },
			"the schema has no property Country.iso4"},
		{"text for a number", func(b *batch) { b.node("Project", "project:x", "X", nil).set("amountUsd", "12") },
			`Project.amountUsd cannot hold "12" (of project:x)`},
		{"no value of the enumeration", func(b *batch) { b.node("Project", "project:x", "X", nil).set("status", "DONE") },
			`Project.status cannot hold "DONE" (of project:x)`},
		{"no value of the enumeration in a list", func(b *batch) {
			b.node("Initiative", "initiative:x", "X", nil).set("areas", []string{"GREEN", "BLUE"})
		}, "Initiative.areas cannot hold"},
		{"one for a list", func(b *batch) { b.node("Country", "country:X", "X", nil).set("aliases", "Y") }, "Country.aliases cannot hold"},
		{"unknown table", func(b *batch) {
			for range b.rows("planets") {
				t.Error("there is such a table")
			}
		}, "planets: the program asks for a table that is not read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBatch(&input{mapping: schema(t), manifest: &manifest{Edition: "2026-01-01T00:00:00Z"}})
			c.make(b)
			if err := b.problems.err(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got the error %v, want %s", err, c.want)
			}
		})
	}
}

// TestVerify: what only the whole can show.
func TestVerify(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(b *batch, evidence []store.Evidence)
		want string
	}{
		{"an id twice", func(b *batch, e []store.Evidence) {
			b.node("Platform", "platform:x", "X", e).set("kind", "ENABLING")
			b.node("Platform", "platform:x", "Y", e).set("kind", "ENABLING")
		}, "Platform platform:x, id: found the id twice among the records; want each id once"},
		{"a relationship twice", func(b *batch, e []store.Evidence) {
			b.relationship("MEMBER_OF", "org:a", "org:b", 1, e)
			b.relationship("MEMBER_OF", "org:a", "org:b", 1, e)
		}, " from org:a to org:b, id: found the id twice among the records; want each id once"},
		{"a missing end", func(b *batch, e []store.Evidence) { b.relationship("MEMBER_OF", "org:a", "org:c", 1, e) },
			`from org:a to org:c, to: found org:c, which is neither among the records nor in the store; want the id of an Organization, Initiative or Platform`},
		{"an end of a wrong type", func(b *batch, e []store.Evidence) { b.relationship("MEMBER_OF", "source:s", "org:b", 1, e) },
			`from source:s to org:b, from: found the text "source:s"; want the id of a Country, Sector or Organization`},
		{"a required value", func(b *batch, e []store.Evidence) { b.node("Platform", "platform:x", "X", e) },
			"Platform platform:x, kind: found nothing; want a value of PlatformKind"},
		{"a prefix of another type", func(b *batch, e []store.Evidence) { b.node("Platform", "project:x", "X", e).set("kind", "ENABLING") },
			`Platform project:x, id: found the text "project:x"; want an id that begins with platform and a colon, and goes on after it`},
		{"no source", func(b *batch, _ []store.Evidence) { b.node("Platform", "platform:x", "X", nil).set("kind", "ENABLING") },
			"platform:x does not say of which source it is"},
		{"a source that is none", func(b *batch, _ []store.Evidence) {
			b.relationship("MEMBER_OF", "org:a", "org:b", 1, []store.Evidence{{Source: "org:a"}})
		}, `from org:a to org:b, sources: found the text "org:a"; want the id of a Source`},
		{"a unique value twice", func(b *batch, e []store.Evidence) {
			for _, id := range []string{"industry:A", "industry:B"} {
				i := b.node("Industry", id, id, e)
				i.set("code", "A")
				i.set("manufacturing", false)
			}
		}, `Industry industry:B, code: found the text "A", which industry:A has; want a value of its own`},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBatch(&input{mapping: schema(t), manifest: &manifest{Edition: "2026-01-01T00:00:00Z"}})
			evidence := []store.Evidence{{Source: "source:s"}}
			b.node("Source", "source:s", "S", evidence).set("title", "S")
			for _, id := range []string{"org:a", "org:b"} {
				b.node("Organization", id, id, evidence).set("kind", "OTHER")
			}
			if err := verify(merge([]*batch{b}), schema(t)); err != nil {
				t.Fatal("before: ", err)
			}
			c.make(b, evidence)
			if err := b.problems.err(); err != nil {
				t.Fatal(err)
			}
			if err := verify(merge([]*batch{b}), schema(t)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got the error %v, want %s", err, c.want)
			}
		})
	}
}
