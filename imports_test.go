package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors are the rooms of the house, from the ground up. A room is a package with those below its folder that no other line names. Code
// imports what lies on lower floors, and what is in its own room; rooms on one floor do not know one another.
var floors = [][]string{
	{"fault"},
	{"plan/mapping"},
	{"plan/search"},
	{"plan"},
	{"plan/build"},
	{"store"},
	{"cypher", "embedded", "analysis", "dataset"},
	{"graph"},
	{"serve"},
	{"."},
	{"suite", "clients"},
}

// storeRooms are known to what opens them alone: faces and analyses read any store by its contract.
var storeRooms = []string{"cypher", "embedded"}

// openers may import stores.
var openers = []string{"serve", "suite"}

func TestImports(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != "." && isFile(filepath.Join(path, "go.mod")) {
			return fs.SkipDir // a module of its own, above all
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		from := roomOf(filepath.ToSlash(filepath.Dir(path)))
		if from == "" {
			t.Errorf("%s is in no room; add its package to floors", path)
			return nil
		}
		for _, i := range f.Imports {
			name, _ := strconv.Unquote(i.Path.Value)
			if name, ours := strings.CutPrefix(name, "partnir/"); ours {
				checkImport(t, path, from, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImport(t *testing.T, path, from, name string) {
	to := roomOf(name)
	switch {
	case to == from:
	case floorOf(to) >= floorOf(from):
		t.Errorf("%s imports %s: %s is not above %s", path, name, from, to)
	case slices.Contains(storeRooms, to) && !slices.Contains(openers, from):
		t.Errorf("%s imports %s: only %v know which stores there are", path, name, openers)
	}
}

// roomOf is the room that a package is in: the longest name in floors that it is or lies below; empty for none.
func roomOf(dir string) string {
	for ; dir != "."; dir = filepath.ToSlash(filepath.Dir(dir)) {
		if floorOf(dir) >= 0 {
			return dir
		}
	}
	return "."
}

func floorOf(room string) int {
	return slices.IndexFunc(floors, func(rooms []string) bool { return slices.Contains(rooms, room) })
}

func isFile(path string) bool {
	files, _ := filepath.Glob(path)
	return len(files) == 1
}
