package neo4jtest

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// version is the version of Neo4j in pom.xml.
const version = "5.26.18"

//go:embed pom.xml
var pom []byte

//go:embed Neo4jServer.java
var launcher []byte

// ErrMissing says that java, javac or mvn is not on the path, so that no Neo4j can be started here.
var ErrMissing = errors.New("java and javac (a JDK, 17 or later) and mvn are needed to start a Neo4j")

// installation is where the jars and the compiled launcher lie.
type installation struct{ jars, launcher string }

// install makes sure that the jars of Neo4j and the launcher are in the user's cache directory. The first time it downloads about
// 120 MB. Processes that install at the same time wait for the first of them.
func install(ctx context.Context) (installation, error) {
	for _, tool := range []string{"java", "javac", "mvn"} {
		if _, err := exec.LookPath(tool); err != nil {
			return installation{}, fmt.Errorf("%w: %s is not on the path", ErrMissing, tool)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return installation{}, fmt.Errorf("no place for the jars of Neo4j: %w", err)
	}
	dir := filepath.Join(cache, "partnir-neo4j", version)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return installation{}, fmt.Errorf("no place for the jars of Neo4j: %w", err)
	}
	unlock, err := lockFile(ctx, filepath.Join(dir, "lock"))
	if err != nil {
		return installation{}, fmt.Errorf("locking %s: %w", dir, err)
	}
	defer unlock()
	sum := sha256.Sum256(launcher)
	in := installation{jars: filepath.Join(dir, "lib"), launcher: filepath.Join(dir, fmt.Sprintf("launcher-%x", sum[:6]))}
	if _, err := os.Stat(in.jars); err != nil {
		if err := download(ctx, dir, in.jars); err != nil {
			return installation{}, err
		}
	}
	if _, err := os.Stat(in.launcher); err != nil {
		return in, compile(ctx, dir, in)
	}
	return in, nil
}

// compile compiles the launcher, once: Java can also do so at each start, which takes two seconds.
func compile(ctx context.Context, dir string, in installation) error {
	source, part := filepath.Join(dir, "Neo4jServer.java"), in.launcher+".part"
	if err := replaceFile(source, launcher); err != nil {
		return err
	}
	javac := exec.CommandContext(ctx, "javac", "-cp", filepath.Join(in.jars, "*"), "-d", part, source)
	if out, err := javac.CombinedOutput(); err != nil {
		return fmt.Errorf("javac could not compile the launcher of Neo4j: %w\n%s", err, lastLines(string(out), 5))
	}
	if err := os.Rename(part, in.launcher); err != nil {
		return fmt.Errorf("keeping the launcher of Neo4j: %w", err)
	}
	return nil
}

// download fetches the jars into a directory beside the final one and renames it at the end, so that jars is whole or not there.
func download(ctx context.Context, dir, jars string) error {
	part := jars + ".part"
	if err := os.RemoveAll(part); err != nil {
		return fmt.Errorf("clearing an unfinished download of Neo4j: %w", err)
	}
	if err := replaceFile(filepath.Join(dir, "pom.xml"), pom); err != nil {
		return err
	}
	mvn := exec.CommandContext(ctx, "mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory="+part)
	mvn.Dir = dir
	if out, err := mvn.CombinedOutput(); err != nil {
		return fmt.Errorf("mvn could not fetch Neo4j %s: %w\n%s", version, err, lastLines(string(out), 5))
	}
	if err := os.Rename(part, jars); err != nil {
		return fmt.Errorf("finishing the download of Neo4j: %w", err)
	}
	return nil
}

// replaceFile writes a file in one step, for another process may be reading the old one. It leaves one that is right alone.
func replaceFile(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && string(old) == string(content) {
		return nil
	}
	if err := os.WriteFile(path+".part", content, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
