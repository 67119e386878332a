package mapping

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestIRI(t *testing.T) {
	const base = "https://graph.example"
	for id, iri := range map[string]string{
		"country:CHN":       base + "/id/country/CHN",
		"target:9.4":        base + "/id/target/9.4",
		"product:hs-8542":   base + "/id/product/hs-8542",
		"org:a b/c?d#e%f:g": base + "/id/org/a%20b%2Fc%3Fd%23e%25f:g",
		"org:日本":            base + "/id/org/%E6%97%A5%E6%9C%AC",
	} {
		if got := IRI(base, id); got != iri {
			t.Errorf("IRI of %s is %s, want %s", id, got, iri)
		}
		if got, ok := IDOfIRI(base, iri); got != id || !ok {
			t.Errorf("id of %s is %s, %t, want %s", iri, got, ok, id)
		}
	}
	for _, iri := range []string{
		"", base, base + "/id/", base + "/id/country", base + "/id/country/", base + "/id//CHN", base + "/country/CHN",
		"http://graph.example/id/country/CHN", base + "/id/country/%zz", "prefix" + base + "/id/country/CHN",
	} {
		if id, ok := IDOfIRI(base, iri); ok {
			t.Errorf("id of %q is %q, want none", iri, id)
		}
	}
}

// FuzzIRI takes any id to its IRI and back, and any text as an IRI.
func FuzzIRI(f *testing.F) {
	for _, s := range []string{"country:CHN", "org:a b/c?d#e%f:g", "a:", ":a", "", "https://graph.example/id/a/b", "https://graph.example/id/a/%"} {
		f.Add(s)
	}
	const base = "https://graph.example"
	f.Fuzz(func(t *testing.T, s string) {
		if prefix, key, _ := strings.Cut(s, ":"); prefixPattern.MatchString(prefix) && key != "" {
			iri := IRI(base, s)
			if id, ok := IDOfIRI(base, iri); id != s || !ok {
				t.Errorf("the id %q has the IRI %q, which has the id %q", s, iri, id)
			}
			if _, err := url.Parse(iri); err != nil {
				t.Errorf("the IRI of %q: %v", s, err)
			}
		}
		if id, ok := IDOfIRI(base, s); ok && (id == "" || id[0] == ':') {
			t.Errorf("the IRI %q has the id %q", s, id)
		}
	})
}

func TestNewRelationshipID(t *testing.T) {
	seen := map[string][]string{}
	for _, parts := range [][]string{
		{"MEMBER_OF", "a:1", "b:1"}, {"MEMBER_OF", "b:1", "a:1"}, {"MEMBER_OF", "a:1", "b:1", "member"}, {"MEMBER_OF", "a:1", "b:1", "member", ""},
		{"MEMBER_OF", "a:1", "b:1", "mem", "ber"}, {"MEMBER_O", "Fa:1", "b:1"}, {"ADOPTED", "a:1", "b:1"},
	} {
		id := NewRelationshipID(parts[0], parts[1], parts[2], parts[3:]...)
		if other := seen[id]; other != nil {
			t.Errorf("%v and %v have the same id %s", parts, other, id)
		}
		seen[id] = parts
		if again := NewRelationshipID(parts[0], parts[1], parts[2], parts[3:]...); again != id || !regexp.MustCompile(`^rel:(member-of|member-o|adopted)-[0-9a-z]{16}$`).MatchString(id) {
			t.Errorf("%v has the ids %s and %s", parts, id, again)
		}
	}
}
