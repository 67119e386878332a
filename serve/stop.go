package serve

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"partnir/store"
)

// stopTime is how long requests under way may take to finish once the server is asked to stop.
const stopTime = 10 * time.Second

// listenAndStop serves until ctx is done, then lets the requests under way finish.
func listenAndStop(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving stopped: %w", err)
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil {
		return fmt.Errorf("requests were still under way %s after the stop: %w", stopTime, err)
	}
	return nil
}

func closeStore(store store.Store) {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	// Nothing can be done about an error here: all that was acknowledged is written.
	_ = store.Close(ctx)
}
