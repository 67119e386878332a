package dataset

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"partnir/store"
)

// row is one row of a table. Its methods read a value and check it; what is wrong is noted, and something harmless comes back,
// for where there is a problem no record is used.
type row struct {
	table  *table
	fields []string
	line   int
	batch  *batch
}

// rows are the rows of a table, in order.
func (b *batch) rows(name string) iter.Seq[row] {
	t := b.tables[name]
	return func(yield func(row) bool) {
		if t == nil {
			b.problems.add(Problem{File: name, Want: "the program asks for a table that is not read"})
			return
		}
		for i, line := range t.lines {
			if !yield(row{table: t, fields: t.row(i), line: int(line), batch: b}) {
				return
			}
		}
	}
}

// problem notes that the value in a column is not what was wanted.
func (r row) problem(column, want string) {
	r.batch.problems.add(Problem{File: r.table.name, Line: r.line, Column: column, Value: r.text(column), Want: want})
}

// text returns a value, "" where it is empty.
func (r row) text(column string) string {
	i, ok := r.table.columns[column]
	if !ok {
		r.batch.problems.add(Problem{File: r.table.name, Want: "the program asks for the column " + column + ", which is not read"})
		return ""
	}
	return r.fields[i]
}

// must returns a value that may not be empty.
func (r row) must(column string) string {
	s := r.text(column)
	if s == "" {
		r.problem(column, "want a value")
	}
	return s
}

// number returns a decimal number as float64; nil where the value is empty.
func (r row) number(column string) any { return r.scaled(column, 0) }

// scaled returns a decimal number times 10^places as float64; nil where the value is empty. The decimal point is moved in the
// text, so that 0.1 million is exactly 100,000.
func (r row) scaled(column string, places int) any {
	s := r.text(column)
	if s == "" {
		return nil
	}
	shifted, ok := shift(s, places)
	if !ok {
		r.problem(column, "want a decimal number, such as 1234.5")
		return nil
	}
	n, err := strconv.ParseFloat(shifted, 64)
	if err != nil {
		r.problem(column, "want a decimal number that fits in 64 bits")
		return nil
	}
	return n
}

// within is number, for a value that must lie in a range.
func (r row) within(column string, low, high float64) any {
	n := r.number(column)
	if f, ok := n.(float64); ok && (f < low || f > high) {
		r.problem(column, fmt.Sprintf("want a number from %v to %v", low, high))
	}
	return n
}

// shift moves the decimal point of a number to the right; false where it is not a plain decimal number.
func shift(number string, places int) (string, bool) {
	sign, digits := "", number
	if strings.HasPrefix(number, "-") {
		sign, digits = "-", number[1:]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" || !allDigits(whole) || !allDigits(fraction) || strings.HasSuffix(digits, ".") {
		return "", false
	}
	if places == 0 {
		return number, true
	}
	for len(fraction) < places {
		fraction += "0"
	}
	return sign + whole + fraction[:places] + "." + fraction[places:] + "0", true
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// count returns a whole number from 0 up as int64; nil where the value is empty.
func (r row) count(column string) any {
	s := r.text(column)
	if s == "" {
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 0 || !allDigits(s) {
		r.problem(column, "want a whole number, such as 12")
	}
	return n
}

// year returns a year; 0 where the value is empty.
func (r row) year(column string) int {
	s := r.text(column)
	if s == "" {
		return 0
	}
	y, err := strconv.Atoi(s)
	if err != nil || len(s) != 4 || y < 1500 || y > 2200 {
		r.problem(column, "want a year of four digits, such as 2022")
	}
	return y
}

// flag returns true or false; nil where the value is empty.
func (r row) flag(column string) any {
	switch r.text(column) {
	case "true":
		return true
	case "false":
		return false
	case "":
		return nil
	}
	r.problem(column, "want true, false or nothing")
	return nil
}

// isoDate returns an ISO date, maybe of a month or year only; "" where the value is empty.
func (r row) isoDate(column string) string {
	s := r.text(column)
	if s != "" && !isISODate(s) {
		r.problem(column, "want a date such as 2021-09-30, 2021-09 or 2021")
	}
	return s
}

// printedDate returns the ISO date of one in words; "" where the value is empty.
func (r row) printedDate(column string) string {
	s := r.text(column)
	if s == "" {
		return ""
	}
	date, rest, ok := leadingDate(s)
	if !ok || strings.Trim(rest, " ;.,") != "" {
		r.problem(column, "want a date such as 30 September 2021")
	}
	return date
}

// one returns what a word stands for; the words may not be other ones.
func (r row) one(column string, words map[string]string) string {
	s, ok := words[r.text(column)]
	if !ok {
		r.problem(column, "want one of: "+strings.Join(slices.Sorted(maps.Keys(words)), ", "))
	}
	return s
}

// choice returns the value of an enumeration that a printed word stands for: Sub-Saharan Africa is SUB_SAHARAN_AFRICA.
func (r row) choice(column, enum string) string {
	choices := r.batch.mapping.Enums[enum]
	s := strings.ToUpper(strings.ReplaceAll(slug(r.text(column)), "-", "_"))
	if !slices.Contains(choices, s) {
		r.problem(column, "want a word for one of: "+strings.Join(choices, ", "))
	}
	return s
}

// maybeChoice is choice, or "" where the value is empty.
func (r row) maybeChoice(column, enum string) string {
	if r.text(column) == "" {
		return ""
	}
	return r.choice(column, enum)
}

// ref returns the entity that the value names.
func (r row) ref(column string, in entities) entity {
	e, ok := in.byKey[r.text(column)]
	if !ok {
		r.problem(column, "want "+in.what)
	}
	return e
}

// maybe returns the entity that the value names, or none where the value is empty.
func (r row) maybe(column string, in entities) entity {
	if r.text(column) == "" {
		return entity{}
	}
	return r.ref(column, in)
}

// source returns the id of the source of the row.
func (r row) source() string { return r.ref("source_id", r.batch.index.sources).id }

// evidence is the source of the row. It is shared: never append to it in place.
func (r row) evidence() []store.Evidence { return r.batch.evidence(r.source(), "") }
