package graphtext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"partnir/plan/mapping"
	"partnir/store"
)

// Write writes records as Read reads them.
func Write(records *store.Records) string {
	var w strings.Builder
	for _, n := range records.Nodes {
		fmt.Fprintf(&w, "node %s %s%s\n", idText(n.ID), n.Type.Name, valuesText(n.Type.Properties[1:], n.Values[1:]))
		evidenceText(&w, n.Evidence)
		for _, id := range n.FormerIDs {
			fmt.Fprintf(&w, "  was %s\n", idText(id))
		}
	}
	for _, r := range records.Relationships {
		fmt.Fprintf(&w, "rel %s %s %s%s\n", r.Type.Name, idText(r.From), idText(r.To), valuesText(r.Type.Properties, r.Values))
		evidenceText(&w, r.Evidence)
	}
	return w.String()
}

// idText quotes an id that has a blank.
func idText(id string) string {
	if strings.Contains(id, " ") {
		return strconv.Quote(id)
	}
	return id
}

// valuesText writes the values that are there.
func valuesText(properties []*mapping.Property, values []any) string {
	var w strings.Builder
	for i, p := range properties {
		if values[i] != nil {
			fmt.Fprintf(&w, " %s=%s", p.Name, JSON(values[i]))
		}
	}
	return w.String()
}

func evidenceText(w *strings.Builder, evidence []store.Evidence) {
	for _, e := range evidence {
		fmt.Fprintf(w, "  source %s", idText(e.Source))
		for _, part := range [][2]string{{"quote", e.Quote}, {"note", e.Note}} {
			if part[1] != "" {
				fmt.Fprintf(w, " %s=%s", part[0], JSON(part[1]))
			}
		}
		if e.Contradicts {
			w.WriteString(" contradicts")
		}
		w.WriteString("\n")
	}
}

// JSON is a value as the lines have it: on one line, with nothing escaped that need not be.
func JSON(v any) string {
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // texts, numbers, truth values and lists of texts, which always encode
	return strings.TrimSuffix(w.String(), "\n")
}
