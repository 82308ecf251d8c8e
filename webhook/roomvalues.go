package webhook

// RoomEvent is a change of a video room, a participant, a track or a recording.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
type RoomEvent string

// The values of [RoomEvent].
const (
	RoomEventCreated                 RoomEvent = "room-created"
	RoomEventEnded                   RoomEvent = "room-ended"
	RoomEventParticipantConnected    RoomEvent = "participant-connected"
	RoomEventParticipantDisconnected RoomEvent = "participant-disconnected"
	RoomEventTrackAdded              RoomEvent = "track-added"
	RoomEventTrackRemoved            RoomEvent = "track-removed"
	RoomEventTrackEnabled            RoomEvent = "track-enabled"
	RoomEventTrackDisabled           RoomEvent = "track-disabled"
	RoomEventRecordingStarted        RoomEvent = "recording-started"
	RoomEventRecordingCompleted      RoomEvent = "recording-completed"
	RoomEventRecordingFailed         RoomEvent = "recording-failed"
)

// RoomStatus is the status of a video room: in progress, completed or failed.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource
type RoomStatus string

// The values of [RoomStatus].
const (
	RoomStatusInProgress RoomStatus = "in-progress"
	RoomStatusCompleted  RoomStatus = "completed"
	RoomStatusFailed     RoomStatus = "failed"
)

// RoomType is a kind of video room.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource
type RoomType string

// The values of [RoomType].
const (
	RoomTypeGroup      RoomType = "group"
	RoomTypeGroupSmall RoomType = "group-small"
	RoomTypePeerToPeer RoomType = "peer-to-peer"
	RoomTypeGo         RoomType = "go"
)

// ParticipantStatus says whether a participant is in a video room.
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants
type ParticipantStatus string

// The values of [ParticipantStatus].
const (
	ParticipantStatusConnected    ParticipantStatus = "connected"
	ParticipantStatusReconnecting ParticipantStatus = "reconnecting"
	ParticipantStatusDisconnected ParticipantStatus = "disconnected"
)

// TrackKind is the kind of media in a track or in a recording of a track.
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions
type TrackKind string

// The values of [TrackKind].
const (
	TrackKindAudio TrackKind = "audio"
	TrackKindVideo TrackKind = "video"
	TrackKindData  TrackKind = "data"
)

// FailedOperation is the step of a recording that has failed.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
type FailedOperation string

// The values of [FailedOperation].
const (
	FailedOperationRecordingStart    FailedOperation = "RecordingStart"
	FailedOperationRecordingComplete FailedOperation = "RecordingComplete"
	FailedOperationRecordingUpload   FailedOperation = "RecordingUpload"
)

// CompositionEvent is a step of a composition of recordings.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
type CompositionEvent string

// The values of [CompositionEvent].
const (
	CompositionEventEnqueued   CompositionEvent = "composition-enqueued"
	CompositionEventHookFailed CompositionEvent = "composition-hook-failed"
	CompositionEventStarted    CompositionEvent = "composition-started"
	CompositionEventProgress   CompositionEvent = "composition-progress"
	CompositionEventAvailable  CompositionEvent = "composition-available"
	CompositionEventFailed     CompositionEvent = "composition-failed"
)
