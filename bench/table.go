package main

import (
	"fmt"
	"iter"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// page is the text of a table under way.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// row writes a row of a table in Markdown.
func (p *page) row(cells ...string) { p.line("| %s |", strings.Join(cells, " | ")) }

// head writes the head of a table: the first column is text, the others are numbers.
func (p *page) head(cells ...string) {
	p.row(cells...)
	p.row(append([]string{"---"}, repeat("---:", len(cells)-1)...)...)
}

func repeat(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

// table writes all that was found.
func (r *run) table() string {
	p := &page{}
	p.line("# Benchmarks\n\nWritten by `%s`, whatever it says. Every contender is a process of its own on one machine, over HTTP on loopback; all answers", r.line)
	p.line("were checked equal before they were timed; the contenders take turns in slices of %s.\n", r.slice)
	r.circumstances(p)
	r.contenderList(p)
	r.questionList(p)
	for i, clients := range clientNumbers {
		p.line("## %s: p50 / p99 in ms\n", clientsText(clients))
		r.figureTable(p, func(f *[len(clientNumbers)]figures) string {
			return milliseconds(f[i].p(50)) + " / " + milliseconds(f[i].p(99))
		})
		p.line("## %s: requests a second\n", clientsText(clients))
		r.figureTable(p, func(f *[len(clientNumbers)]figures) string { return perSecond(f[i].perSecond()) })
	}
	r.verbTable(p)
	r.memoryTable(p)
	r.loadTable(p)
	r.bars(p)
	return p.String()
}

func clientsText(n int) string {
	if n == 1 {
		return "1 client"
	}
	return fmt.Sprint(n, " clients at once")
}

// circumstances say where and on what it was measured.
func (r *run) circumstances(p *page) {
	p.head("what", "value")
	p.row("date", time.Now().UTC().Format("2006-01-02"))
	p.row("processor", fmt.Sprintf("%s, %d cores", processor(), runtime.NumCPU()))
	p.row("memory", machineMemory())
	p.row("generated graph", fmt.Sprintf("%s nodes, %s relationships, seed %d", thousands(r.Nodes), thousands(r.Relationships), r.Seed))
	starter := "not loaded"
	if r.Starter {
		starter = "loaded into the same stores"
	}
	p.row("starter graph", starter)
	p.row("hubs", fmt.Sprintf("countries with %s and %s organizations", thousands(r.shape.hub), thousands(r.shape.few)))
	p.row("deep page", fmt.Sprintf("%s, of %d", thousands(r.shape.deepPage()), pageSize))
	p.row("Neo4j", fmt.Sprintf("5.26.18 Community, heap %d MB, page cache %d MB", r.heap, r.pageCache))
	p.row("Go", runtime.Version()+", driver "+moduleVersion("github.com/neo4j/neo4j-go-driver/v5")+", gqlgen "+moduleVersion("github.com/99designs/gqlgen"))
	if r.peerMissing == "" {
		p.row("peer", "@neo4j/graphql "+peerVersion("@neo4j/graphql")+", Yoga "+peerVersion("graphql-yoga")+", node "+output("node", "--version"))
	} else {
		p.row("peer", "left out: "+r.peerMissing)
	}
	p.row("the whole run", r.took.Round(time.Second).String())
	p.line("")
}

var contenderText = map[string]string{
	limitName:    "one statement a question, written by hand in the best form known, rows as positional lists through the Go driver, JSON written by hand; no GraphQL",
	peerName:     "type definitions over the same labels and relationships, nothing else; lists are ordered by the same stored key",
	loadersName:  "hand-written filters at the root, a dataloader for each level",
	neo4jName:    "this program on Neo4j",
	embeddedName: "this program on its embedded store",
}

func (r *run) contenderList(p *page) {
	p.line("## Contenders\n")
	for _, c := range r.contenders {
		p.line("- **%s**: %s.", c.title, contenderText[c.name])
	}
	p.line("")
}

func (r *run) questionList(p *page) {
	p.line("## Questions\n")
	p.line("The operations are in [bench/questions](../bench/questions), the statements of the limit in [bench/limit](../bench/limit/questions.go).\n")
	p.row("question", "what", "KB")
	p.row("---", "---", "---:")
	for _, res := range r.results {
		p.row(res.question.name, strings.TrimSuffix(res.question.title, "."), fmt.Sprintf("%.1f", float64(res.size)/1024))
	}
	p.line("")
}

// answered are the results of verbs, or those of all else.
func (r *run) answered(verbs bool) iter.Seq[*result] {
	return func(yield func(*result) bool) {
		for _, res := range r.results {
			if res.question.verb == verbs && !yield(res) {
				return
			}
		}
	}
}

// verbTable has a row for each verb, question and store.
func (r *run) verbTable(p *page) {
	p.line("## Verbs\n\nOurs alone, 1 client, in ms; requests a second with %d clients at once.\n", clientNumbers[1])
	p.head("verb", "store", "p50", "p95", "p99", "requests a second")
	for res := range r.answered(true) {
		for _, c := range r.contenders {
			if f := res.figures[c.name]; f != nil {
				p.row(res.question.name, c.title, milliseconds(f[0].p(50)), milliseconds(f[0].p(95)), milliseconds(f[0].p(99)), perSecond(f[1].perSecond()))
			}
		}
	}
	p.line("")
}

// figureTable has a row for each question and a column for each contender.
func (r *run) figureTable(p *page, cell func(*[len(clientNumbers)]figures) string) {
	cells := []string{"question"}
	for _, c := range r.contenders {
		cells = append(cells, c.title)
	}
	p.head(cells...)
	for res := range r.answered(false) {
		cells := []string{res.question.name}
		for _, c := range r.contenders {
			cells = append(cells, cell(res.figures[c.name]))
		}
		p.row(cells...)
	}
	p.line("")
}

func (r *run) memoryTable(p *page) {
	p.line("## Resident memory after all questions, in MB\n")
	p.head("process", "now", "most")
	for _, c := range r.contenders {
		p.row(c.title, megabytes(c.resident), megabytes(c.peak))
	}
	p.row("Neo4j, which all but the embedded store need too", megabytes(r.neo4jMemory), "")
	p.line("")
}

func (r *run) loadTable(p *page) {
	p.line("## Loading through Store.Load\n")
	p.head("what", "Neo4j", "embedded")
	n, e := r.state.Neo4j, r.state.Embedded
	both := func(what string, cell func(*loaded) string) { p.row(what, cell(n), cell(e)) }
	both(thousands(n.Nodes)+" nodes, s", func(l *loaded) string { return fmt.Sprintf("%.1f", l.NodeTime) })
	both(thousands(n.Relationships)+" relationships, s", func(l *loaded) string { return fmt.Sprintf("%.1f", l.RelationshipTime) })
	both("records a second", func(l *loaded) string {
		return perSecond(float64(l.Nodes+l.Relationships) / (l.NodeTime + l.RelationshipTime))
	})
	if r.Starter {
		both("the starter graph, s", func(l *loaded) string { return fmt.Sprintf("%.1f", l.StarterTime) })
	}
	both("most memory of the loading process, MB", func(l *loaded) string { return megabytes(l.PeakMemory) })
	both("on disk, MB", func(l *loaded) string { return megabytes(l.Size) })
	p.row("bytes of heap a node", "", fmt.Sprint(e.NodeBytes/int64(max(1, e.Nodes))))
	p.row("bytes of heap a relationship", "", fmt.Sprint(e.RelationshipBytes/int64(max(1, e.Relationships))))
	p.line("")
}

// summary is the p50 of every contender on one line, for whoever waits.
func (r *run) summary(res *result) string {
	var b strings.Builder
	for _, c := range r.contenders {
		if f := res.figures[c.name]; f != nil {
			fmt.Fprintf(&b, "  %s %s", c.name, milliseconds(f[0].p(50)))
		}
	}
	return b.String()
}

func milliseconds(d time.Duration) string {
	switch ms := float64(d) / 1e6; {
	case ms < 10:
		return fmt.Sprintf("%.2f", ms)
	case ms < 100:
		return fmt.Sprintf("%.1f", ms)
	default:
		return fmt.Sprintf("%.0f", ms)
	}
}

func perSecond(n float64) string {
	if n < 10 {
		return fmt.Sprintf("%.2f", n)
	}
	return thousands(int(n))
}

func megabytes(bytes int64) string { return thousands(int(bytes / 1e6)) }

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func processor() string {
	if model := procLine("/proc/cpuinfo", "model name"); model != "" {
		return model
	}
	return runtime.GOARCH
}

func machineMemory() string {
	var kb int
	if _, err := fmt.Sscanf(procLine("/proc/meminfo", "MemTotal"), "%d kB", &kb); err != nil {
		return "unknown"
	}
	return fmt.Sprintf("%.1f GB", float64(kb)/1e6)
}

// procLine returns what stands after the colon in the first line that begins so.
func procLine(file, start string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == start {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "unknown"
}

func output(name string, args ...string) string {
	b, err := exec.Command(name, args...).Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(b))
}
