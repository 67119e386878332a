// Package answer turns the row that a store read into the JSON that was asked for, by the shape in the plan.
package answer

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"sync"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
)

// Writer writes answers. It is safe for use by several goroutines.
type Writer struct {
	Mapping *mapping.Mapping
	// BaseIRI is what IRIs begin with, without a slash at its end.
	BaseIRI string

	// buffers holds *buffer: their memory is used again.
	buffers sync.Pool
}

// maxKept is the largest memory in bytes that a buffer keeps for the next answer.
const maxKept = 1 << 20

// Write returns the JSON of a plan's root field, made from the row that the store read, and an error for each value that the
// schema promises and the store does not have. Such a null makes the nearest nullable value around it null, as the GraphQL
// specification says; json is nil where that is the root field itself.
func (w *Writer) Write(p *plan.Plan, row []any) (json []byte, errs []*fault.InputError) {
	b, ok := w.buffers.Get().(*buffer)
	if !ok {
		b = &buffer{Writer: w}
	}
	b.params, b.json, b.errs, b.path = p.Params, b.json[:0], nil, b.path[:0]
	b.path = append(b.path, step{fields: []*plan.Field{p.Output}})
	if b.value(p.Output, row, nil) {
		json = bytes.Clone(b.json)
	}
	errs = b.errs
	b.params, b.errs = nil, nil
	if cap(b.json) <= maxKept {
		w.buffers.Put(b)
	}
	return json, errs
}

// buffer is the work on one answer. It appends to json in statements of its own: those need no write barrier.
type buffer struct {
	*Writer
	params []any
	json   []byte
	path   []step
	errs   []*fault.InputError
	// cursorJSON is room for the values of a cursor.
	cursorJSON []byte
	// prefix is that of the last id whose type was looked up, with its colon; last is the type.
	prefix string
	last   *mapping.NodeType
}

// step is one step of a response path: a field of an object, or an element of a list where fields is nil.
type step struct {
	fields []*plan.Field
	index  int
}

// responsePath is the path of the value that is being written.
func (b *buffer) responsePath() []any {
	path := make([]any, len(b.path))
	for i, s := range b.path {
		path[i] = s.index
		if s.fields != nil {
			path[i] = s.fields[s.index].Name
		}
	}
	return path
}

// page is what the fields of a connection see.
type page struct {
	*plan.Page
	rows []any
	more bool
}

// value writes the value of a field, or nothing and false where a null must go up to the object around it.
func (b *buffer) value(f *plan.Field, row []any, p *page) bool {
	start := len(b.json)
	if b.present(f, row, p) {
		return true
	}
	b.json = b.json[:start]
	if f.NonNull {
		return false
	}
	b.json = append(b.json, "null"...)
	return true
}

// missing notes a null where the schema promises a value.
func (b *buffer) missing(f *plan.Field) bool {
	if f.NonNull {
		b.errs = append(b.errs, &fault.InputError{
			Message: "the graph has no value for the non-null field " + f.Name,
			Path:    b.responsePath(), At: f.At, Code: fault.CodeInternal,
		})
	}
	return false
}

// present writes the value of a field; false where it is null.
func (b *buffer) present(f *plan.Field, row []any, p *page) bool {
	if f.Mixed != "" && b.mixed(f, row) {
		return false
	}
	switch f.Kind {
	case plan.TypeName:
		b.typeName(f, row)
		return true
	case plan.Self:
		return b.object(f.Object, row, p)
	case plan.PageRows:
		return b.pageRows(f, p)
	case plan.PageCursor:
		b.cursor(p, row)
		return true
	case plan.StartCursor, plan.EndCursor:
		return b.endCursor(f, p)
	case plan.HasNextPage:
		b.boolean(p.Before || !p.Backward && p.more)
		return true
	case plan.HasPreviousPage:
		b.boolean(p.After || p.Backward && p.more)
		return true
	case plan.Sum, plan.Average:
		return b.sum(f, row)
	case plan.Known:
		b.boolean(row[f.Column] != nil)
		return true
	case plan.Values:
		b.values(f.Object, row)
		return true
	}
	switch f.Column {
	case plan.Absent:
		return b.missing(f)
	case plan.Whole:
		return b.structured(f, row)
	}
	switch v := row[f.Column]; f.Kind {
	case plan.Scalar:
		return b.stored(f, v)
	case plan.IRIValue:
		b.iri(v.(string))
		return true
	case plan.LocalizedTexts:
		return b.localized(f, v)
	default:
		inner, _ := v.([]any)
		return b.structured(f, inner)
	}
}

// stored writes a property.
func (b *buffer) stored(f *plan.Field, v any) bool {
	switch {
	case f.Many:
		b.scalars(f.Value, v)
		return true
	case v == nil:
		return b.missing(f)
	}
	b.scalar(f.Value, v)
	return true
}

// structured writes an object, a list of objects or a connection.
func (b *buffer) structured(f *plan.Field, row []any) bool {
	switch {
	case f.Kind == plan.List:
		return b.list(f, row)
	case row == nil:
		return b.missing(f)
	case f.Kind == plan.Connection:
		return b.connection(f, row)
	}
	return b.object(f.Object, row, nil)
}

func (b *buffer) typeName(f *plan.Field, row []any) {
	name := f.Text
	if name == "" {
		name = b.typeOf(row[0].(string)).Name
	}
	b.text(name)
}

// typeOf is the type of a node by its id. Neighbours are mostly of one type.
func (b *buffer) typeOf(id string) *mapping.NodeType {
	if b.last == nil || !strings.HasPrefix(id, b.prefix) {
		b.prefix, b.last = id[:strings.IndexByte(id, ':')+1], b.Mapping.TypeOf(id)
	}
	return b.last
}

// index is the place in Object.ByType of what has an id.
func (b *buffer) index(id string) int {
	if r := b.Mapping.RelationshipOf(id); r != nil {
		return len(b.Mapping.Types) + r.Index
	}
	return b.typeOf(id).Index
}

// object writes an object, or nothing and false where a promised value in it is missing.
func (b *buffer) object(o *plan.Object, row []any, p *page) bool {
	fields := o.Fields
	if o.ByType != nil {
		fields = o.ByType[b.index(row[0].(string))]
	}
	depth := len(b.path)
	b.path = append(b.path, step{fields: fields})
	mark := byte('{')
	for i, f := range fields {
		b.key(mark, f)
		b.path[depth].index = i
		mark = ','
		if !b.value(f, row, p) {
			b.path = b.path[:depth]
			return false
		}
	}
	if mark == '{' {
		b.json = append(b.json, mark)
	}
	b.path = b.path[:depth]
	b.json = append(b.json, '}')
	return true
}

// values writes an object of the fields that have a value.
func (b *buffer) values(o *plan.Object, row []any) {
	mark := byte('{')
	for _, f := range o.Fields {
		if row[f.Column] == nil {
			continue
		}
		b.key(mark, f)
		mark = ','
		b.stored(f, row[f.Column])
	}
	if mark == '{' {
		b.json = append(b.json, mark)
	}
	b.json = append(b.json, '}')
}

// key writes what stands before the value of a field in an object.
func (b *buffer) key(mark byte, f *plan.Field) {
	b.json = append(b.json, mark, '"')
	b.json = append(b.json, f.Name...)
	b.json = append(b.json, '"', ':')
}

// list writes an object for each row; a nil row is null.
func (b *buffer) list(f *plan.Field, rows []any) bool {
	depth := b.begin()
	for i := range rows {
		row, _ := rows[i].([]any)
		if !b.item(f, i, row, nil) {
			return b.end(depth, false)
		}
	}
	return b.end(depth, true)
}

// begin begins a list, and end ends it; ok is false where a promised element of it is missing.
func (b *buffer) begin() (depth int) {
	depth = len(b.path)
	b.path = append(b.path, step{})
	b.json = append(b.json, '[')
	return depth
}

func (b *buffer) end(depth int, ok bool) bool {
	b.path = b.path[:depth]
	b.json = append(b.json, ']')
	return ok
}

// item writes an element of a list, or returns false where it is promised and null.
func (b *buffer) item(f *plan.Field, i int, row []any, p *page) bool {
	if i > 0 {
		b.json = append(b.json, ',')
	}
	b.path[len(b.path)-1].index = i
	start := len(b.json)
	if row != nil && b.object(f.Object, row, p) {
		return true
	}
	b.json = b.json[:start]
	b.json = append(b.json, "null"...)
	return !f.ItemsNonNull
}

// connection writes a connection from the row of a Many.
func (b *buffer) connection(f *plan.Field, row []any) bool {
	p := page{Page: f.Page}
	p.rows, _ = row[1].([]any)
	if limit, _ := b.params[p.Limit].(int64); p.More && int64(len(p.rows)) >= limit {
		p.rows, p.more = p.rows[:limit-1], true
	}
	return b.object(f.Object, row, &p)
}

// row returns the row at a place on the page, first to last whatever way they were read.
func (p *page) row(i int) []any {
	if p.Backward {
		i = len(p.rows) - 1 - i
	}
	return p.rows[i].([]any)
}

func (b *buffer) pageRows(f *plan.Field, p *page) bool {
	depth := b.begin()
	for i := range p.rows {
		row := p.row(i)
		if f.Column != plan.Whole {
			row = row[f.Column].([]any)
		}
		if !b.item(f, i, row, p) {
			return b.end(depth, false)
		}
	}
	return b.end(depth, true)
}

func (b *buffer) endCursor(f *plan.Field, p *page) bool {
	if len(p.rows) == 0 {
		return false
	}
	i := 0
	if f.Kind == plan.EndCursor {
		i = len(p.rows) - 1
	}
	b.cursor(p, p.row(i))
	return true
}

// cursor writes the cursor of a row.
func (b *buffer) cursor(p *page, row []any) {
	b.json = append(b.json, '"')
	start := len(b.json) // the list of values stands there for a moment
	b.json = append(b.json, '[')
	b.text(p.Signature)
	for _, c := range p.Cursor {
		b.json = append(b.json, ',')
		if row[c] == nil {
			b.json = append(b.json, "null"...)
		} else {
			b.scalar(mapping.String, row[c])
		}
	}
	b.json = append(b.json, ']')
	b.cursorJSON = append(b.cursorJSON[:0], b.json[start:]...)
	b.json = build.AppendCursor(b.json[:start], b.cursorJSON)
	b.json = append(b.json, '"')
}

// units is the element of the row of a Measure that holds its units.
const units = 6

// mixed reports whether the values of a measure are of several units, and says so.
func (b *buffer) mixed(f *plan.Field, row []any) bool {
	found, _ := row[units].([]any)
	if len(found) < 2 {
		return false
	}
	names := make([]string, len(found))
	for i, unit := range found {
		if names[i] = fmt.Sprint(unit); unit == nil {
			names[i] = "no unit"
		}
	}
	told := strings.Join(names, ", ")
	if len(names) == plan.MaxUnits {
		told = strings.Join(names[:plan.MaxUnits-1], ", ") + " and more"
	}
	b.errs = append(b.errs, &fault.InputError{
		Message: "the values are of several units: " + told + "; " + f.Mixed,
		Path:    b.responsePath(), At: f.At, Code: fault.CodeBadInput,
	})
	return true
}

// sum writes the sum or the mean of the row of a Measure: [count, min, max, high, middle, low].
func (b *buffer) sum(f *plan.Field, row []any) bool {
	count := row[0].(int64)
	if count == 0 {
		return b.missing(f)
	}
	sum := plan.SumOf(count, row[3].(int64), row[4].(int64), row[5].(int64))
	if f.Kind == plan.Average {
		sum /= float64(count)
	}
	if math.IsInf(sum, 0) {
		return b.missing(f)
	}
	b.float(sum)
	return true
}
