package webhook

import "github.com/seed15d99369/twilio"

// The types of parameters with a fixed set of values. A type of package twilio or twiml is
// not repeated here: a call's status is a twilio.CallStatus, a track is a
// twiml.StreamTrack. A value that is newer than this package is kept as Twilio sends it.

// CallStatusInitiated means that Twilio has begun to dial. A call has this status only in
// requests to your server. The API calls it queued.
const CallStatusInitiated twilio.CallStatus = "initiated"

// DialCallStatus is how the call that a Dial made has ended. It is beside
// [twilio.CallStatus], which has no "answered".
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values
type DialCallStatus string

// The values of [DialCallStatus].
const (
	DialCallStatusCompleted DialCallStatus = "completed"
	DialCallStatusAnswered  DialCallStatus = "answered" // of a Dial that has led into a conference
	DialCallStatusBusy      DialCallStatus = "busy"
	DialCallStatusNoAnswer  DialCallStatus = "no-answer"
	DialCallStatusFailed    DialCallStatus = "failed" // the number most often does not exist
	DialCallStatusCanceled  DialCallStatus = "canceled"
)

// QueueResult is how a caller has left a queue.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue#action
type QueueResult string

// The values of [QueueResult].
const (
	QueueResultBridged               QueueResult = "bridged"
	QueueResultBridgingInProcess     QueueResult = "bridging-in-process"
	QueueResultHangup                QueueResult = "hangup"
	QueueResultLeave                 QueueResult = "leave"
	QueueResultRedirected            QueueResult = "redirected"
	QueueResultRedirectedFromBridged QueueResult = "redirected-from-bridged"
	QueueResultQueueFull             QueueResult = "queue-full"
	QueueResultError                 QueueResult = "error"
	QueueResultSystemError           QueueResult = "system-error"
)

// PayResult is how a payment has ended. Twilio's pages do not confirm that there are
// no others.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/pay
type PayResult string

// The values of [PayResult].
const (
	PayResultSuccess                   PayResult = "success"
	PayResultPaymentConnectorError     PayResult = "payment-connector-error"
	PayResultTooManyFailedAttempts     PayResult = "too-many-failed-attempts"
	PayResultCallerInterruptedWithStar PayResult = "caller-interrupted-with-star"
	PayResultCallerHungUp              PayResult = "caller-hung-up"
	PayResultValidationError           PayResult = "validation-error"
)

// SessionStatus is how a ConversationRelay has ended. Twilio's pages do not confirm
// that there are no others.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
type SessionStatus string

// The values of [SessionStatus].
const (
	SessionStatusEnded     SessionStatus = "ended"     // your side has ended the session
	SessionStatusCompleted SessionStatus = "completed" // the caller has hung up
	SessionStatusFailed    SessionStatus = "failed"
)

// StirVerstat says how well the number of a caller is attested: by A the carrier
// vouches for the caller and the number, by B for the caller, and by C for neither.
//
// Twilio docs: https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir
type StirVerstat string

// The values of [StirVerstat].
const (
	StirVerstatPassedA      StirVerstat = "TN-Validation-Passed-A" //nolint:gosec // no password
	StirVerstatPassedB      StirVerstat = "TN-Validation-Passed-B" //nolint:gosec // no password
	StirVerstatPassedC      StirVerstat = "TN-Validation-Passed-C" //nolint:gosec // no password
	StirVerstatFailedA      StirVerstat = "TN-Validation-Failed-A"
	StirVerstatFailedB      StirVerstat = "TN-Validation-Failed-B"
	StirVerstatFailedC      StirVerstat = "TN-Validation-Failed-C"
	StirVerstatFailed       StirVerstat = "TN-Validation-Failed"
	StirVerstatNoValidation StirVerstat = "No-TN-Validation"
)

// StirStatus is the attestation with which Twilio has signed an outgoing call.
//
// Twilio docs: https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir
type StirStatus string

// The values of [StirStatus].
const (
	StirStatusA StirStatus = "A"
	StirStatusB StirStatus = "B"
	StirStatusC StirStatus = "C"
)

// TranscriptionStatus says whether a recording could be written down.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record#transcribecallback
type TranscriptionStatus string

// The values of [TranscriptionStatus].
const (
	TranscriptionStatusCompleted TranscriptionStatus = "completed"
	TranscriptionStatusFailed    TranscriptionStatus = "failed"
)

// StreamEvent is a change of a media stream.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
type StreamEvent string

// The values of [StreamEvent].
const (
	StreamEventStarted StreamEvent = "stream-started"
	StreamEventStopped StreamEvent = "stream-stopped"
	StreamEventError   StreamEvent = "stream-error"
)

// TranscriptionEvent is a step of a real-time transcription.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/transcription
type TranscriptionEvent string

// The values of [TranscriptionEvent].
const (
	TranscriptionEventStarted TranscriptionEvent = "transcription-started"
	TranscriptionEventContent TranscriptionEvent = "transcription-content"
	TranscriptionEventStopped TranscriptionEvent = "transcription-stopped"
	TranscriptionEventError   TranscriptionEvent = "transcription-error"
)

// ButtonType says which kind of button of a WhatsApp message was pressed.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
type ButtonType string

// The values of [ButtonType].
const (
	ButtonTypeReply  ButtonType = "REPLY"
	ButtonTypeAction ButtonType = "ACTION"
)

// MessageEventType names an action of a channel's user, such as reading a message.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
type MessageEventType string

// MessageEventTypeRead is the only [MessageEventType] that Twilio's page has.
const MessageEventTypeRead MessageEventType = "READ"

// DebuggerLevel is the severity of an event of the debugger.
//
// Twilio docs: https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks
type DebuggerLevel string

// The values of [DebuggerLevel].
const (
	DebuggerLevelError   DebuggerLevel = "ERROR"
	DebuggerLevelWarning DebuggerLevel = "WARNING"
)

// VerifyEventType names a change of a factor or a challenge.
//
// Twilio docs: https://www.twilio.com/docs/verify/push/webhooks
type VerifyEventType string

// The values of [VerifyEventType].
const (
	VerifyEventTypeFactorCreated     VerifyEventType = "factor.created"
	VerifyEventTypeFactorVerified    VerifyEventType = "factor.verified"
	VerifyEventTypeFactorDeleted     VerifyEventType = "factor.deleted"
	VerifyEventTypeChallengeApproved VerifyEventType = "challenge.approved"
	VerifyEventTypeChallengeDenied   VerifyEventType = "challenge.denied"
)
