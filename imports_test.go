package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// allowed are the packages of the project that a package may import. Stages know plan only; server.go and its neighbours know
// them all. Packages below one of these follow the rule of the longest name that they begin with.
var allowed = map[string][]string{
	"plan":             {},
	"plan/plantest":    {"plan", "graph", "analysis"},
	"cypher":           {"plan"},
	"cypher/neo4jtest": {"cypher/neo4jtest"},
	"embedded":         {"plan"},
	"dataset":          {"plan", "dataset"},
	"analysis":         {"plan"},
	"graph":            {"plan", "graph", "analysis"},
	"graph/answer":     {"plan"},
	"graph/expand":     {"plan"},
	"graph/noun":       {},
	"graph/generated":  {"graph/noun", "graph/model"},
	"bench":            {"plan", "graph", "cypher", "embedded", "dataset", "bench"},
	"bench/limit":      {},
	"bench/loaders":    {},
}

func TestImports(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		rule, ok := ruleOf(dir)
		if dir == "." {
			return nil
		}
		if !ok {
			t.Errorf("%s: package %s has no rule; add one to allowed", path, dir)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			name, _ := strconv.Unquote(i.Path.Value)
			name, ours := strings.CutPrefix(name, "partnir/")
			if ours && !within(name, append(rule, dir)) {
				t.Errorf("%s imports %s; package %s may import %v", path, name, dir, rule)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func ruleOf(dir string) ([]string, bool) {
	for ; dir != "."; dir = filepath.Dir(dir) {
		if rule, ok := allowed[dir]; ok {
			return rule, true
		}
	}
	return nil, false
}

// within reports whether a package is one of some packages or below one.
func within(name string, packages []string) bool {
	for _, p := range packages {
		if name == p || strings.HasPrefix(name, p+"/") && p != "plan" {
			return true
		}
	}
	return false
}
