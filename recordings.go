package twilio

// RecordingStatus is where a recording of a call or a conference stands.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording
type RecordingStatus string

// The statuses of recordings.
const (
	RecordingStatusInProgress RecordingStatus = "in-progress"
	RecordingStatusPaused     RecordingStatus = "paused"
	RecordingStatusStopped    RecordingStatus = "stopped"
	RecordingStatusProcessing RecordingStatus = "processing"
	RecordingStatusCompleted  RecordingStatus = "completed"
	RecordingStatusAbsent     RecordingStatus = "absent" // it is empty: nobody spoke, or it was too short
	RecordingStatusFailed     RecordingStatus = "failed" // only status callbacks say it
	RecordingStatusDeleted    RecordingStatus = "deleted"
)

// RecordingSource says what has made a recording.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording
type RecordingSource string

// The sources of recordings.
const (
	RecordingSourceDialVerb                    RecordingSource = "DialVerb"
	RecordingSourceRecordVerb                  RecordingSource = "RecordVerb"
	RecordingSourceConference                  RecordingSource = "Conference"
	RecordingSourceOutboundAPI                 RecordingSource = "OutboundAPI" // a call that was created with Record
	RecordingSourceTrunking                    RecordingSource = "Trunking"
	RecordingSourceStartCallRecordingAPI       RecordingSource = "StartCallRecordingAPI"
	RecordingSourceStartConferenceRecordingAPI RecordingSource = "StartConferenceRecordingAPI"
)
