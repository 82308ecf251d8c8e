package twiml

import "strings"

// Number dials a telephone.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/number
type Number struct {
	SendDigits                         string // 0 to 9, * and #; w waits half a second, W one
	URL                                string // a document that runs on the leg before it is connected
	Method                             Method
	StatusCallbackEvent                []CallEvent
	StatusCallback                     string
	StatusCallbackMethod               Method
	BYOC                               string // the SID of a BYOC trunk
	MachineDetection                   MachineDetection
	AMDStatusCallbackMethod            Method
	AMDStatusCallback                  string
	MachineDetectionTimeout            int    // seconds
	MachineDetectionSpeechThreshold    int    // milliseconds
	MachineDetectionSpeechEndThreshold int    // milliseconds
	MachineDetectionSilenceTimeout     int    // milliseconds
	PhoneNumber                        string // in E.164

	bare bare
}

func (n *Number) fields(c *codec) {
	c.open("Number", n.bare)
	c.digits("sendDigits", &n.SendDigits, 13222)
	c.url("url", &n.URL, 0)
	c.method("method", &n.Method, 13221)
	list(c, "statusCallbackEvent", &n.StatusCallbackEvent, callEvents, 0)
	c.url("statusCallback", &n.StatusCallback, 0)
	c.method("statusCallbackMethod", &n.StatusCallbackMethod, 0)
	c.str("byoc", &n.BYOC)
	c.str("machineDetection", (*string)(&n.MachineDetection))
	c.method("amdStatusCallbackMethod", &n.AMDStatusCallbackMethod, 0)
	c.url("amdStatusCallback", &n.AMDStatusCallback, 0)
	c.num("machineDetectionTimeout", &n.MachineDetectionTimeout, 0, 0, 0)
	c.num("machineDetectionSpeechThreshold", &n.MachineDetectionSpeechThreshold, 0, 0, 0)
	c.num("machineDetectionSpeechEndThreshold", &n.MachineDetectionSpeechEndThreshold, 0, 0, 0)
	c.num("machineDetectionSilenceTimeout", &n.MachineDetectionSilenceTimeout, 0, 0, 0)
	c.text(&n.PhoneNumber)
	c.rule(!hasDigit(n.PhoneNumber), 13223, "there is no number", "give it one in E.164, as in +14155551234")
	c.close("Number", &n.bare)
}

// Client dials a browser or an app. With Children, Identity is written as an
// [Identity] before them.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/client
type Client struct {
	URL                  string // a document that runs on the leg before it is connected
	Method               Method
	StatusCallbackEvent  []CallEvent
	StatusCallback       string
	StatusCallbackMethod Method
	Identity             string
	Children             []ClientChild

	bare bare
}

// ClientChild is what may stand in a [Client]: [Identity] and [Parameter].
type ClientChild interface{ clientChild() }

func (n *Client) fields(c *codec) {
	c.open("Client", n.bare)
	c.url("url", &n.URL, 0)
	c.method("method", &n.Method, 0)
	list(c, "statusCallbackEvent", &n.StatusCallbackEvent, callEvents, 0)
	c.url("statusCallback", &n.StatusCallback, 0)
	c.method("statusCallbackMethod", &n.StatusCallbackMethod, 0)
	c.named("Identity", &n.Identity, len(n.Children) > 0)
	children(c, &n.Children, 0)
	c.rule(n.Identity == "" && !c.hasChildren(), codeSchema, "there is nobody to call", "give it the identity of a client")
	c.close("Client", &n.bare)
}

// Identity names the [Client] that has parameters too.
type Identity struct {
	Identity string
}

func (i *Identity) fields(c *codec) {
	c.open("Identity", "")
	c.text(&i.Identity)
	c.close("Identity", nil)
}

// Queue dials the caller who has waited longest in a queue.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/queue
type Queue struct {
	URL                 string // a document that runs on the waiting leg before it is connected
	Method              Method
	ReservationSID      string
	PostWorkActivitySID string
	Name                string

	bare bare
}

func (q *Queue) fields(c *codec) {
	c.open("Queue", q.bare)
	c.url("url", &q.URL, 14211)
	c.method("method", &q.Method, 14210)
	c.str("reservationSid", &q.ReservationSID)
	c.str("postWorkActivitySid", &q.PostWorkActivitySID)
	c.text(&q.Name)
	c.rule(isBlank(q.Name) && q.ReservationSID == "" && !c.hasChildren(), 14212, "there is no queue", "name one, or give it a reservationSid")
	c.rule(longerThan(q.Name, maxQueueName), 14213, "the name of the queue is longer than 64 characters", "shorten it")
	c.close("Queue", &q.bare)
}

// Sim dials a SIM card by its SID.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/sim
type Sim struct {
	SID string
}

func (s *Sim) fields(c *codec) {
	c.open("Sim", "")
	c.text(&s.SID)
	c.rule(isBlank(s.SID) && !c.hasChildren(), codeSchema, "there is no SIM", "give it the SID of one")
	c.close("Sim", nil)
}

// Application hands the call to a TwiML application. With Children, SID is
// written as an [ApplicationSID] before them.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/application
type Application struct {
	URL                  string // a document that runs on the leg before it is connected
	Method               Method
	StatusCallbackEvent  []CallEvent
	StatusCallback       string
	StatusCallbackMethod Method
	CustomerID           string
	CopyParentTo         Bool
	SID                  string
	Children             []ApplicationChild

	bare bare
}

// ApplicationChild is what may stand in an [Application]: [ApplicationSID] and
// [Parameter].
type ApplicationChild interface{ applicationChild() }

func (a *Application) fields(c *codec) {
	c.open("Application", a.bare)
	c.url("url", &a.URL, 0)
	c.method("method", &a.Method, 0)
	list(c, "statusCallbackEvent", &a.StatusCallbackEvent, callEvents, 0)
	c.url("statusCallback", &a.StatusCallback, 0)
	c.method("statusCallbackMethod", &a.StatusCallbackMethod, 0)
	c.str("customerId", &a.CustomerID)
	c.boolean("copyParentTo", &a.CopyParentTo, 0)
	c.named("ApplicationSid", &a.SID, len(a.Children) > 0)
	children(c, &a.Children, 0)
	c.rule(a.SID == "" && !c.hasChildren(), codeSchema, "there is no application", "give it the SID of one")
	c.close("Application", &a.bare)
}

// ApplicationSID names the [Application] that has parameters too.
type ApplicationSID struct {
	SID string
}

func (a *ApplicationSID) fields(c *codec) {
	c.open("ApplicationSid", "")
	c.text(&a.SID)
	c.close("ApplicationSid", nil)
}

// WhatsApp dials a WhatsApp user.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/whatsapp
type WhatsApp struct {
	URL                  string // a document that runs on the leg before it is connected
	Method               Method
	StatusCallbackEvent  []CallEvent
	StatusCallback       string
	StatusCallbackMethod Method
	PhoneNumber          string // in E.164

	bare bare
}

func (w *WhatsApp) fields(c *codec) {
	c.open("WhatsApp", w.bare)
	c.url("url", &w.URL, 0)
	c.method("method", &w.Method, 0)
	list(c, "statusCallbackEvent", &w.StatusCallbackEvent, callEvents, 0)
	c.url("statusCallback", &w.StatusCallback, 0)
	c.method("statusCallbackMethod", &w.StatusCallbackMethod, 0)
	c.text(&w.PhoneNumber)
	c.rule(!hasDigit(w.PhoneNumber), 13223, "there is no number", "give it one in E.164, as in +14155551234")
	c.close("WhatsApp", &w.bare)
}

// hasDigit reports whether text can be a number at all: Twilio takes more forms
// than E.164.
func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

func (Number) dialChild()                {}
func (Client) dialChild()                {}
func (Identity) clientChild()            {}
func (Queue) verb()                      {}
func (Queue) voiceVerb()                 {}
func (Queue) dialChild()                 {}
func (Sim) dialChild()                   {}
func (Application) dialChild()           {}
func (ApplicationSID) applicationChild() {}
func (WhatsApp) dialChild()              {}
