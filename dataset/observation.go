package dataset

import "partnir/store"

// figure is what every observation has.
type figure struct {
	// key is the part of its id after the colon.
	key, name string
	// subject and indicator are ids; with and about are empty where there is none.
	subject, indicator, with, about string
	sure                            float64
	evidence                        []store.Evidence
}

// observation starts an observation, with its relationships. That the row is of its subject is certain, whatever the
// confidence in the figure: otherwise a least confidence would leave the observation without its subject.
func (b *batch) observation(f figure) record {
	o := b.node("Observation", "observation:"+f.key, f.name, f.evidence)
	o.set("confidence", f.sure)
	o.set("recordedAt", b.edition)
	o.set("knownSince", b.knownSince(f.evidence))
	b.relationship("OF_SUBJECT", o.id, f.subject, certain, f.evidence)
	b.relationship("OF_INDICATOR", o.id, f.indicator, certain, f.evidence)
	if f.with != "" {
		b.relationship("WITH", o.id, f.with, certain, f.evidence)
	}
	if f.about != "" {
		b.relationship("ABOUT", o.id, f.about, certain, f.evidence)
	}
	return o
}
