package twiml

// Play plays a sound file, or the tones of Digits when URL is empty.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/play
type Play struct {
	Loop   int    // times; Forever repeats until the caller hangs up
	Digits string // 0 to 9, * and #; w waits half a second, W one
	URL    string

	bare bare
}

func (p *Play) fields(c *codec) {
	c.open("Play", p.bare)
	c.num("loop", &p.Loop)
	c.str("digits", &p.Digits)
	c.text(&p.URL)
	c.close("Play", &p.bare)
}

// Pause waits in silence.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/pause
type Pause struct {
	Length int // seconds; Twilio waits for 1 unless told otherwise
}

func (p *Pause) fields(c *codec) {
	c.open("Pause", "")
	c.num("length", &p.Length)
	c.close("Pause", nil)
}

// Redirect goes on with the document at URL, which may be relative; an empty one
// is the current document. No verb after it runs. It serves calls and messages.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/redirect and
// https://www.twilio.com/docs/messaging/twiml/redirect
type Redirect struct {
	Method Method
	URL    string

	bare bare
}

func (r *Redirect) fields(c *codec) {
	c.open("Redirect", r.bare)
	enum(c, "method", &r.Method)
	c.text(&r.URL)
	c.close("Redirect", &r.bare)
}

// Hangup ends the call.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/hangup
type Hangup struct {
	Parameters []Parameter
}

func (h *Hangup) fields(c *codec) {
	c.open("Hangup", "")
	children(c, &h.Parameters)
	c.close("Hangup", nil)
}

// Reject turns an incoming call away. As the first verb it does so unanswered and
// free of charge.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/reject
type Reject struct {
	Reason     RejectReason
	Parameters []Parameter

	bare bare
}

// RejectReason decides whether the caller hears a busy signal or that the number is not
// in service.
type RejectReason string

// The values of [RejectReason].
const (
	Rejected RejectReason = "rejected" // an announcement that the number is not in service
	Busy     RejectReason = "busy"     // a busy signal
)

func (r *Reject) fields(c *codec) {
	c.open("Reject", r.bare)
	enum(c, "reason", &r.Reason)
	children(c, &r.Parameters)
	c.close("Reject", &r.bare)
}

func (Play) verb()              {}
func (Play) voiceVerb()         {}
func (Play) gatherChild()       {}
func (Play) promptChild()       {}
func (Pause) verb()             {}
func (Pause) voiceVerb()        {}
func (Pause) gatherChild()      {}
func (Pause) promptChild()      {}
func (Redirect) verb()          {}
func (Redirect) voiceVerb()     {}
func (Redirect) messagingVerb() {}
func (Hangup) verb()            {}
func (Hangup) voiceVerb()       {}
func (Reject) verb()            {}
func (Reject) voiceVerb()       {}
