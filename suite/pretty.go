package suite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// lineLength is how many letters of JSON stand on one line at most.
const lineLength = 120

// Pretty writes JSON for people: what fits a line stays on it. Texts and numbers keep their bytes.
func Pretty(raw []byte) (string, error) {
	var w strings.Builder
	if err := prettyValue(&w, raw, 0, 0); err != nil {
		return "", err
	}
	return w.String() + "\n", nil
}

// prettyValue writes a value that stands after so many letters on a line with that indentation.
func prettyValue(w *strings.Builder, raw []byte, indent, before int) error {
	members, open, end, err := membersOf(raw)
	if err != nil {
		return err
	}
	if open == 0 {
		w.Write(raw)
		return nil
	}
	line, err := oneLine(raw)
	if err != nil {
		return err
	}
	if before+indent+utf8.RuneCountInString(line) <= lineLength || len(members) == 0 {
		w.WriteString(line)
		return nil
	}
	w.WriteByte(open)
	for i, m := range members {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString("\n" + strings.Repeat("  ", indent/2+1) + m.name)
		if err := prettyValue(w, m.value, indent+2, utf8.RuneCountInString(m.name)); err != nil {
			return err
		}
	}
	w.WriteString("\n" + strings.Repeat("  ", indent/2))
	w.WriteByte(end)
	return nil
}

// oneLine writes a value on one line.
func oneLine(raw []byte) (string, error) {
	members, open, end, err := membersOf(raw)
	if err != nil || open == 0 {
		return string(raw), err
	}
	parts := make([]string, len(members))
	for i, m := range members {
		line, err := oneLine(m.value)
		if err != nil {
			return "", err
		}
		parts[i] = m.name + line
	}
	return string(open) + strings.Join(parts, ", ") + string(end), nil
}

// member is an element of a list, or a member of an object with its name.
type member struct {
	name  string
	value json.RawMessage
}

// membersOf cuts a list or an object; open is 0 for other values.
func membersOf(raw []byte) (members []member, open, end byte, err error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '{' && raw[0] != '[' {
		return nil, 0, 0, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return nil, 0, 0, err
	}
	for d.More() {
		var m member
		if raw[0] == '{' {
			name, err := d.Token()
			if err != nil {
				return nil, 0, 0, err
			}
			m.name = fmt.Sprintf("%q: ", name) // GraphQL names need no escapes
		}
		if err := d.Decode(&m.value); err != nil {
			return nil, 0, 0, err
		}
		members = append(members, m)
	}
	return members, raw[0], raw[len(raw)-1], nil
}
