package mapping

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// goodSchema is a schema without a mistake. Each case of TestMistakes replaces one line of it.
const goodSchema = `interface Entity @node(plural: "entities") {
  id: ID! @unique
  iri: String! @computed
  name: String! @sortKey(kind: NAME)
  aliases: [String!]! @externalId(scheme: NICK)
}
type Person implements Entity @node(prefixes: ["person"], plural: "people") {
  email: String @unique @externalId(scheme: MAIL, surest: "paid")
  born: Int @measure(unit: "calendar")
  calendar: String
  paid: Float @measure(unlessFalse: "sure")
  sure: Boolean
  mood: Mood
  clubs: [Club!]! @relationship(type: "IN", direction: OUT)
  leads: [Club!]! @relationship(type: "LED_BY", direction: IN)
}
type Club implements Entity @node(prefixes: ["club", "team"], plural: "clubs") {
  members: [Person!]! @relationship(type: "IN", direction: IN)
  boss: Person @relationship(type: "LED_BY", direction: OUT)
}
enum Mood { GOOD BAD }
enum ExternalScheme { MAIL NICK }
type Membership @relationshipProperties(type: "IN", from: ["Person"], to: ["Club"]) {
  role: String
  sponsorId: ID
  sponsor: Person @reference(property: "sponsorId")
}
type Lead @relationshipProperties(type: "LED_BY", from: ["Club"], to: ["Person"])
`

func TestGoodSchema(t *testing.T) {
	m, err := Read(&ast.Source{Name: "good.graphqls", Input: goodSchema})
	if err != nil {
		t.Fatal(err)
	}
	if m.TypeOf("team:red") != m.Type("Club") || m.TypeOf("red") != nil || m.TypeOf("ball:red") != nil {
		t.Error("ids do not lead to their types by prefix")
	}
	if p := m.Type("Person").Property("paid"); p.MeasureUnlessFalse != m.Type("Person").Property("sure") {
		t.Error("the measure does not know its flag")
	}
	if p := m.Type("Person").Property("born"); p.Unit != m.Type("Person").Property("calendar") {
		t.Error("the measure does not know its unit")
	}
	if m.Type("Person").Property("name") != m.Type("Entity").Property("name") {
		t.Error("an inherited property is not the property of the interface")
	}
}

// TestMistakes shows that a mistake in the schema is an error with file and line that says what to do.
func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		name, replace, with, want string
		// line is where the error must be; 0 for the line that was replaced.
		line int
	}{
		{"unknown relationship", `type: "IN", direction: OUT`, `type: "INSIDE", direction: OUT`,
			`Person.clubs follows the relationship "INSIDE", which no type declares with @relationshipProperties`, 0},
		{"missing inverse", `  members: [Person!]! @relationship(type: "IN", direction: IN)`, ``,
			`relationship IN from Person to Club has no inverse on Club: add a field with @relationship(type: "IN", direction: IN)`, 23},
		{"missing field", `  clubs: [Club!]! @relationship(type: "IN", direction: OUT)`, ``,
			`relationship IN from Person to Club has no field on Person: add one with @relationship(type: "IN", direction: OUT)`, 23},
		{"bad property type", `born: Int`, `born: Year`, "born has the type Year; a property is String, ID, Int", 0},
		{"object as property", `role: String`, `role: Club`, "role has the type Club; a property is String", 0},
		{"relationship without directive", `clubs: [Club!]! @relationship(type: "IN", direction: OUT)`, `clubs: [Club!]!`,
			"Person.clubs leads to Club and needs @relationship(type:, direction:)", 0},
		{"nullable list", `aliases: [String!]!`, `aliases: [String!]`, "aliases has the type [String!]; write a list as [String!]!", 0},
		{"list of nullable", `aliases: [String!]!`, `aliases: [String]!`, "aliases has the type [String]!; write a list as [String!]!", 0},
		{"list of lists", `aliases: [String!]!`, `aliases: [[String!]!]!`, "write a list as [String!]!", 0},
		{"nullable connection", `members: [Person!]!`, `members: [Person]`, "Club.members has the type [Person]; write a list as [Person!]!", 0},
		{"two prefixes alike", `prefixes: ["club", "team"]`, `prefixes: ["club", "person"]`, `id prefix "person" of Club belongs to Person already`, 0},
		{"no prefix", `@node(prefixes: ["person"], plural: "people")`, `@node(plural: "people")`, `type Person needs at least one id prefix: @node(prefixes: ["…"])`, 0},
		{"prefix with a colon", `prefixes: ["club", "team"]`, `prefixes: ["club:"]`, `id prefix "club:" of Club: write small letters, digits and dashes`, 0},
		{"measure of nothing", `@measure(unlessFalse: "sure")`, `@measure(unlessFalse: "certain")`,
			`paid: @measure names "certain", which is no Boolean of the same type`, 0},
		{"measure by a text", `@measure(unlessFalse: "sure")`, `@measure(unlessFalse: "email")`, `paid: @measure names "email", which is no Boolean`, 0},
		{"measure without words", `@measure(unlessFalse: "sure")`, `@measure`, "paid: @measure says nothing; give unlessFalse or unit", 0},
		{"unit that is not there", `@measure(unlessFalse: "sure")`, `@measure(unit: "currency")`,
			`paid: @measure names the unit "currency", which is no other single value`, 0},
		{"unit of itself", `@measure(unlessFalse: "sure")`, `@measure(unit: "paid")`, `names the unit "paid"`, 0},
		{"unit that is a list", `@measure(unlessFalse: "sure")`, `@measure(unit: "aliases")`, `names the unit "aliases"`, 0},
		{"measure of a text", `paid: Float`, `paid: String`, "paid: only a number can be a measure", 0},
		{"identifier of a number", `born: Int`, `born: Int @externalId(scheme: MAIL)`, "Person.born: only texts are identifiers", 0},
		{"scheme that is not there", `scheme: NICK`, `scheme: NAME`, `aliases: ExternalScheme has no value "NAME"`, 0},
		{"scheme of nothing", `{ MAIL NICK }`, `{ MAIL NICK PHONE }`, "no property holds identifiers of PHONE; write @externalId(scheme: PHONE) at one", 0},
		{"sure by a text", `surest: "paid"`, `surest: "name"`, `email: @externalId names "name", which is no Float of the same type`, 0},
		{"sure by nothing", `surest: "paid"`, `surest: "certain"`, `email: @externalId names "certain", which is no Float`, 0},
		{"reference by nothing", `@reference(property: "sponsorId")`, `@reference(property: "sponsor")`,
			`Membership.sponsor refers by the property "sponsor", which is no single ID of Membership`, 0},
		{"reference by a text", `@reference(property: "sponsorId")`, `@reference(property: "role")`, `refers by the property "role", which is no single ID`, 0},
		{"reference to no node", `sponsor: Person @reference`, `sponsor: Mood @reference`, "Membership.sponsor refers to Mood, which is no type with @node", 0},
		{"inherited field again", `born: Int`, `name: String`, "Person.name is inherited from an interface; leave it out here", 0},
		{"wrong side", `boss: Person @relationship(type: "LED_BY", direction: OUT)`, `boss: Person @relationship(type: "LED_BY", direction: IN)`,
			"Club.boss: no LED_BY relationship is on that side of Club", 0},
		{"wrong end", `boss: Person @relationship`, `boss: Club @relationship`, "Club.boss: no LED_BY relationship leads to Club", 0},
		{"link to no node", `boss: Person @relationship`, `boss: Mood @relationship`, "Club.boss leads to Mood, which is no type with @node", 0},
		{"relationship twice", `type: "LED_BY", from`, `type: "IN", from`, "relationship IN is defined twice", 0},
		{"relationship from nowhere", `from: ["Club"]`, `from: ["Team"]`, "LED_BY: from names Team, which is no type with @node", 0},
		{"type twice", `enum Mood`, `enum Person`, "type Person is defined twice", 0},
		{"property of all relationships", `role: String`, `confidence: Float`, "IN: every relationship has the property confidence already", 0},
		{"sort key of a number", `born: Int`, `born: Int @sortKey(kind: NATURAL)`, "born: only a single String has a sort key", 0},
		{"unknown sort key", `born: Int`, `born: String @sortKey(kind: LENGTH)`, "born: there is no sort key LENGTH; use NAME or NATURAL", 0},
		{"unknown direction", `type: "IN", direction: IN`, `type: "IN", direction: INWARD`, "Club.members: there is no direction INWARD; use OUT or IN", 0},
		{"unique number", `born: Int`, `born: Int @unique`, "born: only a single String or ID can be unique", 0},
		{"range of a text", `born: Int`, `born: String @range(min: 0, max: 1)`, "born: only a number has a range", 0},
		{"range upside down", `born: Int`, `born: Int @range(min: 1, max: 0)`, "born: write a range as @range(min: 0, max: 1)", 0},
		{"range without an end", `born: Int`, `born: Int @range(min: 1)`, "born: write a range as @range(min: 0, max: 1)", 0},
		{"prefix of relationships", `prefixes: ["club", "team"]`, `prefixes: ["club", "rel"]`, `id prefix "rel" of Club: ids of relationships begin with it`, 0},
		{"interface that is none", `type Club implements Entity`, `type Club implements Thing`, "Club implements Thing, which is no interface with @node", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, _, found := strings.Cut(goodSchema, c.replace)
			if !found {
				t.Fatalf("%q is not in the schema", c.replace)
			}
			line := c.line
			if line == 0 {
				line = 1 + strings.Count(before, "\n")
			}
			_, err := Read(&ast.Source{Name: "bad.graphqls", Input: strings.Replace(goodSchema, c.replace, c.with, 1)})
			want := fmt.Sprintf("bad.graphqls:%d:", line)
			if err == nil {
				t.Fatal("no error")
			}
			for _, message := range strings.Split(err.Error(), "\n") {
				if strings.Contains(message, want) && strings.Contains(message, c.want) {
					return
				}
			}
			t.Errorf("the error is\n%v\nwant %s … %s", err, want, c.want)
		})
	}
}

// TestMistakesAreToldTogether shows that one run tells all mistakes.
func TestMistakesAreToldTogether(t *testing.T) {
	text := strings.NewReplacer(`born: Int`, `born: Year`, `@measure(unlessFalse: "sure")`, `@measure(unlessFalse: "x")`).Replace(goodSchema)
	_, err := Read(&ast.Source{Name: "bad.graphqls", Input: text})
	if err == nil || !strings.Contains(err.Error(), "Year") || !strings.Contains(err.Error(), "@measure") {
		t.Errorf("the error is %v", err)
	}
}

// TestSyntaxMistake shows that a schema that is none is an error with file and line too.
func TestSyntaxMistake(t *testing.T) {
	_, err := Read(&ast.Source{Name: "bad.graphqls", Input: "type A {\n  b: \n}"})
	if err == nil || !strings.Contains(err.Error(), "bad.graphqls:3") {
		t.Errorf("the error is %v", err)
	}
}
