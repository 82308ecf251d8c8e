package twiliotest

import "net/url"

// repeat asks the application for a document again and again, each time that it is through.
// One that takes no time is followed by silence.
func (r *runner) repeat(h hook, form func() url.Values) {
	asked := r.sim.Clock.Now()
	r.then = func() {
		if r.sim.Clock.Now().Equal(asked) {
			r.begin(&activity{})
			return
		}
		r.repeat(h, form)
	}
	r.fetch(h, form())
}
