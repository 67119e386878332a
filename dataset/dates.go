package dataset

import (
	"regexp"
	"strings"
	"time"
)

// isISODate tells whether a text is an ISO 8601 date, or a month or year of one.
func isISODate(s string) bool {
	layout := map[int]string{10: "2006-01-02", 7: "2006-01", 4: "2006"}[len(s)]
	if layout == "" {
		return false
	}
	_, err := time.Parse(layout, s)
	return err == nil
}

// printed matches a date in words at the start of a text: day or days, month, year, of which a day or month may be missing.
var printed = regexp.MustCompile(`^(?:(?:(\d{1,2})(-\d{1,2})? ?)?(January|February|March|April|May|June|July|August|September|` +
	`October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?,? ?)?(\d{4})\b`)

// leadingDate reads the date in words that a text starts with, such as `6 June 1967`, `June, 1985` or `1956`. Of several days
// (`27-29 January 1985`) only the month is sure. It returns the rest of the text too.
func leadingDate(s string) (date, rest string, ok bool) {
	m := printed.FindStringSubmatch(s)
	if m == nil {
		return "", s, false
	}
	day, days, month, year := m[1], m[2], m[3], m[4]
	text, from, to := year, "2006", "2006"
	if month != "" {
		text, from, to = month[:3]+" "+year, "Jan 2006", "2006-01"
	}
	if day != "" && days == "" {
		text, from, to = day+" "+text, "2 "+from, "2006-01-02"
	}
	t, err := time.Parse(from, text)
	if err != nil {
		return "", s, false
	}
	return t.Format(to), s[len(m[0]):], true
}

// founded matches the words that a source puts before the date of a founding.
var founded = regexp.MustCompile(`^(?:treaty )?(?:established|est\.|created|founded|signed|set up|began)(?: on| in)? `)

// foundingDate reads when something was founded: the first date of the text, where the text starts with it or with words of
// founding. It is "" where the text starts otherwise, or says that at that date something was only proposed or announced.
func foundingDate(text string) string {
	date, rest, ok := leadingDate(founded.ReplaceAllString(text, ""))
	clause, _, _ := strings.Cut(rest, ";")
	if !ok || strings.Contains(clause, "propos") || strings.Contains(clause, "announced") {
		return ""
	}
	return date
}
