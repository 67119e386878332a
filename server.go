// Command partnir serves the graph of international industrial cooperation by GraphQL.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"partnir/serve"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "partnir:", err)
		os.Exit(1)
	}
}

// run is the program as a value: tests start it as main does.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	return serve.Run(ctx, args, stdout, stderr)
}
