package embedded

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"partnir/plan/mapping"
	"partnir/store"
)

// largeBatch is how many records of the large graph are loaded at once.
const largeBatch = 100_000

// largeShare is how much of the nodes, or of the relationships, are of a type, in thousandths.
type largeShare struct {
	name  string
	share int
}

var (
	largeNodes = []largeShare{{"Country", 1}, {"Technology", 2}, {"Sector", 8}, {"Product", 2}, {"Organization", 200}, {"Project", 400},
		{"Observation", 387}}
	largeRelationships = []largeShare{{"LOCATED_IN", 40}, {"PARTICIPATES_IN", 240}, {"USES", 240}, {"MEMBER_OF", 40}, {"OF_SUBJECT", 80},
		{"SUPPLIES", 360}}
)

// largeGraph yields a graph of about so many nodes and relationships in batches.
func largeGraph(m *mapping.Mapping, nodes, relationships int) iter.Seq[*store.Records] {
	return func(yield func(*store.Records) bool) {
		g := newGenerator(m, 1)
		g.missing, g.plainEvidence = 0.7, true
		batches := func(shares []largeShare, total int, add func(*store.Records, string, int)) bool {
			for _, s := range shares {
				for n := total / 1000 * s.share; n > 0; n -= largeBatch {
					records := &store.Records{}
					add(records, s.name, min(n, largeBatch))
					if !yield(records) {
						return false
					}
				}
			}
			return true
		}
		sources := &store.Records{}
		g.nodes(sources, "Source", 30)
		_ = yield(sources) && batches(largeNodes, nodes, g.nodes) && batches(largeRelationships, relationships, g.relationships)
	}
}

// BenchmarkLarge loads a large graph in batches, changes one record of it, and opens it again; the environment variable
// PARTNIR_BENCH_NODES says how many nodes it has, and there are five times as many relationships.
func BenchmarkLarge(b *testing.B) {
	nodes := 100_000
	if text := os.Getenv("PARTNIR_BENCH_NODES"); text != "" {
		var err error
		if nodes, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	m := readSchema(b)
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "graph.db")
		s, err := Open(b.Context(), path, m)
		if err != nil {
			b.Fatal(err)
		}
		var last *store.Records
		took, slowest, loads, loaded := time.Duration(0), time.Duration(0), 0, 0
		before, withNodes := heap(), int64(0)
		for records := range largeGraph(m, nodes, 5*nodes) {
			if withNodes == 0 && len(records.Relationships) > 0 {
				withNodes = heap()
			}
			start := time.Now()
			mustLoad(b, s, records)
			slowest, took = max(slowest, time.Since(start)), took+time.Since(start)
			loads, loaded, last = loads+1, loaded+len(records.Nodes)+len(records.Relationships), records
		}
		b.ReportMetric(float64(loads), "loads")
		b.ReportMetric(float64(loaded)/took.Seconds(), "records/s")
		b.ReportMetric(slowest.Seconds()*1e3, "ms-slowest-load")
		one := &store.Records{Relationships: last.Relationships[:1]}
		last = nil
		counts, after := s.graph.Load().Counts(), heap()
		b.ReportMetric(float64(after-before)/1e6, "MB-graph")
		b.ReportMetric(float64(withNodes-before)/float64(sum(counts.Nodes)), "B/node")
		b.ReportMetric(float64(after-withNodes)/float64(sum(counts.Relationships)), "B/relationship")
		b.ReportMetric(resident("VmHWM"), "MB-peak")
		changes := 5
		start := time.Now()
		for i := range changes {
			one.Relationships[0].Evidence[0].Quote = fmt.Sprint("changed ", i)
			mustLoad(b, s, one)
		}
		b.ReportMetric(time.Since(start).Seconds()*1e3/float64(changes), "ms-change")
		s.Close(b.Context())
		s = nil
		heap()
		start = time.Now()
		if s, err = Open(b.Context(), path, m); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s-open")
		b.ReportMetric(resident("VmRSS"), "MB-open")
		s.Close(b.Context())
	}
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// heap is how many bytes live on the heap.
func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// resident is a size of this process in megabytes, as Linux tells it: VmRSS now, VmHWM at most; 0 elsewhere.
func resident(name string) float64 {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kilobytes, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kilobytes / 1e3
		}
	}
	return 0
}
