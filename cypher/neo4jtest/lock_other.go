//go:build !unix

package neo4jtest

import (
	"context"
	"os"
	"time"
)

// lockFile waits until it can make a file that is not there. After a crash the file stays; it is taken over when it is older than
// any download takes.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o644)
		if err == nil {
			f.Close()
			return func() { os.Remove(path) }, nil
		}
		if !os.IsExist(err) {
			return nil, err
		}
		if old, err := os.Stat(path); err == nil && time.Since(old.ModTime()) > 10*time.Minute {
			os.Remove(path)
			continue
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
