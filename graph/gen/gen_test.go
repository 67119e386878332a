package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"
)

// TestReproducible generates the project twice, in a copy of it, and compares with what is there.
func TestReproducible(t *testing.T) {
	module := t.TempDir()
	copyModule(t, module, "plan", "graph")
	before := contents(t, module)
	for _, again := range []string{"first", "second"} {
		t.Chdir(filepath.Join(module, "graph"))
		if err := run(); err != nil {
			t.Fatal(err)
		}
		after := contents(t, module)
		for name, text := range after {
			switch old, ok := before[name]; {
			case !ok:
				t.Errorf("%s run: %s is new: run go generate ./graph", again, name)
			case old != text:
				t.Errorf("%s run: %s has changed: run go generate ./graph", again, name)
			}
		}
		before = after
	}
}

// TestVerbs generates a small schema that has verbs beside nouns, and builds what comes of it.
func TestVerbs(t *testing.T) {
	module := t.TempDir()
	copyModule(t, module, "graph/noun")
	copyFile(t, "testdata/verbs/base.graphqls", filepath.Join(module, "graph/schema/base.graphqls"))
	copyFile(t, "testdata/verbs/analysis.graphqls", filepath.Join(module, "graph/schema/analysis.graphqls"))
	copyFile(t, "testdata/verbs/resolver.go.txt", filepath.Join(module, "graph/verbs/resolver.go"))
	copyFile(t, "testdata/verbs/analysis.resolvers.go.txt", filepath.Join(module, "graph/verbs/analysis.resolvers.go"))
	t.Chdir(filepath.Join(module, "graph"))
	if err := run(); err != nil {
		t.Fatal(err)
	}

	build := exec.Command("go", "build", "./...")
	build.Dir = module
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("what was generated does not build: %s", out)
	}
	generated := read(t, filepath.Join(module, "graph/generated/generated.go"))
	for _, want := range []string{
		"Person(ctx context.Context) (noun.Noun, error)",
		"PeopleAggregate(ctx context.Context) (noun.Noun, error)",
		"Effect(ctx context.Context, of string, shock *model.ShockInput) (*model.Effect, error)",
		"unmarshalInputShockInput(",
	} {
		if !strings.Contains(generated, want) {
			t.Errorf("generated.go has no %s", want)
		}
	}
	for _, unwanted := range []string{"PersonFilter", "PersonOrder", "EntityType", "_Person_", "PersonEdge", "type Query struct"} {
		if strings.Contains(generated, unwanted) || strings.Contains(read(t, filepath.Join(module, "graph/model/model.go")), unwanted) {
			t.Errorf("there is code for %s", unwanted)
		}
	}
	nouns := read(t, filepath.Join(module, "graph/verbs/base.resolvers.go"))
	if !strings.Contains(nouns, "return r.read(ctx)") || strings.Contains(nouns, "not implemented") || strings.Contains(nouns, "Effect") {
		t.Errorf("base.resolvers.go does not hold the nouns alone:\n%s", nouns)
	}
	if verbs := read(t, filepath.Join(module, "graph/verbs/analysis.resolvers.go")); !strings.Contains(verbs, "Loss: shock.Lost") || strings.Contains(verbs, "r.read") {
		t.Errorf("analysis.resolvers.go does not keep what was written by hand:\n%s", verbs)
	}
}

// TestUnwrittenVerb has a verb that nobody wrote: it must not build, so that it cannot be forgotten.
func TestUnwrittenVerb(t *testing.T) {
	if body := new(nouns).Implement("", &codegen.Field{
		Object:        &codegen.Object{Definition: &ast.Definition{Name: "Query"}},
		TypeReference: &config.TypeReference{Definition: &ast.Definition{Name: "Effect"}},
	}); strings.Contains(body, "return") || strings.Contains(body, "panic") {
		t.Errorf("the body of an unwritten verb is %q, which builds", body)
	}
}

func TestMistakeNamesFileAndLine(t *testing.T) {
	module := t.TempDir()
	text := read(t, "testdata/verbs/base.graphqls")
	write(t, filepath.Join(module, "schema/base.graphqls"), strings.Replace(text, `home: Town @relationship(type: "LIVES_IN"`, `home: Town @relationship(type: "LIVES"`, 1))
	t.Chdir(module)
	err := run()
	if err == nil || !strings.Contains(err.Error(), "schema/base.graphqls:83:") || !strings.Contains(err.Error(), `"LIVES"`) {
		t.Errorf("the error is %v", err)
	}
	if _, err := os.Stat("schema.graphql"); err == nil {
		t.Error("schema.graphql was written all the same")
	}
}

// copyModule copies some folders of the project, and what makes it a module.
func copyModule(t *testing.T, to string, folders ...string) {
	t.Helper()
	t.Setenv("GOFLAGS", "") // what the command that runs the tests is told, such as -json, is not for those that the generator runs
	const root = "../.."
	for _, f := range []string{"go.mod", "go.sum", "gqlgen.yml"} {
		copyFile(t, filepath.Join(root, f), filepath.Join(to, f))
	}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
				return err
			}
			name, err := filepath.Rel(root, path)
			copyFile(t, path, filepath.Join(to, name))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// contents reads all files below a folder.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(folder, path)
			all[name] = read(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	write(t, to, read(t, from))
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
