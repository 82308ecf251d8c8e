package twiliotest

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// lineState is all that the simulator keeps of calls that talk to each other, wait in a
// queue, or are recorded. The zero value is ready.
type lineState struct {
	conferences []*conference // in the order of their creation
	queues      []*queue      // in the order of their creation
	recordings  []*recording  // in the order of their creation
}

// lineHandlerOf returns the handler of an operation on conferences, queues, recordings
// and transcriptions, nil for all others.
func lineHandlerOf(op *contract.Operation) handler {
	if op.Spec != "api_v2010" {
		return nil
	}
	for _, find := range [...]func(string) handler{conferenceHandler, queueHandler, recordingHandler, transcriptionHandler} {
		if handle := find(op.ID); handle != nil {
			return handle
		}
	}
	return nil
}

// conferenceHandler returns the handler of an operation on conferences and their
// participants, nil for all others.
func conferenceHandler(operation string) handler {
	switch operation {
	case "FetchConference":
		return (*Sim).fetchConference
	case "ListConference":
		return (*Sim).listConferences
	case "UpdateConference":
		return (*Sim).updateConference
	case "CreateParticipant":
		return (*Sim).createParticipant
	case "FetchParticipant":
		return (*Sim).fetchParticipant
	case "ListParticipant":
		return (*Sim).listParticipants
	case "UpdateParticipant":
		return (*Sim).updateParticipant
	case "DeleteParticipant":
		return (*Sim).kickParticipant
	}
	return nil
}

// The statuses of conferences.
// https://www.twilio.com/docs/voice/api/conference-resource
const (
	conferenceInit       = "init"
	conferenceInProgress = "in-progress"
	conferenceCompleted  = "completed"
)

// Codes of conferences. Twilio does not document their HTTP statuses.
// https://www.twilio.com/docs/api/errors
const (
	conferenceInvalid     = 16002
	conferenceEventFailed = 16011
	conferenceFull        = 16020
	conferenceGone        = 16022
	labelInvalid          = 16024
	labelInUse            = 16026
	coachedOnHold         = 16027
	coachedAbsent         = 16028
)

// conference is one conference, from the request or the call that opens it on.
type conference struct {
	itemRecord
	conferenceOptions

	name         string
	status       string
	told         int            // how many events
	announcing   []*runner      // what everybody hears
	participants []*participant // in the order in which they were added, those that are being called included
	reason       string         // why it has ended, "" until then
	endedBy      string         // the SID of the call that ended it, "" for none
}

// conferenceOptions are the settings of a conference. Those of the first participant
// count.
type conferenceOptions struct {
	max      int // participants
	region   string
	callback hook            // is told of events
	events   []string        // of which ones
	record   *recordingOrder // from its start, nil for no recording
	recorded hook            // is told of the recording, in the older way
}

// maxParticipants is the most that a conference holds.
// https://www.twilio.com/docs/voice/twiml/conference#attributes-max-participants
const maxParticipants = 250

// newConferenceOptions are those of a participant who sets nothing.
func newConferenceOptions() conferenceOptions {
	return conferenceOptions{max: maxParticipants, region: "us1", events: []string{"start", "end"}}
}

// conferenceOptionsOf are those of a request that adds a participant.
func conferenceOptionsOf(form url.Values) conferenceOptions {
	options := newConferenceOptions()
	options.max = atoi(form.Get("MaxParticipants"), maxParticipants)
	if region := form.Get("Region"); region != "" {
		options.region = region
	}
	options.callback = conferenceHook(form.Get("ConferenceStatusCallback"), form.Get("ConferenceStatusCallbackMethod"))
	if events := listed(form["ConferenceStatusCallbackEvent"]); len(events) > 0 {
		options.events = events
	}
	if record := form.Get("ConferenceRecord"); isTrue(record) || record == "record-from-start" {
		order := recordingOrderOf(form, "Conference", twilio.RecordingSourceConference)
		order.channels = 1 // of a conference there is one channel
		options.record = &order
	}
	return options
}

// listed returns the words of a parameter that holds several, which are repeated or
// divided by blanks.
func listed(values []string) []string { return strings.Fields(strings.Join(values, " ")) }

// conferenceSID is what stands for a conference besides its name.
var conferenceSID = regexp.MustCompile(`^CF[0-9a-fA-F]{32}$`)

// openConference returns the conference of a name that goes on, or begins another one.
func (s *Sim) openConference(account, name string, options conferenceOptions) *conference {
	if v := s.conferenceNamed(account, name); v != nil {
		return v
	}
	now := s.Clock.Now()
	v := &conference{
		itemRecord:        itemRecord{sid: s.newSID("CF"), account: account, created: now, updated: now},
		conferenceOptions: options, name: name, status: conferenceInit,
	}
	s.lines.conferences = append(s.lines.conferences, v)
	return v
}

// conferenceNamed returns the conference of a name that goes on, nil when there is none.
func (s *Sim) conferenceNamed(account, name string) *conference {
	for _, v := range s.lines.conferences {
		if v.account == account && v.name == name && v.status != conferenceCompleted {
			return v
		}
	}
	return nil
}

// findConference returns the conference that a path names.
func (s *Sim) findConference(r *request, param string) (*conference, *apiError) {
	if v := recordOf(s.lines.conferences, r.ids[param]); v != nil && v.account == r.account {
		return v, nil
	}
	return nil, notFound(r.resource())
}

func conferenceNotOpen() *apiError {
	return &apiError{status: http.StatusNotFound, code: conferenceGone, message: "Conference does not exist or is completed"}
}

func (s *Sim) fetchConference(r *request) (any, *apiError) {
	v, problem := s.findConference(r, "Sid")
	if problem != nil {
		return nil, problem
	}
	return v.json(), nil
}

// listConferences lists those in progress, unless a status is asked for.
// https://www.twilio.com/en-us/changelog
func (s *Sim) listConferences(r *request) (any, *apiError) {
	status, name := r.query.Get("Status"), r.query.Get("FriendlyName")
	if status == "" {
		status = conferenceInProgress
	}
	var found []*conference
	for _, v := range slices.Backward(s.lines.conferences) {
		if v.account == r.account && v.status == status && (name == "" || v.name == name) &&
			inTimes(r.query, "DateCreated", v.created) && inTimes(r.query, "DateUpdated", v.updated) {
			found = append(found, v)
		}
	}
	return listItems(r, "conferences", found, func(v *conference) any { return v.json() })
}

// updateConference ends a conference, or announces something to everybody in it.
func (s *Sim) updateConference(r *request) (any, *apiError) {
	v, problem := s.findConference(r, "Sid")
	switch {
	case problem != nil:
		return nil, problem
	case v.status == conferenceCompleted:
		return nil, conferenceNotOpen()
	}
	if address := r.form.Get("AnnounceUrl"); address != "" {
		s.announce(v, nil, hook{url: address, method: r.form.Get("AnnounceMethod"), voice: true})
	}
	if r.form.Get("Status") == conferenceCompleted {
		s.endConference(v, "conference-ended-via-api", nil, leftByEnd)
	}
	s.notify()
	return v.json(), nil
}

// conferenceJSON is a conference as the API shows it.
type conferenceJSON struct {
	SID                     string            `json:"sid"`
	AccountSID              string            `json:"account_sid"`
	APIVersion              string            `json:"api_version"`
	CallSIDEndingConference *string           `json:"call_sid_ending_conference"`
	DateCreated             *string           `json:"date_created"`
	DateUpdated             *string           `json:"date_updated"`
	FriendlyName            string            `json:"friendly_name"`
	ReasonConferenceEnded   *string           `json:"reason_conference_ended"`
	Region                  string            `json:"region"`
	Status                  string            `json:"status"`
	SubresourceURIs         map[string]string `json:"subresource_uris"`
	URI                     string            `json:"uri"`
}

func (v *conference) path() string { return accountPath(v.account, "/Conferences/"+v.sid) }

func (v *conference) json() conferenceJSON {
	return conferenceJSON{
		SID: v.sid, AccountSID: v.account, APIVersion: "2010-04-01", CallSIDEndingConference: orNull(v.endedBy),
		DateCreated: rfc2822(v.created), DateUpdated: rfc2822(v.updated), FriendlyName: v.name,
		ReasonConferenceEnded: orNull(v.reason), Region: v.region, Status: v.status, URI: v.path() + ".json",
		SubresourceURIs: map[string]string{"participants": v.path() + "/Participants.json", "recordings": v.path() + "/Recordings.json"},
	}
}
