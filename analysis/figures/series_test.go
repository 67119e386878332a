package figures

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"partnir/analysis/analysistest"
)

func figure(subject string, year int, value float64) Figure {
	return Figure{ID: fmt.Sprintf("%s-%d", subject, year), Subject: subject, Period: fmt.Sprint(year), Year: year, Value: value, Confidence: 1}
}

// Two share the second place, so nobody has the third.
func TestRankingByHand(t *testing.T) {
	table := NewTable([]Figure{
		figure("a", 2020, 10), figure("b", 2020, 30), figure("c", 2020, 20), figure("d", 2020, 20), figure("elsewhere", 2020, 99),
		figure("a", 2021, 40),
	})
	group := []string{"a", "b", "c", "d", "e"}
	for _, c := range []struct {
		highestFirst bool
		want         string
	}{{true, "[b 1] [c 2] [d 2] [a 4] "}, {false, "[a 1] [c 2] [d 2] [b 4] "}} {
		got := ""
		for _, r := range table.Ranking(Period{2020, "2020"}, group, c.highestFirst) {
			got += fmt.Sprintf("[%s %d] ", r.Subject, r.Rank)
		}
		if got != c.want {
			t.Errorf("highest first %v: got %s, want %s", c.highestFirst, got, c.want)
		}
	}
	if got := fmt.Sprint(table.Periods); got != "[{2020 2020} {2021 2021}]" {
		t.Errorf("the periods are %s", got)
	}
}

// The surest figure counts; of equally sure ones that with the lowest id; one of no time counts nowhere.
func TestTableHoldsOneFigure(t *testing.T) {
	table := NewTable([]Figure{
		{ID: "b", Subject: "x", Year: 2020, Value: 2, Confidence: 0.9}, {ID: "a", Subject: "x", Period: "2020", Year: 2020, Value: 1, Confidence: 0.9},
		{ID: "0", Subject: "x", Year: 2020, Value: 3, Confidence: 0.5}, {ID: "1", Subject: "x", Value: 4, Confidence: 1},
		{ID: "q", Subject: "x", Period: "2020-Q1", Year: 2020, Value: 5, Confidence: 1},
	})
	if f, _ := table.At(Period{2020, "2020"}, "x"); f.ID != "a" {
		t.Errorf("got %v, want a", f)
	}
	if got := len(table.Series("x")); got != 2 {
		t.Errorf("the series has %d figures, want those of 2020 and of 2020-Q1", got)
	}
}

// From 100 to 121 in two years is 10 % a year; from a negative value to a positive one there is no rate.
func TestGrowthByHand(t *testing.T) {
	g := GrowthBetween(figure("a", 2020, 100), figure("a", 2022, 121))
	if g.Change != 21 || !analysistest.Near(g.Relative, 0.21) || !analysistest.Near(g.Yearly, 0.1) || !g.RelativeDefined || !g.YearlyDefined {
		t.Errorf("got %+v", g)
	}
	if g := GrowthBetween(figure("a", 2020, -5), figure("a", 2022, 5)); g.Change != 10 || g.RelativeDefined || g.YearlyDefined {
		t.Errorf("from −5 to 5: %+v", g)
	}
	if g := GrowthBetween(figure("a", 2020, 5), figure("a", 2022, 0)); !g.RelativeDefined || g.Relative != -1 || g.YearlyDefined {
		t.Errorf("from 5 to 0: %+v", g)
	}
	if g := GrowthBetween(figure("a", 2020, 5), figure("a", 2020, 6)); !g.RelativeDefined || g.YearlyDefined {
		t.Errorf("within a year: %+v", g)
	}
}

// A rank is one more than the number of those that stand better, whatever way it is found.
func TestRankingAgainstCounting(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for range 400 {
		var figures []Figure
		var group []string
		for i := range 1 + r.IntN(20) {
			s := fmt.Sprintf("s%02d", i)
			if r.IntN(5) > 0 {
				group = append(group, s)
			}
			for year := 2018; year < 2022; year++ {
				if r.IntN(4) > 0 {
					figures = append(figures, figure(s, year, float64(r.IntN(8)-2)))
				}
			}
		}
		table, highestFirst := NewTable(figures), r.IntN(2) == 0
		for year := 2018; year < 2022; year++ {
			want := map[string]int{}
			for _, s := range group {
				for _, f := range figures {
					if f.Subject == s && f.Year == year {
						want[s] = 1
						for _, other := range figures {
							better := other.Value > f.Value
							if !highestFirst {
								better = other.Value < f.Value
							}
							for _, member := range group {
								if other.Year == year && other.Subject == member && better {
									want[s]++
								}
							}
						}
					}
				}
			}
			got := map[string]int{}
			for _, r := range table.Ranking(Period{year, fmt.Sprint(year)}, group, highestFirst) {
				got[r.Subject] = r.Rank
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%d: got %v, counting gives %v; figures %v", year, got, want, figures)
			}
		}
	}
}

func TestLast(t *testing.T) {
	table := NewTable([]Figure{
		{ID: "1", Subject: "a", Year: 2020, Value: 1, Confidence: 1}, {ID: "2", Subject: "a", Year: 2021, Period: "2021 first half", Value: 2, Confidence: 1},
		{ID: "3", Subject: "a", Year: 2021, Period: "2021 second half", Value: 3, Confidence: 1}, {ID: "4", Subject: "b", Year: 2022, Value: 4, Confidence: 1},
	})
	year := func(y int) *int { return &y }
	for _, want := range []struct {
		subject string
		year    *int
		id      string
	}{{"a", nil, "3"}, {"a", year(2021), "3"}, {"a", year(2020), "1"}, {"a", year(2022), ""}, {"b", nil, "4"}, {"c", nil, ""}} {
		if got, ok := table.Last(want.subject, want.year); got.ID != want.id || ok != (want.id != "") {
			t.Errorf("the last of %s is %q, want %q", want.subject, got.ID, want.id)
		}
	}
}
