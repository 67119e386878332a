// Command gen writes the served schema and the Go code for it. `go generate` runs it in the folder graph; it needs no network.
package main

import (
	"fmt"
	"os"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/plugin/modelgen"

	"partnir/graph/expand"
	"partnir/plan/mapping"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run expands the files of the folder schema in the working directory into schema.graphql and schema.flat.graphql, and generates by the gqlgen.yml in the folder above.
func run() error {
	sources, err := mapping.Sources(os.DirFS("."), "schema")
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
	return generate("..", newNouns(schema), lists(schema.Lists))
}

// generate runs gqlgen in a folder that has a gqlgen.yml.
func generate(folder string, plugin *nouns, models *modelgen.Plugin) error {
	if err := os.Chdir(folder); err != nil {
		return err
	}
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	return api.Generate(cfg, api.ReplacePlugin(models), api.PrependPlugin(plugin))
}
