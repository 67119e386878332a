package mapping

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

func readSchema(t testing.TB) *Mapping {
	t.Helper()
	files, err := filepath.Glob("../../graph/schema/*.graphqls")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files of the schema, %v", len(files), err)
	}
	var sources []*ast.Source
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: filepath.Base(f), Input: string(b)})
	}
	m, err := Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestReadMapping(t *testing.T) {
	m := readSchema(t)
	for _, x := range m.Types {
		t.Log(x.Name, x.Labels, x.Prefixes, len(x.Properties), len(x.Links))
	}
}
