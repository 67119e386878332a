// Package list cuts pages from the lists in the results of verbs.
package list

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"slices"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/build"
)

// List is a whole list in its order. What stands in it is shown when it is on a page.
type List struct {
	size int
	show func(i int) any
	// order are the keys that the list is ordered by; together they tell its elements apart.
	order []key
	// arrange returns the list in the order that its field asks for; nil where it has one order only.
	arrange func(arguments map[string]any) (*List, error)
}

// key is a value that a list is ordered by.
type key struct {
	of func(i int) any
	// text says that its values are texts; otherwise they are numbers.
	text, down bool
}

// Key is a value that a list of elements is ordered by.
type Key[E any] struct {
	of         func(E) any
	text, down bool
}

// Up orders by a number or text, the least first. A number that is not known (NaN) comes last.
func Up[E any, V int | float64 | string](of func(E) V) Key[E] {
	return Key[E]{of: value(of), text: isText[V]()}
}

// Down orders by a number or text, the greatest first. A number that is not known comes last.
func Down[E any, V int | float64 | string](of func(E) V) Key[E] {
	return Key[E]{value(of), isText[V](), true}
}

func isText[V any]() bool {
	var zero V
	_, text := any(zero).(string)
	return text
}

// value is a value as cursors hold it: a text, a float64, or nil where it is not known.
func value[E any, V int | float64 | string](of func(E) V) func(E) any {
	return func(e E) any {
		switch v := any(of(e)).(type) {
		case int:
			return float64(v)
		case float64:
			if math.IsNaN(v) {
				return nil
			}
			return v + 0 // -0 is 0
		default:
			return v
		}
	}
}

// Of is the list of some elements, which come in the order of some keys, as show shows them. No two elements have the same keys.
func Of[E, T any](elements []E, show func(E) T, order ...Key[E]) *List {
	l := &List{size: len(elements), show: func(i int) any { return show(elements[i]) }}
	for _, k := range order {
		l.order = append(l.order, key{func(i int) any { return k.of(elements[i]) }, k.text, k.down})
	}
	return l
}

// InOrder is the list of some elements whose order is that of a question, such as the subjects that it names.
func InOrder[E, T any](elements []E, show func(E) T) *List {
	places := make([]int, len(elements))
	for i := range places {
		places[i] = i
	}
	return Of(places, func(i int) T { return show(elements[i]) }, Up(func(i int) int { return i }))
}

// Arranged is a list of elements in the order that the argument orderBy of its field asks for: each element of it names one of some keys. The last
// key breaks ties, and is no part of orderBy. usual is the order where none is asked for.
func Arranged[E, T any](elements []E, show func(E) T, keys map[string]Key[E], usual []Key[E], last Key[E]) *List {
	return &List{arrange: func(arguments map[string]any) (*List, error) {
		order, err := asked(arguments["orderBy"], keys)
		if err != nil {
			return nil, err
		}
		if len(order) == 0 {
			order = usual
		}
		order = append(slices.Clone(order), last)
		sorted := slices.SortedFunc(slices.Values(elements), func(a, b E) int {
			for _, k := range order {
				if c := compare(k.of(a), k.of(b), k.down); c != 0 {
					return c
				}
			}
			return 0
		})
		return Of(sorted, show, order...), nil
	}}
}

// asked are the keys that an argument orderBy names.
func asked[E any](orderBy any, keys map[string]Key[E]) (order []Key[E], err error) {
	elements, isList := orderBy.([]any)
	if !isList && orderBy != nil {
		elements = []any{orderBy}
	}
	for i, e := range elements {
		fields, _ := e.(map[string]any)
		named := 0
		for name, direction := range fields {
			if direction != nil {
				named++
				order = append(order, Key[E]{keys[name].of, keys[name].text, direction == "DESC"})
			}
		}
		if named != 1 {
			return nil, fault.InputErrorf("orderBy: element %d has %d fields; give exactly one in each", i+1, named)
		}
	}
	return order, nil
}

// compare compares two values of a key. What is not known comes last in both directions.
func compare(a, b any, down bool) int {
	if a == nil || b == nil {
		return cmp.Compare(known(b), known(a))
	}
	c := 0
	switch a := a.(type) {
	case float64:
		c = cmp.Compare(a, b.(float64))
	case string:
		c = cmp.Compare(a, b.(string))
	}
	if down {
		return -c
	}
	return c
}

func known(v any) int {
	if v == nil {
		return 0
	}
	return 1
}

// Page is a part of a list.
type Page struct {
	// Items are what stands on it, Cursors where each stands.
	Items   []any
	Cursors []string
	// Total is how many there are in the whole list; Before and After say that there are some before and after the page.
	Total         int
	Before, After bool
}

// Page returns the page that the arguments of a field ask for. place is what tells the list and its question from all others: a cursor of another
// place is an error. The errors are for the one who asked.
func (l *List) Page(field string, arguments map[string]any, place string) (*Page, error) {
	if l.arrange != nil {
		arranged, err := l.arrange(arguments)
		if err != nil {
			return nil, err
		}
		return arranged.Page(field, arguments, place)
	}
	first, last := whole(arguments["first"]), whole(arguments["last"])
	if first != nil && last != nil {
		return nil, fault.InputErrorf("%s: first and last were given; give one of them", field)
	}
	signature := build.Signature(place)
	from, to := 0, l.size
	for _, name := range []string{"after", "before"} {
		cursor, given := arguments[name].(string)
		if !given {
			continue
		}
		at, found, err := l.find(cursor, signature)
		switch {
		case err != nil:
			return nil, fault.InputErrorf("%s: %s: %s", field, name, err)
		case name == "before":
			to = at
		case found:
			from = at + 1
		default:
			from = at
		}
	}
	to = max(from, to)
	if err := cmp.Or(within(field, "first", first), within(field, "last", last)); err != nil {
		return nil, err
	}
	switch {
	case last != nil:
		from = max(from, to-*last)
	case first != nil:
		to = min(to, from+*first)
	default:
		to = min(to, from+plan.DefaultPage)
	}
	return l.cut(from, to, signature), nil
}

// Whole returns the whole list as one page.
func (l *List) Whole(place string) *Page { return l.cut(0, l.size, build.Signature(place)) }

func (l *List) cut(from, to int, signature string) *Page {
	p := &Page{Total: l.size, Before: from > 0, After: to < l.size}
	for i := from; i < to; i++ {
		p.Items, p.Cursors = append(p.Items, l.show(i)), append(p.Cursors, l.cursor(i, signature))
	}
	return p
}

// keys are the values by which an element is told apart from the others of its list.
func (l *List) keys(i int) []any {
	values := make([]any, len(l.order))
	for j, k := range l.order {
		values[j] = k.of(i)
	}
	return values
}

func (l *List) cursor(i int, signature string) string {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	_ = e.Encode(append([]any{signature}, l.keys(i)...)) // texts, numbers and nulls always encode
	return string(build.AppendCursor(nil, bytes.TrimSpace(text.Bytes())))
}

// find returns where a cursor stands: the place of its element, or, where that is gone, of the one that would come next.
func (l *List) find(cursor, signature string) (at int, found bool, err error) {
	values, err := build.CursorValues(cursor, signature)
	if err != nil {
		return 0, false, err
	}
	if len(values) != len(l.order) {
		return 0, false, build.ErrCursorDamaged
	}
	for i, v := range values {
		if n, is := v.(json.Number); is {
			if values[i], err = n.Float64(); err != nil {
				return 0, false, build.ErrCursorDamaged
			}
		}
		if !l.order[i].takes(values[i]) {
			return 0, false, build.ErrCursorDamaged
		}
	}
	for at = range l.size {
		if c := l.compare(at, values); c >= 0 {
			return at, c == 0, nil
		}
	}
	return l.size, false, nil
}

// takes reports whether a value can be one of the key.
func (k key) takes(v any) bool {
	switch v.(type) {
	case string:
		return k.text
	case float64:
		return !k.text
	}
	return v == nil && !k.text
}

// compare compares an element with the values of a cursor.
func (l *List) compare(i int, values []any) int {
	for j, k := range l.order {
		if c := compare(k.of(i), values[j], k.down); c != 0 {
			return c
		}
	}
	return 0
}

// within checks the size of a page.
func within(field, argument string, size *int) error {
	if size == nil || *size >= 0 && *size <= plan.MaxPage {
		return nil
	}
	return fault.InputErrorf("%s: %s is %d; give 0 to %d", field, argument, *size, plan.MaxPage)
}

// whole is a whole number as an argument gives it; nil where it is not given.
func whole(v any) *int {
	switch n := v.(type) {
	case int64:
		return new(int(n))
	case int:
		return &n
	case float64:
		return new(int(n))
	case json.Number:
		if i, err := n.Int64(); err == nil {
			return new(int(i))
		}
	}
	return nil
}
