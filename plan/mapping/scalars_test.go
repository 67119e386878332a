package mapping

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

func TestCheckScalar(t *testing.T) {
	for scalar, texts := range map[string]struct{ good, bad []string }{
		"Date": {
			good: []string{"2020-02-29", "2000-02-29", "1945-10-24", "0001-01-01", "9999-12-31"},
			bad: []string{"2020-02-30", "2021-02-29", "1900-02-29", "2020-13-01", "2020-00-10", "2020-01-00", "2020-1-1", "2020-02", "2020", "",
				"20200229", " 2020-02-29", "2020-02-29T00:00:00Z", "-2020-02-29", "today", "２０２０-02-29"},
		},
		"PartialDate": {
			good: []string{"2020-02-29", "2018-07", "1990", "0000"},
			bad:  []string{"2020-02-30", "2018-13", "2018-00", "2018-7", "199", "19900", "2018-", "2018-07-", "", "soon"},
		},
		"DateTime": {
			good: []string{"2026-08-19T00:00:00Z", "2026-08-19t00:00:00z", "2026-08-19T02:00:00+02:00", "2026-08-18T12:30:00-11:30",
				"2026-08-19T00:00:00.123456789012345Z", "2026-08-19T23:59:59-00:00", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"},
			bad: []string{"not a date", "2026-08-19", "2026-08-19T00:00:00", "2026-08-19 00:00:00Z", "2026-08-19T00:00Z", "2026-08-19T24:00:00Z",
				"2026-02-30T00:00:00Z", "2026-08-19T00:00:60Z", "2026-08-19T00:00:00+24:00", "2026-08-19T00:00:00+02", "2026-08-19T00:00:00.Z",
				"2026-08-19T00:00:00,5Z", "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-00:01", ""},
		},
		"URI": {
			good: []string{"https://www.wikidata.org/entity/Q222", "mailto:a@example.org", "urn:isbn:0451450523", "https://de.wikipedia.org/wiki/Türkei",
				"https://example.org/a%20b?c=d#e", "github:datasets/country-codes", "http://[::1]:8080/"},
			bad: []string{"", "Åland", "www.example.org", "//example.org/", "https:", "https://example.org/a b", "https://example.org/%zz",
				"1http://example.org", "https://example.org/<a>", "https://example.org/\n", "https://example.org/\u00a0", "https://example.org/\xff"},
		},
		"String": {good: []string{"", "anything"}},
		"Colour": {good: []string{"a scalar that nobody knows"}},
	} {
		for _, text := range texts.good {
			if err := CheckScalar(scalar, text); err != nil {
				t.Errorf("%s: %v", scalar, err)
			}
		}
		for _, text := range texts.bad {
			if err := CheckScalar(scalar, text); err == nil || !strings.Contains(err.Error(), "write") {
				t.Errorf("%s: %q is wrong, and said to be %v", scalar, text, err)
			}
		}
	}
}

func TestStored(t *testing.T) {
	for _, c := range []struct {
		kind    Kind
		v, want any
	}{
		{String, "Tu\u0308rkiye", "Türkiye"},
		{String, []string{"a", "A\u030a", "u\u0308"}, []string{"a", "Å", "ü"}},
		{Localized, []string{"de:Tu\u0308rkei"}, []string{"de:Türkei"}},
		{String, "ﬁ²", "ﬁ²"}, // compatible, and not the same
		{ID, "org:u\u0308", "org:u\u0308"},
		{URI, "https://example.org/u\u0308", "https://example.org/u\u0308"},
		{Float, math.Copysign(0, -1), 0.0},
		{Float, -0.5, -0.5},
		{Int, int64(0), int64(0)},
		{Boolean, true, true},
		{String, nil, nil},
		{DateTime, "2026-08-19T02:00:00.500+02:00", "2026-08-19T00:00:00.5"},
		{DateTime, "2026-08-19T00:00:00Z", "2026-08-19T00:00:00"},
		{PartialDate, "2018-07", "2018-07"},
	} {
		p := &Property{Kind: c.kind}
		got := p.Stored(c.v)
		if !reflect.DeepEqual(got, c.want) || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%#v is stored as %#v, want %#v", c.v, got, c.want)
		}
		if again := p.Stored(got); c.kind != DateTime && !reflect.DeepEqual(again, got) {
			t.Errorf("%#v is stored as %#v the second time, and as %#v the first", c.v, again, got)
		}
	}
	at := &Property{Kind: DateTime}
	if got := at.Written([]any{"2026-08-19T00:00:00.5"}); !reflect.DeepEqual(got, []any{"2026-08-19T00:00:00.5Z"}) {
		t.Errorf("a list of points in time is written as %v", got)
	}
	list := []string{"u\u0308"}
	(&Property{}).Stored(list)
	if list[0] != "u\u0308" {
		t.Error("Stored changed a list that it was given")
	}
}

// FuzzInstant writes two points in time in many ways, and checks that their keys are in the order of time.
func FuzzInstant(f *testing.F) {
	f.Add(int64(0), int64(1), uint64(1))
	f.Add(int64(500_000_000), int64(50_000_000), uint64(2))
	f.Add(int64(-1), int64(1_000_000_000), uint64(3))
	f.Fuzz(func(t *testing.T, from, after int64, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 0))
		a := time.Unix(0, from).UTC()
		b := a.Add(time.Duration(after % (1 << 40)))
		keys := make([]string, 2)
		for i, at := range []time.Time{a, b} {
			for range 3 {
				text := writtenInstant(at, r)
				key, ok := instant(text)
				if !ok || !isInstantKey(key) || keys[i] != "" && keys[i] != key {
					t.Fatalf("%s has the key %q, %t; another way to write it has %q", text, key, ok, keys[i])
				}
				keys[i] = key
			}
			if back, err := time.Parse(time.RFC3339Nano, keys[i]+"Z"); err != nil || !back.Equal(at) {
				t.Fatalf("the key %s of %v is %v, %v", keys[i], at, back, err)
			}
		}
		if cmp.Compare(keys[0], keys[1]) != a.Compare(b) {
			t.Fatalf("the keys of %v and %v are %q and %q", a, b, keys[0], keys[1])
		}
	})
}

// writtenInstant writes a point in time with some offset, and maybe with zeros behind its fraction.
func writtenInstant(at time.Time, r *rand.Rand) string {
	text := at.In(time.FixedZone("", 60*(r.IntN(2*23*60)-23*60))).Format("2006-01-02T15:04:05.999999999Z07:00")
	if zone := strings.LastIndexAny(text, "Z+-"); strings.Contains(text, ".") && r.IntN(2) == 0 {
		text = text[:zone] + strings.Repeat("0", r.IntN(20)) + text[zone:]
	}
	return text
}

// FuzzDate compares with a calendar of its own.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2020-02-30", "1900-02-29", "2000-02-29", "2021-04-31", "2021-12-31", "2021-06", "2021", "20211-1-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := isDay(text), inCalendar(text); got != want {
			t.Errorf("%q is a day: %t, want %t", text, got, want)
		}
		partial := inCalendar(text) || len(text) == 7 && inCalendar(text+"-01") || len(text) == 4 && inCalendar(text+"-01-01")
		if got := isPartialDate(text); got != partial {
			t.Errorf("%q is a date: %t, want %t", text, got, partial)
		}
	})
}

func inCalendar(text string) bool {
	var y, m, d int
	if len(text) != 10 || strings.Trim(text, "0123456789-") != "" {
		return false
	}
	if n, err := fmt.Sscanf(text, "%4d-%2d-%2d", &y, &m, &d); n != 3 || err != nil || fmt.Sprintf("%04d-%02d-%02d", y, m, d) != text {
		return false
	}
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if y%4 == 0 && y%100 != 0 || y%400 == 0 {
		days[1] = 29
	}
	return y >= 0 && 1 <= m && m <= 12 && 1 <= d && d <= days[m-1]
}

// FuzzNormalForms checks that a text compares the same in each form that means the same.
func FuzzNormalForms(f *testing.F) {
	for _, s := range []string{"Türkiye", "Å", "ㅎㅏㄴ한", "é\u0323\u0301", "ﬁ", "\u0344", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := &Property{Kind: String}
		want := p.Stored(text)
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			if v := p.Stored(form.String(text)); v != want {
				t.Errorf("%q compares as %q, and in another form as %q", text, want, v)
			}
		}
		if key, again := NameKey.Key(text), NameKey.Key(want.(string)); key != again {
			t.Errorf("%q has the key %q, and %q where it is stored", text, key, again)
		}
	})
}
