package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Conference is calls that hear each other. It begins when the first participant comes,
// and never again: the next conference of the same name has another SID.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource
type Conference struct {
	SID                     string                `json:"sid"` // CF…
	AccountSID              string                `json:"account_sid"`
	APIVersion              string                `json:"api_version"`
	CallSIDEndingConference string                `json:"call_sid_ending_conference"` // CA…, "" unless a participant ended it
	FriendlyName            string                `json:"friendly_name"`              // by which participants come into it
	ReasonConferenceEnded   ConferenceEndedReason `json:"reason_conference_ended"`    // "" until it is over
	Region                  string                `json:"region"`                     // where it is mixed: "us1"
	Status                  ConferenceStatus      `json:"status"`
	DateCreated             twilio.Time           `json:"date_created"`
	DateUpdated             twilio.Time           `json:"date_updated"`
	URI                     string                `json:"uri"`
	SubresourceURIs         map[string]string     `json:"subresource_uris"` // of its participants and recordings, by name
}

// ConferenceEndedReason is why a conference is over. Its twin in callbacks is
// webhook.ConferenceEndedReason.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource
type ConferenceEndedReason string

// The reasons for the end of a conference. A participant with EndConferenceOnExit ends it
// by leaving.
const (
	ConferenceEndedViaAPI                ConferenceEndedReason = "conference-ended-via-api" // [Conferences.End]
	ConferenceEndedByParticipantLeft     ConferenceEndedReason = "participant-with-end-conference-on-exit-left"
	ConferenceEndedByParticipantKicked   ConferenceEndedReason = "participant-with-end-conference-on-exit-kicked"
	ConferenceEndedLastParticipantKicked ConferenceEndedReason = "last-participant-kicked"
	ConferenceEndedLastParticipantLeft   ConferenceEndedReason = "last-participant-left"
)

// ConferenceStatus is where a conference stands.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource#conference-status-values
type ConferenceStatus string

// The statuses of conferences.
const (
	ConferenceStatusInit       ConferenceStatus = "init" // somebody waits for it to start
	ConferenceStatusInProgress ConferenceStatus = "in-progress"
	ConferenceStatusCompleted  ConferenceStatus = "completed"
)

// Final reports whether the conference is over.
func (s ConferenceStatus) Final() bool { return s == ConferenceStatusCompleted }

// Conferences reads the conferences of the account, speaks into them and ends them.
// A conference is made by its first participant: see [Participants.Create].
type Conferences struct{ c *twilio.Client }

const (
	conferencesPath  = accountPrefix + "/Conferences.json"
	conferencePrefix = accountPrefix + "/Conferences/{ConferenceSid:CF}"
	conferencePath   = accountPrefix + "/Conferences/{Sid:CF}.json"
)

var (
	conferenceGet  = twilio.Operation{Name: "voice.Conferences.Get", Method: http.MethodGet, Host: hostAPI, Path: conferencePath}
	conferenceList = twilio.Operation{Name: "voice.Conferences.List", Method: http.MethodGet, Host: hostAPI, Path: conferencesPath, Items: "conferences"}

	// An announcement that is played twice is heard twice.
	conferenceUpdate   = twilio.Operation{Name: "voice.Conferences.Update", Method: http.MethodPost, Host: hostAPI, Path: conferencePath}
	conferenceAnnounce = twilio.Operation{Name: "voice.Conferences.Announce", Method: http.MethodPost, Host: hostAPI, Path: conferencePath}
	// A conference that is over stays over.
	conferenceEnd = twilio.Operation{Name: "voice.Conferences.End", Method: http.MethodPost, Host: hostAPI, Path: conferencePath, Class: twilio.ClassIdempotent}
)

// Get returns a conference as it stands now, also one that is over. One that does not
// exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource#fetch-a-conference-resource
func (s *Conferences) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Conference, error) {
	return twilio.Invoke[Conference](ctx, s.c, conferenceGet.On(sid), opts...)
}

// ConferenceListParams narrows [Conferences.List] and [Conferences.All]. Its zero value
// lists the conferences in progress: for the others ask for a Status.
type ConferenceListParams struct {
	FriendlyName  string           `form:"FriendlyName" check:"filter"`
	Status        ConferenceStatus `form:"Status"`           // "" is in-progress
	CreatedOn     time.Time        `form:"DateCreated,date"` // the day in UTC on which this moment falls
	CreatedBefore time.Time        `form:"DateCreated<,date"`
	CreatedAfter  time.Time        `form:"DateCreated>,date"`
	UpdatedOn     time.Time        `form:"DateUpdated,date"` // the day in UTC on which this moment falls
	UpdatedBefore time.Time        `form:"DateUpdated<,date"`
	UpdatedAfter  time.Time        `form:"DateUpdated>,date"`
	PageSize      int              `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the conferences of the account, or the one that Cursor
// names, the newest conference first.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource#read-multiple-conference-resources
func (s *Conferences) List(ctx context.Context, params ConferenceListParams, opts ...twilio.CallOption) (*twilio.Page[Conference], error) {
	return twilio.InvokePage[Conference](ctx, s.c, conferenceList.With(&params), opts...)
}

// All ranges over the conferences of the account, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource#read-multiple-conference-resources
func (s *Conferences) All(ctx context.Context, params ConferenceListParams, opts ...twilio.CallOption) iter.Seq2[*Conference, error] {
	return twilio.InvokeAll[Conference](ctx, s.c, conferenceList.With(&params), opts...)
}

// ConferenceUpdateParams ends a conference or speaks into it. For one thing at a time see
// [Conferences.End] and [Conferences.Announce].
type ConferenceUpdateParams struct {
	Status         ConferenceStatus `form:"Status"`                  // ConferenceStatusCompleted ends it
	AnnounceURL    string           `form:"AnnounceUrl" check:"url"` // of an MP3, a WAV or TwiML with Play, Say, Pause and Redirect
	AnnounceMethod twilio.Method    `form:"AnnounceMethod" check:"method"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses an update that does nothing, and a status that cannot be set.
func (p *ConferenceUpdateParams) Validate(problems *twilio.Problems) {
	switch {
	case p.Status == "" && p.AnnounceURL == "" && len(p.Extra) == 0:
		problems.Add("Status", "and AnnounceURL are empty", "say what the conference is to do")
	case p.Status != "" && p.Status != ConferenceStatusCompleted:
		problems.Add("Status", "is one that nobody can set", "give ConferenceStatusCompleted, which ends the conference")
	}
}

// Update ends a conference, or plays an announcement to everybody in it. Participants
// would hear an announcement twice if it were repeated, so that an update is not repeated:
// when its answer is lost the error is an *[twilio.OutcomeUnknownError]. The status that
// [Conferences.Get] shows tells of an end; nothing that Twilio shows tells of an
// announcement. [Conferences.End] converges, and is repeated.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource#update-a-conference-resource
func (s *Conferences) Update(ctx context.Context, sid string, params ConferenceUpdateParams, opts ...twilio.CallOption) (*Conference, error) {
	return twilio.Invoke[Conference](ctx, s.c, conferenceUpdate.On(sid).With(&params), opts...)
}

// AnnounceParams is what [Conferences.Announce] and [Participants.Announce] play.
type AnnounceParams struct {
	URL    string        `form:"AnnounceUrl" check:"url"`       // of an MP3, a WAV or TwiML with Play, Say, Pause and Redirect
	Method twilio.Method `form:"AnnounceMethod" check:"method"` // "" leaves it to Twilio, which uses POST

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses an announcement of nothing.
func (p *AnnounceParams) Validate(problems *twilio.Problems) {
	if p.URL == "" {
		problems.Add("URL", "is empty", "give the address of an MP3, a WAV or TwiML")
	}
}

// Announce plays something to everybody in a conference. It is not repeated, because the
// participants would hear it twice. When its answer is lost the error is an
// *[twilio.OutcomeUnknownError]: a status callback with the event announcement, or the
// request for the address, tells whether it was played.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource#conference-announcements
func (s *Conferences) Announce(ctx context.Context, sid string, params AnnounceParams, opts ...twilio.CallOption) (*Conference, error) {
	return twilio.Invoke[Conference](ctx, s.c, conferenceAnnounce.On(sid).With(&params), opts...)
}

// End ends a conference and hangs up on everybody in it. A conference that is over already
// is refused with an error that matches [twilio.ErrNotFound]. It converges, so that it is
// repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource#update-a-conference-resource
func (s *Conferences) End(ctx context.Context, sid string, opts ...twilio.CallOption) (*Conference, error) {
	return twilio.InvokeConverging(ctx, s.c, conferenceEnd.On(sid).With(url.Values{"Status": {string(ConferenceStatusCompleted)}}),
		func() (*Conference, error) { return s.Get(ctx, sid, opts...) },
		func(c *Conference) bool { return c.Status.Final() }, opts...)
}
