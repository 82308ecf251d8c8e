package twiliotest

import (
	"fmt"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// run carries out a verb. It returns whether the verb is through; otherwise the verb takes
// time, or leads elsewhere.
func (r *runner) run(verb twiml.Verb) (through bool) {
	if _, refused := verb.(twiml.Raw); refused {
		return true // the alert is there already
	}
	if !r.where.allows(verb) {
		r.alert(r.where.unheard(), "%s cannot run here: %s", nameOf(verb), r.where)
		return true
	}
	if r.connectsFurther(verb) {
		r.notSimulated("%s is not carried out in an <Application> that a <Dial> has called", nameOf(verb))
		return true
	}
	if !r.answers(verb) {
		return false
	}
	if r.sim.begins != nil {
		r.sim.begins(r, verb)
	}
	switch v := verb.(type) {
	case twiml.Say:
		return r.say(v)
	case twiml.Play:
		return r.play(v)
	case twiml.Pause:
		return r.pause(v)
	case twiml.Gather:
		return r.gather(v)
	case twiml.Record:
		return r.record(v)
	case twiml.Dial:
		return r.dial(v)
	case twiml.Enqueue:
		return r.enqueue(v)
	case twiml.Leave:
		return r.leaveQueue()
	case twiml.Redirect:
		return r.goTo(v.URL, string(v.Method), nil)
	case twiml.Hangup:
		return r.hangUp(twilio.CallStatusCompleted)
	case twiml.Reject:
		return r.reject(v)
	case twiml.Echo:
		return r.echo()
	}
	return r.runService(verb)
}

// runService carries out the verbs by which a call uses another product.
func (r *runner) runService(verb twiml.Verb) (through bool) {
	switch v := verb.(type) {
	case twiml.Start:
		return r.start(v)
	case twiml.Stop:
		return r.stopSessions(v)
	case twiml.Connect:
		return r.connect(v)
	case twiml.Pay:
		return r.pay(v)
	case twiml.Refer:
		return r.refer(v)
	case twiml.SMS: //nolint:staticcheck // documents still hold it
		return r.text(v)
	case twiml.Raw, twiml.Message: // the alert is there already
	default:
		r.notSimulated("%s is not carried out", nameOf(v))
	}
	return true
}

// String names a stage.
func (p stage) String() string {
	return [...]string{"a call", "a prompt", "the document of a called person", "the document of a call that leaves its queue", "the document of a queue", "the document of a conference", "an announcement"}[p]
}

// allows says whether a verb may run on a stage.
// https://www.twilio.com/docs/voice/twiml/conference#attributes-waiturl,
// https://www.twilio.com/docs/voice/twiml/enqueue#attributes-waitUrl,
// https://www.twilio.com/docs/voice/twiml/number#attributes-url
func (p stage) allows(verb twiml.Verb) bool {
	if p == onCall {
		return true
	}
	switch verb.(type) {
	case twiml.Say, twiml.Play, twiml.Pause:
		return true
	case twiml.Redirect:
		return p != inGather
	case twiml.Gather, twiml.Hangup:
		return p == inWhisper || p == inQueue
	case twiml.Leave:
		return p == inQueue
	}
	return false
}

// Codes of a verb that cannot run where it stands.
// https://www.twilio.com/docs/api/errors
const (
	verbUnheard           = 12200
	conferenceVerbUnheard = 13238
)

// unheard is the code of a verb that cannot run on a stage.
func (p stage) unheard() twilio.ErrorCode {
	if p == inConference || p == inAnnouncement {
		return conferenceVerbUnheard
	}
	return verbUnheard
}

// nameOf is how a verb is written in a document.
func nameOf(verb twiml.Verb) string {
	name := strings.TrimPrefix(fmt.Sprintf("%T", verb), "twiml.")
	if name == "SMS" {
		name = "Sms"
	}
	return "<" + name + ">"
}

// answers lets Twilio pick up a call from a phone before the first verb that needs it. It
// says whether there is still a call.
// https://www.twilio.com/docs/voice/twiml/reject, https://www.twilio.com/docs/voice/twiml/pause
func (r *runner) answers(verb twiml.Verb) bool {
	if !r.call.Started.IsZero() || r.where != onCall {
		return true
	}
	switch v := verb.(type) {
	case twiml.Reject, twiml.Pause, twiml.Redirect:
		return true
	case twiml.Dial:
		if v.AnswerOnBridge == twiml.True {
			return true
		}
	}
	r.sim.connectCall(r.call)
	return !r.call.Status.Final()
}

// hangUp ends the call.
func (r *runner) hangUp(status twilio.CallStatus) (through bool) {
	r.sim.endCall(r.call, status)
	return false
}

// reject refuses a call that was not answered yet. One that was is ended.
func (r *runner) reject(v twiml.Reject) (through bool) {
	switch {
	case !r.call.Started.IsZero():
		return r.hangUp(twilio.CallStatusCompleted)
	case v.Reason == twiml.Busy:
		return r.hangUp(twilio.CallStatusBusy)
	}
	return r.hangUp(twilio.CallStatusNoAnswer)
}

// echo lets the person hear their own words until the call is over.
func (r *runner) echo() (through bool) {
	r.begin(&activity{
		key: func(key string) { r.heard(Line{Kind: LineDigits, Text: key}) },
		speech: func(said utterance) {
			r.heard(Line{Kind: LineHeard, Text: said.words, From: r.call.Person(), Lasts: said.lasts})
		},
	})
	return false
}

// text sends a message as the verb Sms says.
func (r *runner) text(v twiml.SMS) (through bool) { //nolint:staticcheck // documents still hold it
	form := formOfText(r, v)
	status := string(twilio.MessageStatusQueued)
	m, problem := r.sim.createMessage(&request{account: r.call.account, form: form})
	if problem != nil {
		r.alert(replyCode(problem.code), "the message is refused: %s", problem.message)
		status = "invalid"
	}
	if v.Action == "" {
		return true
	}
	answer := map[string][]string{"SmsStatus": {status}}
	if shown, ok := m.(messageJSON); ok {
		answer["SmsSid"] = []string{shown.SID}
	}
	return r.goTo(v.Action, string(v.Method), answer)
}
