package twiml

// Connect hands the call over to one service, and goes on with the next verb when that
// has ended.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect
type Connect struct {
	Action   string // asked when the service has ended
	Method   Method
	Children []ConnectChild

	bare bare
}

// ConnectChild is an element that may stand in a [Connect], one at a time: [Room], [Stream],
// [VirtualAgent], [Conversation], [ConversationRelay], [ConversationRelaySession],
// [AISession] and, of products that have ended, [Assistant] and [Autopilot].
type ConnectChild interface{ connectChild() }

func (e *Connect) fields(c *codec) {
	c.open("Connect", e.bare)
	c.str("action", &e.Action)
	enum(c, "method", &e.Method)
	children(c, &e.Children)
	c.close("Connect", &e.bare)
}

// Room connects the call to a video room, by its name.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/room
type Room struct {
	ParticipantIdentity string
	Name                string

	bare bare
}

func (r *Room) fields(c *codec) {
	c.open("Room", r.bare)
	c.str("participantIdentity", &r.ParticipantIdentity)
	c.text(&r.Name)
	c.close("Room", &r.bare)
}

// VirtualAgent connects the call to an agent of Dialogflow.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/virtualagent
type VirtualAgent struct {
	ConnectorName        string
	Language             string
	SentimentAnalysis    Bool
	StatusCallback       string
	StatusCallbackMethod Method
	Children             []VirtualAgentChild

	bare bare
}

// VirtualAgentChild is an element that may stand in a [VirtualAgent]: [Config] and [Parameter].
type VirtualAgentChild interface{ virtualAgentChild() }

func (v *VirtualAgent) fields(c *codec) {
	c.open("VirtualAgent", v.bare)
	c.str("connectorName", &v.ConnectorName)
	c.str("language", &v.Language)
	c.boolean("sentimentAnalysis", &v.SentimentAnalysis)
	c.str("statusCallback", &v.StatusCallback)
	enum(c, "statusCallbackMethod", &v.StatusCallbackMethod)
	children(c, &v.Children)
	c.close("VirtualAgent", &v.bare)
}

// Conversation connects the call to a conversation.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect
type Conversation struct {
	ServiceInstanceSID            string
	InboundAutocreation           Bool
	RoutingAssignmentTimeout      int // seconds
	InboundTimeout                int // seconds
	URL                           string
	Method                        Method
	Record                        DialRecord
	Trim                          RecordingTrim
	RecordingStatusCallback       string
	RecordingStatusCallbackMethod Method
	RecordingStatusCallbackEvent  []RecordingEvent
	StatusCallback                string
	StatusCallbackMethod          Method
	StatusCallbackEvent           []ConversationEvent

	bare bare
}

func (e *Conversation) fields(c *codec) {
	c.open("Conversation", e.bare)
	c.str("serviceInstanceSid", &e.ServiceInstanceSID)
	c.boolean("inboundAutocreation", &e.InboundAutocreation)
	c.num("routingAssignmentTimeout", &e.RoutingAssignmentTimeout)
	c.num("inboundTimeout", &e.InboundTimeout)
	c.str("url", &e.URL)
	enum(c, "method", &e.Method)
	enum(c, "record", &e.Record)
	enum(c, "trim", &e.Trim)
	c.str("recordingStatusCallback", &e.RecordingStatusCallback)
	enum(c, "recordingStatusCallbackMethod", &e.RecordingStatusCallbackMethod)
	list(c, "recordingStatusCallbackEvent", &e.RecordingStatusCallbackEvent)
	c.str("statusCallback", &e.StatusCallback)
	enum(c, "statusCallbackMethod", &e.StatusCallbackMethod)
	list(c, "statusCallbackEvent", &e.StatusCallbackEvent)
	c.close("Conversation", &e.bare)
}

// AISession connects the call to a session of an AI connector.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect
type AISession struct {
	AIConnector            string
	AISessionConfiguration string

	bare bare
}

func (a *AISession) fields(c *codec) {
	c.open("AiSession", a.bare)
	c.str("aiConnector", &a.AIConnector)
	c.str("aiSessionConfiguration", &a.AISessionConfiguration)
	c.close("AiSession", &a.bare)
}

// Autopilot connects the call to an assistant of a product that is no more.
//
// Deprecated: Twilio has retired it; use [ConversationRelay].
type Autopilot struct {
	AssistantSID string
}

func (a *Autopilot) fields(c *codec) {
	c.open("Autopilot", "")
	c.text(&a.AssistantSID)
	c.close("Autopilot", nil)
}

// ConversationEvent is a change of the call of a [Conversation] that Twilio reports.
// The events of the product Conversations are a webhook.ConversationEventType.
type ConversationEvent string

// The values of [ConversationEvent].
const (
	ConversationInitiated ConversationEvent = "call-initiated"
	ConversationRinging   ConversationEvent = "call-ringing"
	ConversationAnswered  ConversationEvent = "call-answered"
	ConversationCompleted ConversationEvent = "call-completed"
)

func (Connect) verb()              {}
func (Connect) voiceVerb()         {}
func (Room) connectChild()         {}
func (VirtualAgent) connectChild() {}
func (Conversation) connectChild() {}
func (AISession) connectChild()    {}
func (Autopilot) connectChild()    {}
