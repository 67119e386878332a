package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

//go:embed peer
var peerFiles embed.FS

var peerNames = []string{"package.json", "package-lock.json", "server.mjs", "types.graphql"}

// preparePeer installs the peer with npm in the user's cache directory, once for each state of its files. Where npm is missing the
// peer is left out, but not in CI.
func (r *run) preparePeer(ctx context.Context) error {
	if !r.wants(peerName) {
		r.peerMissing = "not asked for"
		return nil
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") == "true" {
				return fmt.Errorf("%s is needed for the peer", tool)
			}
			r.peerMissing = tool + " is not on the path"
			note("the peer is left out: %s", r.peerMissing)
			return nil
		}
	}
	hash, content := sha256.New(), map[string][]byte{}
	for _, name := range peerNames {
		b, err := peerFiles.ReadFile("peer/" + name)
		if err != nil {
			return err
		}
		hash.Write(b)
		content[name] = b
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return fmt.Errorf("no place for the peer: %w", err)
	}
	r.peer = filepath.Join(cache, "partnir-bench", "peer-"+hex.EncodeToString(hash.Sum(nil)[:8]))
	if _, err := os.Stat(r.peer); err == nil {
		return nil
	}
	return installPeer(ctx, r.peer, content)
}

// installPeer makes the directory beside the final one and renames it at the end, so that it is whole or not there.
func installPeer(ctx context.Context, dir string, content map[string][]byte) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(dir), "part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	for name, b := range content {
		if err := os.WriteFile(filepath.Join(part, name), b, 0o644); err != nil {
			return err
		}
	}
	note("installing the peer")
	npm := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund")
	npm.Dir = part
	if out, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm could not install the peer: %w\n%s", err, out)
	}
	if err := os.Rename(part, dir); err != nil {
		if _, there := os.Stat(dir); errors.Is(there, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// peerVersion is the version of a package in package.json, which names exact ones.
func peerVersion(name string) string {
	var manifest struct{ Dependencies map[string]string }
	b, err := peerFiles.ReadFile("peer/package.json")
	if err != nil || json.Unmarshal(b, &manifest) != nil {
		return "unknown"
	}
	return manifest.Dependencies[name]
}
