package voice

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// A value that is set twice is set: whoever is muted or on hold stays so. An announcement
// that is played twice is heard twice, so that it has an operation of its own.
var (
	participantUpdate       = twilio.Operation{Name: "voice.Participants.Update", Method: http.MethodPost, Host: hostAPI, Path: participantPath, Class: twilio.ClassIdempotent}
	participantHold         = twilio.Operation{Name: "voice.Participants.Hold", Method: http.MethodPost, Host: hostAPI, Path: participantPath, Class: twilio.ClassIdempotent}
	participantUnhold       = twilio.Operation{Name: "voice.Participants.Unhold", Method: http.MethodPost, Host: hostAPI, Path: participantPath, Class: twilio.ClassIdempotent}
	participantMute         = twilio.Operation{Name: "voice.Participants.Mute", Method: http.MethodPost, Host: hostAPI, Path: participantPath, Class: twilio.ClassIdempotent}
	participantUnmute       = twilio.Operation{Name: "voice.Participants.Unmute", Method: http.MethodPost, Host: hostAPI, Path: participantPath, Class: twilio.ClassIdempotent}
	participantCoach        = twilio.Operation{Name: "voice.Participants.Coach", Method: http.MethodPost, Host: hostAPI, Path: participantPath, Class: twilio.ClassIdempotent}
	participantStopCoaching = twilio.Operation{Name: "voice.Participants.StopCoaching", Method: http.MethodPost, Host: hostAPI, Path: participantPath, Class: twilio.ClassIdempotent}
	participantAnnounce     = twilio.Operation{Name: "voice.Participants.Announce", Method: http.MethodPost, Host: hostAPI, Path: participantPath, Proof: twilio.ProofKey("call_sid")}
)

// ParticipantUpdateParams changes a participant. A field that is nil or empty stays as it
// is. For one thing at a time there are verbs, such as [Participants.Mute].
type ParticipantUpdateParams struct {
	Muted               *bool         `form:"Muted"`
	Hold                *bool         `form:"Hold"`
	HoldURL             string        `form:"HoldUrl" check:"url"`       // of the music on hold: an MP3, a WAV or TwiML
	HoldMethod          twilio.Method `form:"HoldMethod" check:"method"` // "" leaves it to Twilio, which uses GET
	Coaching            *bool         `form:"Coaching"`
	CallSIDToCoach      string        `form:"CallSidToCoach" check:"sid=CA"` // of the participant who alone hears this one
	EndConferenceOnExit *bool         `form:"EndConferenceOnExit"`
	BeepOnExit          *bool         `form:"BeepOnExit"`
	WaitURL             string        `form:"WaitUrl" check:"url"` // of the music until the conference starts
	WaitMethod          twilio.Method `form:"WaitMethod" check:"method"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses to coach nobody.
func (p *ParticipantUpdateParams) Validate(problems *twilio.Problems) {
	if p.Coaching != nil && *p.Coaching && p.CallSIDToCoach == "" {
		problems.Add("CallSIDToCoach", "is empty although Coaching is true", "give the SID of the call that is to be coached")
	}
}

// Update changes a participant, and returns the participant as it is afterwards. An update
// converges, so that it is repeated after failures that may pass. [Participants.Announce]
// plays something to one participant, which an update cannot do.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
func (s *Participants) Update(ctx context.Context, conferenceSID, callSID string, params ParticipantUpdateParams, opts ...twilio.CallOption) (*Participant, error) {
	return twilio.Invoke[Participant](ctx, s.c, participantUpdate.On(conferenceSID, callSID).With(&params), opts...)
}

// HoldParams is what somebody hears on hold.
type HoldParams struct {
	HoldURL    string        `form:"HoldUrl" check:"url"`       // of an MP3, a WAV or TwiML; "" is Twilio's music
	HoldMethod twilio.Method `form:"HoldMethod" check:"method"` // "" leaves it to Twilio, which uses GET

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Hold puts a participant on hold: the participant hears music, and neither hears the
// others nor is heard. The zero HoldParams is Twilio's music.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
func (s *Participants) Hold(ctx context.Context, conferenceSID, callSID string, params HoldParams, opts ...twilio.CallOption) (*Participant, error) {
	hold := ParticipantUpdateParams{Hold: twilio.Ptr(true), HoldURL: params.HoldURL, HoldMethod: params.HoldMethod, Extra: params.Extra}
	return s.set(ctx, participantHold, conferenceSID, callSID, hold, opts)
}

// Unhold lets a participant who is on hold come back.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
func (s *Participants) Unhold(ctx context.Context, conferenceSID, callSID string, opts ...twilio.CallOption) (*Participant, error) {
	return s.set(ctx, participantUnhold, conferenceSID, callSID, ParticipantUpdateParams{Hold: twilio.Ptr(false)}, opts)
}

// Mute lets nobody hear a participant, who goes on to hear the others.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#mute-a-participant
func (s *Participants) Mute(ctx context.Context, conferenceSID, callSID string, opts ...twilio.CallOption) (*Participant, error) {
	return s.set(ctx, participantMute, conferenceSID, callSID, ParticipantUpdateParams{Muted: twilio.Ptr(true)}, opts)
}

// Unmute lets the others hear a participant again.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#mute-a-participant
func (s *Participants) Unmute(ctx context.Context, conferenceSID, callSID string, opts ...twilio.CallOption) (*Participant, error) {
	return s.set(ctx, participantUnmute, conferenceSID, callSID, ParticipantUpdateParams{Muted: twilio.Ptr(false)}, opts)
}

// CoachParams says who is coached.
type CoachParams struct {
	CallSIDToCoach string `form:"CallSidToCoach" check:"sid=CA"` // of the participant who alone hears the coach

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Coach lets a participant be heard by one other alone, as a supervisor whispers to an
// agent. It is refused when the one who is to be coached is on hold or not in the
// conference.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
func (s *Participants) Coach(ctx context.Context, conferenceSID, callSID string, params CoachParams, opts ...twilio.CallOption) (*Participant, error) {
	coach := ParticipantUpdateParams{Coaching: twilio.Ptr(true), CallSIDToCoach: params.CallSIDToCoach, Extra: params.Extra}
	return s.set(ctx, participantCoach, conferenceSID, callSID, coach, opts)
}

// StopCoaching lets everybody hear a participant again who has coached.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
func (s *Participants) StopCoaching(ctx context.Context, conferenceSID, callSID string, opts ...twilio.CallOption) (*Participant, error) {
	return s.set(ctx, participantStopCoaching, conferenceSID, callSID, ParticipantUpdateParams{Coaching: twilio.Ptr(false)}, opts)
}

func (s *Participants) set(ctx context.Context, op twilio.Operation, conferenceSID, callSID string, params ParticipantUpdateParams, opts []twilio.CallOption) (*Participant, error) {
	return twilio.Invoke[Participant](ctx, s.c, op.On(conferenceSID, callSID).With(&params), opts...)
}

// Announce plays something to one participant. It is not repeated, because the participant
// would hear it twice. When its answer is lost the error is an
// *[twilio.OutcomeUnknownError]: the request for the address tells whether it was played.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
func (s *Participants) Announce(ctx context.Context, conferenceSID, callSID string, params AnnounceParams, opts ...twilio.CallOption) (*Participant, error) {
	return twilio.Invoke[Participant](ctx, s.c, participantAnnounce.On(conferenceSID, callSID).With(&params), opts...)
}
