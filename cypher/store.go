// Package cypher is the Neo4j store: it runs the one statement that a plan compiles to, and loads and searches the graph in Neo4j.
package cypher

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"partnir/cypher/form"
	"partnir/cypher/statement"
	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/store"
)

// Config says how to reach a Neo4j.
type Config struct {
	// URI is its address: neo4j://host:port, which routes in a cluster, or bolt://host:port, which does not; with +s encrypted,
	// with +ssc encrypted without a look at the certificate. The port is 7687 where it is not given.
	URI string
	// User and Password are left empty for a server that asks for none.
	User, Password string
	// Database is the name of the database; the user's default where empty.
	Database string
	// QueryTimeout is how long a read may take where its context has no deadline; 10 s where 0.
	QueryTimeout time.Duration
	// Connections is how many statements may be under way at once; 100 where 0. A read beyond waits shortly, and is then
	// told that the store is unavailable.
	Connections int
	// OnStatement, where set, is called with the text of every statement before it is sent, also from several goroutines at
	// once.
	OnStatement func(text string)
	// Say, where set, is called with a line for people when the store waits for something, such as for another server that loads or for a
	// Neo4j that cannot be reached, also from several goroutines at once.
	Say func(line string)
	// Patience is how long a Load goes on while Neo4j cannot be reached; 30 s where 0.
	Patience time.Duration
	// Lease is how long other servers wait for one that is not heard of any more, such as one that was killed while it loaded; 30 s
	// where 0.
	Lease time.Duration
	// Statistics, where set, are what forms are chosen by, instead of those of the graph. They are for tests and experiments.
	Statistics *form.Statistics
	// Most, where above 0, is taken for Form.Most and for the bounds of hubs. It is for tests too.
	Most int64
}

const (
	defaultTimeout = 10 * time.Second
	// openTimeout is how long a server may take to answer at all.
	openTimeout = 15 * time.Second
	// acquireTimeout is how long a statement may wait for a connection: the pool is full, or the host does not answer.
	acquireTimeout = 2 * time.Second
	// retryFor is how long after the first attempt a read is tried again.
	retryFor = 2 * time.Second
	// idleCheck is how long a connection may lie idle before it is tested when it is used again.
	idleCheck = 30 * time.Second
)

// Store is a graph in Neo4j.
type Store struct {
	driver    neo4j.DriverWithContext
	mapping   *mapping.Mapping
	cfg       Config
	bookmarks neo4j.BookmarkManager
	// at is the host and port of the server, and id tells this store apart from all others.
	at, id string
	// writing holds a token while this store has its turn or waits for it.
	writing chan struct{}
	trouble trouble
	words   vocabulary
	// latest are the statistics that were read last, at readAt in nanoseconds of Unix time; refreshing says that new ones are
	// being read. Background work ends with closing.
	latest     atomic.Pointer[form.Statistics]
	readAt     atomic.Int64
	refreshing atomic.Bool
	background sync.WaitGroup
	closing    context.Context
	close      context.CancelFunc
}

var _ store.Store = (*Store)(nil)

// Open connects to a Neo4j, checks its version and brings its constraints and indexes up to date. The error is one line that says what
// is wrong; it never holds the password. Some errors wrap ErrAddress, ErrRefused, ErrVersion or fault.ErrUnavailable.
func Open(ctx context.Context, cfg Config, m *mapping.Mapping) (*Store, error) {
	at, err := address(cfg.URI)
	if err != nil {
		return nil, err
	}
	cfg.QueryTimeout = cmp.Or(max(cfg.QueryTimeout, 0), defaultTimeout)
	cfg.Patience = cmp.Or(max(cfg.Patience, 0), defaultPatience)
	cfg.Lease = cmp.Or(max(cfg.Lease, 0), defaultLease)
	auth := neo4j.NoAuth()
	if cfg.User != "" || cfg.Password != "" {
		auth = neo4j.BasicAuth(cfg.User, cfg.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(cfg.URI, auth, func(c *config.Config) {
		c.ConnectionAcquisitionTimeout = acquireTimeout
		c.SocketConnectTimeout = acquireTimeout
		if cfg.Connections > 0 {
			c.MaxConnectionPoolSize = cfg.Connections
		}
		c.ConnectionLivenessCheckTimeout = idleCheck
		c.TelemetryDisabled = true
		c.UserAgent = "partnir " + neo4j.UserAgent
		c.FetchSize = neo4j.FetchAll
		// Nobody reads notifications, such as that a graph has no former ids yet; the server would send them with every answer.
		c.NotificationsMinSeverity = notifications.DisabledLevel
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %s", ErrAddress, at, oneLine(err))
	}
	s := &Store{
		driver: driver, mapping: m, cfg: cfg, bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{}),
		at: at, id: rand.Text(), writing: make(chan struct{}, 1), words: vocabulary{reading: make(chan struct{}, 1)},
	}
	s.closing, s.close = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.prepare(ctx); err != nil {
		s.close()
		driver.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return s, nil
}

// prepare checks the server, and brings its constraints and indexes up to date.
func (s *Store) prepare(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	info, err := s.driver.GetServerInfo(limited)
	if err != nil {
		return openFailure(ctx, s.at, s.cfg, err)
	}
	if err := checkVersion(info.Agent()); err != nil {
		return fmt.Errorf("Neo4j at %s: %w", s.at, err)
	}
	if err := s.upgrade(ctx); err != nil {
		return openFailure(ctx, s.at, s.cfg, err)
	}
	s.settle(ctx)
	return nil
}

var schemes = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}

// address checks a URI and returns the host and port in it.
func address(uri string) (string, error) {
	u, err := url.Parse(uri)
	switch {
	case err != nil || !slices.Contains(schemes, u.Scheme):
		// The text may hold a password, so it is not shown.
		return "", fmt.Errorf("%w: write neo4j://host:port or bolt://host:port, or one of the schemes %s",
			ErrAddress, strings.Join(schemes, ", "))
	case u.User != nil:
		return "", fmt.Errorf("%w: leave user and password out of the address and give them apart", ErrAddress)
	case u.Hostname() == "":
		return "", fmt.Errorf("%w: %s names no host; write %s://host:port", ErrAddress, uri, u.Scheme)
	}
	return u.Host, nil
}

// checkVersion checks what a server says that it is, such as Neo4j/5.26.18.
func checkVersion(agent string) error {
	const need = "Neo4j 5.26 or later is needed"
	product, version, _ := strings.Cut(agent, "/")
	parts := strings.SplitN(version, ".", 3)
	major, err := strconv.Atoi(parts[0])
	if product != "Neo4j" || err != nil {
		return fmt.Errorf("%w: the server says that it is %q; %s", ErrVersion, agent, need)
	}
	minor := 0
	if len(parts) > 1 {
		minor, _ = strconv.Atoi(parts[1])
	}
	if major < 5 || major == 5 && minor < 26 {
		return fmt.Errorf("%w: the server is Neo4j %s; %s", ErrVersion, version, need)
	}
	return nil
}

// Read compiles the plan to one statement and runs it.
func (s *Store) Read(ctx context.Context, p *plan.Plan) ([]any, error) {
	if p.Search != nil {
		return s.search(ctx, p)
	}
	statement, args := s.statement(p, nil)
	records, err := s.read(ctx, statement.Text, args)
	if err != nil {
		return nil, err
	}
	return statement.Row(p, records), nil
}

// statement compiles a plan, once for its shape as long as the statistics are the same, with the values for it. known are the words of the
// graph, where the plan is of a search.
func (s *Store) statement(p *plan.Plan, known *knownWords) (statement.Statement, map[string]any) {
	stats := s.statistics()
	statementOf := plan.Compiled(p, owner{stats, statement.HasLateLetters(p)}, func(p *plan.Plan) statement.Statement { return statement.Compile(p, stats) })
	args := statementOf.Arguments(p)
	if p.Search != nil {
		statement.SearchArguments(p.Search, known.Vocabulary, args)
	}
	if s.cfg.Most > 0 {
		for name := range args {
			if name == statement.MostParam || strings.HasPrefix(name, statement.HubPrefix) {
				args[name] = s.cfg.Most
			}
		}
	}
	return statementOf, args
}

// owner is what the text of a statement depends on beside the shape of its plan.
type owner struct {
	statistics *form.Statistics
	late       bool
}

// read runs a statement that only reads and returns the values of its records. It sees what this store wrote. While the driver says
// that another attempt may help, it tries again, for a short time; while indexes are being made, as long as there is time.
func (s *Store) read(ctx context.Context, text string, args map[string]any) ([][]any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	limited, cancel := ctx, context.CancelFunc(func() {})
	if _, has := ctx.Deadline(); !has {
		limited, cancel = context.WithTimeout(ctx, s.cfg.QueryTimeout)
	}
	defer cancel()
	for began, attempt := time.Now(), 1; ; attempt++ {
		records, err := s.attempt(limited, text, args)
		if err == nil {
			return records, nil
		}
		again := schemaMoves(err) || neo4j.IsRetryable(err) && time.Since(began) <= retryFor
		if !again || !sleep(limited, backoff(attempt)) {
			return nil, failure(ctx, limited, err)
		}
	}
}

func (s *Store) attempt(ctx context.Context, text string, args map[string]any) ([][]any, error) {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer s.end(ctx, session)
	deadline, _ := ctx.Deadline()
	s.announce(text)
	// The server stops a statement by itself at the same time as we do.
	result, err := session.Run(ctx, text, statement.Inputs(args), neo4j.WithTxTimeout(max(time.Until(deadline), time.Millisecond)))
	if err != nil {
		return nil, err
	}
	var records [][]any
	for result.Next(ctx) {
		records = append(records, result.Record().Values)
	}
	return records, result.Err()
}

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: mode, DatabaseName: s.cfg.Database, BookmarkManager: s.bookmarks,
	})
}

func (s *Store) announce(text string) {
	if s.cfg.OnStatement != nil {
		s.cfg.OnStatement(text)
	}
}

// backoff is the pause before an attempt. The first ones are short: a pool may hold connections to a server that has started again
// meanwhile, and each attempt finds one of them dead.
func backoff(attempt int) time.Duration {
	return min(time.Duration(attempt)*5*time.Millisecond, 200*time.Millisecond)
}

// sleep waits; it reports whether the context is still good.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// Counts counts nodes and relationships by type, in one statement. Types that nothing is of are left out.
func (s *Store) Counts(ctx context.Context) (store.Counts, error) {
	text := countStatement(s.mapping)
	records, err := s.read(ctx, text, nil)
	if err != nil {
		return store.Counts{}, err
	}
	counts := store.Counts{Nodes: map[string]int{}, Relationships: map[string]int{}}
	row := records[0]
	counts.Incomplete = row[0].(int64) > 0
	take := func(into map[string]int, name string) {
		row = row[1:]
		if n := row[0].(int64); n > 0 {
			into[name] = int(n)
		}
	}
	for _, t := range s.mapping.Types {
		take(counts.Nodes, t.Name)
	}
	for _, t := range s.mapping.Relationships {
		take(counts.Relationships, t.Name)
	}
	return counts, nil
}

// countStatement counts the marks of loads under way, then each object type, then each relationship type. All of it is in Neo4j's
// count store, so nothing is read.
func countStatement(m *mapping.Mapping) string {
	w := &statement.Writer{}
	w.Write("RETURN COUNT { (:", loadLabel, ") }")
	for _, t := range m.Types {
		w.Line("  , COUNT { (:", statement.Name(t.Name), ") }")
	}
	for _, t := range m.Relationships {
		w.Line("  , COUNT { ()-[:", statement.Name(t.Name), "]->() }")
	}
	return w.Text.String()
}

// Close ends the connections. It may not run beside other methods.
func (s *Store) Close(ctx context.Context) error {
	s.close()
	s.background.Wait()
	return s.driver.Close(ctx)
}
