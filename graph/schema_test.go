package graph

import (
	"slices"
	"strings"
	"testing"

	"partnir/plan/build"
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

// TestVerbs shows that every verb takes a scope and a limit, and says how far it came.
func TestVerbs(t *testing.T) {
	m, err := Mapping()
	if err != nil {
		t.Fatal(err)
	}
	nouns := (&build.Builder{Mapping: m}).RootFields()
	verbs := 0
	for _, f := range Schema().Query.Fields {
		if slices.Contains(nouns, f.Name) || strings.HasPrefix(f.Name, "__") {
			continue
		}
		verbs++
		for name, want := range map[string]string{"asOf": "Date", "minConfidence": "Float", "limit": "Int!"} {
			a := f.Arguments.ForName(name)
			switch {
			case a == nil:
				t.Errorf("%s does not take %s", f.Name, name)
			case a.Type.String() != want || a.Description == "" || name == "limit" && a.DefaultValue == nil:
				t.Errorf("%s(%s: %s): want %s, a description, and a default of the limit", f.Name, name, a.Type, want)
			}
		}
		result := Schema().Types[f.Type.Name()]
		for name, want := range map[string]string{"truncated": "Boolean!", "visited": "Int!"} {
			if of := result.Fields.ForName(name); of == nil || of.Type.String() != want {
				t.Errorf("the result of %s has no %s: %s", f.Name, name, want)
			}
		}
		if !f.Type.NonNull {
			t.Errorf("%s may be null", f.Name)
		}
	}
	if verbs < 16 {
		t.Errorf("there are %d verbs, want 16 and more", verbs)
	}
}
