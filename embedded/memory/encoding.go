package memory

import (
	"encoding/binary"
	"errors"
	"math"

	"partnir/store"
)

// A record lies in the file as bytes:
//
//	node          id, number of former ids, former ids, evidence, values
//	relationship  type, id, row of the start, row of the end, evidence, values
//	evidence      length in bytes, then for each: row of the source, flags, quote where flagged, note where flagged
//	value         field·8 + tag, then by tag: text; zigzag varint; eight bytes of a float64; nothing for true and for false;
//	              length in bytes and texts for a list
//	text          length in bytes, UTF-8
//
// Numbers are varints. Types and properties are named by their numbers in the table `names`, so that a file can be read after the
// schema has gained, lost or moved fields. The same record always makes the same bytes: records are compared by them.
const (
	tagText = iota
	tagWhole
	tagFloat
	tagTrue
	tagFalse
	tagList
)

const (
	flagContradicts = 1 << iota
	flagQuote
	flagNote
)

// ErrDamaged says that the bytes of a record do not make a record.
var ErrDamaged = errors.New("a record cannot be read")

// AppendText appends a text after its length.
func AppendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendBytes appends what write writes, after its length.
func appendSized(b []byte, write func([]byte) []byte) []byte {
	start := len(b)
	b = write(append(b, 0)) // most are shorter than 128 bytes, and one byte tells their length
	n := len(b) - start - 1
	if n < 1<<7 {
		b[start] = byte(n)
		return b
	}
	body := append([]byte(nil), b[start+1:]...)
	return append(binary.AppendUvarint(b[:start], uint64(n)), body...)
}

// appendList appends the texts of a list: []string or []any of string.
func appendList(b []byte, v any) []byte {
	switch v := v.(type) {
	case []string:
		for _, s := range v {
			b = AppendText(b, s)
		}
	case []any:
		for _, s := range v {
			b = AppendText(b, s.(string))
		}
	}
	return b
}

func decodeList(raw []byte) ([]any, error) {
	list := []any{}
	d := decoder{b: raw}
	for len(d.b) > 0 && d.err == nil {
		list = append(list, string(d.text()))
	}
	return list, d.err
}

// AppendValue appends a value of a property.
func AppendValue(b []byte, field int, v any) []byte {
	switch v := v.(type) {
	case string:
		return AppendText(appendHead(b, field, tagText), v)
	case int64:
		return binary.AppendVarint(appendHead(b, field, tagWhole), v)
	case float64:
		return binary.LittleEndian.AppendUint64(appendHead(b, field, tagFloat), math.Float64bits(v))
	case bool:
		if v {
			return appendHead(b, field, tagTrue)
		}
		return appendHead(b, field, tagFalse)
	case []string, []any:
		return appendSized(appendHead(b, field, tagList), func(b []byte) []byte { return appendList(b, v) })
	}
	return b
}

func appendHead(b []byte, field, tag int) []byte {
	return binary.AppendUvarint(b, uint64(field<<3|tag))
}

// AppendEvidence appends a list of evidence; row finds the row of a source.
func AppendEvidence(b []byte, list []store.Evidence, row func(id string) uint32) []byte {
	return appendSized(b, func(b []byte) []byte {
		for _, e := range list {
			e = store.StoredEvidence(e)
			flags := uint64(0)
			if e.Contradicts {
				flags |= flagContradicts
			}
			if e.Quote != "" {
				flags |= flagQuote
			}
			if e.Note != "" {
				flags |= flagNote
			}
			b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(row(e.Source))), flags)
			if e.Quote != "" {
				b = AppendText(b, e.Quote)
			}
			if e.Note != "" {
				b = AppendText(b, e.Note)
			}
		}
		return b
	})
}

// decoder reads a record from the front. After a fault it holds err and reads nothing.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail() {
	d.b, d.err = nil, ErrDamaged
}

func (d *decoder) uvarint() uint64 {
	if len(d.b) > 0 && d.b[0] < 0x80 {
		v := d.b[0]
		d.b = d.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return v
}

// text returns the bytes of a text, or of anything else with its length before it; they are part of the record.
func (d *decoder) text() []byte {
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		d.fail()
		return nil
	}
	s := d.b[:n:n]
	d.b = d.b[n:]
	return s
}

func (d *decoder) float() float64 {
	if len(d.b) < 8 {
		d.fail()
		return 0
	}
	v := math.Float64frombits(binary.LittleEndian.Uint64(d.b))
	d.b = d.b[8:]
	return v
}
