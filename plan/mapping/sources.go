package mapping

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Sources reads the hand-written schema: all *.graphqls in a folder and in those below it, in the order of their paths.
func Sources(files fs.FS, folder string) ([]*ast.Source, error) {
	var sources []*ast.Source
	err := fs.WalkDir(files, folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".graphqls") {
			return err
		}
		text, err := fs.ReadFile(files, path)
		sources = append(sources, &ast.Source{Name: path, Input: string(text)})
		return err
	})
	if err == nil && len(sources) == 0 {
		err = fmt.Errorf("there is no *.graphqls in %s", folder)
	}
	return sources, err
}
