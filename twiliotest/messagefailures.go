package twiliotest

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
)

// MessageStage is how far a message gets before it fails; see [Match.MessageFails].
type MessageStage int

const (
	// WhileAccepted fails the message before its Messaging Service chooses a sender, or at the
	// time for which it was scheduled. It ends as failed. A message with a sender is never
	// accepted, and fails while it is queued.
	WhileAccepted MessageStage = iota + 1
	// WhileQueued fails the message at its turn in the queue of its sender; it ends as failed.
	WhileQueued
	// WhileSending fails the message before a carrier takes it; it ends as failed.
	WhileSending
	// AfterSending lets the carrier take the message and not deliver it. It ends as
	// undelivered, and costs its price.
	AfterSending
)

// fate is where a message fails, and with which code; its zero value is no failure.
type fate struct {
	stage MessageStage
	code  twilio.ErrorCode
}

// failsBy returns the code of a message that fails at a stage or was to fail before, 0 for
// any other.
func (m *message) failsBy(stage MessageStage) twilio.ErrorCode {
	if m.fate.stage > stage {
		return 0
	}
	return m.fate.code
}

// MessageFails lets messages be created as usual, and fail at a stage with a code:
//
//	sim.Fault(twiliotest.OnCreateMessage().Nth(2).MessageFails(twiliotest.WhileSending, 30008))
//
// It goes with [OnCreateMessage]. It counts the messages that were accepted, those that a
// webhook's TwiML sends included, and happens beside other faults of the same request. The
// status callbacks, the fetched message and the lists have the code; a test does not have to
// expect the message. For all messages to one phone that are sent and not delivered there is
// [Phone.Unreachable], and for one that is refused at once [Match.Status].
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
func (m Match) MessageFails(stage MessageStage, code twilio.ErrorCode) Fault {
	switch {
	case m.invalid != "":
	case m.method != http.MethodPost || m.pattern != messagesPattern:
		m.invalid = "MessageFails: it goes with OnCreateMessage()"
	case stage < WhileAccepted || stage > AfterSending || code <= 0:
		m.invalid = fmt.Sprintf("MessageFails(%d, %d): give a stage such as WhileSending, and a code such as 30008", stage, int(code))
	}
	effect := simapi.Effect{Kind: "message-fails", Stage: stage.String(), Code: int(code)}
	return Fault{match: m, name: "message fails", fate: fate{stage, code}, effect: effect}
}

// isOfMessage tells a fault of a message from one of a request.
func (f Fault) isOfMessage() bool { return f.fate.code != 0 }

// decideFate lets faults choose where an accepted message fails; s.mu is held.
func (s *Sim) decideFate(m *message) {
	path, form := accountPath(m.account, "/Messages.json"), url.Values{"To": {m.To}}
	for _, f := range s.faults {
		if f.isOfMessage() && f.match.matches(http.MethodPost, path, form) && f.strikes() {
			m.fate = f.fate
			return
		}
	}
}
