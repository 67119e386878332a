package reference

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

var (
	partialDate = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)
	pointInTime = regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$`)
	address     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^` + "`" + `]+$`)
)

// isWritten reports whether a text is written as a scalar asks for.
func isWritten(scalar, text string) bool {
	switch scalar {
	case "Date":
		return len(text) == len("2006-01-02") && isDate(text)
	case "PartialDate":
		return isDate(text)
	case "DateTime":
		return inTime(text) != ""
	case "URI":
		return address.MatchString(text)
	}
	return true
}

// isDate reports whether a text is a year, month or day, and exists.
func isDate(text string) bool {
	if !partialDate.MatchString(text) {
		return false
	}
	_, err := time.Parse("2006-01-02", text+"-01-01"[min(len(text), len("2006-01-02"))-len("2006"):])
	return err == nil
}

// inTime is a point in time in UTC with its fraction, without zeros at its end, and without the Z: these are in the order of time. It is ""
// where a text is no point in time.
func inTime(text string) string {
	if !pointInTime.MatchString(text) {
		return ""
	}
	text = strings.ToUpper(text)
	fraction := ""
	if from := strings.IndexByte(text, '.'); from > 0 {
		to := from + strings.IndexAny(text[from:], "Z+-")
		fraction, text = strings.TrimRight(text[from:to], "0"), text[:from]+text[to:]
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.UTC().Year() < 0 || t.UTC().Year() > 9999 {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05") + strings.TrimSuffix(fraction, ".")
}

// known is a value as it is compared: texts that are canonically equivalent are equal, so are points in time that are the same, and 0 and −0.
func (p property) known(v any) any {
	switch v := v.(type) {
	case string:
		switch {
		case p.typeName == "String" || p.localized:
			return norm.NFC.String(v)
		case p.typeName == "DateTime":
			return inTime(v)
		}
	case []string:
		var all []string
		for _, s := range v {
			all = append(all, p.known(s).(string))
		}
		return all
	case []any:
		var all []any
		for _, item := range v {
			all = append(all, p.known(item))
		}
		return all
	case float64:
		return positive(v)
	}
	return v
}
