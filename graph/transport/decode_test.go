package transport

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzDecode compares decode with encoding/json.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`null`, ` true `, "\t[false]\r\n", `-1.5e+10`, `0`, `"a"`, `"\"\\\/\u00e9\ud83c\udf3e\ud800"`, `"\\"`, `""`, `[]`, `[ ]`, `[1 , 2,3 ]`, `{}`, `{ }`,
		`{"a":1,"b":[{"c":null}],"":"" }`, `{ "a" : { "b" : "c" } , "d":-0.0 }`, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `{"é":"中国 🌾"}`, "\"\xff\"", `{`, `[1,]`,
		`{"a"}`, `{"a":}`, `nul`, `1 2`, ``, ` `, strings.Repeat("[", 101) + strings.Repeat("]", 101), strings.Repeat("[", 102) + strings.Repeat("]", 102),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := decode("it", text)
		if !utf8.Valid(text) || !json.Valid(text) {
			if err == nil {
				t.Errorf("%q is read as %v", text, got)
			}
			return
		}
		if err != nil {
			if !strings.Contains(err.Error(), "same key twice") && !strings.Contains(err.Error(), "levels deep") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %#v, want %#v, %v", text, got, want, err)
		}
	})
}
