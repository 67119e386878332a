package store

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"partnir/fault"
	"partnir/plan/mapping"
)

// maxProblems is how many problems an error names.
const maxProblems = 20

// Problem is one thing that is wrong with one record.
type Problem struct {
	// Type is the type of the record, "" where it has none that the schema knows. ID is its id.
	Type, ID string
	// Between are the ids of the ends of a relationship; both are empty for a node.
	Between [2]string
	// Property is what of it is wrong: a property, "sources", "formerIds", "from" or "to"; "" where it is the record as a whole.
	Property string
	// Found says what is there, Want what was expected.
	Found, Want string
}

// Error tells the problem in one line, such as
// `Country country:CHN, iso3: found the whole number 156; want a text`.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Type)
	if p.Type == "" {
		b.WriteString("record")
	}
	b.WriteString(" " + shownID(p.ID))
	if p.Between != [2]string{} {
		fmt.Fprintf(&b, " from %s to %s", shownID(p.Between[0]), shownID(p.Between[1]))
	}
	if p.Property != "" {
		b.WriteString(", " + p.Property)
	}
	fmt.Fprintf(&b, ": found %s; want %s", p.Found, p.Want)
	return b.String()
}

// Problems is what is wrong with records, as an error.
type Problems struct {
	// First are the first problems, up to 20, in the order of the records; but those that only the store knows come last.
	First []Problem
	// More is how many there are besides.
	More int
}

func (p *Problems) Error() string {
	var b strings.Builder
	b.WriteString("the records cannot be loaded, and nothing was changed:")
	for _, one := range p.First {
		b.WriteString("\n" + one.Error())
	}
	if p.More > 0 {
		fmt.Fprintf(&b, "\nand %d more problems", p.More)
	}
	return b.String()
}

func (p *Problems) add(one Problem) {
	if len(p.First) == maxProblems {
		p.More++
		return
	}
	p.First = append(p.First, one)
}

// shownID is an id, between quotes where it would not be read as one word.
func shownID(id string) string {
	if id == "" || len(id) > fault.MaxShown || !utf8.ValidString(id) ||
		strings.ContainsFunc(id, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`",;`, r) }) {
		return fault.Shown(id)
	}
	return id
}

// describe says what a value is.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		return "the text " + fault.Shown(v)
	case int64:
		return fmt.Sprintf("the whole number %d", v)
	case float64:
		return fmt.Sprintf("the number %v", v)
	case bool:
		return fmt.Sprint(v)
	case []string:
		return "a list of " + plural(len(v), "text")
	}
	return fmt.Sprintf("a value of the Go type %T", v)
}

// plural is a number of things.
func plural(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

// oneOf names types: "a Country", "an Organization or Sector".
func oneOf(types []*mapping.NodeType) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = t.Name
	}
	if len(names) == 0 {
		return "none"
	}
	article := "a "
	if strings.ContainsAny(names[0][:1], "AEIOU") {
		article = "an "
	}
	if n := len(names) - 1; n > 0 {
		return article + strings.Join(names[:n], ", ") + " or " + names[n]
	}
	return article + names[0]
}
