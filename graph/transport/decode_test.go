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
		`null`, ` true `, "\t[false]\r\n", `-1.5e+10`, `0`, `"a"`, `"\"\\\/\u00e9\ud83c\udf3e\ud800"`, `{"\udf3e":1}`, `"\\ud800\ud83c\udf3e"`, `"\\"`, `""`, `[]`, `[ ]`, `[1 , 2,3 ]`, `{}`, `{ }`,
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
			half := strings.Contains(err.Error(), "half of a pair") && bytes.Contains(bytes.ToLower(text), []byte(`\ud`))
			if !strings.Contains(err.Error(), "same key twice") && !strings.Contains(err.Error(), "levels deep") && !half {
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

// TestHalfOfALetter shows that half a letter is refused, wherever it stands, and two halves are one.
func TestHalfOfALetter(t *testing.T) {
	for text, good := range map[string]bool{
		`"\ud83c\udf3e"`: true, `"\\ud800"`: true, `"\uD83C\uDF3E\u00e9"`: true, `"\ud800"`: false, `"\udf3e"`: false, `"\ud83cx\udf3e"`: false,
		`{"a":["\udf3e\ud83c"]}`: false, `{"\ud800":1}`: false, `"\ud83c\\udf3e"`: false,
	} {
		if _, err := decode("it", []byte(text)); (err == nil) != good {
			t.Errorf("%s is read with the error %v", text, err)
		}
	}
}
