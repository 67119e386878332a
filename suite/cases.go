package suite

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"partnir/suite/graphtext"

	"golang.org/x/tools/txtar"
)

//go:embed cases
var caseFiles embed.FS

// sections are the parts of a case, in their order. A case that asks several questions puts 1., 2. … before their names; a variable
// of a later one can be `{{1: countries.pageInfo.endCursor}}`, which is what stands there in the data of answer 1. A case with a section
// graph.txt, as random tests print them, is about that graph and not about fixture.txt.
//
// For a new case write query.graphql, and maybe variables.json, and extensions.json with a scope of the request; run the tests of onembedded and onneo4j with -update, and check the
// answer against fixture.txt by hand: it is the reference that every store is measured by.
//
// A question with a verb has no plans in its case, for they come of one another, but the number of reads that the answer took.
var sections = []string{"query.graphql", "variables.json", "extensions.json", "plan.txt", "cypher.txt", "reads.txt", "answer.json"}

// question is one question of a case with what it must come to.
type question struct {
	prefix string
	// parts are the sections without prefix.
	parts map[string]string
}

// ownGraph is the section that holds the graph of a case that has one of its own.
const ownGraph = "graph.txt"

// graphOf is the graph of a case with its own, "" for one about the fixture.
func graphOf(archive *txtar.Archive) string {
	for _, f := range archive.Files {
		if f.Name == ownGraph {
			return string(f.Data)
		}
	}
	return ""
}

// readCase reads a case file.
func readCase(name string) (*txtar.Archive, []*question, error) {
	text, err := caseFiles.ReadFile("cases/" + name)
	if err != nil {
		return nil, nil, err
	}
	archive := txtar.Parse(text)
	if strings.TrimSpace(string(archive.Comment)) == "" {
		return nil, nil, fmt.Errorf("say above the sections what the case shows")
	}
	var questions []*question
	for _, f := range archive.Files {
		if f.Name == ownGraph {
			continue
		}
		prefix, section := "", f.Name
		if slices.Index(sections, section) < 0 {
			prefix, section, _ = strings.Cut(f.Name, ".")
			prefix += "."
		}
		if slices.Index(sections, section) < 0 {
			return nil, nil, fmt.Errorf("%s is none of the sections %v", f.Name, sections)
		}
		i := slices.IndexFunc(questions, func(q *question) bool { return q.prefix == prefix })
		if i < 0 {
			i = len(questions)
			questions = append(questions, &question{prefix: prefix, parts: map[string]string{}})
		}
		questions[i].parts[section] = string(f.Data)
	}
	for _, q := range questions {
		if q.parts["query.graphql"] == "" {
			return nil, nil, fmt.Errorf("%squery.graphql is missing", q.prefix)
		}
	}
	if len(questions) == 0 {
		return nil, nil, fmt.Errorf("the case asks nothing")
	}
	return archive, questions, nil
}

// caseNames are the names of all case files about the fixture, or of those with graphs of their own: their paths in the folder cases, which has a
// folder for each topic, and in it one called failing for what is refused.
func caseNames(t *testing.T, own bool) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(caseFiles, "cases", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := strings.TrimPrefix(path, "cases/")
		archive, _, err := readCase(name)
		if err == nil && own == (graphOf(archive) != "") {
			names = append(names, name)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// ownCases asks the questions of all cases with graphs of their own.
func (s Suite) ownCases(t *testing.T) {
	for _, name := range caseNames(t, true) {
		t.Run(strings.TrimSuffix(name, ".txtar"), func(t *testing.T) {
			archive, _, err := readCase(name)
			if err != nil {
				t.Fatal(err)
			}
			a := s.open(t)
			records, err := graphtext.Read(a.mapping, strings.Split(graphOf(archive), "\n"))
			if err != nil {
				t.Fatal(err)
			}
			load(t, a, records)
			s.asksCase(t, a, name)
		})
	}
}

// cases asks the questions of all cases about the fixture.
func (s Suite) cases(t *testing.T, a *asker) {
	for _, name := range caseNames(t, false) {
		t.Run(strings.TrimSuffix(name, ".txtar"), func(t *testing.T) { s.asksCase(t, a, name) })
	}
}

// asksCase asks the questions of a case.
func (s Suite) asksCase(t *testing.T, a *asker, name string) {
	t.Helper()
	archive, questions, err := readCase(name)
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string][]byte{}
	for _, q := range questions {
		got := s.askCase(t, a, q, answers)
		if s.Update && !s.Statements {
			update(archive, q.prefix, got)
			continue
		}
		if s.Update {
			// What a question comes to is known from the store in memory: of the other one its statements are kept, and nothing else.
			update(archive, q.prefix, map[string]string{"cypher.txt": got["cypher.txt"]})
		}
		for _, section := range sections[3:] {
			want, compared := q.parts[section], section != "cypher.txt" || s.Statements && !s.Update
			if compared && got[section] != want {
				t.Errorf("%s%s is\n%s\nthe case says\n%s", q.prefix, section, got[section], want)
			}
		}
	}
	if s.Update {
		writeCase(t, name, archive)
	}
}

// askCase asks one question of a case, and returns the sections that come of it. answers are the earlier ones by their prefix.
func (s Suite) askCase(t *testing.T, a *asker, q *question, answers map[string][]byte) map[string]string {
	t.Helper()
	variables, err := caseVariables(q.parts["variables.json"], answers)
	if err != nil {
		t.Fatal(err)
	}
	scope, err := q.scope()
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.askIn(context.Background(), q.parts["query.graphql"], variables, scope)
	if err != nil {
		t.Fatal(err)
	}
	answers[strings.TrimSuffix(q.prefix, ".")] = r.answer
	text, err := Pretty(r.answer)
	if err != nil {
		t.Fatalf("the answer is no JSON: %v\n%s", err, r.answer)
	}
	got := map[string]string{"plan.txt": "", "answer.json": text}
	if r.verb {
		got["reads.txt"] = fmt.Sprintln(r.reads)
		return got
	}
	plans, statements, err := a.explain(context.Background(), q.parts["query.graphql"], variables, scope)
	if err != nil {
		t.Fatal(err)
	}
	got["plan.txt"] = plans
	if s.Statements {
		got["cypher.txt"] = statements
	}
	return got
}

// scope is the scope of the request in a question of a case; nil where it has none.
func (q *question) scope() (map[string]any, error) {
	var extensions struct {
		Scope map[string]any `json:"scope"`
	}
	if q.parts["extensions.json"] == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(q.parts["extensions.json"]), &extensions); err != nil {
		return nil, fmt.Errorf("extensions.json: %w", err)
	}
	return extensions.Scope, nil
}

var earlier = regexp.MustCompile(`^\{\{(\w+): ([\w.]+)\}\}$`)

// caseVariables reads variables and puts in what they take from earlier answers.
func caseVariables(text string, answers map[string][]byte) (map[string]any, error) {
	if text == "" {
		return nil, nil
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var variables map[string]any
	if err := d.Decode(&variables); err != nil {
		return nil, fmt.Errorf("variables.json: %w", err)
	}
	for name, v := range variables {
		text, _ := v.(string)
		found := earlier.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		value, err := at(answers[found[1]], found[2])
		if err != nil {
			return nil, fmt.Errorf("variables.json: %s: %w", name, err)
		}
		variables[name] = value
	}
	return variables, nil
}

// at returns what stands at a path such as countries.edges.0.cursor in the data of an answer.
func at(answer []byte, path string) (any, error) {
	var response struct {
		Data any `json:"data"`
	}
	if err := json.Unmarshal(answer, &response); err != nil {
		return nil, err
	}
	v := response.Data
	for step := range strings.SplitSeq(path, ".") {
		switch inner := v.(type) {
		case map[string]any:
			v = inner[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(inner) {
				return nil, fmt.Errorf("no element %s in %s", step, path)
			}
			v = inner[i]
		}
	}
	if v == nil {
		return nil, fmt.Errorf("nothing at %s", path)
	}
	return v, nil
}

// update puts computed sections into a case, in the order of sections.
func update(archive *txtar.Archive, prefix string, got map[string]string) {
	for i, section := range sections {
		text, computed := got[section]
		if !computed {
			continue
		}
		at := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == prefix+section })
		switch {
		case at >= 0 && text == "":
			archive.Files = slices.Delete(archive.Files, at, at+1)
		case at >= 0:
			archive.Files[at].Data = []byte(text)
		case text != "":
			after := 0
			for j, f := range archive.Files {
				if slices.ContainsFunc(sections[:i], func(s string) bool { return f.Name == prefix+s }) {
					after = j + 1
				}
			}
			archive.Files = slices.Insert(archive.Files, after, txtar.File{Name: prefix + section, Data: []byte(text)})
		}
	}
}

// writeCase writes a case back. The tests of stores run in folders beside the cases.
func writeCase(t *testing.T, name string, archive *txtar.Archive) {
	t.Helper()
	folder := filepath.Join("..", "cases")
	if _, err := os.Stat(folder); err != nil {
		folder = filepath.Join("..", folder) // the tests of records lie one deeper
	}
	if err := os.WriteFile(filepath.Join(folder, name), txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
