package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Participant is a call in a conference, or on its way into one. Twilio shows it as long
// as the call lasts and the conference goes on.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource
type Participant struct {
	AccountSID             string            `json:"account_sid"`
	CallSID                string            `json:"call_sid"`          // CA…
	ConferenceSID          string            `json:"conference_sid"`    // CF…
	CallSIDToCoach         string            `json:"call_sid_to_coach"` // CA… of the participant who alone hears this one, "" for none
	Coaching               bool              `json:"coaching"`
	EndConferenceOnExit    bool              `json:"end_conference_on_exit"`
	Hold                   bool              `json:"hold"`
	Label                  string            `json:"label"` // of your own, instead of CallSID
	Muted                  bool              `json:"muted"`
	QueueTime              twilio.Int        `json:"queue_time"` // milliseconds before the call is placed
	StartConferenceOnEnter bool              `json:"start_conference_on_enter"`
	Status                 ParticipantStatus `json:"status"`
	DateCreated            twilio.Time       `json:"date_created"`
	DateUpdated            twilio.Time       `json:"date_updated"`
	URI                    string            `json:"uri"`
}

// Err returns a *[FailedError] when the participant could not be reached, and nil
// otherwise. The status of the call says why: see [twilio.Calls.Get].
func (p *Participant) Err() error {
	if p.Status != ParticipantStatusFailed {
		return nil
	}
	return &FailedError{
		Kind: "participant", SID: p.CallSID, Status: string(p.Status),
		Remedy: "get the call by that SID, whose status says why, before you call again",
	}
}

// ParticipantStatus is where the call of a participant stands.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource
type ParticipantStatus string

// The statuses of participants.
const (
	ParticipantStatusQueued     ParticipantStatus = "queued"
	ParticipantStatusConnecting ParticipantStatus = "connecting"
	ParticipantStatusRinging    ParticipantStatus = "ringing"
	ParticipantStatusConnected  ParticipantStatus = "connected" // in the conference
	ParticipantStatusComplete   ParticipantStatus = "complete"  // has left it
	ParticipantStatusFailed     ParticipantStatus = "failed"    // could not be reached
)

// Final reports whether the participant has left, or could not be reached.
func (s ParticipantStatus) Final() bool {
	return s == ParticipantStatusComplete || s == ParticipantStatusFailed
}

// Participants calls people into conferences, and manages those who are in them. A
// participant is named by the SID of the call or by the label.
type Participants struct{ c *twilio.Client }

const (
	// A conference can be named by its FriendlyName where participants are created.
	participantCreatePath = accountPrefix + "/Conferences/{ConferenceSid:name}/Participants.json"
	participantsPath      = conferencePrefix + "/Participants.json"
	participantPath       = conferencePrefix + "/Participants/{CallSid:name}.json" // or a label
)

var (
	participantGet  = twilio.Operation{Name: "voice.Participants.Get", Method: http.MethodGet, Host: hostAPI, Path: participantPath}
	participantList = twilio.Operation{Name: "voice.Participants.List", Method: http.MethodGet, Host: hostAPI, Path: participantsPath, Items: "participants"}
	// A participant who is gone stays gone.
	participantKick = twilio.Operation{Name: "voice.Participants.Kick", Method: http.MethodDelete, Host: hostAPI, Path: participantPath}
)

// Get returns a participant by the SID of the call or by the label. One whose call is over,
// or whose conference is, matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#fetch-a-participant-resource
func (s *Participants) Get(ctx context.Context, conferenceSID, callSID string, opts ...twilio.CallOption) (*Participant, error) {
	return twilio.Invoke[Participant](ctx, s.c, participantGet.On(conferenceSID, callSID), opts...)
}

// ParticipantListParams narrows [Participants.List] and [Participants.All]; its zero
// value lists everybody in the conference.
type ParticipantListParams struct {
	Muted    *bool `form:"Muted"`
	Hold     *bool `form:"Hold"`
	Coaching *bool `form:"Coaching"`
	PageSize int   `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the participants who are in a conference or on their way
// into it, or the page that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#read-multiple-participant-resources
func (s *Participants) List(ctx context.Context, conferenceSID string, params ParticipantListParams, opts ...twilio.CallOption) (*twilio.Page[Participant], error) {
	return twilio.InvokePage[Participant](ctx, s.c, participantList.On(conferenceSID).With(&params), opts...)
}

// All ranges over the participants who are in a conference or on their way into it. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#read-multiple-participant-resources
func (s *Participants) All(ctx context.Context, conferenceSID string, params ParticipantListParams, opts ...twilio.CallOption) iter.Seq2[*Participant, error] {
	return twilio.InvokeAll[Participant](ctx, s.c, participantList.On(conferenceSID).With(&params), opts...)
}

// Kick takes a participant out of a conference and hangs up. One who is no longer there
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#delete-a-participant-resource
func (s *Participants) Kick(ctx context.Context, conferenceSID, callSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, participantKick.On(conferenceSID, callSID), opts...)
}
