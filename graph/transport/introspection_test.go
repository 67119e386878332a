package transport

import (
	"encoding/json"
	"slices"
	"testing"
)

// TestIntrospectionNulls shows that each type has the lists that the specification of September 2025 (4.2) gives to its kind, and null
// in place of all others.
func TestIntrospectionNulls(t *testing.T) {
	lists := map[string][]string{
		"fields": {"OBJECT", "INTERFACE"}, "interfaces": {"OBJECT", "INTERFACE"}, "possibleTypes": {"INTERFACE", "UNION"},
		"enumValues": {"ENUM"}, "inputFields": {"INPUT_OBJECT"}, "isOneOf": {"INPUT_OBJECT"}, "ofType": {"LIST", "NON_NULL"},
	}
	seen := map[string]int{}
	check := func(described map[string]any) {
		kind := described["kind"].(string)
		seen[kind]++
		for field, kinds := range lists {
			value, asked := described[field]
			if !asked {
				t.Fatalf("%s was not asked of %v", field, described)
			}
			if (value != nil) != slices.Contains(kinds, kind) {
				t.Errorf("%v, a type of kind %s, has %s: %v", described["name"], kind, field, value)
			}
		}
	}
	const parts = `kind name fields { name } interfaces { name } possibleTypes { kind } enumValues { name } inputFields { name } isOneOf
		ofType { kind }`
	for _, described := range types(t, `{ __schema { types { `+parts+` } } }`) {
		check(described)
	}
	var wrapped struct {
		Type struct {
			Fields []struct{ Type map[string]any }
		} `json:"__type"`
	}
	introspected(t, `{ __type(name: "Country") { fields { type { `+parts+` } } } }`, &wrapped)
	for _, f := range wrapped.Type.Fields {
		check(f.Type)
	}
	for _, kind := range []string{"SCALAR", "OBJECT", "INTERFACE", "ENUM", "INPUT_OBJECT", "NON_NULL"} {
		if seen[kind] == 0 {
			t.Errorf("no type of kind %s was looked at", kind)
		}
	}
}

// TestPossibleTypes shows that an interface is possibly of every object type that has it, and of no interface, which clients refuse.
func TestPossibleTypes(t *testing.T) {
	have := map[string][]string{}
	all := types(t, `{ __schema { types { kind name interfaces { name } possibleTypes { name } } } }`)
	for _, described := range all {
		for _, i := range objects(described["interfaces"]) {
			if described["kind"] == "OBJECT" {
				name := i["name"].(string)
				have[name] = append(have[name], described["name"].(string))
			}
		}
	}
	for _, described := range all {
		if described["kind"] != "INTERFACE" {
			continue
		}
		var possible []string
		for _, p := range objects(described["possibleTypes"]) {
			possible = append(possible, p["name"].(string))
		}
		slices.Sort(possible)
		if name := described["name"].(string); len(possible) == 0 || !slices.Equal(possible, have[name]) {
			t.Errorf("%s is possibly %v; the types that have it are %v", name, possible, have[name])
		}
	}
	if len(have) < 2 {
		t.Errorf("only %d interfaces were looked at", len(have))
	}
}

// published are the locations of directives of the specification of September 2025 (3.13). graphql-core up to 3.2.10 refuses others.
var published = []string{
	"QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
	"SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT",
	"INPUT_FIELD_DEFINITION",
}

func TestDirectivesArePublished(t *testing.T) {
	var data struct {
		Schema struct {
			Directives []struct {
				Name      string
				Locations []string
			}
		} `json:"__schema"`
		Type struct{ EnumValues []struct{ Name string } } `json:"__type"`
	}
	introspected(t, `{ __schema { directives { name locations } } __type(name: "__DirectiveLocation") { enumValues { name } } }`, &data)
	if len(data.Schema.Directives) < 5 {
		t.Errorf("there are %d directives", len(data.Schema.Directives))
	}
	for _, d := range data.Schema.Directives {
		for _, l := range d.Locations {
			if !slices.Contains(published, l) {
				t.Errorf("@%s may stand on %s, which no published specification has", d.Name, l)
			}
		}
	}
	for _, v := range data.Type.EnumValues {
		if !slices.Contains(published, v.Name) {
			t.Errorf("__DirectiveLocation has %s, which no published specification has", v.Name)
		}
	}
	if len(data.Type.EnumValues) != len(published) {
		t.Errorf("__DirectiveLocation has %d values, want %d", len(data.Type.EnumValues), len(published))
	}
}

// types asks for all types of the schema.
func types(t *testing.T, query string) []map[string]any {
	t.Helper()
	var data struct {
		Schema struct{ Types []map[string]any } `json:"__schema"`
	}
	introspected(t, query, &data)
	if len(data.Schema.Types) < 100 {
		t.Fatalf("there are %d types", len(data.Schema.Types))
	}
	return data.Schema.Types
}

func introspected(t *testing.T, query string, into any) {
	t.Helper()
	h, _ := handler(fixed)
	got := ask(t, h, query)
	if len(got.errors) > 0 {
		t.Fatal(got.errors)
	}
	if err := json.Unmarshal([]byte(got.data), into); err != nil {
		t.Fatal(err)
	}
}

// objects is a list of objects of an answer; nothing where it is null.
func objects(value any) []map[string]any {
	elements, _ := value.([]any)
	var all []map[string]any
	for _, e := range elements {
		all = append(all, e.(map[string]any))
	}
	return all
}
