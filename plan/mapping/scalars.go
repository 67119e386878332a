package mapping

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"partnir/fault"
)

// scalarKinds are the kinds of scalars by their names.
var scalarKinds = map[string]Kind{
	"String": String, "ID": ID, "Int": Int, "Float": Float, "Boolean": Boolean,
	"Date": Date, "PartialDate": PartialDate, "DateTime": DateTime, "URI": URI,
}

// CheckScalar returns what is wrong with a text as a value of the scalar of that name, and what to write instead; nil where nothing is, or
// where the scalar takes any text.
func CheckScalar(name, text string) error {
	kind, known := scalarKinds[name]
	if !known {
		return nil
	}
	return kind.check(text)
}

// Check returns what is wrong with a text as a value of a property, or as one in its list; nil where nothing is.
func (p *Property) Check(text string) error { return p.Kind.check(text) }

func (k Kind) check(text string) error {
	good, want := true, ""
	switch k {
	case Date:
		good, want = isDay(text), "is no day that exists; write YYYY-MM-DD"
	case PartialDate:
		good, want = isPartialDate(text), "is no date; write YYYY-MM-DD, YYYY-MM or YYYY"
	case DateTime:
		_, good = instant(text)
		want = "is no point in time; write it as RFC 3339 has it, such as 2026-08-19T10:30:00Z"
	case URI:
		good, want = uriPattern.MatchString(text), "is no address; write one with its scheme, such as https://example.org/"
	}
	if good {
		return nil
	}
	return fmt.Errorf("%s %s", fault.Shown(text), want)
}

// isDay reports whether a text is a full day that exists.
func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// isPartialDate reports whether a text is a year, a month, or a day that exists.
func isPartialDate(text string) bool {
	layout := map[int]string{len("2006-01-02"): "2006-01-02", len("2006-01"): "2006-01", len("2006"): "2006"}[len(text)]
	if layout == "" {
		return false
	}
	_, err := time.Parse(layout, text)
	return err == nil
}

var (
	instantPattern = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$`)
	// uriPattern is RFC 3986's, where letters beyond ASCII may stand too, as RFC 3987 has it.
	uriPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|[^\x00-\x{A0}\x{2028}\x{2029}\x{FFFD}]|%[0-9A-Fa-f]{2})+$`)
)

// instant returns the point in time that an RFC 3339 text is as stores hold it: in UTC, with no zeros at the end of the fraction, and
// without the Z at its end. So two texts are in the order of their points in time, however long their fractions are. It is false
// for what is no point in time, and for one that is outside the years 0000 to 9999 in UTC.
func instant(text string) (string, bool) {
	const usual = "2006-01-02T15:04:05Z" // what most are like needs no change
	if len(text) == len(usual) {
		if _, err := time.Parse(usual, text); err == nil {
			return text[:len(usual)-1], true
		}
	}
	m := instantPattern.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	offset := strings.ToUpper(m[4])
	t, err := time.Parse("2006-01-02T15:04:05Z07:00", m[1]+"T"+m[2]+offset)
	if err != nil {
		return "", false
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return "", false
	}
	key := t.Format("2006-01-02T15:04:05")
	if fraction := strings.TrimRight(m[3], "0"); fraction != "" {
		key += "." + fraction
	}
	return key, true
}

// IsStored reports whether a text is as stores hold those of a property. A text that has a sort key may be that.
func (p *Property) IsStored(text string) bool {
	switch p.Kind {
	case DateTime:
		return isInstantKey(text)
	case Date, PartialDate:
		return p.Kind.check(text) == nil
	}
	return true
}

// isInstantKey reports whether a text is a point in time as stores hold it.
func isInstantKey(text string) bool {
	key, ok := instant(text + "Z")
	return ok && key == text
}

// Stored is a value of a property as stores hold it and as filters compare it, so that two that mean the same are the same: a text in
// Unicode's normal form C, a point in time in UTC (without its Z), and 0 for −0. Ids and addresses stay as they are. The value must be one
// that the property can have.
func (p *Property) Stored(v any) any {
	switch v := v.(type) {
	case string:
		return p.Kind.stored(v)
	case []string:
		for i, s := range v {
			if t := p.Kind.stored(s); t != s {
				list := append([]string(nil), v...)
				for j := i; j < len(v); j++ {
					list[j] = p.Kind.stored(v[j])
				}
				return list
			}
		}
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = p.Stored(item)
		}
		return list
	case float64:
		if v == 0 {
			return 0.0
		}
	}
	return v
}

// Written is a stored value of a property as answers write it.
func (p *Property) Written(v any) any {
	if p.Kind != DateTime {
		return v
	}
	switch v := v.(type) {
	case string:
		return v + "Z"
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = p.Written(item)
		}
		return list
	}
	return v
}

func (k Kind) stored(text string) string {
	switch k {
	case String, Localized:
		return norm.NFC.String(text)
	case DateTime:
		if key, ok := instant(text); ok {
			return key
		}
	}
	return text
}
