package main

import (
	"errors"
	"fmt"
	"time"
)

// result is what a run has shown.
type result struct {
	Sent        int     // within the time that counts, where requests leave
	Share       float64 // of rate × time
	AwaySent    int     // while the store was away, from a quarter of a second on
	AwayAllowed float64
	Leaving     windows
	Arriving    windows
	Twice       int // messages that arrived twice
	Lost        int // messages that a worker calls sent, and that did not arrive, or the other way
	Unknown     []string
	Refused     map[string]int

	from, to         time.Time
	awayFrom, awayTo time.Time
	reports          []report
}

// windows are the worst windows at one point.
type windows struct {
	Excess    float64 // requests above rate × window + burst
	JitterMS  float64 // that explains them
	OfSecond  float64 // excess of windows of a second and more
	OfTenSecs float64
}

// awaySettle is what the last turns of the store are given time for.
const awaySettle = 500 * time.Millisecond

func (r *result) read(s *scenario, requests []request) {
	left, arrived := make([]time.Time, len(requests)), make([]time.Time, len(requests))
	bodies := map[string]int{}
	for i, q := range requests {
		left[i], arrived[i] = q.left, q.arrived
		bodies[q.body]++
	}
	for _, n := range bodies {
		r.Twice += n - 1
	}
	r.Sent = within(left, r.from, r.to)
	r.Share = float64(r.Sent) / (s.rate.PerSecond * r.to.Sub(r.from).Seconds())
	if !r.awayFrom.IsZero() {
		from := r.awayFrom.Add(awaySettle)
		r.AwaySent = within(left, from, r.awayTo)
		r.AwayAllowed = float64(s.workers) * (s.share*(r.awayTo.Sub(from)+late).Seconds() + 1)
		if s.share == 0 {
			r.AwayAllowed = 0
		}
	}
	r.Leaving, r.Arriving = s.windows(left), s.windows(arrived)
	r.compare(bodies)
}

const late = 50 * time.Millisecond

func (s *scenario) windows(times []time.Time) windows {
	worst := excess(times, s.rate, 0)
	return windows{
		Excess: worst, JitterMS: 1000 * worst / s.rate.PerSecond,
		OfSecond: excess(times, s.rate, time.Second), OfTenSecs: excess(times, s.rate, 10*time.Second),
	}
}

// compare holds what workers say against what has arrived. A worker that was killed says nothing.
func (r *result) compare(bodies map[string]int) {
	r.Refused = map[string]int{}
	for _, told := range r.reports {
		for _, body := range told.Sent {
			if bodies[body] == 0 {
				r.Lost++
			}
		}
		for reason, n := range told.Refused {
			r.Refused[reason] += n
		}
		r.Unknown = append(r.Unknown, told.Unknown...)
	}
}

// check says what is wrong with a result.
func (r *result) check(s scenario, jitter time.Duration) error {
	var errs []error
	if allowed := s.rate.PerSecond * jitter.Seconds(); r.Leaving.Excess > allowed {
		errs = append(errs, fmt.Errorf("a window has %.1f requests too many, and %s explain %.1f", r.Leaving.Excess, jitter, allowed))
	}
	if r.Leaving.OfTenSecs > 0 {
		errs = append(errs, fmt.Errorf("a window of ten seconds or more has %.1f requests too many", r.Leaving.OfTenSecs))
	}
	if quiet := !s.trouble && s.outage == 0; quiet && (r.Share < 0.98 || r.Share > 1) {
		errs = append(errs, fmt.Errorf("%.2f %% of the rate were sent", 100*r.Share))
	}
	if float64(r.AwaySent) > r.AwayAllowed {
		errs = append(errs, fmt.Errorf("%d requests were sent without the store, and the shares allow %.0f", r.AwaySent, r.AwayAllowed))
	}
	if r.Twice > 0 || r.Lost > 0 || len(r.Unknown) > 0 {
		errs = append(errs, fmt.Errorf("%d messages arrived twice, %d were lost, of %d nobody knows: %v", r.Twice, r.Lost, len(r.Unknown), r.Unknown))
	}
	return errors.Join(errs...)
}
