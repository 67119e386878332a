package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReport(t *testing.T) {
	good := row{Client: "a", Version: "1", What: "reads", OK: true, Detail: "3 pages"}
	var out strings.Builder
	if err := report(&out, []row{good}); err != nil || !strings.Contains(out.String(), "ok (3 pages)") ||
		!strings.HasSuffix(out.String(), "\n1 passed, 0 failed\n") {
		t.Errorf("the table is\n%s and the error %v", out.String(), err)
	}
	out.Reset()
	bad := row{Client: "b", What: "pages", Detail: "one\nof them"}
	if err := report(&out, []row{good, bad}); err == nil || !strings.Contains(out.String(), "FAILED: one of them") ||
		!strings.HasSuffix(out.String(), "\n1 passed, 1 failed\n") {
		t.Errorf("the table is\n%s and the error %v", out.String(), err)
	}
}

func TestReadRows(t *testing.T) {
	rows, err := readRows([]byte(`{"client":"a","ok":true}` + "\nWarning: x\n"))
	if err == nil || len(rows) != 1 || !rows[0].OK || rows[0].Client != "a" {
		t.Errorf("the rows are %v, the error %v; want the first row, and an error of the line after it", rows, err)
	}
}

// TestInstalled shows that a folder is installed again only when its list has changed, or when its installation did not come to its end.
func TestInstalled(t *testing.T) {
	folder, list := filepath.Join(t.TempDir(), "packages"), filepath.Join(t.TempDir(), "list.txt")
	runs := 0
	install := func(content string, err error) {
		t.Helper()
		if err := os.WriteFile(list, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		got := installed(folder, list, func(folder string) error {
			runs++
			_ = os.MkdirAll(folder, 0o755)
			return err
		})
		if got != err {
			t.Errorf("the error is %v, want %v", got, err)
		}
	}
	for i, step := range []struct {
		list string
		err  error
		runs int
	}{{"a", os.ErrClosed, 1}, {"a", nil, 2}, {"a", nil, 2}, {"b", nil, 3}} {
		if install(step.list, step.err); runs != step.runs {
			t.Errorf("after step %d it was installed %d times, want %d", i+1, runs, step.runs)
		}
	}
}
