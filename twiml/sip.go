package twiml

import "strings"

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

// SipChild is what may stand in a [Sip]: [URI] and [Headers].
type SipChild interface{ sipChild() }

func (s *Sip) fields(c *codec) {
	c.open("Sip", s.bare)
	c.str("username", &s.Username)
	c.str("password", &s.Password)
	c.url("url", &s.URL, 0)
	c.method("method", &s.Method, 13241)
	list(c, "statusCallbackEvent", &s.StatusCallbackEvent, callEvents, 0)
	c.url("statusCallback", &s.StatusCallback, 0)
	c.method("statusCallbackMethod", &s.StatusCallbackMethod, 0)
	c.str("machineDetection", (*string)(&s.MachineDetection))
	c.method("amdStatusCallbackMethod", &s.AMDStatusCallbackMethod, 0)
	c.url("amdStatusCallback", &s.AMDStatusCallback, 0)
	c.num("machineDetectionTimeout", &s.MachineDetectionTimeout, 0, 0, 0)
	c.num("machineDetectionSpeechThreshold", &s.MachineDetectionSpeechThreshold, 0, 0, 0)
	c.num("machineDetectionSpeechEndThreshold", &s.MachineDetectionSpeechEndThreshold, 0, 0, 0)
	c.num("machineDetectionSilenceTimeout", &s.MachineDetectionSilenceTimeout, 0, 0, 0)
	c.named("Uri", &s.URI, len(s.Children) > 0)
	children(c, &s.Children, 0)
	c.rule(s.URI == "" && !c.hasChildren(), 13243, "there is no address", "give it one, as in sip:alice@example.com")
	c.sipAddress(s.URI)
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
	c.rule(!isSIP(u.URI) && !lacksScheme(u.URI), 13243, "there is no SIP address", "give it one, as in sip:alice@example.com")
	c.schemeOf(u.URI)
	c.close("Uri", &u.bare)
}

// Headers are sent with the invitation of a [Sip].
type Headers struct {
	Headers []Header
}

func (h *Headers) fields(c *codec) {
	c.open("Headers", "")
	children(c, &h.Headers, 0)
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

// sipAddress reports an address that cannot be one of SIP.
func (c *codec) sipAddress(address string) {
	if c.in != nil && !isBlank(address) && !isSIP(address) && !lacksScheme(address) {
		c.rule(true, 13243, "the address is "+quote(address)+", not one of SIP", "write it as in sip:alice@example.com")
	}
	c.schemeOf(address)
}

// schemeOf reports an address without its scheme, which some of Twilio's samples leave
// out.
func (c *codec) schemeOf(address string) {
	if c.in != nil && lacksScheme(address) {
		c.rule(true, 0, "the address is "+quote(address)+", without its scheme", "write it as in sip:alice@example.com")
	}
}

// isSIP reports whether text can be a SIP address.
func isSIP(text string) bool {
	text = strings.ToLower(strings.Trim(text, xmlBlanks))
	return strings.HasPrefix(text, "sip:") || strings.HasPrefix(text, "sips:")
}

// lacksScheme reports whether text is a SIP address but for its scheme, as in
// alice@example.com.
func lacksScheme(text string) bool {
	text = strings.Trim(text, xmlBlanks)
	user, host, whole := strings.Cut(text, "@")
	return whole && user != "" && host != "" && !strings.Contains(user, ":") && !strings.ContainsAny(text, xmlBlanks)
}

func (Sip) dialChild()    {}
func (URI) sipChild()     {}
func (Headers) sipChild() {}
