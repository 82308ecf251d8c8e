package webhook

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/sid"
)

// Message is a message that somebody sent to one of your numbers or channels. A
// reply is TwiML, or nothing. To a WhatsApp user free text may be sent for 24 hours
// after their last message; afterwards only templates.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
type Message struct {
	Params

	MessageSID          string `form:"MessageSid,required"`
	AccountSID          string `form:"AccountSid"`
	MessagingServiceSID string `form:"MessagingServiceSid"`
	From                string `form:"From"` // E.164, a short code, or an address such as whatsapp:+14155550100
	To                  string `form:"To,required"`
	Body                string `form:"Body"`
	NumSegments         int    `form:"NumSegments"`
	FromPlace           Place  `form:"From*"`
	ToPlace             Place  `form:"To*"`
	OptOut              OptOut `form:"OptOutType"` // only with Advanced Opt-Out
	Media               []Media

	// Of WhatsApp.
	ProfileName                  string          `form:"ProfileName"` // as the sender chose it: never trust it
	WaID                         string          `form:"WaId"`        // the sender's number without +, if there is one
	MessageType                  string          `form:"MessageType"`
	Forwarded                    bool            `form:"Forwarded"`
	FrequentlyForwarded          bool            `form:"FrequentlyForwarded"`
	ButtonText                   string          `form:"ButtonText"`
	ButtonPayload                string          `form:"ButtonPayload"`
	ButtonType                   ButtonType      `form:"ButtonType"`
	InteractiveData              json.RawMessage `form:"InteractiveData"`
	FlowData                     json.RawMessage `form:"FlowData"`
	ChannelMetadata              json.RawMessage `form:"ChannelMetadata"`
	OriginalRepliedMessageSID    string          `form:"OriginalRepliedMessageSid"`
	OriginalRepliedMessageSender string          `form:"OriginalRepliedMessageSender"`
	Location                     Location        `form:"*"`
	Referral                     Referral        `form:"Referral*"`

	// Of a choice from a list; the names are not confirmed by Twilio's pages.
	ListID    string `form:"ListId"`
	ListTitle string `form:"ListTitle"`

	// ExternalUserIdentifier is the ID of a WhatsApp user. A user who has a username may
	// have no number. Then From holds the ID, as in whatsapp:US.1302015550123. Twilio's
	// pages do not confirm that From is always there, so it may be "". Sender is the
	// address to answer to in both cases.
	ExternalUserIdentifier string `form:"ExternalUserIdentifier"`

	AddOns json.RawMessage `form:"AddOns"` // results of add-ons from Twilio's marketplace

	ErrorCode twilio.ErrorCode `form:"ErrorCode"` // the error for which Twilio requests the fallback, 0 in any other request
	ErrorURL  string           `form:"ErrorUrl"`
}

// Place is the place where a number is registered. Its fields are often empty, because Twilio
// does not know the place.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
type Place struct {
	City    string `form:"City"`
	State   string `form:"State"`
	Zip     string `form:"Zip"`
	Country string `form:"Country"` // ISO 3166: "US"
}

// OptOut says whether Advanced Opt-Out took a message for a request to stop, start or help.
//
// Twilio docs: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
type OptOut string

// The kinds of [OptOut].
const (
	OptOutStop  OptOut = "STOP"
	OptOutStart OptOut = "START"
	OptOutHelp  OptOut = "HELP"
)

// Location is a place that the sender has shared on a map. It is the zero value when the
// message shares none.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
type Location struct {
	Latitude  float64 `form:"Latitude"`
	Longitude float64 `form:"Longitude"`
	Address   string  `form:"Address"`
	Label     string  `form:"Label"`
}

// Referral describes the advertisement that led the sender to write the message.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
type Referral struct {
	Body             string `form:"Body"`
	Headline         string `form:"Headline"`
	SourceID         string `form:"SourceId"`
	SourceType       string `form:"SourceType"`
	SourceURL        string `form:"SourceUrl"`
	MediaID          string `form:"MediaId"`
	MediaURL         string `form:"MediaUrl"`
	MediaContentType string `form:"MediaContentType"`
	NumMedia         int    `form:"NumMedia"`
	CtwaClid         string `form:"CtwaClid"` // of the click
}

// Media is a file of a message. Its SIDs are for client.Media.Download. Both are "" when the
// address is not Twilio's. Do not fetch such an address, because an attacker may have
// chosen it.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
type Media struct {
	URL         string
	ContentType string // as the sender said: never trust it
	MessageSID  string
	SID         string
}

// maxMedia bounds how many files are read, whatever NumMedia says.
const maxMedia = 100

// ParseMessage reads an incoming message. It fails with a [*PayloadError] when the
// request is not one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
func ParseMessage(r *http.Request) (*Message, error) {
	m, err := parse[Message](r, "Message")
	if err != nil {
		return nil, err
	}
	if m.From == "" && m.ExternalUserIdentifier == "" {
		return nil, &PayloadError{Payload: "Message", Parameter: "From", Problem: "is missing"}
	}
	count, _ := strconv.Atoi(m.Raw.Get("NumMedia")) // 0 for nonsense
	for i := range min(count, maxMedia) {
		n := strconv.Itoa(i)
		if address := m.Raw.Get("MediaUrl" + n); address != "" {
			m.Media = append(m.Media, newMedia(address, m.Raw.Get("MediaContentType"+n)))
		}
	}
	return m, nil
}

// Sender returns the address for an answer, as the To of Messages.Create or WhatsApp.Send. It
// is From, or whatsapp: and the user's ID when From is empty. A reply in TwiML needs no
// address: Twilio sends it to the sender.
func (m *Message) Sender() string {
	const channel = "whatsapp:"
	if m.From != "" || m.ExternalUserIdentifier == "" {
		return m.From
	}
	return channel + strings.TrimPrefix(m.ExternalUserIdentifier, channel)
}

// newMedia takes the SIDs from an address of Twilio's own:
// https://api.twilio.com/2010-04-01/Accounts/AC…/Messages/MM…/Media/ME…
func newMedia(address, contentType string) Media {
	m := Media{URL: address, ContentType: contentType}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || !isTwilioAPI(u.Host) {
		return m
	}
	parts := strings.Split(u.EscapedPath(), "/")
	if len(parts) != 8 || parts[1] != "2010-04-01" || parts[2] != "Accounts" || parts[4] != "Messages" || parts[6] != "Media" {
		return m
	}
	account, message, media := parts[3], parts[5], parts[7]
	if sid.Is(account, "AC") && (sid.Is(message, "MM") || sid.Is(message, "SM")) && sid.Is(media, "ME") {
		m.MessageSID, m.SID = message, media
	}
	return m
}

// isTwilioAPI accepts api.twilio.com and its hosts in other regions, without a port.
func isTwilioAPI(host string) bool {
	label, ok := strings.CutSuffix(host, ".twilio.com")
	return ok && (label == "api" || strings.HasPrefix(label, "api.")) && strings.Count(label, ".") <= 2
}

// DedupeKey is the same for every request about the same message: "message/AC…/SM…".
// The request to the fallback address has a key of its own, which ends in
// "/fallback/11200".
func (m *Message) DedupeKey() string {
	return dedupeKey("message", m.AccountSID, m.MessageSID) + fallbackSuffix(m.ErrorCode, m.ErrorURL)
}

// fallbackSuffix distinguishes the request to a fallback address from the one that failed.
func fallbackSuffix(code twilio.ErrorCode, failed string) string {
	if code == 0 && failed == "" {
		return ""
	}
	return "/fallback/" + strconv.Itoa(int(code))
}
