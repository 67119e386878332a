package cypher

import (
	"slices"
	"strconv"
	"strings"

	"partnir/plan"
)

// writer writes the text of one statement. It alone escapes names, numbers parameters and allots variables. Names come from the
// mapping; values are always parameters.
type writer struct {
	text   strings.Builder
	params []plan.Param
	// keys are the parameters whose sort keys are parameters too.
	keys map[plan.Param]plan.SortKey
	// late says that a parameter has letters that Neo4j has in another order, and ranges are the comparisons with such.
	late   bool
	ranges map[string]*plan.Filter
	depth  int
	next   int
}

// write adds pieces of text.
func (w *writer) write(pieces ...string) {
	for _, p := range pieces {
		w.text.WriteString(p)
	}
}

// line begins a new line at the depth of the innermost block.
func (w *writer) line(pieces ...string) {
	if w.text.Len() > 0 {
		w.text.WriteByte('\n')
	}
	for range w.depth {
		w.text.WriteString("  ")
	}
	w.write(pieces...)
}

// block writes a subquery: the word, and in braces what body writes on lines of its own.
func (w *writer) block(word string, body func()) {
	w.write(word, " {")
	w.depth++
	body()
	w.depth--
	w.line("}")
}

// list writes what the items write, with a separator between them.
func list[T any](w *writer, separator string, items []T, item func(T)) {
	for i, it := range items {
		if i > 0 {
			w.write(separator)
		}
		item(it)
	}
}

// param names a parameter of the plan and notes that the statement uses it.
func (w *writer) param(p plan.Param) string {
	if i, found := slices.BinarySearch(w.params, p); !found {
		w.params = slices.Insert(w.params, i, p)
	}
	return "$" + paramName(p)
}

// keyParam names the sort key of the value that a property is compared with.
func (w *writer) keyParam(f *plan.Filter) string {
	if w.keys == nil {
		w.keys = map[plan.Param]plan.SortKey{}
	}
	w.keys[f.Value] = f.Property.SortKey
	return "$" + keyName(f.Value)
}

// rangesParam names the ranges of the value that a property is compared with.
func (w *writer) rangesParam(f *plan.Filter) string {
	if w.ranges == nil {
		w.ranges = map[string]*plan.Filter{}
	}
	name := rangesName(f)
	w.ranges[name] = f
	return "$" + name
}

func keyName(p plan.Param) string { return "k" + strconv.Itoa(int(p)) }

func paramName(p plan.Param) string { return "p" + strconv.Itoa(int(p)) }

// variable allots a variable that no other part of the statement uses: a letter and a number.
func (w *writer) variable(letter string) string {
	w.next++
	return letter + strconv.Itoa(w.next-1)
}

// pair allots variables for a relationship and the node that it leads to, of one number.
func (w *writer) pair() (relationship, node string) {
	node = w.variable("n")
	return "r" + node[1:], node
}

// name writes the name of a label, relationship type or property, between backticks where it is no plain word.
func name(s string) string {
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

// property reads a property of a variable.
func property(variable, s string) string { return variable + "." + name(s) }

// labels writes a label expression that is met where a node has one of some labels.
func labels(names []string) string {
	escaped := make([]string, len(names))
	for i, n := range names {
		escaped[i] = name(n)
	}
	return strings.Join(escaped, "|")
}
