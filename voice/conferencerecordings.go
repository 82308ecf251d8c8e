package voice

import (
	"context"
	"iter"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// ConferenceRecordings pauses, resumes and stops the recordings of a conference that goes
// on, and reads those of any conference. A conference is recorded when its first
// participant asks for it: see [ParticipantCreateParams]. [Recordings] downloads the sound.
type ConferenceRecordings struct{ c *twilio.Client }

const (
	conferenceRecordingsPath      = conferencePrefix + "/Recordings.json"
	conferenceRecordingPath       = conferencePrefix + "/Recordings/{Sid:RE}.json"
	conferenceRecordingUpdatePath = conferencePrefix + "/Recordings/{Sid}.json" // or CurrentRecording
)

var (
	conferenceRecordings = controlled{
		get:  twilio.Operation{Name: "voice.ConferenceRecordings.Get", Method: http.MethodGet, Host: hostAPI, Path: conferenceRecordingPath},
		list: twilio.Operation{Name: "voice.ConferenceRecordings.List", Method: http.MethodGet, Host: hostAPI, Path: conferenceRecordingsPath, Items: "recordings"},
	}
	// A recording that is paused, goes on or is stopped does so however often it is told.
	conferenceRecordingUpdate = twilio.Operation{Name: "voice.ConferenceRecordings.Update", Method: http.MethodPost, Host: hostAPI, Path: conferenceRecordingUpdatePath, Class: twilio.ClassIdempotent}
	conferenceRecordingPause  = twilio.Operation{Name: "voice.ConferenceRecordings.Pause", Method: http.MethodPost, Host: hostAPI, Path: conferenceRecordingUpdatePath, Class: twilio.ClassIdempotent}
	conferenceRecordingResume = twilio.Operation{Name: "voice.ConferenceRecordings.Resume", Method: http.MethodPost, Host: hostAPI, Path: conferenceRecordingUpdatePath, Class: twilio.ClassIdempotent}
	conferenceRecordingStop   = twilio.Operation{Name: "voice.ConferenceRecordings.Stop", Method: http.MethodPost, Host: hostAPI, Path: conferenceRecordingUpdatePath, Class: twilio.ClassIdempotent}
	conferenceRecordingDelete = twilio.Operation{Name: "voice.ConferenceRecordings.Delete", Method: http.MethodDelete, Host: hostAPI, Path: conferenceRecordingPath}
)

// Get returns a recording of a conference as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-resource
func (s *ConferenceRecordings) Get(ctx context.Context, conferenceSID, sid string, opts ...twilio.CallOption) (*Recording, error) {
	return twilio.Invoke[Recording](ctx, s.c, conferenceRecordings.get.On(conferenceSID, sid), opts...)
}

// List returns the first page of the recordings of a conference, or the one that Cursor names,
// the newest recording first.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources
func (s *ConferenceRecordings) List(ctx context.Context, conferenceSID string, params PartRecordingListParams, opts ...twilio.CallOption) (*twilio.Page[Recording], error) {
	return twilio.InvokePage[Recording](ctx, s.c, conferenceRecordings.list.On(conferenceSID).With(&params), opts...)
}

// All ranges over the recordings of a conference. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources
func (s *ConferenceRecordings) All(ctx context.Context, conferenceSID string, params PartRecordingListParams, opts ...twilio.CallOption) iter.Seq2[*Recording, error] {
	return twilio.InvokeAll[Recording](ctx, s.c, conferenceRecordings.list.On(conferenceSID).With(&params), opts...)
}

// Update pauses, resumes or stops a recording, which is named by its SID or by
// [CurrentRecording]. It converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (s *ConferenceRecordings) Update(ctx context.Context, conferenceSID, sid string, params RecordingUpdateParams, opts ...twilio.CallOption) (*Recording, error) {
	return twilio.Invoke[Recording](ctx, s.c, conferenceRecordingUpdate.On(conferenceSID, sid).With(&params), opts...)
}

// Pause interrupts a recording, as before somebody says the number of a credit card. It
// converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (s *ConferenceRecordings) Pause(ctx context.Context, conferenceSID, sid string, params RecordingPauseParams, opts ...twilio.CallOption) (*Recording, error) {
	pause := RecordingUpdateParams{Status: twilio.RecordingStatusPaused, PauseBehavior: params.Behavior, Extra: params.Extra}
	return twilio.Invoke[Recording](ctx, s.c, conferenceRecordingPause.On(conferenceSID, sid).With(&pause), opts...)
}

// Resume goes on with a recording that is paused. It converges, so that it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (s *ConferenceRecordings) Resume(ctx context.Context, conferenceSID, sid string, opts ...twilio.CallOption) (*Recording, error) {
	resume := RecordingUpdateParams{Status: twilio.RecordingStatusInProgress}
	return twilio.Invoke[Recording](ctx, s.c, conferenceRecordingResume.On(conferenceSID, sid).With(&resume), opts...)
}

// Stop ends a recording for good; the conference goes on. One that is over already is refused
// with [twilio.CodeCallNotInProgress]. It converges, so that it is repeated after failures
// that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (s *ConferenceRecordings) Stop(ctx context.Context, conferenceSID, sid string, opts ...twilio.CallOption) (*Recording, error) {
	return conferenceRecordings.stop(ctx, s.c, conferenceRecordingStop, conferenceSID, sid, opts)
}

// Delete deletes a recording of a conference for good, as [Recordings.Delete] does.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource
func (s *ConferenceRecordings) Delete(ctx context.Context, conferenceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, conferenceRecordingDelete.On(conferenceSID, sid), opts...)
}
