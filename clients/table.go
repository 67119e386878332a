package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// widest is how much of a detail the table shows.
const widest = 160

// report prints the table and the number of checks; an error where one failed.
func report(out io.Writer, rows []row) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "client\tversion\twhat\tresult")
	failed := 0
	for _, r := range rows {
		result := strings.TrimSpace("ok " + bracketed(r.Detail))
		if !r.OK {
			failed++
			result = "FAILED: " + short(r.Detail)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.Client, r.Version, r.What, result)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%d passed, %d failed\n", len(rows)-failed, failed)
	if failed > 0 {
		return fmt.Errorf("%d of %d checks failed", failed, len(rows))
	}
	return nil
}

func bracketed(detail string) string {
	if detail == "" {
		return ""
	}
	return "(" + short(detail) + ")"
}

// short is a detail on one line.
func short(detail string) string {
	line := []rune(strings.Join(strings.Fields(detail), " "))
	if len(line) > widest {
		return string(line[:widest]) + " …"
	}
	return string(line)
}
