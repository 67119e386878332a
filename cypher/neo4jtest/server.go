// Package neo4jtest starts a real Neo4j for tests and development: Neo4j Community as its own process, from jars that Maven
// fetches once. It needs java (a JDK, 17 or later) and mvn.
package neo4jtest

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// User is the name of the only user where Options.Password is set.
const User = "neo4j"

// startTimeout is how long a server may take to answer: about 9 s on a free machine, much more on a busy one.
const startTimeout = 3 * time.Minute

// Options say how a server runs.
type Options struct {
	// Port is the loopback port; 0 takes a free one.
	Port int
	// Password turns authentication on; at least 8 characters. Empty: nobody is asked for a password.
	Password string
	// Home keeps the data, so that a server can start again on it. Empty: a new directory that goes with the server.
	Home string
	// Heap and PageCache are in MB; 2048 and 512 where 0.
	Heap, PageCache int
	// Brief is for a server that is asked many statements a few times each, as tests do: Java then compiles lightly, which makes
	// planning a new statement several times faster and answering a known one slower. Never measure on it.
	Brief bool
}

// Server is a Neo4j that runs. It ends with Stop, and when this process ends, however that happens.
type Server struct {
	// URI is the Bolt address.
	URI string
	// Port is the port in URI.
	Port int

	process *exec.Cmd
	stdin   io.Closer
	exited  chan struct{}
	log     *head
}

// Start starts a server and returns when it answers on Bolt. The context limits the start only. The error is ErrMissing where java
// or mvn is missing.
func Start(ctx context.Context, o Options) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	port, err := freePort(o.Port)
	if err != nil {
		return nil, err
	}
	in, err := install(ctx)
	if err != nil {
		return nil, err
	}
	keep := "keep"
	if o.Home == "" {
		keep = "delete"
		if o.Home, err = os.MkdirTemp("", "partnir-neo4j-"); err != nil {
			return nil, fmt.Errorf("no place for the data of Neo4j: %w", err)
		}
	}
	var brief []string
	if o.Brief {
		// Java gives code that is compiled lightly a room of 48 MB, which Neo4j fills.
		brief = []string{"-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m", "-Dneo4jtest.brief=true"}
	}
	s := &Server{
		URI: "bolt://127.0.0.1:" + strconv.Itoa(port), Port: port,
		exited: make(chan struct{}), log: &head{},
		process: exec.Command("java", append(brief, fmt.Sprintf("-Xmx%dm", cmp.Or(o.Heap, 2048)),
			"--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
			"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
			"-cp", in.launcher+string(filepath.ListSeparator)+filepath.Join(in.jars, "*"), "Neo4jServer", o.Home, strconv.Itoa(port), keep,
			strconv.Itoa(cmp.Or(o.PageCache, 512)))...),
	}
	if err := s.run(ctx, o.Password); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// run starts the process and waits for Bolt.
func (s *Server) run(ctx context.Context, password string) error {
	if password != "" {
		s.process.Env = append(os.Environ(), "NEO4JTEST_PASSWORD="+password)
	}
	s.process.Stderr = s.log
	stdin, err := s.process.StdinPipe()
	if err != nil {
		return fmt.Errorf("starting Neo4j: %w", err)
	}
	s.stdin = stdin
	stdout, err := s.process.StdoutPipe()
	if err != nil {
		return fmt.Errorf("starting Neo4j: %w", err)
	}
	if err := s.process.Start(); err != nil {
		return fmt.Errorf("starting Neo4j: %w", err)
	}
	ready := make(chan struct{})
	go func() {
		defer close(s.exited)
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "READY") {
				close(ready)
			}
		}
		_ = s.process.Wait() // how it ended does not matter
	}()
	select {
	case <-ready:
		return s.connect(ctx, password)
	case <-s.exited:
		return fmt.Errorf("the server ended before it was ready: %s", s.log)
	case <-ctx.Done():
		return fmt.Errorf("the server was not ready in time: %w: %s", ctx.Err(), s.log)
	}
}

func (s *Server) connect(ctx context.Context, password string) error {
	auth := neo4j.NoAuth()
	if password != "" {
		auth = neo4j.BasicAuth(User, password, "")
	}
	driver, err := neo4j.NewDriverWithContext(s.URI, auth)
	if err != nil {
		return fmt.Errorf("connecting to Neo4j: %w", err)
	}
	defer driver.Close(ctx)
	if err := driver.VerifyConnectivity(ctx); err != nil {
		return fmt.Errorf("connecting to Neo4j: %w", err)
	}
	return nil
}

// Stop ends the server and waits for its end. Stopping it again does nothing.
func (s *Server) Stop() error {
	if s.process.Process == nil {
		return nil
	}
	s.stdin.Close()
	select {
	case <-s.exited:
		return nil
	case <-time.After(30 * time.Second):
	}
	if err := s.process.Process.Kill(); err != nil {
		return fmt.Errorf("ending Neo4j: %w", err)
	}
	<-s.exited
	return nil
}

// PID is the number of the server's process.
func (s *Server) PID() int { return s.process.Process.Pid }

// Done is closed when the server has ended.
func (s *Server) Done() <-chan struct{} { return s.exited }

// freePort returns the port, or some other where it is 0, once it is known that nobody listens on it.
func freePort(port int) (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return 0, fmt.Errorf("port %d for Neo4j is not free, give another: %w", port, err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// head keeps the first part of what a process says, enough to see why it failed.
type head struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (h *head) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if room := 2000 - h.buf.Len(); room > 0 {
		h.buf.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func (h *head) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.TrimSpace(h.buf.String())
}
