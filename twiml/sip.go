package twiml

// Sip dials a SIP address. With Children, URI is written as a [URI] before them.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/sip
type Sip struct {
	Username                           string
	Password                           string
	URL                                string // a document that runs on the leg before it is connected
	Method                             Method
	StatusCallbackEvent                []CallEvent
	StatusCallback                     string
	StatusCallbackMethod               Method
	MachineDetection                   MachineDetection
	AMDStatusCallbackMethod            Method
	AMDStatusCallback                  string
	MachineDetectionTimeout            int    // seconds
	MachineDetectionSpeechThreshold    int    // milliseconds
	MachineDetectionSpeechEndThreshold int    // milliseconds
	MachineDetectionSilenceTimeout     int    // milliseconds
	URI                                string // as in "sip:alice@example.com"
	Children                           []SipChild

	bare bare
}

// SipChild is an element that may stand in a [Sip]: [URI] and [Headers].
type SipChild interface{ sipChild() }

func (s *Sip) fields(c *codec) {
	c.open("Sip", s.bare)
	c.str("username", &s.Username)
	c.str("password", &s.Password)
	c.str("url", &s.URL)
	enum(c, "method", &s.Method)
	list(c, "statusCallbackEvent", &s.StatusCallbackEvent)
	c.str("statusCallback", &s.StatusCallback)
	enum(c, "statusCallbackMethod", &s.StatusCallbackMethod)
	enum(c, "machineDetection", &s.MachineDetection)
	enum(c, "amdStatusCallbackMethod", &s.AMDStatusCallbackMethod)
	c.str("amdStatusCallback", &s.AMDStatusCallback)
	c.num("machineDetectionTimeout", &s.MachineDetectionTimeout)
	c.num("machineDetectionSpeechThreshold", &s.MachineDetectionSpeechThreshold)
	c.num("machineDetectionSpeechEndThreshold", &s.MachineDetectionSpeechEndThreshold)
	c.num("machineDetectionSilenceTimeout", &s.MachineDetectionSilenceTimeout)
	c.named("Uri", &s.URI, len(s.Children) > 0)
	children(c, &s.Children)
	c.close("Sip", &s.bare)
}

// URI is one address of a [Sip] that has several, or headers too.
type URI struct {
	Priority string
	Weight   string
	Username string
	Password string
	URI      string

	bare bare
}

func (u *URI) fields(c *codec) {
	c.open("Uri", u.bare)
	c.str("priority", &u.Priority)
	c.str("weight", &u.Weight)
	c.str("username", &u.Username)
	c.str("password", &u.Password)
	c.text(&u.URI)
	c.close("Uri", &u.bare)
}

// Headers are sent with the invitation of a [Sip].
type Headers struct {
	Headers []Header
}

func (h *Headers) fields(c *codec) {
	c.open("Headers", "")
	children(c, &h.Headers)
	c.close("Headers", nil)
}

// Header is one of [Headers]. Name and Value are always written.
type Header struct {
	Name  string
	Value string
}

func (h *Header) fields(c *codec) {
	c.open("Header", "")
	c.required("name", &h.Name)
	c.required("value", &h.Value)
	c.close("Header", nil)
}

func (Sip) dialChild()    {}
func (URI) sipChild()     {}
func (Headers) sipChild() {}
