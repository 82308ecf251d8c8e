package twiliotest

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// Codes of the noun Conference. Those of the API differ for labels.
// https://www.twilio.com/docs/api/errors
const (
	nounCoachAbsent = 13240
	nounLabelInUse  = 16025
)

// meeting is a Dial that has put its call into a conference.
type meeting struct {
	*runner

	v       twiml.Dial
	bridged bool // the call was in the conference
}

// dialConference puts the call into a conference until it leaves.
func (r *runner) dialConference(v twiml.Dial, noun twiml.Conference) (through bool) {
	m := &meeting{runner: r, v: v}
	if strings.HasPrefix(string(v.Record), "record-") || v.Record == twiml.DialRecordTrue {
		r.notSimulated("record of a <Dial> with a <Conference> records nothing: set it on the <Conference>")
	}
	r.begin(&activity{key: m.keyTaker(), stop: m.stopped})
	if !m.join(noun) {
		m.finish(string(twilio.CallStatusFailed))
		return false
	}
	m.bridged = true
	if r.call.Started.IsZero() {
		r.sim.connectCall(r.call)
	}
	r.after(timeLimitOf(v), m.leave)
	return false
}

// join takes a seat in the conference. A problem is an alert, unless the check of the
// document has found it already.
func (m *meeting) join(noun twiml.Conference) bool {
	name := strings.TrimSpace(noun.Name)
	if name == "" {
		return false
	}
	options := m.participantOf(noun)
	options.onward = func() { m.finish(dialAnswered) }
	if problem := m.sim.joinConference(m.call, name, m.roomOf(noun), options); problem != nil {
		if code := codeOfNoun(noun, problem.code); code != 0 {
			m.alert(code, "the call cannot be in the conference: %s", problem.message)
		}
		return false
	}
	return true
}

// codeOfNoun is the code by which the debugger names a problem of the API, 0 for one that
// the check of the document finds.
func codeOfNoun(noun twiml.Conference, code twilio.ErrorCode) twilio.ErrorCode {
	switch code {
	case labelInvalid:
		return 0
	case labelInUse:
		return nounLabelInUse
	case coachedAbsent, coachedOnHold:
		if !callSID.MatchString(noun.Coach) {
			return 0
		}
		return nounCoachAbsent
	}
	return code
}

// participantOf are the settings of the call in the conference.
func (r *runner) participantOf(noun twiml.Conference) participantOptions {
	options := participantOptions{
		label: noun.ParticipantLabel, muted: noun.Muted == twiml.True, starts: noun.StartConferenceOnEnter != twiml.False,
		ends: noun.EndConferenceOnExit == twiml.True, coaching: noun.Coach != "", coaches: noun.Coach,
		silent: noun.WaitURL == twiml.NoURL,
	}
	options.beepsOnEnter, options.beepsOnExit = beepsOf(string(noun.Beep))
	if noun.WaitURL != "" && !options.silent {
		options.wait = hook{url: r.address(noun.WaitURL), method: string(noun.WaitMethod), voice: true}
	}
	return options
}

// roomOf are the settings of the conference, if the call is the first in it.
func (r *runner) roomOf(noun twiml.Conference) conferenceOptions {
	room := newConferenceOptions()
	if most := noun.MaxParticipants; most > 0 && most < room.max {
		room.max = most
	}
	room.region = cmp.Or(string(noun.Region), room.region)
	if noun.StatusCallback != "" {
		room.callback = conferenceHook(r.address(noun.StatusCallback), string(noun.StatusCallbackMethod))
	}
	if len(noun.StatusCallbackEvent) > 0 {
		room.events = nil
	}
	for _, event := range noun.StatusCallbackEvent {
		room.events = append(room.events, string(event))
	}
	if noun.Record == twiml.ConferenceRecordFromStart {
		order := r.recordingOrder(recordingOrder{source: twilio.RecordingSourceConference, channels: 1, track: "both"},
			noun.RecordingStatusCallback, noun.RecordingStatusCallbackMethod, noun.RecordingStatusCallbackEvent)
		room.record = &order
	}
	if noun.EventCallbackURL != "" {
		room.recorded = conferenceHook(r.address(noun.EventCallbackURL), "")
	}
	return room
}

// keyTaker listens to the key by which the call leaves, if the Dial says so. The others
// hear all other keys.
func (m *meeting) keyTaker() func(string) {
	if m.v.HangupOnStar != twiml.True {
		return nil
	}
	return func(key string) {
		if key == "*" {
			m.leave()
			return
		}
		m.call.others(Line{Kind: LineDigits, Text: key})
	}
}

// leave takes the call out of the conference. It goes on after the Dial.
func (m *meeting) leave() {
	m.sim.leaveConference(m.call, leftByHangup)
	m.finish(dialAnswered)
}

// dialAnswered is how a Dial ends that has been in a conference.
// https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values
const dialAnswered = "answered"

// finish goes on with the action, or with the next verb.
func (m *meeting) finish(status string) {
	m.clear()
	if m.v.Action == "" || m.goTo(m.v.Action, string(m.v.Method), m.form(status)) {
		m.step()
	}
}

// stopped ends the Dial with the call, or because the call gets other instructions. The
// conference is left by whoever ends the call or redirects it, who know the reason.
func (m *meeting) stopped(why ending) {
	if why == byHangup && m.v.Action != "" {
		m.report(m.v.Action, string(m.v.Method), m.form(dialAnswered))
	}
}

// form returns the parameters of the action, which for a conference has no DialCallSid.
// https://www.twilio.com/docs/voice/twiml/dial#action
func (m *meeting) form(status string) url.Values {
	return url.Values{"DialCallStatus": {status}, "DialBridged": {strconv.FormatBool(m.bridged)}}
}
