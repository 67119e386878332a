package analysis

import (
	"partnir/fault"
	"partnir/plan"
)

// The bounds of arguments that several verbs have.
const (
	// MostVisited is how much a verb may look at.
	MostVisited = 1_000_000
	// NoLimit is a limit that nothing comes to.
	NoLimit = 1<<31 - 2
)

// Within checks that an argument is in its range.
func Within[N int | float64](argument string, value, least, most N) error {
	if value >= least && value <= most { // false for what is no number
		return nil
	}
	return Wrong("%s: %v is outside %v to %v", argument, value, least, most)
}

// Part checks that an argument is a part of something, 0 to 1.
func Part(argument string, value float64) error { return Within(argument, value, 0, 1) }

// Check checks that the scope is one, and how much there is to look at.
func (s Scope) Check() error { return s.CheckFrom(1) }

// CheckFrom is Check for a verb that has to look at so much at least.
func (s Scope) CheckFrom(least int) error {
	if err := Within("maxVisited", s.MaxVisited, least, MostVisited); err != nil {
		return err
	}
	_, err := s.in(&plan.Plan{})
	return err
}

// Count checks that an argument has as many ids as it may have.
func Count(argument string, n, least, most int) error {
	if n < least || n > most {
		return Wrong("%s: the number of ids is %d; give %d to %d", argument, n, least, most)
	}
	return nil
}

// Wrong is an error that says what is wrong with the question.
func Wrong(format string, args ...any) error {
	return fault.InputErrorf(format, args...)
}
