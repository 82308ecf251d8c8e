package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// CallRecordings starts, pauses, resumes and stops the recordings of a call that goes on,
// and reads those of any call. [Recordings] downloads their sound.
type CallRecordings struct{ c *twilio.Client }

const (
	callRecordingsPath      = callPrefix + "/Recordings.json"
	callRecordingPath       = callPrefix + "/Recordings/{Sid:RE}.json"
	callRecordingUpdatePath = callPrefix + "/Recordings/{Sid}.json" // or CurrentRecording
)

var (
	// A second request may start a second recording. Twilio may also answer with the one
	// that is under way, so that the SID need not be new.
	callRecordingStart = twilio.Operation{Name: "voice.CallRecordings.Start", Method: http.MethodPost, Host: hostAPI, Path: callRecordingsPath}

	callRecordings = controlled{
		get:  twilio.Operation{Name: "voice.CallRecordings.Get", Method: http.MethodGet, Host: hostAPI, Path: callRecordingPath},
		list: twilio.Operation{Name: "voice.CallRecordings.List", Method: http.MethodGet, Host: hostAPI, Path: callRecordingsPath, Items: "recordings"},
	}
	// A recording that is paused, goes on or is stopped does so however often it is told.
	callRecordingUpdate = twilio.Operation{Name: "voice.CallRecordings.Update", Method: http.MethodPost, Host: hostAPI, Path: callRecordingUpdatePath, Class: twilio.ClassIdempotent}
	callRecordingPause  = twilio.Operation{Name: "voice.CallRecordings.Pause", Method: http.MethodPost, Host: hostAPI, Path: callRecordingUpdatePath, Class: twilio.ClassIdempotent}
	callRecordingResume = twilio.Operation{Name: "voice.CallRecordings.Resume", Method: http.MethodPost, Host: hostAPI, Path: callRecordingUpdatePath, Class: twilio.ClassIdempotent}
	callRecordingStop   = twilio.Operation{Name: "voice.CallRecordings.Stop", Method: http.MethodPost, Host: hostAPI, Path: callRecordingUpdatePath, Class: twilio.ClassIdempotent}
	callRecordingDelete = twilio.Operation{Name: "voice.CallRecordings.Delete", Method: http.MethodDelete, Host: hostAPI, Path: callRecordingPath}
)

// CallRecordingStartParams says how a call is recorded; its zero value leaves all of it to
// Twilio.
type CallRecordingStartParams struct {
	Channels             twilio.RecordingChannels `form:"RecordingChannels"` // "" leaves it to Twilio, which uses mono
	Track                twilio.RecordingTrack    `form:"RecordingTrack"`    // "" leaves it to Twilio, which uses both
	Trim                 twilio.RecordingTrim     `form:"Trim"`              // "" leaves it to Twilio, which trims nothing
	StatusCallback       string                   `form:"RecordingStatusCallback" check:"url"`
	StatusCallbackEvents []twilio.RecordingEvent  `form:"RecordingStatusCallbackEvent"` // nil leaves it to Twilio, which tells completed
	StatusCallbackMethod twilio.Method            `form:"RecordingStatusCallbackMethod" check:"method"`
	ConfigurationID      string                   `form:"RecordingConfigurationId"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Start begins to record a call that goes on. A call that is not answered yet, or over, is
// refused with [twilio.CodeCallNotInProgress].
//
// It is not repeated when nobody can say whether it was carried out. The error is an
// *[twilio.OutcomeUnknownError] then: [CallRecordings.List] shows whether there is a
// recording of the source [twilio.RecordingSourceStartCallRecordingAPI] that is in
// progress.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource
func (s *CallRecordings) Start(ctx context.Context, callSID string, params CallRecordingStartParams, opts ...twilio.CallOption) (*Recording, error) {
	return twilio.Invoke[Recording](ctx, s.c, callRecordingStart.On(callSID).With(&params), opts...)
}

// Get returns a recording of a call as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-resource
func (s *CallRecordings) Get(ctx context.Context, callSID, sid string, opts ...twilio.CallOption) (*Recording, error) {
	return twilio.Invoke[Recording](ctx, s.c, callRecordings.get.On(callSID, sid), opts...)
}

// List returns the first page of the recordings of a call, or the one that Cursor names,
// the newest recording first.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources
func (s *CallRecordings) List(ctx context.Context, callSID string, params PartRecordingListParams, opts ...twilio.CallOption) (*twilio.Page[Recording], error) {
	return twilio.InvokePage[Recording](ctx, s.c, callRecordings.list.On(callSID).With(&params), opts...)
}

// All ranges over the recordings of a call. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources
func (s *CallRecordings) All(ctx context.Context, callSID string, params PartRecordingListParams, opts ...twilio.CallOption) iter.Seq2[*Recording, error] {
	return twilio.InvokeAll[Recording](ctx, s.c, callRecordings.list.On(callSID).With(&params), opts...)
}

// Update pauses, resumes or stops a recording, which is named by its SID or by
// [CurrentRecording]. It converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (s *CallRecordings) Update(ctx context.Context, callSID, sid string, params RecordingUpdateParams, opts ...twilio.CallOption) (*Recording, error) {
	return twilio.Invoke[Recording](ctx, s.c, callRecordingUpdate.On(callSID, sid).With(&params), opts...)
}

// Pause interrupts a recording, as before somebody says the number of a credit card. It
// converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (s *CallRecordings) Pause(ctx context.Context, callSID, sid string, params RecordingPauseParams, opts ...twilio.CallOption) (*Recording, error) {
	pause := RecordingUpdateParams{Status: twilio.RecordingStatusPaused, PauseBehavior: params.Behavior, Extra: params.Extra}
	return twilio.Invoke[Recording](ctx, s.c, callRecordingPause.On(callSID, sid).With(&pause), opts...)
}

// Resume goes on with a recording that is paused. It converges, so that it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (s *CallRecordings) Resume(ctx context.Context, callSID, sid string, opts ...twilio.CallOption) (*Recording, error) {
	resume := RecordingUpdateParams{Status: twilio.RecordingStatusInProgress}
	return twilio.Invoke[Recording](ctx, s.c, callRecordingResume.On(callSID, sid).With(&resume), opts...)
}

// Stop ends a recording for good; the call goes on. One that is over already is refused
// with [twilio.CodeCallNotInProgress]. It converges, so that it is repeated after failures
// that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
func (s *CallRecordings) Stop(ctx context.Context, callSID, sid string, opts ...twilio.CallOption) (*Recording, error) {
	return callRecordings.stop(ctx, s.c, callRecordingStop, callSID, sid, opts)
}

// Delete deletes a recording of a call for good, as [Recordings.Delete] does.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource
func (s *CallRecordings) Delete(ctx context.Context, callSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, callRecordingDelete.On(callSID, sid), opts...)
}
