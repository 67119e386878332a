package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// program checks one client, or a few that share an installation. It prints each check as a line of JSON.
type program struct {
	name     string
	language language
	// script is the file that is run, but for Go.
	script string
	// environment is the list of packages of a Python program.
	environment string
}

type language int

const (
	javascript language = iota
	python
	golang
)

// most is how long a program may take.
const most = 2 * time.Minute

// programs are those whose name contains a text, in the order of the table.
func (w *workshop) programs(only string) []program {
	var chosen []program
	for _, p := range []program{
		{"apollo", javascript, "apollo.mjs", ""},
		{"urql", javascript, "urql.mjs", ""},
		{"relay", javascript, "relay.mjs", ""},
		{"graphql-js", javascript, "introspection.mjs", ""},
		{"graphql-codegen", javascript, "codegen.mjs", ""},
		{"graphql-http", javascript, "audits.mjs", ""},
		{"graphql-core 3.2.3", python, "graphqlcore.py", "graphql-core-3.2.3"},
		{"graphql-core 3.2.6", python, "graphqlcore.py", "graphql-core-3.2.6"},
		{"graphql-core, newest", python, "graphqlcore.py", "graphql-core-newest"},
		{"gql", python, "gqlclient.py", "gql"},
		{"ariadne-codegen", python, "ariadne.py", "ariadne-codegen"},
		{"sgqlc", python, "sgqlcclient.py", "sgqlc"},
		{"genqlient", golang, "", ""},
	} {
		if strings.Contains(p.name, only) {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// row is one check, as a program prints it.
type row struct {
	Client, Version, What, Detail string
	OK                            bool
}

// runAll runs programs, two at a time, and returns their rows in the order of the programs. What they say besides goes to stderr.
func (w *workshop) runAll(ctx context.Context, chosen []program, stderr io.Writer) []row {
	rows, said := make([][]row, len(chosen)), make([]string, len(chosen))
	places := make(chan struct{}, 2)
	var all sync.WaitGroup
	for i, p := range chosen {
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			ctx, cancel := context.WithTimeout(ctx, most)
			defer cancel()
			rows[i], said[i] = w.check(ctx, p)
		})
	}
	all.Wait()
	var flat []row
	for i := range chosen {
		flat = append(flat, rows[i]...)
		fmt.Fprint(stderr, said[i])
	}
	return flat
}

// check runs one program. That it does not end well is a row of its own.
func (w *workshop) check(ctx context.Context, p program) (rows []row, said string) {
	generated, err := os.MkdirTemp(w.scratch, "generated-")
	if err != nil {
		return []row{outcome(p.name, "runs", err)}, ""
	}
	if p.language == golang {
		generating := outcome(p.name, "generates a client from the flat schema", w.generateGo(ctx))
		generating.Version = w.genqlientVersion()
		rows = append(rows, generating)
		if !generating.OK {
			return rows, ""
		}
	}
	c := w.command(ctx, p)
	c.Env = append(c.Environ(), "PARTNIR_URL="+w.url, "PARTNIR_GENERATED="+generated)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err = c.Run()
	printed, readErr := readRows(out.Bytes())
	rows = append(rows, printed...)
	if err == nil {
		err = readErr
	}
	if err != nil || len(printed) == 0 {
		rows = append(rows, outcome(p.name, "runs to its end", fmt.Errorf("it ended with %v after %d checks", err, len(printed))))
	}
	return rows, errs.String()
}

// command is how a program is run.
func (w *workshop) command(ctx context.Context, p program) *exec.Cmd {
	var c *exec.Cmd
	switch p.language {
	case javascript:
		c = exec.CommandContext(ctx, "node", p.script)
		c.Dir = filepath.Join(w.clients, "javascript")
	case python:
		c = exec.CommandContext(ctx, "python3", "-s", p.script)
		c.Dir = filepath.Join(w.clients, "python")
		c.Env = append(os.Environ(), "PYTHONPATH="+w.environment(p.environment), "PYTHONDONTWRITEBYTECODE=1")
	default:
		c = exec.CommandContext(ctx, "go", "run", ".")
		c.Dir = filepath.Join(w.clients, "genqlient")
	}
	c.WaitDelay = time.Second
	return c
}

// generateGo has genqlient generate its client from the flat schema that the server gives.
func (w *workshop) generateGo(ctx context.Context) error {
	folder := filepath.Join(w.clients, "genqlient")
	schema, err := get(ctx, w.url+"/schema.graphql?flat=1")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "schema.graphql"), schema, 0o644); err != nil {
		return err
	}
	return command(ctx, folder, nil, "go", "tool", "genqlient", "genqlient.yaml")
}

// genqlientVersion is the version in the go.mod of its program; empty where that names none.
func (w *workshop) genqlientVersion() string {
	mod, _ := os.ReadFile(filepath.Join(w.clients, "genqlient", "go.mod"))
	if m := regexp.MustCompile(`require github.com/Khan/genqlient (\S+)`).FindSubmatch(mod); m != nil {
		return string(m[1])
	}
	return ""
}

func get(ctx context.Context, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s answers %s", url, response.Status)
	}
	return io.ReadAll(response.Body)
}

// outcome is a check that this program makes itself.
func outcome(client, what string, err error) row {
	r := row{Client: client, What: what, OK: err == nil}
	if err != nil {
		r.Detail = err.Error()
	}
	return r
}

// readRows reads the lines that a program printed.
func readRows(out []byte) ([]row, error) {
	var rows []row
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var r row
		if err := decoder.Decode(&r); err != nil {
			return rows, fmt.Errorf("it printed what is no check: %w", err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}
