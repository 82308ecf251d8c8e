package twiliotest

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

// callPartHandler returns the handler of an operation on a part of a call or on its
// records, nil for all others.
func callPartHandler(operation string) handler {
	switch operation {
	case "CreateStream":
		return beginSession(SessionStream)
	case "CreateSiprec":
		return beginSession(SessionSiprec)
	case "CreateRealtimeTranscription":
		return beginSession(SessionTranscription)
	case "UpdateStream":
		return stopSession(SessionStream)
	case "UpdateSiprec":
		return stopSession(SessionSiprec)
	case "UpdateRealtimeTranscription":
		return stopSession(SessionTranscription)
	case "CreatePayments":
		return (*Sim).createPayment
	case "UpdatePayments":
		return (*Sim).updatePayment
	case "CreateUserDefinedMessage":
		return (*Sim).createUserDefinedMessage
	case "CreateUserDefinedMessageSubscription":
		return (*Sim).createCallSubscription
	case "DeleteUserDefinedMessageSubscription":
		return (*Sim).deleteCallSubscription
	}
	return callRecordHandler(operation)
}

// SessionKind is a kind of what can run on a live call.
type SessionKind string

// The kinds of sessions. Those after SessionPayment are begun by a Connect alone.
const (
	SessionStream        SessionKind = "stream"
	SessionSiprec        SessionKind = "siprec"
	SessionTranscription SessionKind = "transcription"
	SessionPayment       SessionKind = "payment"
	SessionRelay         SessionKind = "conversation-relay"
	SessionAI            SessionKind = "ai-session"
	SessionRoom          SessionKind = "room"
	SessionVirtualAgent  SessionKind = "virtual-agent"
	SessionConversation  SessionKind = "conversation"
)

// The statuses of sessions.
const (
	sessionRuns     = "in-progress"
	sessionStopped  = "stopped"
	paymentComplete = "complete"
	paymentCanceled = "cancel"
)

// CallSession is something that the program has run on a live call, by the API or by TwiML:
// a media stream, a SIPREC session, a real-time transcription, a payment, or a service that
// the call was connected with.
type CallSession struct {
	Kind     SessionKind
	SID      string
	CallSID  string
	Name     string     // "" for none
	Status   string     // "in-progress", "stopped"; of a payment also "complete" and "cancel"
	Params   url.Values // with which it was begun, under the names that they have in the API
	Captured []string   // the pieces of data that a payment asked for, in their order
	Started  time.Time
	Ended    time.Time // zero until then
}

// CallSessions returns what the program has run on a call, in the order in which it began.
// All of it ends with the call.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/stream-resource
func (s *Sim) CallSessions(callSID string) []CallSession {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []CallSession
	for _, session := range s.voice.sessions {
		if session.CallSID == callSID {
			one := session.CallSession
			one.Params, one.Captured = maps.Clone(one.Params), slices.Clone(one.Captured)
			found = append(found, one)
		}
	}
	return found
}

// callSession is a session and its record.
type callSession struct {
	CallSession

	account string
	updated time.Time
	hook    hook            // hears of its start and its end, "" for nobody
	keys    map[string]bool // the idempotency keys of a payment that were carried out
	told    int             // how often
	heard   []*result       // what a transcription has heard and has not told yet
	over    func()          // follows its end, nil for nothing
	result  url.Values      // that the other side has given at the end, nil for none
}

// callInPath returns the call in the path of a request.
func (s *Sim) callInPath(r *request) (*call, *apiError) {
	sid := r.ids["CallSid"]
	if c := s.callNamed(r.account, sid); c != nil {
		return c, nil
	}
	return nil, notFound(callPath(r.account, sid))
}

// liveCall returns the call in the path of a request, which has to be in progress.
// https://www.twilio.com/docs/api/errors/21220
func (s *Sim) liveCall(r *request) (*call, *apiError) {
	c, problem := s.callInPath(r)
	if problem == nil && c.Status != twilio.CallStatusInProgress {
		return nil, badRequest(twilio.CodeCallNotInProgress, "Call is not in-progress.")
	}
	return c, problem
}

// prefix is the beginning of the SIDs of a kind.
func (k SessionKind) prefix() string {
	switch k {
	case SessionSiprec:
		return "SR"
	case SessionTranscription:
		return "GT"
	case SessionPayment:
		return "PK"
	case SessionRelay, SessionAI, SessionRoom, SessionVirtualAgent, SessionConversation:
		return "VX"
	case SessionStream:
	}
	return "MZ"
}

// beginSession returns the handler that begins a session of a kind.
func beginSession(kind SessionKind) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		c, problem := s.liveCall(r)
		if problem != nil {
			return nil, problem
		}
		session := s.newSession(c, kind, r.form)
		s.tellMissing(c, kind.notSimulated())
		s.tellSession(session, "started")
		return session.json(r), nil
	}
}

// newSession begins a session with the parameters of the API.
func (s *Sim) newSession(c *call, kind SessionKind, params url.Values) *callSession {
	now := s.Clock.Now()
	session := &callSession{
		CallSession: CallSession{
			Kind: kind, SID: s.newSID(kind.prefix()), CallSID: c.SID, Name: params.Get("Name"), Status: sessionRuns, Params: maps.Clone(params), Started: now,
		},
		account: c.account, updated: now,
		hook: hook{
			url: cmp.Or(params.Get("StatusCallback"), params.Get("StatusCallbackUrl")), method: params.Get("StatusCallbackMethod"), voice: true, status: true,
		},
	}
	s.voice.sessions = append(s.voice.sessions, session)
	s.notify()
	return session
}

// stopSession returns the handler that stops a session of a kind, which is named by its
// SID or by its name. A session that is stopped already stays so.
func stopSession(kind SessionKind) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		c, problem := s.liveCall(r)
		if problem != nil {
			return nil, problem
		}
		session := s.sessionNamed(kind, c, r.ids["Sid"])
		if session == nil {
			return nil, r.absent()
		}
		s.endSession(session, sessionStopped)
		return session.json(r), nil
	}
}

// sessionNamed finds a session of a call: by its SID, or the newest one with its name. It
// is nil when there is none.
func (s *Sim) sessionNamed(kind SessionKind, c *call, sidOrName string) *callSession {
	for _, session := range slices.Backward(s.voice.sessions) {
		if session.Kind == kind && session.CallSID == c.SID && (session.SID == sidOrName || session.Name == sidOrName) {
			return session
		}
	}
	return nil
}

// endSession ends a session that runs.
func (s *Sim) endSession(session *callSession, status string) {
	if session.Status != sessionRuns {
		return
	}
	s.tellHeard(session)
	session.Status, session.Ended, session.updated = status, s.Clock.Now(), s.Clock.Now()
	s.tellSession(session, "stopped")
	if session.over != nil {
		session.over()
	}
	s.notify()
}

// endSessions ends what runs on a call that is over; s.mu is held.
func (s *Sim) endSessions(c *call) {
	for _, session := range s.voice.sessions {
		if session.CallSID == c.SID {
			s.endSession(session, sessionStopped)
		}
	}
}

// sessionJSON is a session as the API shows it.
type sessionJSON struct {
	SID         string  `json:"sid"`
	AccountSID  string  `json:"account_sid"`
	CallSID     string  `json:"call_sid"`
	Name        *string `json:"name"`
	Status      string  `json:"status"`
	DateUpdated *string `json:"date_updated"`
	URI         string  `json:"uri"`
}

func (c *callSession) json(r *request) sessionJSON {
	return sessionJSON{
		SID: c.SID, AccountSID: c.account, CallSID: c.CallSID, Name: orNull(c.Name), Status: c.Status,
		DateUpdated: rfc2822(c.updated), URI: c.uri(r),
	}
}

// uri is the address of a session; the address of a new one is that of its collection.
func (c *callSession) uri(r *request) string {
	collection := map[SessionKind]string{SessionStream: "Streams", SessionSiprec: "Siprec", SessionTranscription: "Transcriptions", SessionPayment: "Payments"}
	return accountPath(r.account, "/Calls/"+c.CallSID+"/"+collection[c.Kind]+"/"+c.SID+".json")
}
