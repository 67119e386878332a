package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDecisions shows that decisions are numbered without gaps, dated, and in their index.
func TestDecisions(t *testing.T) {
	files, err := filepath.Glob("docs/decisions/[0-9]*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d decisions, %v", len(files), err)
	}
	index, err := os.ReadFile("docs/decisions/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		name := filepath.Base(file)
		if want := fmt.Sprintf("%04d-", i+1); !strings.HasPrefix(name, want) {
			t.Errorf("%s is number %d", name, i+1)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		head := regexp.MustCompile(fmt.Sprintf(`\A# %d\. (.+)\n\n\*Decided on (\d{4}-\d{2}-\d{2})\.\*\n`, i+1)).FindSubmatch(text)
		if head == nil {
			t.Errorf("%s does not begin with its number, its title and its date", name)
			continue
		}
		if row := fmt.Sprintf("| %s | [%s](%s) | %s |", name[:4], head[1], name, head[2]); !strings.Contains(string(index), row) {
			t.Errorf("docs/decisions/README.md lacks the row %s", row)
		}
	}
}
