package dataset

import (
	"slices"
	"strings"

	"partnir/store"
)

// article converts the facts of a text. Each of its rows becomes an Observation: a figure, or else a statement in words. What
// the text states or claims also becomes structure, such as an initiative's proposer; what it only recommends never does.
type article struct {
	*batch
	// made are the nodes that the text alone knows, by id.
	made map[string]record
	// indicators are the indicators of its figures, in order.
	indicators []entity
	// offices are the offices that persons hold.
	offices map[string]string
	// areas are the areas of initiatives so far.
	areas map[string][]string
}

// fact is one row of the text.
type fact struct {
	row
	// kind is the kind of the statement, such as CLAIM.
	kind string
	// subject is the entity that the observation is of; object is the one that the row leads to, if it is one.
	subject, object entity
	evidence        store.Evidence
}

// statedIndicator is the indicator of statements without a figure.
const statedIndicator = "indicator:stated"

// statementKinds are the kinds of statement.
var statementKinds = map[string]string{
	"fact": "FACT", "claim": "CLAIM", "recommendation": "RECOMMENDATION", "reported_finding": "REPORTED_FINDING",
}

// convertArticle converts seed_article_facts.
func convertArticle(b *batch) {
	a := &article{batch: b, made: map[string]record{}, offices: map[string]string{}, areas: map[string][]string{}}
	for row := range b.rows("seed_article_facts") {
		if row.text("predicate") == "HOLDS_OFFICE" {
			a.offices[row.text("subject")] = row.text("object")
		}
	}
	var facts []fact
	for row := range b.rows("seed_article_facts") {
		facts = append(facts, a.read(row))
	}
	for i := range facts {
		facts[i].subject = a.subject(facts[i])
	}
	for _, f := range facts {
		a.observe(f)
		if f.kind != "RECOMMENDATION" {
			a.structure(f)
		}
	}
	for _, f := range facts {
		if f.text("predicate") == "PUBLISHED_BY" {
			a.publisher(f)
		}
	}
	a.serve()
}

// read reads a row, and makes the entities that it names itself.
func (a *article) read(row row) fact {
	f := fact{row: row, kind: row.one("statement_kind", statementKinds)}
	f.evidence = store.Evidence{Source: row.source(), Quote: row.must("quote"), Note: "section " + row.text("section")}
	if !isKey(row.text("fact_id")) {
		row.problem("fact_id", "want letters, digits and -._~ only")
	}
	if _, stands := standIns[row.text("subject")]; !stands {
		a.entity(f, "subject", row.must("subject_type"), row.must("subject"))
	}
	f.object = a.entity(f, "object", row.must("object_type"), row.must("object"))
	return f
}

// subject is the entity that a row's observation is of: its own subject, or what stands for it. It comes after all rows are
// read, so that what stands for others has its evidence from a row that names it, if there is one.
func (a *article) subject(f fact) entity {
	subjectType, subject := f.text("subject_type"), f.text("subject")
	if in, ok := standIns[subject]; ok {
		subjectType, subject = in.typeName, in.name
	}
	e := a.entity(f, "subject", subjectType, subject)
	if e.id == "" {
		f.problem("subject", "want the name of an entity of the graph, or one that articlewords.go knows a stand-in for")
	}
	return e
}

// observe makes the observation of a row.
func (a *article) observe(f fact) {
	o := a.figureOrStatement(f)
	o.set("statementKind", f.kind)
	o.set("qualifier", f.text("qualifier"))
}

func (a *article) figureOrStatement(f fact) record {
	fig := figure{subject: f.subject.id, sure: statementConfidence[f.kind], evidence: []store.Evidence{f.evidence}}
	if prefix := a.mapping.TypeOf(f.object.id); prefix != nil && f.object.id != f.subject.id {
		switch prefix.Name {
		case "Country", "Organization":
			fig.with = f.object.id
		case "Technology":
			fig.about = f.object.id
		}
	}
	indicator, ok := a.indicator(f)
	if !ok {
		return a.statement(f, fig)
	}
	fig.indicator = indicator.id
	fig.key = indicator.key + "-" + f.subject.key + dashed(f.object.key) + dashed(f.text("year"))
	fig.name = indicator.name + ", " + f.subject.name + before(" with ", f.object.name) + comma(f.text("year"))
	o := a.observation(fig)
	o.set("unit", f.text("unit"))
	o.during(f.year("year"))
	value := f.number("value")
	o.set("value", value)
	bound := strings.Contains(f.text("qualifier"), "upper bound")
	switch {
	case value == nil:
		o.set("text", f.text("qualifier"))
	case bound:
		o.set("upperBound", true)
	case f.text("unit") == "rank":
		o.set("rank", f.count("value"))
	}
	return o
}

// statement makes the observation of a row without a figure.
func (a *article) statement(f fact, fig figure) record {
	if _, ok := a.made[statedIndicator]; !ok {
		a.made[statedIndicator] = a.node("Indicator", statedIndicator, "Statement in a text", f.row.evidence())
	}
	fig.key, fig.name, fig.indicator = f.text("fact_id"), shortened(f.sentence(), 120), statedIndicator
	o := a.observation(fig)
	o.set("text", f.sentence())
	if year := f.year("year"); year > 0 {
		o.set("year", a.year(year).number)
		o.set("period", a.year(year).period)
	}
	return o
}

// indicator is the indicator of a row with a figure; false where the row is a statement.
func (a *article) indicator(f fact) (entity, bool) {
	name := figures[f.text("predicate")]
	if f.text("predicate") == "HAS_OBSERVATION" {
		name = f.text("object")
	}
	if name == "" {
		if f.text("value") != "" {
			f.problem("predicate", "want a predicate of a figure, as the row has a value")
		}
		return entity{}, false
	}
	key := slug(name)
	if name == "Global Innovation Index rank" {
		key = "gii-rank"
	}
	e := entity{id: "indicator:" + key, key: key, name: strings.ToUpper(name[:1]) + name[1:]}
	if _, ok := a.made[e.id]; !ok {
		i := a.node("Indicator", e.id, e.name, []store.Evidence{f.evidence})
		i.set("unit", f.text("unit"))
		if key == "gii-rank" {
			i.set("higherIsBetter", false)
		}
		a.made[e.id] = i
		a.indicators = append(a.indicators, e)
	}
	return e, true
}

// structure makes what a row states or claims of initiatives and platforms.
func (a *article) structure(f fact) {
	sure := statementConfidence[f.kind]
	evidence := []store.Evidence{f.evidence}
	subject, ok := a.made[f.subject.id]
	if !ok {
		// The text says it of something that the tables know, and they have their own word on that.
		return
	}
	switch f.text("predicate") {
	case "PROPOSED_BY":
		subject.set("proposedBy", f.text("object")+comma(a.offices[f.text("object")]))
		subject.set("launchedOn", f.printedDate("qualifier"))
		subject.support(f, "launchedOn, proposedBy")
	case "EARLY_OUTCOME_OF":
		a.relationship("PART_OF", f.subject.id, f.object.id, sure, evidence)
	case "BELONGS_TO":
		a.relationship("UNDER", f.subject.id, f.object.id, sure, evidence)
	case "CONSTRUCTED_FROM":
		subject.set("openedOn", f.isoDate("object"))
		subject.support(f, "openedOn")
	case "COOPERATES_ON":
		area := technologyAreas[f.text("object")]
		if f.text("subject_type") != "Initiative" || area == "" {
			return
		}
		if !slices.Contains(a.areas[f.subject.id], area) {
			a.areas[f.subject.id] = append(a.areas[f.subject.id], area)
		}
		subject.set("areas", slices.Clone(a.areas[f.subject.id]))
		subject.support(f, "areas")
	}
}

// publisher says who publishes the indicators of a publication: those whose name begins with its name, without the year.
func (a *article) publisher(f fact) {
	publication := strings.TrimRight(f.text("subject"), " 0123456789")
	for _, i := range a.indicators {
		if strings.HasPrefix(i.name, publication+" ") {
			a.relationship("PUBLISHED_BY", i.id, f.object.id, statementConfidence[f.kind], []store.Evidence{f.evidence})
		}
	}
}

// serve says that the 2030 Agenda serves the goals that are its own.
func (a *article) serve() {
	agenda, ok := a.made["initiative:agenda-2030"]
	if !ok {
		return
	}
	for row := range a.rows("sdg_goals") {
		agenda.prove(row.evidence()[0])
		a.relationship("SERVES", agenda.id, row.ref("goal_id", a.index.goals).id, official, row.evidence())
	}
}

// support adds the quote of a row to the evidence of a node, and says which of its properties rest on it.
func (r record) support(f fact, properties string) {
	e := f.evidence
	e.Note = properties + ": " + kindInWords[f.kind]
	r.node.Evidence = append(slices.DeleteFunc(slices.Clone(r.node.Evidence), func(o store.Evidence) bool {
		return o.Source == e.Source && o.Quote == e.Quote
	}), e)
}
