package figures

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Figure is one figure of a subject: an Observation with a value.
type Figure struct {
	// ID is the id of the observation, Subject that of the entity that it is of.
	ID, Subject string
	// Period is the period in the source's words, such as 2021; "" where it gives none. Year is the year of it, 0 where unknown.
	Period string
	Year   int
	Value  float64
	// Confidence is how sure the graph is of it, 0 to 1; 1 where it does not say.
	Confidence float64
}

// Period is a period with figures: mostly a year.
type Period struct {
	Year int
	Name string
}

// period is the period of a figure; ok is false where the figure says of no time.
func (f Figure) period() (p Period, ok bool) {
	p = Period{Year: f.Year, Name: f.Period}
	if p.Name == "" && p.Year != 0 {
		p.Name = strconv.Itoa(p.Year)
	}
	return p, p.Name != ""
}

// When is the period of a figure; its Name is "" where the figure says of no time.
func (f Figure) When() Period {
	p, _ := f.period()
	return p
}

// ComparePeriods orders periods by their year, then by their name.
func ComparePeriods(a, b Period) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Name, b.Name))
}

// Table holds one figure at most for each subject and period.
type Table struct {
	// Periods are those with figures, the earliest first.
	Periods []Period
	figures map[Period]map[string]Figure
}

// NewTable puts figures into a table. Where a subject has several of one period, the surest counts, and of equally sure ones that with
// the lowest id. Figures without a period are left out.
func NewTable(figures []Figure) *Table {
	t := &Table{figures: map[Period]map[string]Figure{}}
	for _, f := range figures {
		p, ok := f.period()
		if !ok || math.IsNaN(f.Value) {
			continue
		}
		if t.figures[p] == nil {
			t.figures[p] = map[string]Figure{}
			t.Periods = append(t.Periods, p)
		}
		if before, taken := t.figures[p][f.Subject]; !taken || surer(f, before) {
			t.figures[p][f.Subject] = f
		}
	}
	slices.SortFunc(t.Periods, ComparePeriods)
	return t
}

func surer(a, b Figure) bool {
	return a.Confidence > b.Confidence || a.Confidence == b.Confidence && a.ID < b.ID
}

// At is the figure of a subject in a period.
func (t *Table) At(p Period, subject string) (Figure, bool) {
	f, ok := t.figures[p][subject]
	return f, ok
}

// Series are the figures of a subject, the earliest first.
func (t *Table) Series(subject string) []Figure {
	var out []Figure
	for _, p := range t.Periods {
		if f, ok := t.At(p, subject); ok {
			out = append(out, f)
		}
	}
	return out
}

// Last is the last figure of a subject; of a year, where one is given.
func (t *Table) Last(subject string, year *int) (Figure, bool) {
	for _, p := range slices.Backward(t.Periods) {
		if f, ok := t.At(p, subject); ok && (year == nil || p.Year == *year) {
			return f, true
		}
	}
	return Figure{}, false
}

// Ranked is a figure with its place.
type Ranked struct {
	Figure
	// Rank is 1 for the first. Equal values have equal ranks, and as many ranks after them are left out: 1, 2, 2, 4.
	Rank int
}

// Ranking ranks some subjects in a period (standard competition ranking); those without a figure are left out. It is ordered by rank,
// then by subject.
func (t *Table) Ranking(p Period, subjects []string, highestFirst bool) []Ranked {
	var out []Ranked
	for _, s := range subjects {
		if f, ok := t.At(p, s); ok {
			out = append(out, Ranked{Figure: f})
		}
	}
	slices.SortFunc(out, func(a, b Ranked) int {
		byValue := cmp.Compare(a.Value, b.Value)
		if highestFirst {
			byValue = -byValue
		}
		return cmp.Or(byValue, cmp.Compare(a.Subject, b.Subject))
	})
	for i := range out {
		out[i].Rank = i + 1
		if i > 0 && out[i].Value == out[i-1].Value {
			out[i].Rank = out[i-1].Rank
		}
	}
	return out
}

// Growth says how a figure changed from one to another.
type Growth struct {
	// Change is last − first.
	Change float64
	// Relative is last / first − 1; not Defined where first is 0 or below.
	Relative        float64
	RelativeDefined bool
	// Yearly is the compound annual growth rate (last / first)^(1 / years) − 1; not defined where one of the two is 0 or below, or
	// where they are of the same year.
	Yearly        float64
	YearlyDefined bool
}

// GrowthBetween is the growth from one figure to a later one.
func GrowthBetween(first, last Figure) Growth {
	g := Growth{Change: last.Value - first.Value}
	if first.Value > 0 {
		g.Relative, g.RelativeDefined = last.Value/first.Value-1, true
	}
	if years := last.Year - first.Year; first.Value > 0 && last.Value > 0 && first.Year != 0 && years > 0 {
		g.Yearly, g.YearlyDefined = math.Pow(last.Value/first.Value, 1/float64(years))-1, true
	}
	return g
}
