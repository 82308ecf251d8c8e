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

// MessageChild is what may stand in a [Message]: [Body] and [Media].
type MessageChild interface{ messageChild() }

// maxMessageBody is how long a message may be, in characters (14103).
const maxMessageBody = 1600

// maxMedia is how many media a message may have (21623).
const maxMedia = 10

func (m *Message) fields(c *codec) {
	c.open("Message", m.bare)
	c.str("to", &m.To)
	c.str("from", &m.From)
	c.url("action", &m.Action, 0)
	c.method("method", &m.Method, 14104)
	c.url("statusCallback", &m.StatusCallback, 14105)
	c.named("Body", &m.Body, len(m.Children) > 0)
	children(c, &m.Children, 0)
	c.rule(c.in != nil && m.isEmpty(), 14103, "the message is empty", "give it a body or a media URL")
	c.rule(c.in != nil && c.in.node.count("Media") > maxMedia, codeManyMedia, "there are more than 10 media in one message", "send the others with a second <Message>")
	c.rule(longerThan(m.Body, maxMessageBody), 14103, "the body is longer than 1600 characters", "shorten it")
	c.close("Message", &m.bare)
}

// isEmpty looks at what was read: values, not pointers.
func (m *Message) isEmpty() bool {
	for _, child := range m.Children {
		if body, ok := child.(Body); !ok || !isBlank(body.Text) {
			return false
		}
	}
	return isBlank(m.Body)
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
	c.textLimit(maxMessageBody, 14103)
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
	c.link(&m.URL)
	c.rule(isBlank(m.URL) && !c.hasChildren(), codeSchema, "there is no file", "give it the address of one")
	c.close("Media", nil)
}

func (Message) verb()          {}
func (Message) messagingVerb() {}
func (Body) messageChild()     {}
func (Media) messageChild()    {}
