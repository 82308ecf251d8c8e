package twiml

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
	c.str("sendDigits", &n.SendDigits)
	c.str("url", &n.URL)
	enum(c, "method", &n.Method)
	list(c, "statusCallbackEvent", &n.StatusCallbackEvent)
	c.str("statusCallback", &n.StatusCallback)
	enum(c, "statusCallbackMethod", &n.StatusCallbackMethod)
	c.str("byoc", &n.BYOC)
	enum(c, "machineDetection", &n.MachineDetection)
	enum(c, "amdStatusCallbackMethod", &n.AMDStatusCallbackMethod)
	c.str("amdStatusCallback", &n.AMDStatusCallback)
	c.num("machineDetectionTimeout", &n.MachineDetectionTimeout)
	c.num("machineDetectionSpeechThreshold", &n.MachineDetectionSpeechThreshold)
	c.num("machineDetectionSpeechEndThreshold", &n.MachineDetectionSpeechEndThreshold)
	c.num("machineDetectionSilenceTimeout", &n.MachineDetectionSilenceTimeout)
	c.text(&n.PhoneNumber)
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

// ClientChild is an element that may stand in a [Client]: [Identity] and [Parameter].
type ClientChild interface{ clientChild() }

func (n *Client) fields(c *codec) {
	c.open("Client", n.bare)
	c.str("url", &n.URL)
	enum(c, "method", &n.Method)
	list(c, "statusCallbackEvent", &n.StatusCallbackEvent)
	c.str("statusCallback", &n.StatusCallback)
	enum(c, "statusCallbackMethod", &n.StatusCallbackMethod)
	c.named("Identity", &n.Identity, len(n.Children) > 0)
	children(c, &n.Children)
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
	c.str("url", &q.URL)
	enum(c, "method", &q.Method)
	c.str("reservationSid", &q.ReservationSID)
	c.str("postWorkActivitySid", &q.PostWorkActivitySID)
	c.text(&q.Name)
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

// ApplicationChild is an element that may stand in an [Application]: [ApplicationSID] and
// [Parameter].
type ApplicationChild interface{ applicationChild() }

func (a *Application) fields(c *codec) {
	c.open("Application", a.bare)
	c.str("url", &a.URL)
	enum(c, "method", &a.Method)
	list(c, "statusCallbackEvent", &a.StatusCallbackEvent)
	c.str("statusCallback", &a.StatusCallback)
	enum(c, "statusCallbackMethod", &a.StatusCallbackMethod)
	c.str("customerId", &a.CustomerID)
	c.boolean("copyParentTo", &a.CopyParentTo)
	c.named("ApplicationSid", &a.SID, len(a.Children) > 0)
	children(c, &a.Children)
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
	c.str("url", &w.URL)
	enum(c, "method", &w.Method)
	list(c, "statusCallbackEvent", &w.StatusCallbackEvent)
	c.str("statusCallback", &w.StatusCallback)
	enum(c, "statusCallbackMethod", &w.StatusCallbackMethod)
	c.text(&w.PhoneNumber)
	c.close("WhatsApp", &w.bare)
}

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
