package limiter

import "time"

// lagAge is how long a lag is believed: two clocks drift by a millisecond meanwhile, or less.
const lagAge = 10 * time.Second

// lag is what an answer shows of two clocks: the time of this process when the answer came, less the time of
// the store in it. The shortest one is nearest to the difference of the clocks. What another answer has more was
// lost on its way, or in a process that was starved, and its turns are as much earlier.
type lag struct {
	shortest time.Duration // since the last change
	before   time.Duration // in the time before that
	changed  time.Time
}

// excess learns the lag of an answer, and returns what it has more than the shortest one. More than an answer may
// take is the step of a clock: then all begins anew.
func (l *lag) excess(sample time.Duration, now time.Time, longest time.Duration) time.Duration {
	switch {
	case l.changed.IsZero() || sample-min(l.shortest, l.before) > longest:
		*l = lag{sample, sample, now}
	case now.Sub(l.changed) > lagAge:
		*l = lag{sample, l.shortest, now}
	default:
		l.shortest = min(l.shortest, sample)
	}
	return sample - min(l.shortest, l.before)
}
