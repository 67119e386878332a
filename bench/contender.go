package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"partnir/bench/limit"
	"partnir/bench/loaders"
)

// contender is a server that answers the questions.
type contender struct {
	// name is the contender's name in the text of a question and on the command line.
	name, title string
	process     *process
	address     string
	// text says which text of a question it is asked with.
	text string
	// resident and peak are its memory after all questions, in bytes.
	resident, peak int64
	client         *http.Client
}

// The contenders, in the order of the table.
const (
	limitName    = "limit"
	peerName     = "peer"
	loadersName  = "loaders"
	neo4jName    = "neo4j"
	embeddedName = "embedded"
)

// answerTime is how long an answer may take before it counts as none.
const answerTime = 2 * time.Minute

func newClient() *http.Client {
	return &http.Client{Timeout: answerTime, Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}}
}

// open starts a contender as a process of its own.
func (r *run) open(ctx context.Context, name string) (*contender, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	c := &contender{name: name, text: name, address: address, client: newClient()}
	port := address[strings.LastIndexByte(address, ':')+1:]
	switch name {
	case limitName:
		c.title = "the limit"
		c.process, err = start(ctx, address, nil, r.self, child, serveName, limitName, address, r.neo4j.URI)
	case loadersName:
		c.title = "gqlgen + dataloaders"
		c.process, err = start(ctx, address, nil, r.self, child, serveName, loadersName, address, r.neo4j.URI)
	case peerName:
		c.title = "@neo4j/graphql + Yoga"
		c.process, err = start(ctx, address, []string{"NODE_ENV=production"}, "node", r.peer+"/server.mjs", port, r.neo4j.URI)
	case neo4jName:
		c.title, c.text = "ours on Neo4j", "ours"
		c.process, err = start(ctx, address, nil, r.product, "--addr", address, "--neo4j-uri", r.neo4j.URI, "--seed", "none", "--query-timeout", "2m")
	case embeddedName:
		c.title, c.text = "ours embedded", "ours"
		c.process, err = start(ctx, address, nil, r.product, "--addr", address, "--data", r.embeddedFile(), "--seed", "none", "--query-timeout", "2m")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.title, err)
	}
	return c, nil
}

// request is one ready to be sent, again and again.
type request struct {
	url  string
	body []byte
}

func (c *contender) request(q *question, variables map[string]any) request {
	content := map[string]any{"variables": variables}
	at := url.URL{Scheme: "http", Host: c.address, Path: "/graphql"}
	if c.name == limitName {
		at.Path = "/" + q.name
	} else {
		content["query"] = q.text[c.text]
	}
	body, _ := json.Marshal(content)
	return request{at.String(), body}
}

// send sends a request and reads the whole answer.
func (c *contender) send(ctx context.Context, r request) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	response, err := c.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %.500s", response.Status, body)
	}
	return body, err
}

// childServe is the process that serves the limit or the dataloaders: arguments name, address and the URI of Neo4j.
func childServe(ctx context.Context, args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("serve takes a contender, an address and the URI of Neo4j")
	}
	var handler http.Handler
	if args[0] == limitName {
		s, err := limit.Open(args[2])
		if err != nil {
			return err
		}
		defer s.Close(context.WithoutCancel(ctx))
		handler = s
	} else {
		s, err := loaders.Open(args[2])
		if err != nil {
			return err
		}
		defer s.Close(context.WithoutCancel(ctx))
		handler = s
	}
	server := &http.Server{Addr: args[1], Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// note writes what the benchmark is doing.
func note(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
