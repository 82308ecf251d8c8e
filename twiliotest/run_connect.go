package twiliotest

import (
	"errors"
	"maps"
	"net/url"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio/twiml"
)

// connecting is a Connect whose service has the call.
type connecting struct {
	*runner

	v       twiml.Connect
	session *callSession
}

// connect hands the call to a service until the session with that ends.
// https://www.twilio.com/docs/voice/twiml/connect
func (r *runner) connect(v twiml.Connect) (through bool) {
	if len(v.Children) == 0 {
		return true
	}
	kind, ok := sessionKindOf(v.Children[0])
	if !ok {
		r.notSimulated("the noun of <Connect> belongs to a product that Twilio has ended: the call goes on with the next verb")
		return true
	}
	c := &connecting{runner: r, v: v}
	r.begin(&activity{key: func(string) {}, speech: func(utterance) {}, stop: c.stopped})
	c.session = r.beginSession(kind, twiml.Connect{Children: v.Children[:1]})
	c.session.over = c.finish
	if greeting := c.session.Params.Get("WelcomeGreeting"); greeting != "" {
		r.heard(Line{Kind: LineSay, Text: greeting, Lasts: spoken(greeting)})
	}
	return false
}

// sessionKindOf is the kind of the session of a noun. Nouns of products that Twilio has ended have
// none.
func sessionKindOf(noun twiml.ConnectChild) (kind SessionKind, ok bool) {
	switch noun.(type) {
	case twiml.Stream:
		return SessionStream, true
	case twiml.ConversationRelay, twiml.ConversationRelaySession:
		return SessionRelay, true
	case twiml.AISession:
		return SessionAI, true
	case twiml.Room:
		return SessionRoom, true
	case twiml.VirtualAgent:
		return SessionVirtualAgent, true
	case twiml.Conversation:
		return SessionConversation, true
	}
	return "", false
}

// The statuses of a ConversationRelay that is over.
// https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
const (
	relayEnded     = "ended"     // by the application
	relayCompleted = "completed" // by the caller
)

// finish goes on with the action, or with the next verb, once the session has ended.
func (c *connecting) finish() {
	c.clear()
	if c.v.Action == "" || c.goTo(c.v.Action, string(c.v.Method), c.form(relayEnded)) {
		c.step()
	}
}

// stopped ends the session with the call, or because the call gets other instructions.
func (c *connecting) stopped(why ending) {
	c.session.over = nil
	c.sim.endSession(c.session, sessionStopped)
	if why == byHangup && c.v.Action != "" {
		c.report(c.v.Action, string(c.v.Method), c.form(relayCompleted))
	}
}

// form returns the parameters of the action.
func (c *connecting) form(status string) url.Values {
	form := url.Values{}
	if c.session.Kind == SessionRelay || c.session.Kind == SessionAI {
		form.Set("SessionId", c.session.SID)
		form.Set("SessionStatus", status)
		form.Set("SessionDuration", strconv.Itoa(int(c.session.Ended.Sub(c.session.Started)/time.Second)))
	}
	maps.Copy(form, c.session.result)
	return form
}

// EndSession lets the other side end a session that runs on a call, such as your server
// that closes a media stream, or ends a ConversationRelay. [Sim.CallSessions] returns the
// sessions and their SIDs. The call that a Connect has handed over goes on with its action,
// which gets the parameters beside its own, such as HandoffData, or with its next verb. The
// test fails when no session of this SID runs. A payment ends by the keys that are pressed,
// and by the API.
//
//	relay := sim.CallSessions(call.SID)[0]
//	sim.EndSession(relay.SID, url.Values{"HandoffData": {`{"reason":"agent"}`}})
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect
func (s *Sim) EndSession(sid string, params url.Values) {
	if s.t != nil {
		s.t.Helper()
	}
	if err := s.endSessionOf(sid, params); err != nil {
		s.fatalf("twiliotest: EndSession(%s): %v", sid, err)
		return
	}
	s.empty()
}

func (s *Sim) endSessionOf(sid string, params url.Values) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, session := range s.voice.sessions {
		if session.SID != sid || session.Status != sessionRuns || session.Kind == SessionPayment {
			continue
		}
		session.result = maps.Clone(params)
		s.endSession(session, sessionStopped)
		return nil
	}
	return errors.New("no session of this SID runs: sim.CallSessions returns those of a call")
}
