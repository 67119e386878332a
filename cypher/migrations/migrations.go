package migrations

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed *.cypher
var migrationFiles embed.FS

// Migration is one of the numbered files.
type Migration struct {
	Number     int64
	Name       string
	Statements []string
}

// All reads the files, in order. A file holds statements that end with a semicolon, and comments on lines of their own.
func All() ([]Migration, error) {
	entries, err := fs.ReadDir(migrationFiles, ".")
	if err != nil {
		return nil, err
	}
	var all []Migration
	for i, e := range entries {
		text, err := fs.ReadFile(migrationFiles, e.Name())
		if err != nil {
			return nil, err
		}
		digits, _, _ := strings.Cut(e.Name(), "_")
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || number != int64(i+1) {
			return nil, fmt.Errorf("migration %s: want the number %04d", e.Name(), i+1)
		}
		all = append(all, Migration{number, e.Name(), splitStatements(string(text))})
	}
	return all, nil
}

func splitStatements(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "//") {
			lines = append(lines, line)
		}
	}
	var statements []string
	for s := range strings.SplitSeq(strings.Join(lines, ""), ";\n") {
		if s = strings.TrimSpace(s); s != "" {
			statements = append(statements, s)
		}
	}
	return statements
}
