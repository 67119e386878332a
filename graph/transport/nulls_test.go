package transport

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/graph"
)

// way is how to ask for a field: the fields from the root to the type that it is of.
type way struct {
	of     *ast.Definition
	fields []*ast.FieldDefinition
}

// ways finds the shortest way to each type.
func ways() []way {
	found := []way{{of: graph.Schema().Query}}
	seen := map[string]bool{}
	for i := 0; i < len(found); i++ {
		w := found[i]
		for _, f := range w.of.Fields {
			to := graph.Schema().Types[f.Type.Name()]
			if strings.HasPrefix(f.Name, "__") || seen[to.Name] || to.IsLeafType() {
				continue
			}
			seen[to.Name] = true
			found = append(found, way{to, append(slices.Clip(w.fields), f)})
		}
	}
	return found
}

// ask writes a question for a field at the end of a way, with some text as the value of one of its arguments.
func (w way) ask(f *ast.FieldDefinition, argument, value string) string {
	var text strings.Builder
	fields := append(slices.Clip(w.fields), f)
	for _, step := range fields {
		text.WriteString("{ " + step.Name)
		var args []string
		for _, a := range step.Arguments {
			switch {
			case step == f && a.Name == argument:
				args = append(args, a.Name+": "+value)
			case a.Type.NonNull && a.DefaultValue == nil:
				args = append(args, a.Name+": "+example(a.Type))
			}
		}
		if args != nil {
			text.WriteString("(" + strings.Join(args, ", ") + ")")
		}
	}
	if !graph.Schema().Types[f.Type.Name()].IsLeafType() {
		text.WriteString(" { __typename }")
	}
	return text.String() + strings.Repeat(" }", len(fields))
}

// example is a value of a type.
func example(t *ast.Type) string {
	if t.Elem != nil {
		return "[" + example(t.Elem) + "]"
	}
	switch d := graph.Schema().Types[t.NamedType]; d.Kind {
	case ast.Enum:
		return d.EnumValues[0].Name
	case ast.InputObject:
		var fields []string
		for _, f := range d.Fields {
			if f.Type.NonNull {
				fields = append(fields, f.Name+": "+example(f.Type))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return map[string]string{
		"Int": "1", "Float": "0.5", "Boolean": "true", "ID": `"country:CHN"`, "String": `"a"`, "Date": `"2020-01-01"`, "URI": `"https://a.example/"`,
	}[t.NamedType]
}

// nullable is a type that a variable of it may be null.
func nullable(t *ast.Type) string { return strings.TrimSuffix(t.String(), "!") }

// TestNullForWhatIsNotNullable walks the whole schema: every argument that is not nullable gets an explicit null by a variable that may be
// null. That is an error of the request that names the argument.
func TestNullForWhatIsNotNullable(t *testing.T) {
	h, log := handler(fixed)
	withDefault, without := 0, 0
	refused := func(name, query string) {
		t.Helper()
		got := ask(t, h, query, `{"v":null}`)
		got.wantError(t, fault.CodeBadInput, name+": $v is null, where null must not be")
		if got.data != "" || len(got.errors) != 1 || len(got.errors[0].Path) == 0 || len(got.errors[0].Locations) != 1 {
			t.Errorf("%s\nis answered by %s", query, got.text)
		}
	}
	for _, w := range ways() {
		for _, f := range w.of.Fields {
			for _, a := range f.Arguments {
				if !a.Type.NonNull || strings.HasPrefix(f.Name, "__") {
					continue
				}
				declared := fmt.Sprintf("query($v: %s = %s) ", nullable(a.Type), example(a.Type))
				refused(a.Name, declared+w.ask(f, a.Name, "$v"))
				if a.DefaultValue == nil {
					without++
					continue
				}
				withDefault++
				refused(a.Name, fmt.Sprintf("query($v: %s) ", nullable(a.Type))+w.ask(f, a.Name, "$v"))
				literal := ask(t, h, w.ask(f, a.Name, "null"))
				literal.wantError(t, fault.CodeValidationFailed, "argument "+a.Name+" of type ")
			}
		}
	}
	if withDefault < 40 || without < 20 {
		t.Errorf("%d arguments with defaults and %d without were tried", withDefault, without)
	}
	if log.Len() > 0 {
		t.Errorf("the log has\n%s", log)
	}
}

// TestNullWithinArguments shows the same of elements of lists, fields of inputs, and the conditions of directives, wherever they stand.
func TestNullWithinArguments(t *testing.T) {
	h, log := handler(fixed)
	for _, c := range []struct{ query, path, message string }{
		{`query($v: ID = "a") { nodes(ids: ["b", $v]) { id } }`, "[nodes]", "ids: $v is null, where null must not be; give a value"},
		{`query($v: Float = 0.5) { impact(shocks: [{actor: "a", capacityLost: $v}]) { rounds } }`, "[impact]", "shocks: $v is null"},
		{`query($v: ID = "a") { impact(shocks: {actor: $v, capacityLost: 1}) { rounds } }`, "[impact]", "shocks: $v is null"},
		{`query($v: String = "a") { countries(filter: {or: [{name: {in: ["b", $v]}}]}) { totalCount } }`, "[countries]", "filter: $v is null"},
		{`query($v: Int) { paths(from: "a", to: "b", k: $v) { visited } }`, "[paths]", "k: $v is null, where null must not be; give a value, or leave it out for the default 3"},
		{`query($v: Boolean = true) { __typename @skip(if: $v) }`, "[__typename]", "if: $v is null, where null must not be; give a value"},
		{`query($v: Boolean = true) { c: countries { nodes { name @include(if: $v) } } }`, "[c nodes name]", "if: $v is null"},
		{`query($v: Boolean = true) { countries { ... @skip(if: $v) { totalCount } } }`, "[countries]", "if: $v is null"},
		{`query($v: Boolean = true) { countries { ...f @include(if: $v) } } fragment f on CountryConnection { totalCount }`, "[countries]", "if: $v is null"},
		{`query($v: Boolean = true) { ... @skip(if: $v) { __typename } }`, "[]", "if: $v is null"},
		{`query($v: Boolean = false) { variable: impact(shocks: {actor: "a", capacityLost: 1}) { affected { nodes { loss @skip(if: $v) } } } }`,
			"[variable affected nodes loss]", "if: $v is null"},
	} {
		got := ask(t, h, c.query, `{"v":null}`)
		got.wantError(t, fault.CodeBadInput, c.message)
		if got.data != "" || fmt.Sprint(got.errors[0].Path) != c.path || len(got.errors[0].Locations) != 1 {
			t.Errorf("%s\nis answered by %s, want the path %s", c.query, got.text, c.path)
		}
	}
	if log.Len() > 0 {
		t.Errorf("the log has\n%s", log)
	}
}

// TestNullIsNotGiven shows where a null may stand: it is as what is not given. What is not executed is not looked at.
func TestNullIsNotGiven(t *testing.T) {
	h, _ := handler(fixed)
	for _, query := range []string{
		`query($v: Int) { countries(first: $v, after: null, filter: null, orderBy: null, asOf: null) { totalCount } }`,
		`query($v: String) { countries(filter: {name: {eq: $v, ne: "a", ignoreCase: null}, iso3: null, and: null, or: null, not: null}) { totalCount } }`,
		`query($v: OrderDirection) { countries(orderBy: [{name: ASC, iso3: $v, id: null}]) { totalCount } }`,
		`query($v: Int) { a: countries { totalCount } paths(from: "a", to: "b", k: $v) @skip(if: true) { visited } }`,
		`query($v: Int) { a: countries { totalCount } ... @include(if: false) { paths(from: "a", to: "b", k: $v) { visited } } }`,
		`query($v: [EntityType!]) { search(text: "a", types: $v) { totalCount } }`,
	} {
		if got := ask(t, h, query, `{"v":null}`); len(got.errors) > 0 {
			t.Errorf("%s\nis answered by %s", query, got.text)
		}
	}
}

// TestUnusedNullsInOtherOperations shows that only the operation that runs is looked at.
func TestUnusedNullsInOtherOperations(t *testing.T) {
	h, _ := handler(fixed)
	got := send(t, h, post(`{"query":"query A($v: Int) { countries(first: $v) { totalCount } } query B($v: Int) { paths(from: \"a\", to: \"b\", k: $v) { visited } }",`+
		`"operationName":"A","variables":{"v":null}}`))
	if len(got.errors) > 0 {
		t.Error(got.text)
	}
}
