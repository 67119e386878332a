package cypher

import (
	"bytes"
	"net"
	"strings"
	"sync"
	"testing"
)

// link passes connections on to a server, and can freeze them, and lose commits.
type link struct {
	uri, to string

	mu     sync.Mutex
	thawed *sync.Cond
	frozen bool
	open   map[*connection]bool
	// commits is how many commits are to be lost yet.
	commits int
}

// connection is one connection of a client.
type connection struct {
	client, server net.Conn
	// committing says that the next that the server says is the answer to a commit, which is to be lost.
	committing bool
}

func (c *connection) close() {
	c.client.Close()
	c.server.Close()
}

// newLink listens until the test ends.
func newLink(t *testing.T, uri string) *link {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, to, _ := strings.Cut(uri, "://")
	l := &link{uri: "bolt://" + listener.Addr().String(), to: to, open: map[*connection]bool{}}
	l.thawed = sync.NewCond(&l.mu)
	t.Cleanup(func() {
		listener.Close()
		l.thaw()
		l.mu.Lock()
		defer l.mu.Unlock()
		for c := range l.open {
			c.close()
		}
	})
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go l.pass(client)
		}
	}()
	return l
}

// pass connects a client with the server until one of them ends.
func (l *link) pass(client net.Conn) {
	server, err := net.Dial("tcp", l.to)
	if err != nil {
		client.Close()
		return
	}
	c := &connection{client: client, server: server}
	l.mu.Lock()
	l.open[c] = true
	l.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { copyBytes(server, client, func(b []byte) bool { return l.asks(c, b) }) })
	both.Go(func() { copyBytes(client, server, func([]byte) bool { return l.answers(c) }) })
	both.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
}

// copyBytes copies what passes, and closes both ends where something does not.
func copyBytes(to, from net.Conn, passes func([]byte) bool) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil || !passes(buffer[:n]) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// commit is how a client asks for a commit: a message of two bytes, between its length and the end.
var commit = []byte{0, 2, 0xB0, 0x12, 0, 0}

// asks reports whether what a client sends passes.
func (l *link) asks(c *connection, b []byte) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waitThawed()
	if l.commits == 0 || !bytes.HasSuffix(b, commit) {
		return true
	}
	l.commits--
	c.committing = l.commits%2 == 0
	return c.committing
}

// answers reports whether what the server answers passes.
func (l *link) answers(c *connection) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waitThawed()
	return !c.committing
}

func (l *link) waitThawed() {
	for l.frozen {
		l.thawed.Wait()
	}
}

// loseCommits has the next n commits lost, by turns before and after they went through. It returns how many were to be lost yet.
func (l *link) loseCommits(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, l.commits = l.commits, n
	return n
}

// freeze holds back all bytes, in both directions, until thaw.
func (l *link) freeze() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.frozen = true
}

func (l *link) thaw() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.frozen = false
	l.thawed.Broadcast()
}
