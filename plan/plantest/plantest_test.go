package plantest

import (
	"flag"
	"testing"

	"partnir/plan"
)

var updateFlag = flag.Bool("update", false, "write what the cases come to into their files")

// TestReference runs the suite on the reference itself: the cases are right or wrong before any other store is there.
func TestReference(t *testing.T) {
	Suite{
		Open:   func(*testing.T, *plan.Mapping) plan.Store { return newReference() },
		Update: *updateFlag,
	}.Run(t)
}
