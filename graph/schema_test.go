package graph

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan/build"
	"partnir/plan/mapping"
)

func TestMappingFitsSchema(t *testing.T) {
	m, err := Mapping()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range m.Types {
		d := Schema().Types[n.Name]
		if d == nil {
			t.Errorf("type %s is not served", n.Name)
			continue
		}
		for _, p := range n.Properties {
			if d.Fields.ForName(p.Name) == nil {
				t.Errorf("%s.%s is not served", n.Name, p.Name)
			}
		}
		for _, l := range n.Links {
			if d.Fields.ForName(l.Name) == nil {
				t.Errorf("%s.%s is not served", n.Name, l.Name)
			}
		}
		for _, root := range []string{n.Singular, n.Plural, n.Plural + "Aggregate"} {
			if Schema().Query.Fields.ForName(root) == nil {
				t.Errorf("Query.%s is not served", root)
			}
		}
	}
}

// TestRootFields shows that the root fields that plans are made of are all in the schema.
func TestRootFields(t *testing.T) {
	m, err := Mapping()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range (&build.Builder{Mapping: m}).RootFields() {
		if Schema().Query.Fields.ForName(name) == nil {
			t.Errorf("the schema has no root field %s", name)
		}
	}
}

// TestRootsMayBeNull shows that a root field that fails does not take the others with it.
func TestRootsMayBeNull(t *testing.T) {
	for _, f := range Schema().Query.Fields {
		if f.Type.NonNull && !strings.HasPrefix(f.Name, "__") {
			t.Errorf("%s must not be null", f.Name)
		}
	}
}

// TestVerbs shows that every verb takes a scope and a bound on what it visits, says how far it came, and that its lists are connections.
func TestVerbs(t *testing.T) {
	m, err := Mapping()
	if err != nil {
		t.Fatal(err)
	}
	nouns := (&build.Builder{Mapping: m}).RootFields()
	verbs, lists := 0, 0
	for _, f := range Schema().Query.Fields {
		if slices.Contains(nouns, f.Name) || strings.HasPrefix(f.Name, "__") {
			continue
		}
		verbs++
		for name, want := range map[string]string{"asOf": "Date", "minConfidence": "Float", "maxVisited": "Int!"} {
			a := f.Arguments.ForName(name)
			switch {
			case a == nil:
				t.Errorf("%s does not take %s", f.Name, name)
			case a.Type.String() != want || a.Description == "" || name == "maxVisited" && a.DefaultValue == nil:
				t.Errorf("%s(%s: %s): want %s, a description, and a default of maxVisited", f.Name, name, a.Type, want)
			}
		}
		result := Schema().Types[f.Type.Name()]
		for name, want := range map[string]string{"truncated": "Boolean!", "visited": "Int!"} {
			if of := result.Fields.ForName(name); of == nil || of.Type.String() != want {
				t.Errorf("the result of %s has no %s: %s", f.Name, name, want)
			}
		}
		for _, a := range f.Arguments {
			if slices.Contains([]string{"for", "in", "not", "first", "limit"}, a.Name) {
				t.Errorf("%s takes %s: a word that clients reserve, or that is of lists", f.Name, a.Name)
			}
		}
		lists += checkLists(t, m, result, map[string]bool{})
	}
	if verbs < 16 || lists < 50 {
		t.Errorf("there are %d verbs with %d lists, want 16 with 50 and more", verbs, lists)
	}
}

// checkLists looks at all lists in the result of a verb, down to nouns, and counts them: what has fields of its own comes in connections.
func checkLists(t *testing.T, m *mapping.Mapping, d *ast.Definition, seen map[string]bool) (lists int) {
	if seen[d.Name] || m.Type(d.Name) != nil || d.Name == "Relationship" {
		return 0
	}
	seen[d.Name] = true
	for _, f := range d.Fields {
		inner := Schema().Types[f.Type.Name()]
		switch connection := strings.HasSuffix(d.Name, "Connection"); {
		case !inner.IsCompositeType():
		case f.Type.Elem != nil && !connection:
			t.Errorf("%s.%s is a list, and no connection", d.Name, f.Name)
		case strings.HasSuffix(inner.Name, "Connection"):
			lists++
			for _, name := range []string{"edges", "nodes", "pageInfo", "totalCount"} {
				if inner.Fields.ForName(name) == nil {
					t.Errorf("%s has no %s", inner.Name, name)
				}
			}
			if n := len(f.Arguments); n > 0 && (n < 4 || f.Arguments[0].Name != "first" || f.Arguments[1].Name != "after" ||
				f.Arguments[2].Name != "last" || f.Arguments[3].Name != "before") {
				t.Errorf("%s.%s does not take the arguments of a page", d.Name, f.Name)
			}
		}
		if inner.IsCompositeType() {
			lists += checkLists(t, m, inner, seen)
		}
	}
	return lists
}

// TestPages looks at all arguments that say how long a list may be: what they say is the same everywhere, but for the groups of an aggregate.
func TestPages(t *testing.T) {
	seen := 0
	for _, d := range Schema().Types {
		for _, f := range d.Fields {
			a := f.Arguments.ForName("first")
			if a == nil || a.Description == "" || strings.HasPrefix(a.Description, "How many groups") {
				continue // lists below nodes leave it to those at the root
			}
			seen++
			usual := a.DefaultValue != nil && a.DefaultValue.Raw == "20" || strings.Contains(a.Description, "20 without")
			if !strings.Contains(a.Description, "0 to 500") || !usual {
				t.Errorf("%s.%s: first is %q", d.Name, f.Name, a.Description)
			}
		}
	}
	if seen < 20 {
		t.Errorf("there are only %d such arguments", seen)
	}
}
