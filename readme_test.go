package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"partnir/cypher/statement"
	"partnir/plan"
	"partnir/suite"
)

// examples finds each query of a document with the answer that follows it.
var examples = regexp.MustCompile("```graphql\n([^`]*)```\n+```json\n([^`]*)```")

// TestDocuments asks every query of the README and of docs of both stores, and compares the answers that are printed there.
func TestDocuments(t *testing.T) {
	files := []string{"README.md"}
	err := filepath.WalkDir("docs", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".md") {
			files = append(files, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				text = answered(t, text)
				if err := os.WriteFile(file, text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			found := examples.FindAllSubmatch(text, -1)
			if least := leastExamples(file); len(found) < least {
				t.Fatalf("%d queries with answers, want at least %d", len(found), least)
			}
			for _, e := range found {
				for name, open := range stores {
					if got := indented(t, open(t).ask(t, string(e[1]), nil)); got != string(e[2]) {
						t.Errorf("%s answers\n%s\nthe document says\n%s", name, got, e[2])
					}
				}
			}
		})
	}
}

// leastExamples is how many queries with answers a document has at least.
func leastExamples(file string) int {
	switch {
	case file == "README.md":
		return 7
	case strings.HasPrefix(file, "docs/verbs/"):
		return 1
	}
	return 0
}

// answered is a document with the answers of the embedded store. A query may have none yet: an empty block of JSON.
func answered(t *testing.T, text []byte) []byte {
	return examples.ReplaceAllFunc(text, func(b []byte) []byte {
		query := examples.FindSubmatch(b)[1]
		answer := indented(t, stores["embedded"](t).ask(t, string(query), nil))
		return []byte("```graphql\n" + string(query) + "```\n\n```json\n" + answer + "```")
	})
}

// TestReadmeStages compares the plan and the statement that the README prints for its example with what they are.
func TestReadmeStages(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	stages := regexp.MustCompile("(?s)## One query through every stage.*?```graphql\n(.*?)```.*?```text\n(.*?)```.*?```cypher\n(.*?)```")
	found := stages.FindSubmatchIndex(text)
	if found == nil {
		t.Fatal("the README has no section `One query through every stage` with query, plan and statement")
	}
	p := suite.Plan(t, string(text[found[2]:found[3]]))
	printed, statement := plan.Print(p), strings.TrimSpace(statement.Compile(p, nil).Text)+"\n"
	if *update {
		updated := bytes.Join([][]byte{
			text[:found[4]], []byte(printed), text[found[5]:found[6]], []byte(statement), text[found[7]:],
		}, nil)
		if err := os.WriteFile("README.md", updated, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got := string(text[found[4]:found[5]]); got != printed {
		t.Errorf("the README prints the plan\n%s\nit is\n%s", got, printed)
	}
	if got := string(text[found[6]:found[7]]); got != statement {
		t.Errorf("the README prints the statement\n%s\nit is\n%s", got, statement)
	}
}
