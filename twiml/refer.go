package twiml

// Refer transfers a SIP call to another address.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/refer
type Refer struct {
	Action string // asked when the transfer has ended
	Method Method
	SIP    string // the address, as in "sip:alice@example.com"

	bare bare
}

func (r *Refer) fields(c *codec) {
	c.open("Refer", r.bare)
	c.str("action", &r.Action)
	enum(c, "method", &r.Method)
	c.wrapped("Sip", &r.SIP)
	c.close("Refer", &r.bare)
}

// Echo plays the caller's own words back, to test a connection.
type Echo struct{}

func (*Echo) fields(c *codec) {
	c.open("Echo", "")
	c.close("Echo", nil)
}

// SMS sends a text during a call.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/sms
//
// Deprecated: send it with the messages API.
type SMS struct {
	To             string
	From           string
	Action         string
	Method         Method
	StatusCallback string
	Body           string

	bare bare
}

func (s *SMS) fields(c *codec) {
	c.open("Sms", s.bare)
	c.str("to", &s.To)
	c.str("from", &s.From)
	c.str("action", &s.Action)
	enum(c, "method", &s.Method)
	c.str("statusCallback", &s.StatusCallback)
	c.text(&s.Body)
	c.close("Sms", &s.bare)
}

func (Refer) verb()      {}
func (Refer) voiceVerb() {}
func (Echo) verb()       {}
func (Echo) voiceVerb()  {}
func (SMS) verb()        {}
func (SMS) voiceVerb()   {}
