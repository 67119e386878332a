package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const edition = "2026-08-19T00:00:00Z"

// unpack writes the tables of the bundle to a folder.
func unpack(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	bundle := os.DirFS("../starter")
	names, err := fs.Glob(bundle, "*.csv.gz")
	if err != nil || len(names) == 0 {
		t.Fatal("no bundle: ", err)
	}
	for _, name := range names {
		packed, err := bundle.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer packed.Close()
		z, err := gzip.NewReader(packed)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(to, strings.TrimSuffix(name, ".gz")), data)
	}
	sources, err := fs.ReadFile(bundle, "SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(to, "SOURCES.md"), sources)
	return to
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestPackAgain: packing what is in the bundle gives the same manifest, and the same bytes each time.
func TestPackAgain(t *testing.T) {
	from, one, two := unpack(t), t.TempDir(), t.TempDir()
	for _, to := range []string{one, two} {
		if err := pack(os.DirFS(from), to, edition); err != nil {
			t.Fatal(err)
		}
	}
	names, err := filepath.Glob(filepath.Join(one, "*"))
	if err != nil || len(names) < 20 {
		t.Fatal("nothing was packed: ", err)
	}
	for _, name := range names {
		a, errA := os.ReadFile(name)
		b, errB := os.ReadFile(filepath.Join(two, filepath.Base(name)))
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs from one time to the next (%v, %v)", filepath.Base(name), errA, errB)
		}
	}
	got, errGot := os.ReadFile(filepath.Join(one, "manifest.json"))
	want, errWant := os.ReadFile("../starter/manifest.json")
	if errGot != nil || errWant != nil || !bytes.Equal(got, want) {
		t.Errorf("the manifest differs from the bundle's (%v, %v)", errGot, errWant)
	}
}

func TestPackRefuses(t *testing.T) {
	from := t.TempDir()
	for _, c := range []struct{ edition, want string }{
		{"yesterday", "-edition: want a time such as"},
		{edition, "-from: the folder has no CSV tables"},
	} {
		if err := pack(os.DirFS(from), t.TempDir(), c.edition); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got the error %v, want %s", err, c.want)
		}
	}
}
