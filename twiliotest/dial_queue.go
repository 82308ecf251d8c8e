package twiliotest

import (
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// dequeuing is a Dial that connects its call with the one that has waited longest in a
// queue.
type dequeuing struct {
	*runner

	v       twiml.Dial
	noun    twiml.Queue
	line    *queue
	timer   appointment // of its time-out
	taken   *queueing   // who was taken out of the queue, nil for nobody yet
	began   time.Time   // when the two were connected
	bridged bool
	rec     *recording // nil for no recording
}

// dialQueue takes the front of a queue, or waits until somebody comes.
// https://www.twilio.com/docs/voice/twiml/queue
func (r *runner) dialQueue(v twiml.Dial, noun twiml.Queue) (through bool) {
	if noun.ReservationSID != "" || noun.PostWorkActivitySID != "" {
		r.notSimulated("a <Queue> with a reservation of TaskRouter is taken as one without")
	}
	d := &dequeuing{runner: r, v: v, noun: noun}
	r.begin(&activity{key: d.keyTaker(), stop: d.stopped})
	if d.line = r.sim.queueNamed(r.call.account, strings.TrimSpace(noun.Name)); d.line == nil {
		d.finish(string(twilio.CallStatusFailed))
		return false
	}
	d.rec = r.recordFrom(v, "ringing")
	d.line.agents = append(d.line.agents, d)
	d.timer = r.after(dialTimeoutOf(v), func() { d.finish(string(twilio.CallStatusNoAnswer)) })
	d.line.serve()
	return false
}

// serve connects who waits in a queue with who waits for them.
func (q *queue) serve() {
	for len(q.members) > 0 && len(q.agents) > 0 {
		d := q.agents[0]
		q.agents = q.agents[1:]
		d.take(q.members[0].enqueued)
	}
}

// take takes a call out of the queue. It hears the document of the noun before it is
// connected.
func (d *dequeuing) take(q *queueing) {
	d.timer.cancel()
	q.quit()
	d.taken, q.taken = q, d
	q.doing.inner.halt(byRedirect)
	q.doing.inner = nil
	if d.noun.URL == "" {
		d.connect()
		return
	}
	whisper := newRunner(q.call, inQueueWhisper, d.connect)
	whisper.failed = d.connect
	q.doing.inner = whisper
	form := q.call.form()
	form.Set("QueueSid", d.line.sid)
	form.Set("QueueTime", strconv.Itoa(int(q.waited/time.Second)))
	form.Set("DequeingCallSid", d.call.SID)
	whisper.fetch(hook{url: d.address(d.noun.URL), method: string(d.noun.Method), voice: true}, form)
}

// connect lets the two hear each other.
func (d *dequeuing) connect() {
	s, caller := d.sim, d.taken.call
	if d.call.Started.IsZero() {
		s.connectCall(d.call)
	}
	d.taken.doing.inner.halt(byRedirect)
	d.taken.doing.inner = nil
	caller.peer, d.call.peer = d.call, caller
	d.bridged, d.began = true, s.Clock.Now()
	if d.rec == nil {
		d.rec = d.recordFrom(d.v, "answer")
	}
	d.after(timeLimitOf(d.v), d.leave)
	s.notify()
}

// keyTaker listens to the key that ends the Dial, if the Dial says so. The other hears all
// other keys.
func (d *dequeuing) keyTaker() func(string) {
	if d.v.HangupOnStar != twiml.True {
		return nil
	}
	return func(key string) {
		if key == "*" {
			d.leave()
			return
		}
		d.call.others(Line{Kind: LineDigits, Text: key})
	}
}

// leave ends the Dial. Who was taken out of the queue goes on after the Enqueue.
func (d *dequeuing) leave() {
	d.finish(d.status())
	if d.taken != nil {
		d.taken.finish(d.result())
	}
}

// callerLeft ends the Dial because who was taken out of the queue has gone.
func (d *dequeuing) callerLeft() { d.finish(d.status()) }

// status is how the Dial ends once somebody was taken out of the queue, or when the call
// itself ends it.
func (d *dequeuing) status() string {
	if d.bridged {
		return string(twilio.CallStatusCompleted)
	}
	return string(twilio.CallStatusCanceled)
}

// result is how the Enqueue of the other ends with the Dial.
func (d *dequeuing) result() string {
	if d.bridged {
		return queueBridged
	}
	return queueBridging
}

// finish goes on with the action, or with the next verb.
func (d *dequeuing) finish(status string) {
	d.part()
	d.clear()
	if d.v.Action == "" || d.goTo(d.v.Action, string(d.v.Method), d.form(status)) {
		d.step()
	}
}

// part ends what the two have in common.
func (d *dequeuing) part() {
	if d.line != nil {
		d.line.agents = without(d.line.agents, d)
	}
	if d.taken != nil {
		d.taken.taken, d.taken.call.peer, d.call.peer = nil, nil, nil
	}
	if d.rec != nil {
		d.sim.stopRecording(d.rec)
	}
}

// stopped ends the Dial with the call, or because the call gets other instructions.
func (d *dequeuing) stopped(why ending) {
	d.part()
	if why == byHangup && d.v.Action != "" {
		d.report(d.v.Action, string(d.v.Method), d.form(d.status()))
	}
	if d.taken != nil {
		d.taken.finish(d.result())
	}
}

// form returns the parameters of the action.
// https://www.twilio.com/docs/voice/twiml/dial#action
func (d *dequeuing) form(status string) url.Values {
	form := url.Values{"DialCallStatus": {status}, "DialBridged": {strconv.FormatBool(d.bridged)}}
	if d.taken != nil {
		form.Set("DialCallSid", d.taken.call.SID)
	}
	if d.bridged {
		form.Set("DialCallDuration", strconv.Itoa(int(d.sim.Clock.Now().Sub(d.began)/time.Second)))
	}
	if d.rec != nil {
		maps.Copy(form, d.rec.callForm())
	}
	return form
}
