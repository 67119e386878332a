package reference

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"partnir/plan/mapping"
)

// searchArguments are the arguments of `search`.
type searchArguments struct {
	// text holds all words, words each once.
	text  string
	words []string
	types []*nodeType
	size  int
	// after is the place that a cursor names; nil where it is not given.
	after *hit
}

const searchPlace = 5

func (e *execution) searchArguments(args given) (s searchArguments, err error) {
	if v := args["types"]; v != nil {
		if s.types, err = e.searchTypes(v.([]any)); err != nil {
			return s, err
		}
	}
	all := words(args["text"].(string))
	s.text, s.size = strings.Join(all, " "), 20
	longest := 0
	for _, w := range all {
		longest = max(longest, utf8.RuneCountInString(w))
		if !slices.Contains(s.words, w) {
			s.words = append(s.words, w)
		}
	}
	first, hasFirst := args["first"].(int64)
	switch n := len(s.words); {
	case n == 0:
		return s, errors.New("search: text: give at least one word of letters or digits")
	case n > 10:
		return s, fmt.Errorf("search: text: %d words were given; give at most 10", n)
	case longest > 100:
		return s, errors.New("search: text: a word has more than 100 letters; give its beginning")
	case hasFirst && (first < 0 || first > 500):
		return s, fmt.Errorf("search: first is %d; give 0 to 500", first)
	case hasFirst:
		s.size = int(first)
	}
	if cursor, ok := args["after"].(string); ok {
		s.after, err = s.place(cursor)
	}
	return s, err
}

func (s searchArguments) signature() string { return checksum("search " + s.text) }

func (s searchArguments) place(cursor string) (*hit, error) {
	values, err := decodeCursor(cursor, s.signature())
	switch {
	case errors.Is(err, errOther):
		return nil, errors.New("search: after: the cursor is from another search")
	case err == nil && len(values) != searchPlace:
		err = errDamaged
	case err == nil:
		h := hit{node: &node{}}
		var isName, isID bool
		h.nameKey, isName = values[3].(string)
		h.node.id, isID = values[4].(string)
		_, err1 := fmt.Sscan(fmt.Sprint(values[0]), &h.tier)
		_, err2 := fmt.Sscan(fmt.Sprint(values[1]), &h.closeness)
		_, err3 := fmt.Sscan(fmt.Sprint(values[2]), &h.matched)
		if isName && isID && errors.Join(err1, err2, err3) == nil {
			return &h, nil
		}
		err = errDamaged
	}
	return nil, fmt.Errorf("search: after: %w", err)
}

func (e *execution) searchTypes(names []any) ([]*nodeType, error) {
	var types []*nodeType
	for _, t := range e.schema.objects {
		name := enumName(t.name)
		if !slices.Contains(names, any(name)) {
			continue
		}
		if !t.searched {
			return nil, fmt.Errorf("search: types: nothing of type %s can be searched; leave it out", name)
		}
		types = append(types, t)
	}
	if len(types) == 0 {
		return nil, errors.New("search: types: the list is empty; leave types out to search all of them")
	}
	return types, nil
}

// hit is an entity that a search finds.
type hit struct {
	node          *node
	tier, matched int
	// closeness is how like the name or an alias is to the text of a search that is misspelt; else 1.
	closeness float64
	field     string
	nameKey   string
	score     float64
}

// search looks at every entity.
func (e *execution) search(s searchArguments) searchConnection {
	c := searchConnection{searchArguments: s}
	for _, n := range e.nodes {
		wanted := s.types == nil && n.t.searched || slices.Contains(s.types, n.t)
		if h, ok := s.match(n); wanted && ok {
			c.all = append(c.all, h)
		}
	}
	slices.SortFunc(c.all, compareHits)
	for _, h := range c.all {
		if s.after == nil || compareHits(h, *s.after) > 0 {
			c.page = append(c.page, h)
		}
	}
	if c.more = len(c.page) > s.size; c.more {
		c.page = c.page[:s.size]
	}
	return c
}

func compareHits(a, b hit) int {
	return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.closeness, a.closeness), cmp.Compare(b.matched, a.matched), cmp.Compare(a.nameKey, b.nameKey), cmp.Compare(a.node.id, b.node.id))
}

// match says where each word of the search is found: in the name, else in an alias, else in the description, first as the beginning of
// a word, and where it is the beginning of none as a misspelling of one.
func (s searchArguments) match(n *node) (hit, bool) {
	name, _ := n.values["name"].(string)
	description, _ := n.values["description"].(string)
	var aliases []string
	for _, a := range texts(n.values["aliases"]) {
		aliases = append(aliases, words(a.(string))...)
	}
	fields := []string{"NAME", "ALIAS", "DESCRIPTION"}
	in := map[string][]string{"NAME": words(name), "ALIAS": aliases, "DESCRIPTION": words(description)}
	exact, found := map[string]int{}, map[string]int{}
	matched := 0
	for _, w := range s.words {
		begins := func(f string) bool {
			return slices.ContainsFunc(in[f], func(other string) bool { return matches(w, other) })
		}
		misspelt := func(f string) bool {
			return slices.ContainsFunc(in[f], func(other string) bool { return right(w, other) > 0 })
		}
		if i := slices.IndexFunc(fields, begins); i >= 0 {
			exact[fields[i]]++
			found[fields[i]]++
			matched++
		} else if i := slices.IndexFunc(fields, misspelt); i >= 0 {
			found[fields[i]]++
			matched++
		}
	}
	asked := len(s.words)
	if matched == 0 || asked <= 2 && matched < asked || matched < asked-1 {
		return hit{}, false
	}
	h := hit{node: n, matched: matched, closeness: 1, field: "NAME", nameKey: mapping.NameKey.Key(name), tier: 6}
	whole := strings.Join(in["NAME"], " ")
	switch asked {
	case exact["NAME"]:
		h.tier = 3
		if whole == s.text {
			h.tier = 1
		} else if strings.HasPrefix(whole, s.text) {
			h.tier = 2
		}
	case exact["NAME"] + exact["ALIAS"]:
		h.tier, h.field = 4, "ALIAS"
	case exact["NAME"] + exact["ALIAS"] + exact["DESCRIPTION"]:
		h.tier, h.field = 5, "DESCRIPTION"
	default:
		for _, f := range fields {
			if found[f] > found[h.field] {
				h.field = f
			}
		}
		h.closeness = s.closeness(name)
		for _, a := range texts(n.values["aliases"]) {
			h.closeness = max(h.closeness, s.closeness(a.(string)))
		}
	}
	h.score = (float64(6-h.tier) + h.closeness) / 6
	return h, true
}

// closeness is the part that is the same, of all letters of the search and of a name. A word of the search has as many that are right as in the
// word of the name where it has most.
func (s searchArguments) closeness(name string) float64 {
	all, same, letters := 0, 0, 0
	for _, other := range words(name) {
		letters += utf8.RuneCountInString(other)
	}
	for _, w := range s.words {
		most := 0
		for _, other := range words(name) {
			most = max(most, right(w, other))
		}
		all, same = all+utf8.RuneCountInString(w), same+most
	}
	return float64(2*min(same, letters)) / float64(all+letters)
}

// right is how many letters of a word of the search are right, as another word has them; 0 where they are different words.
func right(searched, word string) int {
	n := utf8.RuneCountInString(searched)
	if matches(searched, word) {
		return n
	}
	if wrong := distance(searched, word); wrong <= edits(searched) {
		return n - wrong
	}
	return 0
}

// searchConnection is one page of what a search finds.
type searchConnection struct {
	searchArguments
	all, page []hit
	more      bool
}

func (searchConnection) typeName() string { return "SearchConnection" }

func (c searchConnection) resolve(_ *execution, f field) any {
	switch f.first().Name {
	case "totalCount":
		return int64(len(c.all))
	case "pageInfo":
		i := pageInfo{next: c.more, previous: c.after != nil}
		if n := len(c.page); n > 0 {
			i.start, i.end = c.cursor(c.page[0]), c.cursor(c.page[n-1])
		}
		return i
	}
	rows := []any{}
	for _, h := range c.page {
		if f.first().Name == "nodes" {
			rows = append(rows, h.node)
		} else {
			rows = append(rows, searchEdge{h, c.cursor(h)})
		}
	}
	return rows
}

func (s searchArguments) cursor(h hit) string {
	return encodeCursor(s.signature(), []any{h.tier, h.closeness, h.matched, h.nameKey, h.node.id})
}

// searchEdge is a result with its score.
type searchEdge struct {
	hit
	cursor string
}

func (searchEdge) typeName() string { return "SearchEdge" }

func (r searchEdge) resolve(_ *execution, f field) any {
	switch f.first().Name {
	case "cursor":
		return r.cursor
	case "score":
		return r.score
	case "field":
		return r.field
	}
	return r.node
}
