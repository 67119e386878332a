// Command pack makes the bundle of the starter graph from a folder of CSV tables and their SOURCES.md:
//
//	go run ./dataset/pack -from <folder> -to dataset/starter -edition 2026-08-19T00:00:00Z
//
// It compresses each table by itself, so that they can be read side by side, and writes manifest.json with row counts and
// checksums. The same input gives the same bytes: the compressed files hold neither names nor times.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

func main() {
	from := flag.String("from", "", "folder of CSV tables and SOURCES.md")
	to := flag.String("to", "dataset/starter", "folder of the bundle")
	edition := flag.String("edition", "", "time of the edition, RFC 3339 in UTC; nodes are created and facts recorded then")
	flag.Parse()
	if err := pack(os.DirFS(*from), *to, *edition); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// manifest is what manifest.json holds; package dataset reads it.
type manifest struct {
	Edition string             `json:"edition"`
	Files   map[string]content `json:"files"`
}

type content struct {
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// pack writes the bundle. Tables that were in the bundle and are not in the folder stay; take them out by hand.
func pack(from fs.FS, to, edition string) error {
	if _, err := time.Parse(time.RFC3339, edition); err != nil {
		return fmt.Errorf("-edition: want a time such as 2026-08-19T00:00:00Z: %w", err)
	}
	tables, err := fs.Glob(from, "*.csv")
	if err != nil {
		return err
	}
	if len(tables) == 0 {
		return fmt.Errorf("-from: the folder has no CSV tables")
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	m := manifest{Edition: edition, Files: map[string]content{}}
	for _, name := range tables {
		if m.Files[name], err = packTable(from, name, to); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	sources, err := fs.ReadFile(from, "SOURCES.md")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, "SOURCES.md"), sources, 0o644); err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "manifest.json"), append(text, '\n'), 0o644)
}

// packTable compresses one table and says what it holds.
func packTable(from fs.FS, name, to string) (content, error) {
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return content{}, err
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return content{}, err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return content{}, err
	}
	if _, err := z.Write(data); err != nil {
		return content{}, err
	}
	if err := z.Close(); err != nil {
		return content{}, err
	}
	sum := sha256.Sum256(data)
	return content{Rows: max(len(rows)-1, 0), SHA256: hex.EncodeToString(sum[:])},
		os.WriteFile(filepath.Join(to, name+".gz"), packed.Bytes(), 0o644)
}
