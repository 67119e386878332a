package serve

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestStop shows that a request under way finishes when the server is asked to stop.
func TestStop(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	entered := make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond)
		io.WriteString(w, "finished")
	})
	ended := make(chan error, 1)
	go func() { ended <- listenAndStop(ctx, l, slow, slog.New(slog.DiscardHandler)) }()
	go func() { <-entered; stop() }()
	answer, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got, err := io.ReadAll(answer.Body); string(got) != "finished" || err != nil {
		t.Errorf("the request under way got %q, %v", got, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
