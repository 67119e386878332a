package plan

import (
	"partnir/fault"
	"partnir/plan/mapping"
)

// OutputKind says how a Field makes its value from a row.
type OutputKind int

const (
	// TypeName writes Text, or where that is empty the object type of the id in row[0].
	TypeName OutputKind = iota
	// Scalar writes row[Column] as a value of Value, or a list of them.
	Scalar
	// IRIValue writes the IRI of the id in row[Column].
	IRIValue
	// LocalizedTexts writes Object for each `language:text` of the list in row[Column], with the row [language, text]; with
	// OneLanguage only for those in the language Text.
	LocalizedTexts
	// ObjectValue writes Object from the row in row[Column], or null.
	ObjectValue
	// Self writes Object from the same row; it is never null.
	Self
	// List writes Object for each row of the list in row[Column].
	List
	// Connection writes Object from the row of a Many in row[Column]; within it, fields of the next six kinds see its page.
	Connection
	// PageRows writes Object for each row of the page: edges or nodes. Column is Whole, or the index in a row of the page of the
	// row to write.
	PageRows
	// PageCursor writes the cursor of a row of the page.
	PageCursor
	// HasNextPage tells whether the list goes on after the page.
	HasNextPage
	// HasPreviousPage tells whether the list has something before the page.
	HasPreviousPage
	// StartCursor writes the cursor of the first row of the page, or null.
	StartCursor
	// EndCursor writes the cursor of the last row of the page, or null.
	EndCursor
	// Sum writes the sum of the measure row (see Measure), or null over no values.
	Sum
	// Average writes the mean of the measure row, or null over no values.
	Average
	// Known tells whether row[Column] has a value.
	Known
	// Values writes an object of those fields of Object that have a value.
	Values
)

// Whole is the Column of a field that is made from the row itself.
const Whole = -1

// Absent is the Column of a field that has no value: it is null.
const Absent = -2

// Field is one field of an answer: a response name, and how to make its value from a row.
type Field struct {
	// Name is the response name: the alias where there is one.
	Name string
	// At is where the field stands in the document.
	At   fault.Position
	Kind OutputKind
	// Column is the index in the row; 0 is the id of the node. It can be Whole or Absent.
	Column int
	// NonNull: null is an error here and makes the object around it null.
	NonNull bool
	// ItemsNonNull is the same for the elements of a list.
	ItemsNonNull bool
	// Value is the kind of a Scalar, Many says that it is a list of them.
	Value mapping.Kind
	Many  bool
	// Text is the name for TypeName, or the language of LocalizedTexts where OneLanguage is set.
	Text        string
	OneLanguage bool
	Object      *Object
	Page        *Page
	// Mixed is what to say where the measure that the value is made of has several units, which are in element 6 of its row; "" where
	// that does not matter.
	Mixed string
}

// Object is the shape of an object: its fields in the order of the request.
type Object struct {
	// Fields are the fields where they are the same for every type.
	Fields []*Field
	// ByType are the fields by what is in the row, where they depend on it; Fields is nil then: by NodeType.Index for nodes, and after
	// all of these by RelationshipType.Index for relationships.
	ByType [][]*Field
}

// Page says how to cut the rows of a Many to the page that was asked for.
type Page struct {
	// Limit is the parameter that says how many rows were read at most.
	Limit Param
	// More says that one row more than the page has was asked for: where it is there, the list goes on.
	More bool
	// Backward: the rows come from the end, in reverse.
	Backward bool
	// After and Before say which cursors were given.
	After, Before bool
	// Signature names the order; a cursor holds it, so that it cannot be used with another order.
	Signature string
	// Cursor are the indexes in a row of the values that make its cursor.
	Cursor []int
}
