// Command gen writes the served schema and the Go code for it. `go generate` runs it in the folder graph; it needs no network.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph/expand"
	"partnir/plan/mapping"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run expands schema/*.graphqls of the working directory into schema.graphql and schema.flat.graphql, and generates by the gqlgen.yml in the folder above.
func run() error {
	sources, err := readSources("schema")
	if err != nil {
		return err
	}
	mapping, err := mapping.Read(sources...)
	if err != nil {
		return err
	}
	schema, err := expand.Build(mapping, sources...)
	if err != nil {
		return err
	}
	for name, text := range map[string]string{"schema.graphql": schema.Text, "schema.flat.graphql": schema.Flat} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return generate("..", newNouns(schema))
}

// generate runs gqlgen in a folder that has a gqlgen.yml.
func generate(folder string, plugin *nouns) error {
	if err := os.Chdir(folder); err != nil {
		return err
	}
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	return api.Generate(cfg, api.PrependPlugin(plugin))
}

// readSources reads the hand-written schema, in the order of the file names.
func readSources(folder string) ([]*ast.Source, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.graphqls"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no *.graphqls in %s: run it in the folder graph", folder)
	}
	var sources []*ast.Source
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		sources = append(sources, &ast.Source{Name: filepath.ToSlash(f), Input: string(text)})
	}
	return sources, nil
}
