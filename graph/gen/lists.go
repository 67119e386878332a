package main

import (
	"go/types"
	"strings"

	"github.com/99designs/gqlgen/plugin/modelgen"
)

// lists is gqlgen's plugin for models, with the whole list in each connection of a verb's result: a page is cut from it by the arguments of its
// field, and the resolver knows nothing of pages. names are those of the connections.
func lists(names map[string]bool) *modelgen.Plugin {
	whole := types.NewPointer(types.NewNamed(
		types.NewTypeName(0, types.NewPackage("partnir/graph/list", "list"), "List", nil), types.NewStruct(nil, nil), nil,
	))
	return &modelgen.Plugin{
		FieldHook: modelgen.DefaultFieldMutateHook,
		MutateHook: func(b *modelgen.ModelBuild) *modelgen.ModelBuild {
			for _, m := range b.Models {
				if names[m.Name] && strings.HasSuffix(m.Name, "Connection") {
					m.Fields = append(m.Fields, &modelgen.Field{
						Description: "List is the whole list, of which the other fields show a page.", GoName: "List", Type: whole, Tag: `json:"-"`,
					})
				}
			}
			return b
		},
	}
}
