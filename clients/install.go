package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// prepare installs what the programs need, and builds the server where none was given: all at once, since most of it is waiting.
func (w *workshop) prepare(ctx context.Context, chosen []program) error {
	steps := map[string]func(context.Context) error{}
	for _, p := range chosen {
		switch p.language {
		case javascript:
			steps["npm"] = w.installJavaScript
		case python:
			steps[p.environment] = func(ctx context.Context) error { return w.installPython(ctx, p.environment) }
		}
	}
	if w.url == "" {
		steps["server"] = func(ctx context.Context) error {
			return command(ctx, w.root, nil, "go", "build", "-o", w.binary(), ".")
		}
	}
	var mu sync.Mutex
	var errs []error
	var all sync.WaitGroup
	for _, step := range steps {
		all.Go(func() {
			if err := step(ctx); err != nil {
				mu.Lock()
				errs = append(errs, err)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// binary is the server that is built.
func (w *workshop) binary() string { return filepath.Join(w.scratch, "partnir") }

// installJavaScript installs the packages of the lock file.
func (w *workshop) installJavaScript(ctx context.Context) error {
	folder := filepath.Join(w.clients, "javascript")
	return installed(filepath.Join(folder, "node_modules"), filepath.Join(folder, "package-lock.json"), func(string) error {
		return command(ctx, folder, nil, "npm", "ci")
	})
}

// installPython installs the packages of one list, all of which it names, into a folder of their own: clients need versions that do not go
// together.
func (w *workshop) installPython(ctx context.Context, environment string) error {
	list := filepath.Join(w.clients, "python", "requirements", environment+".txt")
	return installed(w.environment(environment), list, func(folder string) error {
		return command(ctx, w.clients, []string{"PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_ROOT_USER_ACTION=ignore"},
			"python3", "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, "--requirement", list)
	})
}

// environment is the folder of the packages of a list.
func (w *workshop) environment(name string) string {
	return filepath.Join(w.clients, "python", ".environments", name)
}

// installed installs into a folder, unless it holds what its list says from an earlier run: it then has a copy of the list.
func installed(folder, list string, install func(folder string) error) error {
	want, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	mark := filepath.Join(folder, ".installed-from")
	if had, err := os.ReadFile(mark); err == nil && bytes.Equal(had, want) {
		return nil
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := install(folder); err != nil {
		return err
	}
	return os.WriteFile(mark, want, 0o644)
}

// command runs a command in a folder; what it printed is part of its error.
func command(ctx context.Context, folder string, env []string, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Env = folder, append(os.Environ(), env...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s in %s: %w\n%s", name, folder, err, bytes.TrimSpace(out))
	}
	return nil
}
