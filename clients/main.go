// Command clients proves that clients that no one here wrote can use the API: it installs them in the versions of the lock files, starts
// a server on the starter graph, runs each client's checks against it, prints a table and ends with 1 where one failed. README.md says
// what is checked.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "clients:", err)
		os.Exit(1)
	}
}

// run installs, starts, checks and reports.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("clients", flag.ContinueOnError)
	flags.SetOutput(stderr)
	url := flags.String("url", "", "address of a server to check, such as http://localhost:8080; one is started where it is empty")
	only := flags.String("only", "", "only programs whose name contains this text, such as relay")
	if err := flags.Parse(args); err != nil {
		return err
	}
	root, err := findRoot()
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "partnir-clients-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)

	w := &workshop{root: root, clients: filepath.Join(root, "clients"), scratch: scratch, url: strings.TrimRight(*url, "/")}
	chosen := w.programs(*only)
	if len(chosen) == 0 {
		return fmt.Errorf("no program's name contains %q", *only)
	}
	if err := w.prepare(ctx, chosen); err != nil {
		return err
	}
	if w.url == "" {
		server, err := startServer(ctx, w.binary(), filepath.Join(scratch, "graph.db"))
		if err != nil {
			return err
		}
		defer server.stop()
		w.url = server.url
	}
	rows := w.runAll(ctx, chosen, stderr)
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return report(stdout, rows)
}

// workshop is where a run works.
type workshop struct {
	// root is the checkout, clients the folder of this program in it, scratch a folder that goes away with the run.
	root, clients, scratch string
	// url is the server that is checked.
	url string
}

// findRoot finds the checkout: the working directory or a folder above it.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "clients", "javascript", "package-lock.json")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("run it in the checkout: go run ./clients")
		}
		dir = filepath.Dir(dir)
	}
}
