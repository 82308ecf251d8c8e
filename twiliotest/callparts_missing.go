package twiliotest

// tellMissing notes what Twilio does for an operation on a call and the simulator does not,
// "" for nothing; s.mu is held.
func (s *Sim) tellMissing(c *call, missing string) {
	if missing != "" {
		s.later(func() { s.raise(c.subject(), Alert{Kind: AlertNotSimulated, Message: missing}) })
	}
}

// keysNotCaptured is what a payment of the API lacks, which a Pay has.
const keysNotCaptured = "the keys of the caller are not captured for a payment of the API, and no status callback of it is sent"

// notSimulated is what Twilio does in a session of a kind beside its events, and the
// simulator does not; "" for nothing.
// https://www.twilio.com/docs/voice/media-streams/websocket-messages,
// https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
func (k SessionKind) notSimulated() string {
	switch k {
	case SessionStream:
		return "no WebSocket is opened for the media stream: connected, start, media, dtmf, mark and stop are not sent, and media, mark and clear are not received"
	case SessionRelay, SessionAI:
		return "no WebSocket is opened for ConversationRelay: setup, prompt, dtmf, interrupt and error are not sent, and text, play, sendDigits, language and end are not received"
	case SessionSiprec:
		return "no recorder is invited to the SIPREC session, no sound is sent, and no status callback of it is sent"
	case SessionRoom:
		return "the call does not become a participant of the video room"
	case SessionVirtualAgent:
		return "no VirtualAgent hears or answers the call, and there are no status callbacks of it"
	case SessionConversation:
		return "no conversation gets the call as a participant, and there are no status callbacks or recordings of it"
	case SessionTranscription, SessionPayment:
	}
	return ""
}
