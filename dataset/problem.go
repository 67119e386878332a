package dataset

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with the data: where it stands, what is there and what was expected.
type Problem struct {
	// File is the name of the file, without folder; empty where no file is to blame.
	File string
	// Line is the line in the (uncompressed) file, from 1; 0 where the file as a whole is meant.
	Line int
	// Column is the name of the column, or several with commas between; empty where the whole line is meant.
	Column string
	// Value is what stands there.
	Value string
	// Want says what was expected.
	Want string
}

// Error tells the problem in one line, such as
// `countries.csv line 7, column iso3: "Chn": want three capital letters, such as CHN`.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, " line %d", p.Line)
	}
	switch {
	case strings.Contains(p.Column, ","):
		fmt.Fprintf(&b, ", columns %s: %q", p.Column, p.Value)
	case p.Column != "":
		fmt.Fprintf(&b, ", column %s: %q", p.Column, p.Value)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(p.Want)
	return b.String()
}

// problemLimit is how many problems an error tells.
const problemLimit = 20

// problems collects what is wrong. Each goroutine has its own.
type problems struct {
	found []Problem
	more  int
}

func (p *problems) add(problem Problem) {
	if len(p.found) == problemLimit {
		p.more++
		return
	}
	p.found = append(p.found, problem)
}

func (p *problems) take(other problems) {
	p.found = append(p.found, other.found...)
	p.more += other.more
}

// err returns the problems in the order of files and lines, joined; nil where there are none. Two converters that read the
// same cell tell its problem once.
func (p *problems) err() error {
	if len(p.found) == 0 {
		return nil
	}
	slices.SortStableFunc(p.found, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Want, b.Want))
	})
	var errs []error
	for _, problem := range slices.Compact(p.found) {
		if len(errs) == problemLimit {
			p.more++
			continue
		}
		errs = append(errs, problem)
	}
	if p.more > 0 {
		errs = append(errs, fmt.Errorf("and %d more problems", p.more))
	}
	return errors.Join(errs...)
}
