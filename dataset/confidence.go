package dataset

// How sure the graph is of a relationship or observation, 0 to 1. The scale says on whose word it rests, not how exact a
// figure is; a reader can ask for a least confidence with minConfidence.
const (
	// certain: true by definition or by the row itself. A target belongs to its goal, a sector to its country, an observation
	// to its subject.
	certain = 1.0
	// agreed: two sources say the same.
	agreed = 0.95
	// official: a table of an official body, or a registry.
	official = 0.9
	// rebuilt: an official table that was computed from others and repackaged, such as input–output tables.
	rebuilt = 0.85
	// estimated: the source itself calls the figure an estimate.
	estimated = 0.8
	// collected: put together by researchers or by a program from reports and papers, such as AidData's projects.
	collected = 0.8
	// disputed: one source says it and another does not, or it is known to be out of date.
	disputed = 0.5
	// outdated: only the older of two sources says it.
	outdated = 0.4
	// guessed: a match of names that nobody verified.
	guessed = 0.3
)

// statementConfidence is how sure the graph is of what a text states, by the kind of statement. A recommendation says what
// should be: it is never stored as a relationship, and the statement itself, kept as an observation, ranks lowest.
var statementConfidence = map[string]float64{
	"FACT":             0.8,
	"REPORTED_FINDING": 0.7,
	"CLAIM":            0.5,
	"RECOMMENDATION":   0.3,
}

// sourceConfidence is how sure the graph is of rows of the sources that are not official tables.
var sourceConfidence = map[string]float64{
	"source:aidcn17": collected,
	"source:cso19":   collected,
	"source:icio25":  rebuilt,
}

// confidence is how sure the graph is of what a row says, by its source.
func (r row) confidence() float64 {
	if c, ok := sourceConfidence[r.source()]; ok {
		return c
	}
	return official
}
