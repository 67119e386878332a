package dataset

import (
	"encoding/json"
	"io/fs"
	"time"
)

// manifestName is the file that says what a folder of tables holds.
const manifestName = "manifest.json"

// manifest says of which edition the tables are and, so that damage is noticed, what they hold.
type manifest struct {
	// Edition is the time that nodes were created and relationships recorded, RFC 3339 in UTC.
	Edition string `json:"edition"`
	// Files are the tables by name (without .gz); where none are listed, counts and checksums are not compared.
	Files map[string]content `json:"files,omitempty"`
}

// content is what a table holds.
type content struct {
	// Rows is the number of rows below the header.
	Rows int `json:"rows"`
	// SHA256 is the checksum of the uncompressed file, in hexadecimal.
	SHA256 string `json:"sha256"`
}

func readManifest(fsys fs.FS, found *problems) *manifest {
	data, err := fs.ReadFile(fsys, manifestName)
	if err != nil {
		found.add(Problem{File: manifestName, Want: "the file is needed, with the time of the edition: " + err.Error()})
		return nil
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		found.add(Problem{File: manifestName, Want: "want {\"edition\": …, \"files\": …}: " + err.Error()})
		return nil
	}
	if t, err := time.Parse(time.RFC3339, m.Edition); err != nil || t.UTC().Format(time.RFC3339) != m.Edition {
		found.add(Problem{File: manifestName, Column: "edition", Value: m.Edition, Want: "want a time such as 2026-08-19T00:00:00Z"})
	}
	return &m
}
