package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"time"
)

// server is a running server on the starter graph.
type server struct {
	url     string
	process *exec.Cmd
}

var ready = regexp.MustCompile(`GraphQL at (http://\S+)/graphql`)

// startServer runs the program on a free port, with its graph in a file that is not there yet, and waits until it answers.
func startServer(ctx context.Context, binary, data string) (*server, error) {
	s := &server{process: exec.CommandContext(ctx, binary, "--addr", "127.0.0.1:0", "--data", data)}
	s.process.Cancel = func() error { return s.process.Process.Signal(syscall.SIGTERM) }
	s.process.WaitDelay = 15 * time.Second
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if m := ready.FindStringSubmatch(lines.Text()); m != nil {
			s.url = m[1]
			return s, nil
		}
	}
	return nil, fmt.Errorf("the server ended before it answered: %w", s.process.Wait())
}

// stop ends the server and waits for its end.
func (s *server) stop() {
	_ = s.process.Process.Signal(syscall.SIGTERM)
	_ = s.process.Wait() // it was asked to end: how it did is nothing that the clients' checks can use
}
