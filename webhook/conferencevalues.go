package webhook

// ConferenceEvent is a change of a conference or of a participant, as the callback names
// it. A TwiML document subscribes to it with a twiml.ConferenceEvent: "start" there leads to
// conference-start here, and "mute" to participant-mute and participant-unmute.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallbackEvent
type ConferenceEvent string

// The values of [ConferenceEvent].
const (
	ConferenceEventStart                  ConferenceEvent = "conference-start"
	ConferenceEventEnd                    ConferenceEvent = "conference-end"
	ConferenceEventParticipantJoin        ConferenceEvent = "participant-join"
	ConferenceEventParticipantLeave       ConferenceEvent = "participant-leave"
	ConferenceEventParticipantMute        ConferenceEvent = "participant-mute"
	ConferenceEventParticipantUnmute      ConferenceEvent = "participant-unmute"
	ConferenceEventParticipantHold        ConferenceEvent = "participant-hold"
	ConferenceEventParticipantUnhold      ConferenceEvent = "participant-unhold"
	ConferenceEventParticipantModify      ConferenceEvent = "participant-modify"
	ConferenceEventParticipantSpeechStart ConferenceEvent = "participant-speech-start"
	ConferenceEventParticipantSpeechStop  ConferenceEvent = "participant-speech-stop"
	ConferenceEventAnnouncementEnd        ConferenceEvent = "announcement-end"
	ConferenceEventAnnouncementFail       ConferenceEvent = "announcement-fail"
)

// ConferenceEndedReason is why a conference has ended. Its twin in requests is
// voice.ConferenceEndedReason.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-resource
type ConferenceEndedReason string

// The values of [ConferenceEndedReason].
const (
	ConferenceEndedViaAPI                ConferenceEndedReason = "conference-ended-via-api"
	ConferenceEndedByParticipantLeft     ConferenceEndedReason = "participant-with-end-conference-on-exit-left"
	ConferenceEndedByParticipantKicked   ConferenceEndedReason = "participant-with-end-conference-on-exit-kicked"
	ConferenceEndedLastParticipantLeft   ConferenceEndedReason = "last-participant-left"
	ConferenceEndedLastParticipantKicked ConferenceEndedReason = "last-participant-kicked"
)

// ParticipantLeftReason is why a participant has left a conference.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/conference
type ParticipantLeftReason string

// The values of [ParticipantLeftReason].
const (
	ParticipantLeftHungUp         ParticipantLeftReason = "participant_hung_up"
	ParticipantLeftViaAPI         ParticipantLeftReason = "participant_updated_via_api"
	ParticipantLeftModeratorEnded ParticipantLeftReason = "moderator_ended_conference"
	ParticipantLeftEndedViaAPI    ParticipantLeftReason = "conference_ended_via_api"
	ParticipantLeftAddFailed      ParticipantLeftReason = "participant_add_failed"
)
