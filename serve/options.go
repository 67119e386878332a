package serve

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v3"
)

// options are what the program can be told by flags and environment variables.
type options struct {
	addr        string
	data        string
	neo4jURI    string
	neo4jUser   string
	password    string
	database    string
	seed        string
	baseIRI     string
	corsOrigins []string
	timeout     time.Duration
	explain     bool
}

// command describes the options; action gets them.
func command(stdout, stderr io.Writer, action func(context.Context, options, io.Writer, io.Writer) error) *cli.Command {
	var o options
	var passwordFile string
	text := func(name, value, usage string, to *string) cli.Flag {
		return &cli.StringFlag{Name: name, Value: value, Usage: usage, Destination: to, Sources: cli.EnvVars(variable(name))}
	}
	return &cli.Command{
		Name:                   "partnir",
		Usage:                  "serve the graph of international industrial cooperation by GraphQL",
		Writer:                 stdout,
		ErrWriter:              stderr,
		HideVersion:            true,
		UseShortOptionHandling: false,
		Flags: []cli.Flag{
			text("addr", "localhost:8080", "address to listen on", &o.addr),
			text("data", "partnir.db", "file of the embedded store; made where there is none", &o.data),
			text("neo4j-uri", "", "use Neo4j 5.26 or newer instead of the embedded store: neo4j://, neo4j+s://, bolt:// …", &o.neo4jURI),
			text("neo4j-user", "neo4j", "user of Neo4j", &o.neo4jUser),
			text("neo4j-password-file", "", "file that holds the password of Neo4j; or give it by PARTNIR_NEO4J_PASSWORD", &passwordFile),
			text("neo4j-database", "", "database of Neo4j; its default where empty", &o.database),
			text("seed", "starter", "what to load into an empty store: starter or none", &o.seed),
			text("base-iri", "", "what the IRIs of entities begin with, before /id/; the address listened on where empty", &o.baseIRI),
			&cli.StringSliceFlag{
				Name: "cors-origin", Usage: "origin whose pages may read, such as https://example.org, or * for all; may be repeated",
				Destination: &o.corsOrigins, Sources: cli.EnvVars(variable("cors-origin")),
			},
			&cli.DurationFlag{
				Name: "query-timeout", Value: 10 * time.Second, Usage: "longest time that one read may take",
				Destination: &o.timeout, Sources: cli.EnvVars(variable("query-timeout")),
			},
			&cli.BoolFlag{
				Name: "explain", Usage: `allow requests to ask how they are read, by "extensions": {"explain": true}`,
				Destination: &o.explain, Sources: cli.EnvVars(variable("explain")),
			},
		},
		OnUsageError: func(_ context.Context, _ *cli.Command, err error, _ bool) error { return err },
		Action: func(ctx context.Context, c *cli.Command) error {
			if c.Args().Present() {
				return fmt.Errorf("%q is no command; see partnir --help", c.Args().First())
			}
			if err := o.check(passwordFile); err != nil {
				return err
			}
			return action(ctx, o, stdout, stderr)
		},
	}
}

// variable is the environment variable of a flag: --neo4j-uri is PARTNIR_NEO4J_URI.
func variable(flag string) string {
	return "PARTNIR_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// check reads the password and refuses what makes no sense.
func (o *options) check(passwordFile string) error {
	if o.seed != "starter" && o.seed != "none" {
		return fmt.Errorf("--seed is %q; give starter or none", o.seed)
	}
	if o.timeout <= 0 {
		return fmt.Errorf("--query-timeout is %s; give a time above 0, such as 10s", o.timeout)
	}
	o.baseIRI = strings.TrimRight(o.baseIRI, "/")
	if o.baseIRI != "" && !strings.HasPrefix(o.baseIRI, "http://") && !strings.HasPrefix(o.baseIRI, "https://") {
		return fmt.Errorf("--base-iri is %q; give an address that begins with http:// or https://", o.baseIRI)
	}
	o.password = os.Getenv(variable("neo4j-password"))
	if passwordFile == "" {
		return nil
	}
	b, err := os.ReadFile(passwordFile)
	if err != nil {
		return fmt.Errorf("cannot read --neo4j-password-file: %w", err)
	}
	o.password = strings.TrimRight(string(b), "\r\n")
	return nil
}
