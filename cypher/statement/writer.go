package statement

import (
	"slices"
	"strconv"
	"strings"

	"partnir/plan"
	"partnir/plan/mapping"
)

// Writer writes the text of one statement. It alone escapes names, numbers parameters and allots variables. Names come from the
// mapping; values are always parameters.
type Writer struct {
	Text   strings.Builder
	params []plan.Param
	// keys are the parameters whose sort keys are parameters too.
	keys map[plan.Param]mapping.SortKey
	// late says that a parameter has letters that Neo4j has in another order, and ranges are the comparisons with such.
	late   bool
	ranges map[string]*plan.Filter
	depth  int
	next   int
}

// Write adds pieces of text.
func (w *Writer) Write(pieces ...string) {
	for _, p := range pieces {
		w.Text.WriteString(p)
	}
}

// Line begins a new line at the depth of the innermost block.
func (w *Writer) Line(pieces ...string) {
	if w.Text.Len() > 0 {
		w.Text.WriteByte('\n')
	}
	for range w.depth {
		w.Text.WriteString("  ")
	}
	w.Write(pieces...)
}

// block writes a subquery: the word, and in braces what body writes on lines of its own.
func (w *Writer) block(word string, body func()) {
	w.Write(word, " {")
	w.depth++
	body()
	w.depth--
	w.Line("}")
}

// list writes what the items write, with a separator between them.
func list[T any](w *Writer, separator string, items []T, item func(T)) {
	for i, it := range items {
		if i > 0 {
			w.Write(separator)
		}
		item(it)
	}
}

// input is the one parameter of every statement: a map, which holds what it is asked with.
const input = "in"

// Inputs is the parameter of a statement that is asked with some values.
func Inputs(values map[string]any) map[string]any { return map[string]any{input: values} }

// Param names a value in the input. Neo4j plans a statement anew for each kind of its parameters, and for strings and lists also for each
// magnitude of their length (none, one, up to ten, a hundred …). Of a map it does not look at the values, so each statement is planned once.
func Param(name string) string { return "$" + input + "." + name }

// param names a parameter of the plan and notes that the statement uses it.
func (w *Writer) param(p plan.Param) string {
	if i, found := slices.BinarySearch(w.params, p); !found {
		w.params = slices.Insert(w.params, i, p)
	}
	return Param(paramName(p))
}

// keyParam names the sort key of the value that a property is compared with.
func (w *Writer) keyParam(f *plan.Filter) string {
	if w.keys == nil {
		w.keys = map[plan.Param]mapping.SortKey{}
	}
	w.keys[f.Value] = f.Property.SortKey
	return Param(keyName(f.Value))
}

// rangesParam names the ranges of the value that a property is compared with.
func (w *Writer) rangesParam(f *plan.Filter) string {
	if w.ranges == nil {
		w.ranges = map[string]*plan.Filter{}
	}
	name := rangesName(f)
	w.ranges[name] = f
	return Param(name)
}

func keyName(p plan.Param) string { return "k" + strconv.Itoa(int(p)) }

func paramName(p plan.Param) string { return "p" + strconv.Itoa(int(p)) }

// variable allots a variable that no other part of the statement uses: a letter and a number.
func (w *Writer) variable(letter string) string {
	w.next++
	return letter + strconv.Itoa(w.next-1)
}

// pair allots variables for a relationship and the node that it leads to, of one number.
func (w *Writer) pair() (relationship, node string) {
	node = w.variable("n")
	return "r" + node[1:], node
}

// Name writes the name of a label, relationship type or property, between backticks where it is no plain word.
func Name(s string) string {
	for i := 0; i < len(s); i++ {
		c := s[i]
		word := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !word && (i == 0 || c < '0' || c > '9') {
			return "`" + strings.ReplaceAll(s, "`", "``") + "`"
		}
	}
	if s == "" {
		return "``"
	}
	return s
}

// Property reads a property of a variable.
func Property(variable, s string) string { return variable + "." + Name(s) }

// labels writes a label expression that is met where a node has one of some labels.
func labels(names []string) string {
	escaped := make([]string, len(names))
	for i, n := range names {
		escaped[i] = Name(n)
	}
	return strings.Join(escaped, "|")
}
