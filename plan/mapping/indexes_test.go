package mapping

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// TestIndexes shows what a small schema asks a store for.
func TestIndexes(t *testing.T) {
	m, err := Read(&ast.Source{Name: "good.graphqls", Input: goodSchema})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"unique Entity.id", "ordered Entity.nameKey",
		"unique Person.email", "ordered Person.born", "ordered Person.id", "ordered Person.mood", "ordered Person.nameKey", "ordered Person.paid",
		"ordered Club.id", "ordered Club.nameKey",
		"unique IN.id", "ordered IN.sponsorId", "unique LED_BY.id",
		"words", "texts Entity.aliases",
	}
	found := map[string]bool{}
	for _, x := range m.Indexes() {
		found[describe(x)] = true
	}
	for _, w := range want {
		if !found[w] {
			t.Errorf("%s is missing", w)
		}
		delete(found, w)
	}
	for x := range found {
		t.Errorf("%s is too much", x)
	}
}

func describe(x Index) string {
	kind := [...]string{"unique", "ordered", "words", "texts"}[x.Kind]
	switch {
	case x.Kind == Words:
		return kind
	case x.Relationship != nil:
		return kind + " " + x.Relationship.Name + "." + x.Property.Name
	case x.SortKey:
		return kind + " " + x.Type.Name + "." + x.Property.StoredKey()
	}
	return kind + " " + x.Type.Name + "." + x.Property.Name
}

// TestNoWords shows that nothing is asked for that nobody searches.
func TestNoWords(t *testing.T) {
	schema := strings.NewReplacer(`plural: "people"`, `plural: "people", search: false`, `plural: "clubs"`, `plural: "clubs", search: false`).Replace(goodSchema)
	m, err := Read(&ast.Source{Name: "good.graphqls", Input: schema})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range m.Indexes() {
		if x.Kind == Words {
			t.Error("there is an index of words, and no type is searched")
		}
	}
}

// TestIndexed shows that what a list is found by has an index, and that the two ways to ask agree.
func TestIndexed(t *testing.T) {
	m := readSchema(t)
	found := map[string]bool{}
	for _, x := range m.Indexes() {
		if x.Type != nil && x.Kind != Texts {
			if !x.Type.Indexed(x.Property, x.SortKey) {
				t.Errorf("%s: Indexed does not know it", describe(x))
			}
			found[describe(x)] = true
		}
	}
	for _, types := range [][]*NodeType{m.Types, m.Interfaces} {
		for _, n := range types {
			for _, p := range n.Properties {
				one := Index{Kind: Unique, Type: n, Property: p}
				other := Index{Kind: Ordered, Type: n, Property: p}
				if n.Indexed(p, false) != (found[describe(one)] || found[describe(other)]) {
					t.Errorf("%s.%s: Indexed says %t", n.Name, p.Name, n.Indexed(p, false))
				}
			}
		}
	}
	country, project := m.Type("Country"), m.Type("Project")
	if country.Indexed(project.Property("year"), false) {
		t.Error("countries are found by a property of projects")
	}
}
