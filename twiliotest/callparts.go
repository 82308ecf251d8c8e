package twiliotest

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
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

// The kinds of sessions.
const (
	SessionStream        SessionKind = "stream"
	SessionSiprec        SessionKind = "siprec"
	SessionTranscription SessionKind = "transcription"
	SessionPayment       SessionKind = "payment"
)

// The statuses of sessions.
const (
	sessionRuns     = "in-progress"
	sessionStopped  = "stopped"
	paymentComplete = "complete"
	paymentCanceled = "cancel"
)

// CallSession is something that the program has run on a live call: a media stream, a
// SIPREC session, a real-time transcription, or a payment.
type CallSession struct {
	Kind     SessionKind
	SID      string
	CallSID  string
	Name     string     // "" for none
	Status   string     // "in-progress", "stopped"; of a payment also "complete" and "cancel"
	Params   url.Values // with which it was begun
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
		session := s.newSession(kind, r, c)
		s.tellSession(session, "started")
		return session.json(r), nil
	}
}

func (s *Sim) newSession(kind SessionKind, r *request, c *call) *callSession {
	now, form := s.Clock.Now(), r.form
	session := &callSession{
		CallSession: CallSession{
			Kind: kind, SID: s.newSID(kind.prefix()), CallSID: c.SID, Name: form.Get("Name"), Status: sessionRuns, Params: maps.Clone(form), Started: now,
		},
		account: r.account, updated: now,
		hook: hook{
			url: cmp.Or(form.Get("StatusCallback"), form.Get("StatusCallbackUrl")), method: form.Get("StatusCallbackMethod"), voice: true, status: true,
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
	session.Status, session.Ended, session.updated = status, s.Clock.Now(), s.Clock.Now()
	s.tellSession(session, "stopped")
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

// tellSession sends the status callback of the start or the end of a stream or a
// transcription. Twilio has not published those of SIPREC sessions, and those of payments
// follow from the keys that people press.
// https://www.twilio.com/docs/voice/twiml/stream, https://www.twilio.com/docs/voice/twiml/transcription
func (s *Sim) tellSession(session *callSession, event string) {
	form := url.Values{
		"AccountSid": {session.account}, "CallSid": {session.CallSID}, "Timestamp": {s.Clock.Now().UTC().Format(time.RFC3339)},
	}
	switch {
	case session.hook.url == "":
		return
	case session.Kind == SessionStream:
		form.Set("StreamSid", session.SID)
		form.Set("StreamName", session.Name)
		form.Set("StreamEvent", "stream-"+event)
	case session.Kind == SessionTranscription:
		session.told++
		form.Set("TranscriptionSid", session.SID)
		form.Set("TranscriptionEvent", "transcription-"+event)
		form.Set("SequenceId", strconv.Itoa(session.told))
		form.Set("LanguageCode", cmp.Or(session.Params.Get("LanguageCode"), "en-US"))
		form.Set("Track", cmp.Or(session.Params.Get("Track"), "both_tracks"))
	default:
		return
	}
	s.later(func() { _, _ = s.judge(s.call(&session.hook, form)) })
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
