package twiliotest

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// What a Dial does unless it says otherwise.
// https://www.twilio.com/docs/voice/twiml/dial#attributes
const (
	usualDialTimeout = 30 * time.Second
	usualTimeLimit   = 4 * time.Hour
)

// Codes of a Dial. https://www.twilio.com/docs/api/errors
const (
	dialNoNumber      = 13223 // the number is no phone number
	dialCallerID      = 13214 // the caller ID cannot be shown
	dialGeoPermission = 13227
)

// dialing is a Dial that calls people and connects the first who answers.
type dialing struct {
	*runner

	v       twiml.Dial
	left    []legOrder // of a sequential Dial, which are not called yet
	ringing []*call
	leg     *call // who has answered, nil for nobody yet
	last    *call // who was called last, nil for nobody
	bridged bool
	rec     *recording // nil for no recording
}

// legOrder is one person whom a Dial calls.
type legOrder struct {
	to       string
	whisper  hook // gives what the person hears before the connection, "" for nothing
	callback hook // is told of events
	events   []string
	digits   string // that are pressed once the person has answered
	machines detection
	program  *hook      // answers in place of a person, nil for a person
	params   url.Values // for the program
}

// dial connects the call with somebody else, with a conference or with a queue.
func (r *runner) dial(v twiml.Dial) (through bool) {
	for _, child := range v.Children {
		switch noun := child.(type) {
		case twiml.Conference:
			return r.dialConference(v, noun)
		case twiml.Queue:
			return r.dialQueue(v, noun)
		}
	}
	d := &dialing{runner: r, v: v, left: r.legsOf(v)}
	r.begin(&activity{key: d.keyTaker(), stop: d.stopped})
	d.rec = d.recordFrom(d.v, "ringing")
	d.callNext()
	return false
}

// keyTaker listens to the key that hangs up on whoever is called, if the Dial says so.
func (d *dialing) keyTaker() func(string) {
	if d.v.HangupOnStar != twiml.True {
		return nil
	}
	return func(key string) {
		if key != "*" {
			if take := d.call.program().keys(); take != nil {
				take(key)
				return
			}
			d.call.others(Line{Kind: LineDigits, Text: key})
			return
		}
		d.endLegs()
		d.finish(d.outcome())
	}
}

// callNext calls everybody, or the next one of a sequential Dial. It ends the Dial when
// nobody can be called.
func (d *dialing) callNext() {
	for len(d.left) > 0 {
		order := d.left[0]
		d.left = d.left[1:]
		d.callLeg(order)
		if d.v.Sequential == twiml.True && len(d.ringing) > 0 {
			return
		}
	}
	if len(d.ringing) == 0 {
		d.finish(string(twilio.CallStatusFailed))
	}
}

// callLeg calls one person.
func (d *dialing) callLeg(order legOrder) {
	s, from := d.sim, d.callerID(order.to)
	switch {
	case order.program == nil && !e164.MatchString(order.to) && !isAddress(order.to):
		d.alert(dialNoNumber, "<Dial> cannot call %q: write a number in E.164, such as +14155551234", order.to)
		return
	case !d.mayShow(from):
		d.alert(dialCallerID, "<Dial> cannot show %q as callerId: give a number of the account, a verified one, or that of the caller", from)
		return
	case !s.mayCall(d.call.account, order.to):
		d.alert(dialGeoPermission, "the voice geographic permissions do not let the account call %s", order.to)
		return
	}
	leg := s.newLeg(d.call, from, order.to)
	leg.callback, leg.events, leg.dialed, leg.order = order.callback, order.events, d, order
	leg.ringing = dialTimeoutOf(d.v)
	leg.digits, leg.machines = order.digits, order.machines
	leg.params, leg.expected = order.params, order.program != nil
	d.ringing, d.last = append(d.ringing, leg), leg
	s.placeCall(leg)
}

// newLeg is a call that another one makes by its TwiML.
func (s *Sim) newLeg(parent *call, from, to string) *call {
	now := s.Clock.Now()
	return &call{
		Call: Call{
			SID: s.newSID("CA"), From: from, To: to, ParentCallSID: parent.SID,
			Direction: twilio.CallDirectionOutboundDial, Status: twilio.CallStatusQueued, Created: now,
		},
		account: parent.account, updated: now,
	}
}

// dialTimeoutOf is how long a Dial waits until somebody answers.
func dialTimeoutOf(v twiml.Dial) time.Duration {
	if v.Timeout > 0 {
		return seconds(v.Timeout)
	}
	return usualDialTimeout
}

// callerID is the number that a called person sees: that of the verb, or the caller's.
func (d *dialing) callerID(string) string {
	if d.v.CallerID != "" {
		return d.v.CallerID
	}
	return d.call.From
}

// mayShow says whether a number can be shown to a called person.
func (d *dialing) mayShow(from string) bool {
	s, c := d.sim, d.call
	return from == c.From || from == c.To || isAddress(from) || s.owns(c.account, from) || s.callerIDOf(c.account, from) != nil
}

// answered lets a person who has answered hear the document of the noun, and then connects
// the call with the person. Everybody else stops ringing.
func (d *dialing) answered(leg *call) {
	d.leg = leg
	for _, other := range slices.Clone(d.ringing) {
		if other != leg {
			d.sim.endCall(other, twilio.CallStatusCanceled)
		}
	}
	d.ringing, d.left = nil, nil
	if leg.order.whisper.url == "" {
		d.connect()
		return
	}
	leg.runner = newRunner(leg, inWhisper, d.connect)
	leg.runner.failed = func() { d.sim.endCall(leg, twilio.CallStatusCompleted) }
	leg.runner.fetch(leg.order.whisper, leg.form())
}

// connect lets the two hear each other.
func (d *dialing) connect() {
	s, leg := d.sim, d.leg
	if d.call.Started.IsZero() {
		s.connectCall(d.call)
	}
	leg.runner.halt(byRedirect)
	leg.runner = nil
	leg.peer, d.call.peer, d.bridged = d.call, leg, true
	if d.rec == nil {
		d.rec = d.recordFrom(d.v, "answer")
	}
	d.after(timeLimitOf(d.v), func() { s.endCall(leg, twilio.CallStatusCompleted) })
	s.answersItself(leg)
	s.notify()
}

// timeLimitOf is how long the two may hear each other.
func timeLimitOf(v twiml.Dial) time.Duration {
	if v.TimeLimit > 0 {
		return seconds(v.TimeLimit)
	}
	return usualTimeLimit
}

// recordFrom begins the recording of the call if it is to begin at a point.
// https://www.twilio.com/docs/voice/twiml/dial#record
func (r *runner) recordFrom(v twiml.Dial, point string) *recording {
	mode := v.Record
	if mode == twiml.DialRecordTrue {
		mode = twiml.RecordFromAnswer
	}
	how, dual := strings.CutSuffix(string(mode), "-dual")
	if how != "record-from-"+point {
		return nil
	}
	order := recordingOrder{source: twilio.RecordingSourceDialVerb, channels: 1, track: "both"}
	if dual {
		order.channels = 2
	}
	if v.RecordingTrack != "" {
		order.track = string(v.RecordingTrack)
	}
	return r.sim.startRecording(r.call, r.recordingOrder(order, v.RecordingStatusCallback, v.RecordingStatusCallbackMethod, v.RecordingStatusCallbackEvent))
}

// legEnded hears of the end of somebody who was called.
func (d *dialing) legEnded(leg *call) {
	d.ringing = without(d.ringing, leg)
	switch {
	case d.halted:
	case leg == d.leg, len(d.ringing) == 0 && len(d.left) == 0:
		d.finish(string(leg.Status))
	case len(d.ringing) == 0:
		d.callNext()
	}
}

// legLeft hears that the leg got instructions of its own.
func (d *dialing) legLeft() { d.finish(string(twilio.CallStatusCompleted)) }

// outcome is how the Dial ends when the caller ends it.
func (d *dialing) outcome() string {
	if d.bridged {
		return string(twilio.CallStatusCompleted)
	}
	return string(twilio.CallStatusCanceled)
}

// endLegs hangs up on everybody who was called.
func (d *dialing) endLegs() {
	legs := slices.Clone(d.ringing)
	if d.leg != nil {
		legs = append(legs, d.leg)
	}
	for _, leg := range legs {
		leg.dialed = nil
		d.sim.disconnect(leg)
	}
	d.ringing, d.left = nil, nil
}

// finish goes on with the action, or with the next verb.
func (d *dialing) finish(status string) {
	d.disconnect()
	d.clear()
	form := d.form(status)
	if d.v.Action == "" || d.goTo(d.v.Action, string(d.v.Method), form) {
		d.step()
	}
}

// disconnect ends what the two have in common.
func (d *dialing) disconnect() {
	d.call.peer = nil
	if d.leg != nil {
		d.leg.peer = nil
	}
	if d.rec != nil {
		d.sim.stopRecording(d.rec)
	}
}

// stopped ends the Dial with the call, or because the call gets other instructions.
func (d *dialing) stopped(why ending) {
	status := d.outcome()
	d.disconnect()
	d.endLegs()
	if why == byHangup && d.v.Action != "" {
		d.report(d.v.Action, string(d.v.Method), d.form(status))
	}
}

// form returns the parameters of the action.
// https://www.twilio.com/docs/voice/twiml/dial#action
func (d *dialing) form(status string) url.Values {
	form := url.Values{"DialCallStatus": {status}, "DialBridged": {strconv.FormatBool(d.bridged)}}
	leg := d.leg
	if leg == nil {
		leg = d.last
	}
	if leg != nil {
		form.Set("DialCallSid", leg.SID)
		if !leg.Started.IsZero() {
			form.Set("DialCallDuration", strconv.Itoa(leg.talkedSeconds(d.sim.Clock.Now())))
		}
	}
	if d.rec != nil {
		maps.Copy(form, d.rec.callForm())
	}
	return form
}

// talkedSeconds is how long a call has lasted, from its answer.
func (c *call) talkedSeconds(now time.Time) int {
	if !c.Ended.IsZero() {
		now = c.Ended
	}
	return int(now.Sub(c.Started) / time.Second)
}
