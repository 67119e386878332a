package answer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
)

const schema = `interface Entity @node(plural: "entities") { id: ID! @unique }
type Country implements Entity @node(prefixes: ["country"], plural: "countries") { a: String }
type Goal implements Entity @node(prefixes: ["goal", "target"], plural: "goals") { b: String }`

func newWriter(t testing.TB) *Writer {
	t.Helper()
	m, err := mapping.Read(&ast.Source{Name: "test.graphqls", Input: schema})
	if err != nil {
		t.Fatal(err)
	}
	return &Writer{Mapping: m, BaseIRI: "https://graph.example"}
}

// write writes a root field and returns its JSON, "nothing" where the root itself must be null, and the paths of the errors.
func write(t testing.TB, f *plan.Field, row ...any) (string, []string) {
	t.Helper()
	return writePlan(t, &plan.Plan{Output: f, Params: []any{int64(10)}}, row)
}

func writePlan(t testing.TB, p *plan.Plan, row []any) (string, []string) {
	t.Helper()
	json, errs := newWriter(t).Write(p, row)
	var paths []string
	for _, e := range errs {
		if e.Code != fault.CodeInternal {
			t.Errorf("the error %v has the code %s", e, e.Code)
		}
		steps := make([]string, len(e.Path))
		for i, step := range e.Path {
			steps[i] = fmt.Sprint(step)
		}
		paths = append(paths, strings.Join(steps, "/"))
	}
	if json == nil {
		return "nothing", paths
	}
	return string(json), paths
}

// text is a field with the text at a place of the row.
func text(name string, column int) *plan.Field {
	return &plan.Field{Name: name, Kind: plan.Scalar, Column: column}
}

func nonNull(f *plan.Field) *plan.Field {
	f.NonNull = true
	return f
}

func object(name string, column int, fields ...*plan.Field) *plan.Field {
	return &plan.Field{Name: name, Kind: plan.ObjectValue, Column: column, Object: &plan.Object{Fields: fields}}
}

func list(name string, column int, itemsNonNull bool, fields ...*plan.Field) *plan.Field {
	return &plan.Field{Name: name, Kind: plan.List, Column: column, ItemsNonNull: itemsNonNull, Object: &plan.Object{Fields: fields}}
}

// connection is a connection as plans have it: non-null, with non-null items.
func connection(name string, column int, page *plan.Page, fields ...*plan.Field) *plan.Field {
	return &plan.Field{Name: name, Kind: plan.Connection, Column: column, NonNull: true, Page: page, Object: &plan.Object{Fields: fields}}
}

func rows(name string, fields ...*plan.Field) *plan.Field {
	return &plan.Field{Name: name, Kind: plan.PageRows, Column: plan.Whole, NonNull: true, ItemsNonNull: true, Object: &plan.Object{Fields: fields}}
}

// TestNullPropagation follows section 6.4.4 of the GraphQL specification: a null where the schema promises a value is an error, and makes
// the nearest nullable value around it null.
func TestNullPropagation(t *testing.T) {
	page := &plan.Page{}
	row := func(v ...any) []any { return v }
	for _, c := range []struct {
		name  string
		field *plan.Field
		row   []any
		want  string
		paths []string
	}{
		{"a nullable value is null", object("r", 0, text("a", 0), text("b", 1)), row(row(nil, "x")), `{"a":null,"b":"x"}`, nil},
		{"a promised value is there", object("r", 0, nonNull(text("a", 0))), row(row("")), `{"a":""}`, nil},
		{"nothing is found", object("r", 0, nonNull(text("a", 0))), row(nil), `null`, nil},
		{"the object around it", object("r", 0, text("a", 0), nonNull(text("b", 1))), row(row("x", nil)), `null`, []string{"r/b"}},
		{"a root that is promised", nonNull(object("r", 0, nonNull(text("a", 0)))), row(row(nil)), `nothing`, []string{"r/a"}},
		{"a promised root that is not there", nonNull(object("r", 0, text("a", 0))), row(nil), `nothing`, []string{"r"}},
		{"through promised objects", object("r", 0, text("x", 1), object("s", 0, nonNull(object("t", 0, nonNull(object("u", 0, nonNull(text("a", 0)))))))),
			row(row(row(row(row(nil))), "kept")), `{"x":"kept","s":null}`, []string{"r/s/t/u/a"}},
		{"a promised object is not there", object("r", 0, object("s", 0, nonNull(object("t", 0, text("a", 0))))), row(row(row(nil))), `{"s":null}`,
			[]string{"r/s/t"}},
		{"one error an object, two places", object("r", 0, object("s", 0, nonNull(text("a", 0)), nonNull(text("b", 0))), object("t", 0, nonNull(text("a", 0)))),
			row(row(row(nil))), `{"s":null,"t":null}`, []string{"r/s/a", "r/t/a"}},
		{"an element that may be null", nonNull(list("r", 0, false, nonNull(text("a", 0)))), row(row(row("x"), row(nil), nil, row("y"))),
			`[{"a":"x"},null,null,{"a":"y"}]`, []string{"r/1/a"}},
		{"an element that is promised", list("r", 0, true, nonNull(text("a", 0))), row(row(row("x"), row(nil))), `null`, []string{"r/1/a"}},
		{"elements and list are promised", object("q", 0, nonNull(list("r", 0, true, nonNull(text("a", 0))))), row(row(row(row("x"), row(nil)))), `null`,
			[]string{"q/r/1/a"}},
		{"through a connection", object("q", 0, text("x", 1), object("p", 0, connection("r", 0, page, rows("nodes", nonNull(text("a", 0)))))),
			row(row(row(row(nil, row(row("x"), row(nil)))), "kept")), `{"x":"kept","p":null}`, []string{"q/p/r/nodes/1/a"}},
		{"a total that is not counted", connection("r", plan.Whole, page, nonNull(text("totalCount", 0))), row(nil, nil), `nothing`, []string{"r/totalCount"}},
		{"a promised list of values that is missing", object("r", 0, &plan.Field{Name: "a", Kind: plan.Scalar, Many: true, NonNull: true}),
			row(row(nil)), `{"a":[]}`, nil},
		{"an absent key", object("r", 0, text("a", plan.Absent), text("b", 0)), row(row("x")), `{"a":null,"b":"x"}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, paths := write(t, c.field, c.row...)
			if got != c.want || !slices.Equal(paths, c.paths) {
				t.Errorf("the answer is %s with errors at %q, want %s with errors at %q", got, paths, c.want, c.paths)
			}
		})
	}
}

// TestFieldsByType writes the fields that the type of each node asks for; the type follows from the id.
func TestFieldsByType(t *testing.T) {
	typeName := &plan.Field{Name: "type", Kind: plan.TypeName, NonNull: true}
	f := &plan.Field{Name: "r", Kind: plan.List, Column: plan.Whole, Object: &plan.Object{ByType: [][]*plan.Field{
		{typeName, text("x", 1)}, {text("x", 2), {Name: "iri", Kind: plan.IRIValue}},
	}}}
	got, _ := write(t, f, []any{"country:CHN", "a", "b"}, []any{"target:9.b", "a", "b"}, []any{"goal:9", "a", nil})
	want := `[{"type":"Country","x":"a"},{"x":"b","iri":"https://graph.example/id/target/9.b"},{"x":null,"iri":"https://graph.example/id/goal/9"}]`
	if got != want {
		t.Errorf("the answer is %s, want %s", got, want)
	}
}

// TestPages cuts and turns the rows of a page. Rows come from the end where the page is backward; one more than the page says that the list
// goes on.
func TestPages(t *testing.T) {
	for _, c := range []struct {
		page *plan.Page
		size int64
		read string
		want string
		// next and previous: whether the list has something after and before the page.
		next, previous bool
	}{
		{&plan.Page{}, 3, "ab", "ab", false, false},
		{&plan.Page{}, 2, "ab", "ab", false, false},
		{&plan.Page{}, 2, "abc", "ab", true, false},
		{&plan.Page{After: true}, 2, "cd", "cd", false, true},
		{&plan.Page{After: true}, 2, "cde", "cd", true, true},
		{&plan.Page{Before: true}, 2, "ab", "ab", true, false},
		{&plan.Page{}, 0, "a", "", true, false},
		{&plan.Page{}, 0, "", "", false, false},
		{&plan.Page{Backward: true}, 2, "zy", "yz", false, false},
		{&plan.Page{Backward: true}, 2, "zyx", "yz", false, true},
		{&plan.Page{Backward: true, Before: true}, 2, "xw", "wx", true, false},
		{&plan.Page{Backward: true, Before: true}, 2, "xwv", "wx", true, true},
		{&plan.Page{Backward: true, After: true}, 2, "zy", "yz", false, true},
		{&plan.Page{Backward: true}, 0, "z", "", false, true},
	} {
		c.page.Signature, c.page.Cursor = "s", []int{0}
		c.page.More = true // as for every page that is asked whether it goes on
		info := []*plan.Field{
			{Name: "next", Kind: plan.HasNextPage}, {Name: "previous", Kind: plan.HasPreviousPage},
			{Name: "start", Kind: plan.StartCursor}, {Name: "end", Kind: plan.EndCursor},
		}
		f := connection("r", plan.Whole, c.page, rows("edges", text("id", 0), &plan.Field{Name: "cursor", Kind: plan.PageCursor}),
			&plan.Field{Name: "page", Kind: plan.Self, NonNull: true, Object: &plan.Object{Fields: info}})
		var read []any
		for _, id := range c.read {
			read = append(read, []any{string(id)})
		}
		edges, start, end := "", "null", "null"
		for i, id := range c.want {
			cursor := `"` + string(build.AppendCursor(nil, fmt.Appendf(nil, `["s","%c"]`, id))) + `"`
			if i == 0 {
				start = cursor
			} else {
				edges += ","
			}
			end = cursor
			edges += fmt.Sprintf(`{"id":"%c","cursor":%s}`, id, cursor)
		}
		want := fmt.Sprintf(`{"edges":[%s],"page":{"next":%t,"previous":%t,"start":%s,"end":%s}}`, edges, c.next, c.previous, start, end)
		if got, _ := writePlan(t, &plan.Plan{Output: f, Params: []any{c.size + 1}}, []any{nil, read}); got != want {
			t.Errorf("page %+v of %d of the rows %s is\n%s\nwant\n%s", *c.page, c.size, c.read, got, want)
		}
	}
}

// TestSums writes sums and means of the row of a measure.
func TestSums(t *testing.T) {
	f := object("r", 0, &plan.Field{Name: "sum", Kind: plan.Sum, Column: plan.Whole}, &plan.Field{Name: "avg", Kind: plan.Average, Column: plan.Whole},
		&plan.Field{Name: "min", Kind: plan.Scalar, Value: mapping.Float, Column: 1})
	for _, c := range []struct {
		values []float64
		want   string
	}{
		{nil, `{"sum":null,"avg":null,"min":null}`},
		{[]float64{0.1, 0.2}, `{"sum":0.3,"avg":0.15,"min":0.1}`},
		{[]float64{-1, 1}, `{"sum":0,"avg":0,"min":-1}`},
		{[]float64{1e16, 1, 1}, `{"sum":10000000000000002,"avg":3333333333333334,"min":1}`},
	} {
		row := []any{int64(len(c.values)), nil, nil, int64(0), int64(0), int64(0)}
		for _, v := range c.values {
			if row[1] == nil || v < row[1].(float64) {
				row[1] = v
			}
			high, middle, low := plan.Parts(v)
			row[3], row[4], row[5] = row[3].(int64)+high, row[4].(int64)+middle, row[5].(int64)+low
		}
		if got, _ := write(t, f, row); got != c.want {
			t.Errorf("the figures of %v are %s, want %s", c.values, got, c.want)
		}
	}
}

// TestLocalizedTexts splits texts with their languages.
func TestLocalizedTexts(t *testing.T) {
	stored := []any{"fr:Chine", "zh:中国", "fr:a:b", "none", ":x"}
	fields := &plan.Object{Fields: []*plan.Field{nonNull(text("l", 0)), {Name: "type", Kind: plan.TypeName, Text: "T"}, nonNull(text("t", 1))}}
	for lang, want := range map[string]string{
		"all": `[{"l":"fr","type":"T","t":"Chine"},{"l":"zh","type":"T","t":"中国"},{"l":"fr","type":"T","t":"a:b"},` +
			`{"l":"none","type":"T","t":""},{"l":"","type":"T","t":"x"}]`,
		"":   `[{"l":"","type":"T","t":"x"}]`,
		"fr": `[{"l":"fr","type":"T","t":"Chine"},{"l":"fr","type":"T","t":"a:b"}]`,
		"de": `[]`,
	} {
		f := nonNull(&plan.Field{
			Name: "names", Kind: plan.LocalizedTexts, Text: lang, OneLanguage: lang != "all", ItemsNonNull: true, Object: fields,
		})
		if got, _ := write(t, f, stored); got != want {
			t.Errorf("texts in %q are\n%s\nwant\n%s", lang, got, want)
		}
		if got, _ := write(t, f, nil); got != "[]" {
			t.Errorf("no texts in %q are %s", lang, got)
		}
	}
}

// TestAllocations bounds what an answer allocates: the bytes of the answer, and now and then a buffer, whatever the number of fields.
func TestAllocations(t *testing.T) {
	w := newWriter(t)
	p, row, fields := sample()
	w.Write(p, row)
	if n := testing.AllocsPerRun(20, func() { w.Write(p, row) }); n > 100 {
		t.Errorf("an answer of %d fields makes %v allocations", fields, n)
	}
}
