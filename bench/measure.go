package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// pace is how long is measured: for each question, contender and number of clients so many slices of so long. A contender that is slow
// stops after most, once it has three answers.
type pace struct {
	warm, slice, most time.Duration
	slices            int
}

// figures are what was measured of one question, contender and number of clients.
type figures struct {
	latencies []time.Duration
	elapsed   time.Duration
	// failed says why there are no figures.
	failed string
}

func (f *figures) p(percent int) time.Duration {
	if len(f.latencies) == 0 {
		return 0
	}
	slices.Sort(f.latencies)
	return f.latencies[(len(f.latencies)-1)*percent/100]
}

// perSecond is how many requests were answered in a second.
func (f *figures) perSecond() float64 {
	if f.elapsed == 0 {
		return 0
	}
	return float64(len(f.latencies)) / f.elapsed.Seconds()
}

// clientNumbers are how many clients ask at once.
var clientNumbers = [2]int{1, 8}

// result is what was measured of one question: by contender and by index of clientNumbers.
type result struct {
	question *question
	size     int
	figures  map[string]*[len(clientNumbers)]figures
}

// check asks every contender every form of the question and compares the answers. A contender that cannot answer, or answers otherwise,
// is an error, for then the times say nothing.
func check(ctx context.Context, q *question, contenders []*contender) (size int, err error) {
	for i, v := range q.variables {
		for _, c := range contenders {
			body, err := c.send(ctx, c.request(q, v))
			if err != nil {
				return 0, fmt.Errorf("%s, asked %s: %w", c.title, q.name, err)
			}
			answer, err := canonical(q, body)
			if err == nil {
				err = q.compare(i, answer)
			}
			if err != nil {
				return 0, fmt.Errorf("%s, asked %s: %w", c.title, q.name, err)
			}
			if c.text == "ours" {
				size = len(body)
			}
		}
	}
	return size, nil
}

// measure times a question. The contenders take turns in short slices, so that whatever else the machine does meets all of them.
func measure(ctx context.Context, q *question, contenders []*contender, p pace) (*result, error) {
	contenders = slices.DeleteFunc(slices.Clone(contenders), func(c *contender) bool { return !q.asks(c) })
	size, err := check(ctx, q, contenders)
	if err != nil {
		return nil, err
	}
	r := &result{question: q, size: size, figures: map[string]*[len(clientNumbers)]figures{}}
	for _, c := range contenders {
		r.figures[c.name] = &[len(clientNumbers)]figures{}
		if warm := c.slice(ctx, q, 1, p.warm); warm.failed != "" {
			return nil, fmt.Errorf("%s, asked %s: %s", c.title, q.name, warm.failed)
		}
	}
	for i, clients := range clientNumbers {
		for range p.slices {
			for _, c := range contenders {
				f := &r.figures[c.name][i]
				if f.elapsed > p.most && len(f.latencies) >= 3 {
					continue
				}
				s := c.slice(ctx, q, clients, p.slice)
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				f.latencies, f.elapsed = append(f.latencies, s.latencies...), f.elapsed+s.elapsed
				if s.failed != "" {
					return nil, fmt.Errorf("%s, asked %s by %d clients: %s", c.title, q.name, clients, s.failed)
				}
			}
		}
	}
	return r, nil
}

// slice asks for some time, every client at least once.
func (c *contender) slice(ctx context.Context, q *question, clients int, length time.Duration) figures {
	requests := make([]request, len(q.variables))
	for i, v := range q.variables {
		requests[i] = c.request(q, v)
	}
	parts := make([]figures, clients)
	var wait sync.WaitGroup
	began := time.Now()
	for n := range clients {
		wait.Go(func() {
			f := &parts[n]
			for i := n; ; i++ {
				start := time.Now()
				if _, err := c.send(ctx, requests[i%len(requests)]); err != nil {
					f.failed = err.Error()
					return
				}
				now := time.Now()
				f.latencies = append(f.latencies, now.Sub(start))
				if now.Sub(began) >= length {
					return
				}
			}
		})
	}
	wait.Wait()
	all := figures{elapsed: time.Since(began)}
	for _, f := range parts {
		all.latencies = append(all.latencies, f.latencies...)
		if f.failed != "" {
			all.failed = f.failed
		}
	}
	return all
}
