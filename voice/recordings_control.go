package voice

import (
	"context"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// CurrentRecording stands for the SID of the recording that is under way, in the verbs of
// [CallRecordings] and [ConferenceRecordings]. Twilio refuses it while several are.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
const CurrentRecording = "Twilio.CURRENT"

// PauseBehavior says how a pause stands in the file of a recording.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
type PauseBehavior string

// The behaviors of pauses.
const (
	PauseSilence PauseBehavior = "silence" // the pause is heard as silence of its length
	PauseSkip    PauseBehavior = "skip"    // the pause is left out
)

// RecordingPauseParams says how a pause stands in the file; its zero value leaves it to
// Twilio, which uses PauseSilence.
type RecordingPauseParams struct {
	Behavior PauseBehavior `form:"PauseBehavior"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// RecordingUpdateParams sets the status of a recording. For one thing at a time there are
// verbs, such as [CallRecordings.Pause].
type RecordingUpdateParams struct {
	Status        twilio.RecordingStatus `form:"Status" check:"required"` // paused, in-progress or stopped
	PauseBehavior PauseBehavior          `form:"PauseBehavior"`           // "" leaves it to Twilio, which uses PauseSilence

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a status that nobody can set.
func (p *RecordingUpdateParams) Validate(problems *twilio.Problems) {
	switch p.Status {
	case twilio.RecordingStatusProcessing, twilio.RecordingStatusCompleted, twilio.RecordingStatusAbsent, twilio.RecordingStatusFailed, twilio.RecordingStatusDeleted:
		problems.Add("Status", "is one that nobody can set", "give RecordingStatusPaused, RecordingStatusInProgress or RecordingStatusStopped")
	}
	if p.PauseBehavior != "" && p.Status != "" && p.Status != twilio.RecordingStatusPaused {
		problems.Add("PauseBehavior", "goes with a pause alone", "leave it out, or give the Status RecordingStatusPaused")
	}
}

// PartRecordingListParams narrows the recordings of one call or one conference; its zero
// value lists all of them.
type PartRecordingListParams struct {
	CreatedOn     time.Time `form:"DateCreated,date"` // the day in UTC on which this moment falls
	CreatedBefore time.Time `form:"DateCreated<,date"`
	CreatedAfter  time.Time `form:"DateCreated>,date"`
	PageSize      int       `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// controlled are the operations on the recordings of a call, or of a conference, whose
// paths differ in nothing else.
type controlled struct{ get, list twilio.Operation }

// stop stops a recording. A recording that is stopped stays so, and Twilio refuses to
// stop it again: after an answer that was lost the recording itself tells.
func (of controlled) stop(ctx context.Context, c *twilio.Client, stop twilio.Operation, parentSID, sid string, opts []twilio.CallOption) (*Recording, error) {
	return twilio.InvokeConverging(ctx, c, stop.On(parentSID, sid).With(url.Values{"Status": {string(twilio.RecordingStatusStopped)}}),
		func() (*Recording, error) { return of.find(ctx, c, parentSID, sid, opts) },
		isOver, opts...)
}

// find returns a recording by its SID. The one that is under way was the newest.
func (of controlled) find(ctx context.Context, c *twilio.Client, parentSID, sid string, opts []twilio.CallOption) (*Recording, error) {
	if sid != CurrentRecording {
		return twilio.Invoke[Recording](ctx, c, of.get.On(parentSID, sid), opts...)
	}
	page, err := twilio.InvokePage[Recording](ctx, c, of.list.On(parentSID), opts...)
	if err != nil || len(page.Items) == 0 {
		return &Recording{}, err
	}
	return page.Items[0], nil
}

// isOver reports that nothing is recorded any more.
func isOver(r *Recording) bool {
	switch r.Status {
	case twilio.RecordingStatusStopped, twilio.RecordingStatusProcessing, twilio.RecordingStatusCompleted, twilio.RecordingStatusAbsent:
		return true
	default:
		return false
	}
}
