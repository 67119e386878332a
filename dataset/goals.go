package dataset

import (
	"strings"

	"partnir/store"
)

// convertGoals makes a Goal of each row of sdg_goals and sdg_targets, and an Indicator of each row of sdg_indicators.
func convertGoals(b *batch) {
	for row := range b.rows("sdg_goals") {
		g := b.node("Goal", row.ref("goal_id", b.index.goals).id, row.must("short_title"), row.evidence())
		g.set("code", row.must("number"))
		g.set("level", "GOAL")
		g.set("text", row.must("title"))
		g.set("description", row.text("title"))
		g.set("names", localized("zh", row.text("title_zh")))
		g.set("aliases", others(row.text("short_title"), "Goal "+row.text("number"), row.text("title_zh")))
	}
	for row := range b.rows("sdg_targets") {
		code, text := row.must("code"), row.must("title")
		t := b.node("Goal", row.ref("target_id", b.index.targets).id, "Target "+code+": "+shortened(text, 80), row.evidence())
		t.set("code", code)
		t.set("level", "TARGET")
		t.set("text", text)
		t.set("description", text)
		b.relationship("PART_OF", t.id, row.ref("goal_id", b.index.goals).id, certain, row.evidence())
	}
	for row := range b.rows("sdg_indicators") {
		code := row.must("indicator_code")
		if !isKey(code) {
			row.problem("indicator_code", "want digits, letters and dots, such as 9.4.1")
		}
		i := b.node("Indicator", "indicator:sdg-"+code, row.must("title"), row.evidence())
		i.set("code", code)
		b.publish(i.id, "org:un", row.evidence())
		b.relationship("MEASURES", i.id, row.ref("target_id", b.index.targets).id, certain, row.evidence())
	}
}

// shortened cuts a text after a word, so that it has at most about so many letters.
func shortened(text string, length int) string {
	letters := []rune(text)
	if len(letters) <= length {
		return text
	}
	cut := string(letters[:length])
	if blank := strings.LastIndexByte(cut, ' '); blank > 0 && letters[length] != ' ' {
		cut = cut[:blank]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}

// publish says who publishes an indicator.
func (b *batch) publish(indicator, organization string, evidence []store.Evidence) {
	if _, ok := b.index.organizations.byKey[organization]; !ok {
		b.problems.add(Problem{File: "organizations.csv", Column: "org_id", Value: organization,
			Want: "want the organization in the table: it publishes " + indicator})
	}
	b.relationship("PUBLISHED_BY", indicator, organization, official, evidence)
}
