package transport

import (
	"mime"
	"strconv"
	"strings"
)

// negotiate chooses the media type of the answer by the Accept headers. Where none is given, or a wildcard, it is plain JSON.
func negotiate(accept []string) (media string, ok bool) {
	if len(accept) == 0 || strings.TrimSpace(strings.Join(accept, "")) == "" {
		return plainJSON, true
	}
	// How much each is wanted: by its own entry, else by a wildcard, of which the narrower one decides.
	quality := map[string]float64{}
	for _, entry := range strings.Split(strings.Join(accept, ","), ",") {
		name, params, err := mime.ParseMediaType(entry)
		if err != nil {
			continue
		}
		q := 1.0
		if text, given := params["q"]; given {
			if q, err = strconv.ParseFloat(text, 64); err != nil {
				continue
			}
		}
		if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
			continue
		}
		quality[name] = max(q, quality[name])
	}
	wanted := func(name string) float64 {
		for _, n := range []string{name, "application/*", "*/*"} {
			if q, ok := quality[n]; ok {
				return q
			}
		}
		return 0
	}
	graphqlQ, plainQ := wanted(graphqlJSON), wanted(plainJSON)
	_, named := quality[graphqlJSON]
	switch {
	case graphqlQ <= 0 && plainQ <= 0:
		return plainJSON, false
	case graphqlQ > plainQ || graphqlQ == plainQ && named:
		return graphqlJSON, true
	}
	return plainJSON, true
}
