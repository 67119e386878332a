package reference

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Error is an error of an answer.
type Error struct {
	Message    string            `json:"message"`
	Path       []any             `json:"path,omitempty"`
	Locations  []Location        `json:"locations,omitempty"`
	Extensions map[string]string `json:"extensions"`
}

// Location is a place in the document.
type Location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// mistake is a wrong argument: the field that has it, from the one where it was looked for downwards, and where that stands.
type mistake struct {
	message string
	path    []any
	at      *ast.Position
}

func (m *mistake) Error() string { return m.message }

// wrong says of a mistake in the arguments of a field, or of one below it, where it is.
func (f field) wrong(err error) error {
	m, ok := err.(*mistake)
	if !ok {
		m = &mistake{message: err.Error(), at: f.first().Position}
	}
	m.path = append([]any{f.name}, m.path...)
	return m
}

func locations(at *ast.Position) []Location { return []Location{{at.Line, at.Column}} }

// Answer returns the response to a request as JSON. scope are asOf and minConfidence in the extensions of the request, where they are given.
// Where they are wrong the request is refused as a whole.
func (x *Executor) Answer(r *Request, scope map[string]any) []byte {
	e := &execution{Executor: x, variables: r.variables, request: scope}
	if _, err := e.scopeOf("extensions.scope", nil); err != nil {
		var refused bytes.Buffer
		writeJSON(&refused, map[string]any{"errors": []Error{{err.Error(), nil, nil, map[string]string{"code": badInput}}}})
		return refused.Bytes()
	}
	query := x.served.Query
	var data bytes.Buffer
	lost := false
	for i, f := range e.collect("Query", []ast.SelectionSet{r.doc.Operations[0].SelectionSet}) {
		if i > 0 {
			data.WriteByte(',')
		}
		writeJSON(&data, f.name)
		data.WriteByte(':')
		if f.first().Name == "__typename" {
			data.WriteString(`"Query"`)
			continue
		}
		value, ok := e.root(query.Fields.ForName(f.first().Name), f)
		lost = lost || !ok
		data.Write(value)
	}
	var out bytes.Buffer
	out.WriteString(`{"data":`)
	if lost {
		out.WriteString("null")
	} else {
		out.WriteString("{" + data.String() + "}")
	}
	if len(e.errs) > 0 {
		out.WriteString(`,"errors":`)
		writeJSON(&out, e.errs)
	}
	out.WriteByte('}')
	return out.Bytes()
}

// execution is the work on one operation.
type execution struct {
	*Executor
	variables given
	errs      []Error
	// request are asOf and minConfidence of the request.
	request map[string]any
}

// root answers a root field: "null" where it is null, and false where that may not be. All root fields are answered, whatever comes
// of the others.
func (e *execution) root(d *ast.FieldDefinition, f field) (value []byte, ok bool) {
	path := []any{f.name}
	resolved, err := e.resolveRoot(d, f)
	if err != nil {
		m := f.wrong(err).(*mistake)
		e.errs = append(e.errs, Error{m.message, m.path, locations(m.at), map[string]string{"code": badInput}})
		return []byte("null"), !d.Type.NonNull
	}
	var w bytes.Buffer
	if !e.complete(&w, d.Type, f, resolved, path) {
		return []byte("null"), false
	}
	return w.Bytes(), true
}

// field is what is asked under one response name: one field, maybe written several times.
type field struct {
	name    string
	written []*ast.Field
}

func (f field) first() *ast.Field { return f.written[0] }

// selections are what is selected below a field, wherever it is written.
func (f field) selections() []ast.SelectionSet {
	var sets []ast.SelectionSet
	for _, w := range f.written {
		sets = append(sets, w.SelectionSet)
	}
	return sets
}

// collect is CollectFields of the specification: the fields that are asked of an object type.
func (e *execution) collect(objectType string, sets []ast.SelectionSet) []field {
	var fields []field
	visited := map[string]bool{}
	var visit func(ast.SelectionSet)
	visit = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if !e.included(s.Directives) {
					continue
				}
				i := slices.IndexFunc(fields, func(f field) bool { return f.name == s.Alias })
				if i < 0 {
					i = len(fields)
					fields = append(fields, field{name: s.Alias})
				}
				fields[i].written = append(fields[i].written, s)
			case *ast.InlineFragment:
				if e.included(s.Directives) && e.applies(s.TypeCondition, objectType) {
					visit(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if e.included(s.Directives) && !visited[s.Name] && e.applies(s.Definition.TypeCondition, objectType) {
					visited[s.Name] = true
					visit(s.Definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		visit(set)
	}
	return fields
}

func (e *execution) included(directives ast.DirectiveList) bool {
	condition := func(name string) (value, there bool) {
		d := directives.ForName(name)
		if d == nil {
			return false, false
		}
		v, _ := e.literal(ast.NonNullNamedType("Boolean", nil), d.Arguments.ForName("if").Value)
		return v == true, true
	}
	if skip, there := condition("skip"); there && skip {
		return false
	}
	include, there := condition("include")
	return include || !there
}

// applies reports whether a fragment on a type is about an object type.
func (e *execution) applies(condition, objectType string) bool {
	if condition == "" || condition == objectType {
		return true
	}
	if t := e.schema.types[objectType]; t != nil {
		return condition == "Node" || t.isNamed(condition)
	}
	shows := func(t *relationshipType) bool { return t.typeName == objectType }
	isRelationship := slices.ContainsFunc(slices.Collect(maps.Values(e.schema.relationships)), shows)
	return isRelationship && (condition == "Relationship" || condition == "Node")
}

// object is a value with fields.
type object interface {
	// typeName is the object type.
	typeName() string
	// resolve returns the value of a field: nil, string, int64, float64, bool, an object, or a list of them.
	resolve(e *execution, f field) any
}

// refusal is the message of an error in the place of a value that can be null.
type refusal string

// complete is CompleteValue of the specification: it writes a value of a type. It returns false where a null must go up to what is
// around it; then what it wrote is of no use.
func (e *execution) complete(w *bytes.Buffer, t *ast.Type, f field, v any, path []any) bool {
	if r, refused := v.(refusal); refused {
		e.errs = append(e.errs, Error{
			string(r), slices.Clone(path), locations(f.first().Position), map[string]string{"code": "BAD_USER_INPUT"},
		})
		v = nil
	}
	if t.NonNull {
		if v == nil {
			e.errs = append(e.errs, Error{
				"the graph has no value for the non-null field " + f.name, slices.Clone(path), locations(f.first().Position),
				map[string]string{"code": "INTERNAL"},
			})
			return false
		}
		return e.present(w, t, f, v, path)
	}
	if v != nil {
		var inner bytes.Buffer
		if e.present(&inner, t, f, v, path) {
			w.Write(inner.Bytes())
			return true
		}
	}
	w.WriteString("null")
	return true
}

// present writes a value that is not null.
func (e *execution) present(w *bytes.Buffer, t *ast.Type, f field, v any, path []any) bool {
	if t.Elem != nil {
		w.WriteByte('[')
		for i, item := range v.([]any) {
			if i > 0 {
				w.WriteByte(',')
			}
			if !e.complete(w, t.Elem, f, item, append(slices.Clip(path), i)) {
				return false
			}
		}
		w.WriteByte(']')
		return true
	}
	o, composite := v.(object)
	if !composite {
		writeJSON(w, v)
		return true
	}
	w.WriteByte('{')
	definition := e.served.Types[o.typeName()]
	for i, sub := range e.collect(o.typeName(), f.selections()) {
		if i > 0 {
			w.WriteByte(',')
		}
		writeJSON(w, sub.name)
		w.WriteByte(':')
		name := sub.first().Name
		if name == "__typename" {
			writeJSON(w, o.typeName())
			continue
		}
		// The first value that is missing takes the object with it; what comes after it is not looked at.
		if !e.complete(w, definition.Fields.ForName(name).Type, sub, o.resolve(e, sub), append(slices.Clip(path), sub.name)) {
			return false
		}
	}
	w.WriteByte('}')
	return true
}

// writeJSON writes a value without the escapes for HTML.
func writeJSON(w *bytes.Buffer, v any) {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err) // texts, numbers and truth values always encode
	}
	w.Truncate(w.Len() - 1) // the end of the line
}
