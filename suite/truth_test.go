package suite

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"partnir/suite/graphtext"

	"partnir/graph/nouns"
)

// TestReferenceAnswersCases shows that package reference answers all cases, with no part of a plan.
func TestReferenceAnswersCases(t *testing.T) {
	m := Mapping(t)
	fixture := mustKnow(t, Fixture(m))
	for _, name := range append(caseNames(t, false), caseNames(t, true)...) {
		t.Run(strings.TrimSuffix(name, ".txtar"), func(t *testing.T) {
			archive, questions, err := readCase(name)
			if err != nil {
				t.Fatal(err)
			}
			x := fixture
			if own := graphOf(archive); own != "" {
				records, err := graphtext.Read(m, strings.Split(own, "\n"))
				if err != nil {
					t.Fatal(err)
				}
				x = mustKnow(t, records)
			}
			answers := map[string][]byte{}
			for _, q := range questions {
				if q.asksVerb(t) {
					answers[strings.TrimSuffix(q.prefix, ".")] = compact(t, q.parts["answer.json"])
					continue // the reference knows nouns alone
				}
				variables, err := caseVariables(q.parts["variables.json"], answers)
				if err != nil {
					t.Fatal(err)
				}
				scope, err := q.scope()
				if err != nil {
					t.Fatal(err)
				}
				answer := x.askIn(q.parts["query.graphql"], variables, scope)
				answers[strings.TrimSuffix(q.prefix, ".")] = answer
				got, err := Pretty(answer)
				if err != nil {
					t.Fatalf("the answer is no JSON: %v\n%s", err, answer)
				}
				if !same(answer, compact(t, q.parts["answer.json"])) {
					t.Errorf("%sanswer.json is\n%s\nthe case says\n%s", q.prefix, got, q.parts["answer.json"])
				}
			}
		})
	}
}

// asksVerb reports whether a question has a verb.
func (q *question) asksVerb(t *testing.T) bool {
	a := &asker{reader: nouns.NewReader(nil, Mapping(t), BaseIRI)}
	return a.asksVerb(q.parts["query.graphql"])
}

// compact takes the white space out of an answer of a case.
func compact(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
