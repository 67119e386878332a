package main

import (
	"fmt"
	"time"
)

// bars holds the figures against the project's bars for speed and memory, and says of each whether it is met.
func (r *run) bars(p *page) {
	p.line("## Bars\n")
	r.limitBars(p)
	r.peerBars(p)
	r.otherBars(p)
}

func verdict(met bool) string {
	if met {
		return "met"
	}
	return "**missed**"
}

// limitBars: at most 1.25 of the limit's p50 with one client; at least 0.8 of its throughput with 8.
func (r *run) limitBars(p *page) {
	if !r.has(limitName) || !r.has(neo4jName) {
		return
	}
	p.line("Ours on Neo4j against the limit:\n")
	p.head("question", "p50, 1 client", "bar", "", "throughput, 8 clients", "bar", "")
	for res := range r.answered(false) {
		limit, ours := res.figures[limitName], res.figures[neo4jName]
		const most = 1.25
		slower, part := ratio(ours[0].p(50), limit[0].p(50)), ours[1].perSecond()/limit[1].perSecond()
		p.row(res.question.name, fmt.Sprintf("%.2f ×", slower), fmt.Sprintf("≤ %.2f", most), verdict(slower <= most),
			fmt.Sprintf("%.2f ×", part), "≥ 0.80", verdict(part >= 0.8))
	}
	p.line("")
}

// peerBars: at least 5 times the peer with one client and with 8, 20 times where a relationship decides.
func (r *run) peerBars(p *page) {
	if !r.has(peerName) || !r.has(neo4jName) {
		return
	}
	p.line("Ours on Neo4j against the peer, and beside it what the limit comes to against the peer: a bar beyond that is beyond Neo4j.\n")
	p.head("question", "p50, 1 client", "throughput, 8 clients", "bar", "", "limit: p50", "limit: throughput")
	for res := range r.answered(false) {
		peer, ours := res.figures[peerName], res.figures[neo4jName]
		least := 5.0
		if res.question.through {
			least = 20
		}
		faster, more := ratio(peer[0].p(50), ours[0].p(50)), ours[1].perSecond()/peer[1].perSecond()
		most, mostMore := "", ""
		if limit := res.figures[limitName]; limit != nil {
			most = fmt.Sprintf("%.1f ×", ratio(peer[0].p(50), limit[0].p(50)))
			mostMore = fmt.Sprintf("%.1f ×", limit[1].perSecond()/peer[1].perSecond())
		}
		p.row(res.question.name, fmt.Sprintf("%.1f ×", faster), fmt.Sprintf("%.1f ×", more), fmt.Sprintf("≥ %.0f", least),
			verdict(faster >= least && more >= least), most, mostMore)
	}
	p.line("")
}

func (r *run) otherBars(p *page) {
	p.line("Other bars:\n")
	p.head("what", "measured", "bar", "")
	absolute := func(question string, most time.Duration) {
		if f := r.p50(question, embeddedName); f > 0 {
			p.row("embedded, "+question+", p50, over HTTP", milliseconds(f)+" ms", "≤ "+milliseconds(most)+" ms", verdict(f <= most))
		}
	}
	relative := func(contender, title, question, other string, most float64) {
		f, g := r.p50(question, contender), r.p50(other, contender)
		if f == 0 || g == 0 {
			return
		}
		bar, met := "reported", ""
		if most > 0 {
			bar, met = fmt.Sprintf("≤ %.1f", most), verdict(ratio(f, g) <= most)
		}
		p.row(fmt.Sprintf("%s, %s against %s", title, question, other), fmt.Sprintf("%.2f ×", ratio(f, g)), bar, met)
	}
	absolute("nested", 3*time.Millisecond)
	absolute("entity", 200*time.Microsecond)
	r.verbBars(p)
	relative(neo4jName, "ours on Neo4j", "page-1000", "page-1", 1.5)
	relative(embeddedName, "ours embedded", "page-1000", "page-1", 1.5)
	relative(neo4jName, "ours on Neo4j", "hub", "small-hub", 0)
	relative(embeddedName, "ours embedded", "hub", "small-hub", 2)
	const most = 4_000_000_000
	for _, c := range r.contenders {
		if c.name == embeddedName {
			p.row("embedded, resident memory after all questions", megabytes(c.resident)+" MB", "≤ 4,000 MB", verdict(c.resident <= most))
		}
	}
	p.row("embedded, most memory while loading", megabytes(r.state.Embedded.PeakMemory)+" MB", "≤ 4,000 MB",
		verdict(r.state.Embedded.PeakMemory <= most))
}

// verbBars: paths at p95 on the embedded store; a shock over the whole input–output table, reading it counted in, on both.
func (r *run) verbBars(p *page) {
	for res := range r.answered(true) {
		figure := func(title, contender string, percent int, most time.Duration) {
			if f := res.figures[contender]; f != nil {
				took := f[0].p(percent)
				p.row(fmt.Sprintf("%s, %s, p%d, over HTTP", title, res.question.name, percent), milliseconds(took)+" ms", "≤ "+milliseconds(most)+" ms",
					verdict(took <= most))
			}
		}
		switch res.question.name {
		case "paths":
			figure("embedded", embeddedName, 95, 100*time.Millisecond)
		case "impact":
			figure("embedded", embeddedName, 50, 50*time.Millisecond)
			figure("on Neo4j", neo4jName, 50, 500*time.Millisecond)
		}
	}
}

func (r *run) has(name string) bool {
	for _, c := range r.contenders {
		if c.name == name {
			return true
		}
	}
	return false
}

// p50 is that of one client; 0 where the question was not asked.
func (r *run) p50(question, contender string) time.Duration {
	for _, res := range r.results {
		if f := res.figures[contender]; res.question.name == question && f != nil {
			return f[0].p(50)
		}
	}
	return 0
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }
