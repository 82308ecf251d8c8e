package twiliotest

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// participant is a call in a conference, or on its way into one.
type participant struct {
	participantOptions

	call       *call
	conference *conference
	hold       bool
	created    time.Time
	updated    time.Time
	joined     time.Time // zero while it is being called
	holdMusic  hook      // what is heard on hold
	sounds     *runner   // what it hears while it waits or is on hold, nil for music or silence
	announcing []*runner // what it hears besides
	speaks     appointment
	speaksTo   time.Time // when its words end
}

// participantOptions are the settings of a participant.
type participantOptions struct {
	label    string // "" for none
	muted    bool
	starts   bool // the conference, when the participant joins
	ends     bool // the conference, when the participant leaves
	coaching bool
	coaches  string // the SID of the call that hears this participant alone, "" for none
	wait     hook   // gives what is heard until the conference starts
	silent   bool   // nothing is heard until then

	beepsOnEnter, beepsOnExit bool   // for the others
	onward                    func() // follows when others take it out of the conference; nil ends the call
}

// participantOptionsOf are those of a request that adds a participant.
func participantOptionsOf(form url.Values) participantOptions {
	options := participantOptions{
		label: form.Get("Label"), muted: isTrue(form.Get("Muted")), starts: !strings.EqualFold(form.Get("StartConferenceOnEnter"), "false"),
		ends: isTrue(form.Get("EndConferenceOnExit")), coaches: form.Get("CallSidToCoach"),
		coaching: isTrue(form.Get("Coaching")) || form.Get("Coaching") == "" && form.Get("CallSidToCoach") != "",
		wait:     hook{url: form.Get("WaitUrl"), method: form.Get("WaitMethod"), voice: true},
		silent:   form.Has("WaitUrl") && form.Get("WaitUrl") == "",
	}
	options.beepsOnEnter, options.beepsOnExit = beepsOf(form.Get("Beep"))
	return options
}

// beepsOf says when the others hear a beep.
// https://www.twilio.com/docs/voice/twiml/conference#attributes-beep
func beepsOf(beep string) (onEnter, onExit bool) {
	switch strings.ToLower(beep) {
	case "false":
		return false, false
	case "onenter":
		return true, false
	case "onexit":
		return false, true
	}
	return true, true
}

// Limits of a participant.
// https://www.twilio.com/docs/voice/api/conference-participant-resource
const (
	maxLabel     = 128 // characters
	shortestRing = 5   // seconds
	longestRing  = 600 // seconds
	fewestInRoom = 2   // of MaxParticipants
)

// callSID is what a label must not look like.
var callSID = regexp.MustCompile(`^CA[0-9a-fA-F]{32}$`)

// createParticipant calls somebody into a conference, which begins with that if there is
// none of its name in progress.
func (s *Sim) createParticipant(r *request) (any, *apiError) {
	for _, refuse := range [...]func(*request) *apiError{refuseParticipant, refuseCallee, s.refuseCallCountry, s.refuseInviter, s.refuseCallQueue} {
		if problem := refuse(r); problem != nil {
			return nil, problem
		}
	}
	if s.balance <= 0 {
		return nil, accountNotActive()
	}
	name, options := r.ids["ConferenceSid"], participantOptionsOf(r.form)
	v := s.conferenceNamed(r.account, name)
	if conferenceSID.MatchString(name) {
		if v = recordOf(s.lines.conferences, name); v == nil || v.account != r.account || v.status == conferenceCompleted {
			return nil, conferenceNotOpen()
		}
	}
	if problem := v.refuse(&options, nil); problem != nil {
		return nil, problem
	}
	if v == nil {
		v = s.openConference(r.account, name, conferenceOptionsOf(r.form))
	}
	c := s.newCall(r)
	p := s.addParticipant(v, c, options)
	s.placeCall(c)
	shown := p.json(s)
	shown.QueueTime = orNull(strconv.FormatInt(c.queueTime().Milliseconds(), 10))
	return shown, nil
}

// refuseParticipant looks at the parameters alone.
func refuseParticipant(r *request) *apiError {
	form := r.form
	ring, most := atoi(form.Get("Timeout"), shortestRing), atoi(form.Get("MaxParticipants"), maxParticipants)
	switch {
	case form.Get("To") == "":
		return badRequest(twilio.CodeCallToMissing, "No 'To' number is specified")
	case form.Get("From") == "":
		return badRequest(twilio.CodeCallFromMissing, "No 'From' number is specified")
	case ring < shortestRing || ring > longestRing:
		return badRequest(twilio.CodeCallTimeoutInvalid, "Timeout must be between 5 and 600 seconds.")
	case most < fewestInRoom || most > maxParticipants:
		return badRequest(conferenceInvalid, "MaxParticipants must be between 2 and 250.")
	case isTrue(form.Get("Coaching")) && form.Get("CallSidToCoach") == "":
		return badRequest(conferenceInvalid, "Coaching needs a CallSidToCoach.")
	}
	return refuseRecordingOrder(r)
}

// refuseInviter checks who calls. A SIP address may be called from any name.
func (s *Sim) refuseInviter(r *request) *apiError {
	if strings.HasPrefix(r.form.Get("To"), "sip:") {
		return nil
	}
	return s.refuseCaller(r)
}

// refuse returns why a participant cannot be in a conference, nil if it can. The
// conference is nil before its first participant, and p before the participant is in it.
func (v *conference) refuse(options *participantOptions, p *participant) *apiError {
	label := options.label
	switch {
	case utf8.RuneCountInString(label) > maxLabel, callSID.MatchString(label), strings.Contains(label, "/"):
		return badRequest(labelInvalid, "The participant label has more than 128 characters, or is a CallSid, or has a slash.")
	case v == nil && options.coaching:
		return badRequest(coachedAbsent, "The participant to coach is not in the conference.")
	case v == nil:
		return nil
	case p == nil && len(v.participants) >= v.max:
		return badRequest(conferenceFull, "Conference is full")
	}
	if other := v.participant(label); label != "" && other != nil && other != p {
		return badRequest(labelInUse, "Participant label is in use by another participant")
	}
	if !options.coaching {
		return nil
	}
	switch coached := v.participant(options.coaches); {
	case coached == nil, coached == p, coached.joined.IsZero():
		return badRequest(coachedAbsent, "The participant to coach is not in the conference.")
	case coached.hold:
		return badRequest(coachedOnHold, "The participant to coach is on hold.")
	}
	return nil
}

// participant returns the one with a label or of a call, nil when there is none.
func (v *conference) participant(name string) *participant {
	for _, p := range v.participants {
		if p.call.SID == name || p.label == name {
			return p
		}
	}
	return nil
}

// findParticipant returns the participant that a path names, by its label or its call.
func (s *Sim) findParticipant(r *request) (*participant, *apiError) {
	v, problem := s.findConference(r, "ConferenceSid")
	if problem != nil {
		return nil, problem
	}
	if p := v.participant(r.ids["CallSid"]); p != nil {
		return p, nil
	}
	return nil, notFound(r.resource())
}

func (s *Sim) fetchParticipant(r *request) (any, *apiError) {
	p, problem := s.findParticipant(r)
	if problem != nil {
		return nil, problem
	}
	return p.json(s), nil
}

func (s *Sim) listParticipants(r *request) (any, *apiError) {
	v, problem := s.findConference(r, "ConferenceSid")
	if problem != nil {
		return nil, problem
	}
	wanted := func(name string, is bool) bool { return r.query.Get(name) == "" || isTrue(r.query.Get(name)) == is }
	var found []*participant
	for _, p := range slices.Backward(v.participants) {
		if wanted("Muted", p.muted) && wanted("Hold", p.hold) && wanted("Coaching", p.coaching) {
			found = append(found, p)
		}
	}
	return pageOf(r, r.resource(), "participants", found,
		func(p *participant) string { return p.call.SID }, func(p *participant) any { return p.json(s) })
}

// updateParticipant changes how a participant takes part, and tells of each change.
func (s *Sim) updateParticipant(r *request) (any, *apiError) {
	p, problem := s.findParticipant(r)
	if problem != nil {
		return nil, problem
	}
	changed, form := p.changedBy(r.form), r.form
	if changed.coaching && changed.coaches == "" {
		return nil, badRequest(conferenceInvalid, "Coaching needs a CallSidToCoach.")
	}
	if problem := p.conference.refuse(&changed, p); problem != nil {
		return nil, problem
	}
	before := p.participantOptions
	p.participantOptions, p.updated = changed, s.Clock.Now()
	if changed.muted != before.muted {
		s.tellParticipant(p, either(changed.muted, participantMute, participantUnmute), nil)
	}
	s.setHold(p, form)
	if form.Has("BeepOnExit") || form.Has("WaitUrl") || changed.ends != before.ends || changed.coaching != before.coaching || changed.coaches != before.coaches {
		s.tellParticipant(p, participantModify, nil)
	}
	if address := form.Get("AnnounceUrl"); address != "" {
		s.announce(p.conference, p, hook{url: address, method: form.Get("AnnounceMethod"), voice: true})
	}
	s.notify()
	return p.json(s), nil
}

// changedBy returns the settings of a participant after an update.
func (p *participant) changedBy(form url.Values) participantOptions {
	options := p.participantOptions
	for name, value := range map[string]*bool{
		"Muted": &options.muted, "EndConferenceOnExit": &options.ends, "Coaching": &options.coaching, "BeepOnExit": &options.beepsOnExit,
	} {
		if form.Get(name) != "" {
			*value = isTrue(form.Get(name))
		}
	}
	if coaches := form.Get("CallSidToCoach"); coaches != "" {
		options.coaches, options.coaching = coaches, options.coaching || form.Get("Coaching") == ""
	}
	if !options.coaching {
		options.coaches = ""
	}
	if form.Has("WaitUrl") {
		options.wait, options.silent = hook{url: form.Get("WaitUrl"), method: form.Get("WaitMethod"), voice: true}, form.Get("WaitUrl") == ""
	}
	return options
}

// setHold puts a participant on hold, or takes it back.
func (s *Sim) setHold(p *participant, form url.Values) {
	hold := isTrue(form.Get("Hold"))
	if form.Get("Hold") == "" || hold == p.hold {
		return
	}
	p.hold = hold
	s.tellParticipant(p, either(hold, participantHold, participantUnhold), nil)
	p.holdMusic = hook{url: form.Get("HoldUrl"), method: cmp.Or(form.Get("HoldMethod"), http.MethodGet), voice: true}
	s.entertain(p)
}

func either(first bool, one, other string) string {
	if first {
		return one
	}
	return other
}

// kickParticipant takes a participant out of a conference. A call that a Dial has put there
// goes on after the Dial.
func (s *Sim) kickParticipant(r *request) (any, *apiError) {
	p, problem := s.findParticipant(r)
	if problem != nil {
		return nil, problem
	}
	s.leaveConference(p.call, leftByKick)
	s.sendOnward(p)
	s.notify()
	return nil, nil //nolint:nilnil // no body, no error
}

// participantJSON is a participant as the API shows it.
type participantJSON struct {
	AccountSID             string  `json:"account_sid"`
	CallSID                string  `json:"call_sid"`
	Label                  *string `json:"label"`
	CallSIDToCoach         *string `json:"call_sid_to_coach"`
	Coaching               bool    `json:"coaching"`
	ConferenceSID          string  `json:"conference_sid"`
	DateCreated            *string `json:"date_created"`
	DateUpdated            *string `json:"date_updated"`
	EndConferenceOnExit    bool    `json:"end_conference_on_exit"`
	Muted                  bool    `json:"muted"`
	Hold                   bool    `json:"hold"`
	StartConferenceOnEnter bool    `json:"start_conference_on_enter"`
	Status                 string  `json:"status"`
	QueueTime              *string `json:"queue_time"` // of a create alone
	URI                    string  `json:"uri"`
}

func (p *participant) json(s *Sim) participantJSON {
	return participantJSON{
		AccountSID: p.call.account, CallSID: p.call.SID, Label: orNull(p.label), CallSIDToCoach: orNull(p.coaches), Coaching: p.coaching,
		ConferenceSID: p.conference.sid, DateCreated: rfc2822(p.created), DateUpdated: rfc2822(p.updated), EndConferenceOnExit: p.ends,
		Muted: p.muted, Hold: p.hold, StartConferenceOnEnter: p.starts, Status: p.status(s.Clock.Now()),
		URI: p.conference.path() + "/Participants/" + p.call.SID + ".json",
	}
}

// status is where a participant's call stands. A call is connecting for the second half
// of the time in which it is queued.
func (p *participant) status(now time.Time) string {
	switch p.call.Status {
	case twilio.CallStatusQueued:
		return either(now.Before(p.call.Created.Add(p.call.turnAfter+callQueuedFor/2)), "queued", "connecting")
	case twilio.CallStatusRinging:
		return "ringing"
	case twilio.CallStatusInProgress:
		return "connected"
	case twilio.CallStatusCompleted:
		return "complete"
	}
	return "failed"
}
