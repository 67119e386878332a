package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"partnir/graph"
	"partnir/plan/build"
)

// verbNames are the root fields of the schema that no plan answers alone.
func verbNames(t *testing.T) []string {
	t.Helper()
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	nouns := (&build.Builder{Mapping: m}).RootFields()
	var names []string
	for _, f := range graph.Schema().Query.Fields {
		if !slices.Contains(nouns, f.Name) && !strings.HasPrefix(f.Name, "__") {
			names = append(names, f.Name)
		}
	}
	return names
}

// TestVerbsHaveTheirPlaces looks for each verb of the schema in its five places: a file of the schema, one of the analysis with a function of one
// shape, one that shows what was found, cases of the suite with some that fail, and a page of the documents.
func TestVerbsHaveTheirPlaces(t *testing.T) {
	verbs := verbNames(t)
	if len(verbs) < 16 {
		t.Fatalf("there are %d verbs, want 16 and more", len(verbs))
	}
	for _, verb := range verbs {
		file := strings.ToLower(verb)
		contains(t, "graph/schema/verbs/"+file+".graphqls", "extend type Query {\n", "\n  "+verb+"(\n")
		contains(t, "graph/verbs/"+file+".resolvers.go", "is the resolver for the "+verb+" field")
		contains(t, "graph/verbs/"+file+".go", "func ")
		contains(t, "docs/verbs/"+file+".md", "# "+verb+"\n", "```graphql\n", verb+"(")
		atLeastOne(t, "suite/cases/verbs/"+file+"/*.txtar")
		atLeastOne(t, "suite/cases/verbs/"+file+"/failing/*.txtar")
		for _, path := range atLeastOne(t, "analysis/*/"+file+".go") {
			if name := strings.ToUpper(verb[:1]) + verb[1:]; !declares(t, path, name) {
				t.Errorf("%s has no func %s(context.Context, *analysis.Reader, %sQuestion) (*%sAnswer, error)", path, name, name, name)
			}
		}
	}
	for _, pattern := range []string{"graph/schema/verbs/*", "suite/cases/verbs/*", "docs/verbs/*"} {
		for _, path := range atLeastOne(t, pattern) {
			name, _, _ := strings.Cut(filepath.Base(path), ".")
			shared := name == "failing" || strings.HasSuffix(path, ".txtar") // cases of all verbs
			if !shared && !slices.ContainsFunc(verbs, func(verb string) bool { return strings.EqualFold(verb, name) }) {
				t.Errorf("%s is of no verb of the schema", path)
			}
		}
	}
}

func contains(t *testing.T, file string, texts ...string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
		return
	}
	for _, want := range texts {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s does not contain %q", file, want)
		}
	}
}

func atLeastOne(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.FromSlash(pattern))
	if err != nil || len(paths) == 0 {
		t.Errorf("there is no %s", pattern)
	}
	return paths
}

// declares reports whether a file declares a function in the shape of a verb.
func declares(t *testing.T, file, name string) bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fileSet := token.NewFileSet()
	f, err := parser.ParseFile(fileSet, file, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || fn.Name.Name != name {
			return false
		}
		at := func(list *ast.FieldList) (types []string) {
			for _, field := range list.List {
				types = append(types, string(text[fileSet.Position(field.Type.Pos()).Offset:fileSet.Position(field.Type.End()).Offset]))
			}
			return types
		}
		return slices.Equal(at(fn.Type.Params), []string{"context.Context", "*analysis.Reader", name + "Question"}) &&
			slices.Equal(at(fn.Type.Results), []string{"*" + name + "Answer", "error"})
	})
}
