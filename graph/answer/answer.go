// Package answer turns the row that a store read into the JSON that was asked for, by the shape in the plan.
package answer

import (
	"math"

	"partnir/plan"
)

// Writer writes answers.
type Writer struct {
	Mapping *plan.Mapping
	// BaseIRI is what IRIs begin with, without a slash at its end.
	BaseIRI string
}

// Write returns the JSON of a plan's root field, made from the row that the store read, and an error for each value that the
// schema promises and the store does not have. Such a null makes the nearest nullable value around it null, as the GraphQL
// specification says; json is nil where that is the root field itself.
func (w *Writer) Write(p *plan.Plan, row []any) (json []byte, errs []*plan.InputError) {
	b := &buffer{Writer: w, path: []step{{name: p.Output.Name}}}
	if !b.value(p.Output, row, nil) {
		return nil, b.errs
	}
	return b.json, b.errs
}

// buffer is the work on one answer.
type buffer struct {
	*Writer
	json []byte
	path []step
	errs []*plan.InputError
}

// step is one step of a response path: a name, or where that is empty an index.
type step struct {
	name  string
	index int
}

// responsePath is the path of the value that is being written.
func (b *buffer) responsePath() []any {
	path := make([]any, len(b.path))
	for i, s := range b.path {
		path[i] = s.name
		if s.name == "" {
			path[i] = s.index
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
		b.errs = append(b.errs, &plan.InputError{
			Message: "the graph has no value for the non-null field " + f.Name,
			Path:    b.responsePath(), Code: "INTERNAL",
		})
	}
	return false
}

// present writes the value of a field; false where it is null.
func (b *buffer) present(f *plan.Field, row []any, p *page) bool {
	switch f.Kind {
	case plan.TypeName:
		return b.typeName(f, row)
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
	}
	if f.Column == plan.Absent {
		return b.missing(f)
	}
	var v any = row
	if f.Column != plan.Whole {
		v = row[f.Column]
	}
	return b.stored(f, v)
}

// stored writes a value that is in the row.
func (b *buffer) stored(f *plan.Field, v any) bool {
	switch f.Kind {
	case plan.Scalar:
		if f.Many {
			b.scalars(f.Value, v)
			return true
		}
		if v == nil {
			return b.missing(f)
		}
		b.scalar(f.Value, v)
		return true
	case plan.IRIValue:
		b.text(plan.IRI(b.BaseIRI, v.(string)))
		return true
	case plan.LocalizedTexts:
		return b.list(f, localized(v, f.Text))
	case plan.ObjectValue:
		row, _ := v.([]any)
		if row == nil {
			return b.missing(f)
		}
		return b.object(f.Object, row, nil)
	case plan.List:
		rows, _ := v.([]any)
		return b.list(f, rows)
	case plan.Connection:
		row, _ := v.([]any)
		if row == nil {
			return b.missing(f)
		}
		return b.connection(f, row)
	}
	return false
}

func (b *buffer) typeName(f *plan.Field, row []any) bool {
	name := f.Text
	if name == "" {
		name = b.Mapping.TypeOf(row[0].(string)).Name
	}
	b.text(name)
	return true
}

// object writes an object, or nothing and false where a promised value in it is missing.
func (b *buffer) object(o *plan.Object, row []any, p *page) bool {
	fields := o.Fields
	if o.ByType != nil {
		fields = o.ByType[b.Mapping.TypeOf(row[0].(string)).Name]
	}
	b.json = append(b.json, '{')
	depth := len(b.path)
	b.path = append(b.path, step{})
	for i, f := range fields {
		if i > 0 {
			b.json = append(b.json, ',')
		}
		b.json = append(b.json, '"')
		b.json = append(b.json, f.Name...)
		b.json = append(b.json, '"', ':')
		b.path[depth].name = f.Name
		if !b.value(f, row, p) {
			b.path = b.path[:depth]
			return false
		}
	}
	b.path = b.path[:depth]
	b.json = append(b.json, '}')
	return true
}

// list writes an object for each row; a nil row is null.
func (b *buffer) list(f *plan.Field, rows []any) bool {
	return b.items(f, len(rows), func(i int) bool {
		row, _ := rows[i].([]any)
		return row != nil && b.object(f.Object, row, nil)
	})
}

// items writes a list of n values; write writes one, or returns false where it is null.
func (b *buffer) items(f *plan.Field, n int, write func(i int) bool) bool {
	b.json = append(b.json, '[')
	depth := len(b.path)
	b.path = append(b.path, step{})
	for i := range n {
		if i > 0 {
			b.json = append(b.json, ',')
		}
		b.path[depth].index = i
		start := len(b.json)
		if !write(i) {
			b.json = b.json[:start]
			if f.ItemsNonNull {
				b.path = b.path[:depth]
				return false
			}
			b.json = append(b.json, "null"...)
		}
	}
	b.path = b.path[:depth]
	b.json = append(b.json, ']')
	return true
}

// connection writes a connection from the row of a Many.
func (b *buffer) connection(f *plan.Field, row []any) bool {
	p := &page{Page: f.Page}
	p.rows, _ = row[1].([]any)
	if len(p.rows) > p.Size {
		p.rows, p.more = p.rows[:p.Size], true
	}
	return b.object(f.Object, row, p)
}

// row returns the row at a place on the page, first to last whatever way they were read.
func (p *page) row(i int) []any {
	if p.Backward {
		i = len(p.rows) - 1 - i
	}
	return p.rows[i].([]any)
}

func (b *buffer) pageRows(f *plan.Field, p *page) bool {
	return b.items(f, len(p.rows), func(i int) bool {
		row := p.row(i)
		if f.Column != plan.Whole {
			row = row[f.Column].([]any)
		}
		return b.object(f.Object, row, p)
	})
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

func (b *buffer) cursor(p *page, row []any) {
	values := make([]any, len(p.Cursor))
	for i, c := range p.Cursor {
		values[i] = row[c]
	}
	b.text(plan.EncodeCursor(p.Signature, values))
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
