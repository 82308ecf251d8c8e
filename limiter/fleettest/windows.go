package main

import (
	"slices"
	"time"

	"github.com/seed15d99369/twilio/limiter"
)

// excess returns by how many requests a window of the length least or longer has more than
// rate × window + burst, for the worst of all windows that begin with a request and end with one. It is
// negative when none has.
func excess(times []time.Time, rate limiter.Rate, least time.Duration) float64 {
	slices.SortFunc(times, time.Time.Compare)
	worst, lowest, first := -1e9, 1e9, 0
	value := func(i int) float64 { return float64(i) - rate.PerSecond*times[i].Sub(times[0]).Seconds() }
	for j := range times {
		for ; first <= j && times[j].Sub(times[first]) >= least; first++ {
			lowest = min(lowest, value(first))
		}
		if first > 0 {
			worst = max(worst, value(j)-lowest+1-float64(max(rate.Burst, 1)))
		}
	}
	return worst
}

// within returns how many times are in a span.
func within(times []time.Time, from, to time.Time) (n int) {
	for _, t := range times {
		if !t.Before(from) && t.Before(to) {
			n++
		}
	}
	return n
}
