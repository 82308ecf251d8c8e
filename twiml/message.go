package twiml

// Message answers a message with one of your own. With Children, Body is written
// as a [Body] before them.
//
// Twilio docs: https://www.twilio.com/docs/messaging/twiml/message
type Message struct {
	To             string // the sender of the incoming message when empty
	From           string // the number that it came in on when empty
	Action         string
	Method         Method
	StatusCallback string
	Body           string // up to 1600 characters
	Children       []MessageChild

	bare bare
}

// MessageChild is an element that may stand in a [Message]: [Body] and [Media].
type MessageChild interface{ messageChild() }

func (m *Message) fields(c *codec) {
	c.open("Message", m.bare)
	c.str("to", &m.To)
	c.str("from", &m.From)
	c.str("action", &m.Action)
	enum(c, "method", &m.Method)
	c.str("statusCallback", &m.StatusCallback)
	c.named("Body", &m.Body, len(m.Children) > 0)
	children(c, &m.Children)
	c.close("Message", &m.bare)
}

// Body is the text of a [Message] that has media too.
//
// Twilio docs: https://www.twilio.com/docs/messaging/twiml/message#body
type Body struct {
	Text string
}

func (b *Body) fields(c *codec) {
	c.open("Body", "")
	c.text(&b.Text)
	c.close("Body", nil)
}

// Media is a file sent with a [Message], by its address.
//
// Twilio docs: https://www.twilio.com/docs/messaging/twiml/message#media
type Media struct {
	URL string
}

func (m *Media) fields(c *codec) {
	c.open("Media", "")
	c.text(&m.URL)
	c.close("Media", nil)
}

func (Message) verb()          {}
func (Message) messagingVerb() {}
func (Body) messageChild()     {}
func (Media) messageChild()    {}
