package webhook

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
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
	From                string `form:"From,required"` // E.164, a short code, or an address such as whatsapp:+14155550100
	To                  string `form:"To,required"`
	Body                string `form:"Body"`
	NumSegments         int    `form:"NumSegments"`
	FromPlace           Place  `form:"From*"`
	ToPlace             Place  `form:"To*"`
	OptOut              OptOut `form:"OptOutType"` // only with Advanced Opt-Out
	Media               []Media

	// Of WhatsApp.
	ProfileName         string          `form:"ProfileName"` // as the sender chose it: never trust it
	WaID                string          `form:"WaId"`        // the sender's number without +
	MessageType         string          `form:"MessageType"`
	Forwarded           bool            `form:"Forwarded"`
	FrequentlyForwarded bool            `form:"FrequentlyForwarded"`
	ButtonText          string          `form:"ButtonText"`
	ButtonPayload       string          `form:"ButtonPayload"`
	ButtonType          string          `form:"ButtonType"` // REPLY or ACTION
	InteractiveData     json.RawMessage `form:"InteractiveData"`
	FlowData            json.RawMessage `form:"FlowData"`
	ChannelMetadata     json.RawMessage `form:"ChannelMetadata"`
	RepliedMessageSID   string          `form:"OriginalRepliedMessageSid"`
	RepliedSender       string          `form:"OriginalRepliedMessageSender"`
	Location            Location
	Referral            Referral `form:"Referral*"`

	AddOns json.RawMessage `form:"AddOns"` // results of add-ons from Twilio's marketplace
}

// Place is where a number is registered, as far as Twilio knows, which is often
// nowhere.
type Place struct {
	City    string `form:"City"`
	State   string `form:"State"`
	Zip     string `form:"Zip"`
	Country string `form:"Country"` // ISO 3166: "US"
}

// OptOut is what Advanced Opt-Out made of a message.
type OptOut string

// The kinds of [OptOut].
const (
	OptOutStop  OptOut = "STOP"
	OptOutStart OptOut = "START"
	OptOutHelp  OptOut = "HELP"
)

// Location is one that was shared; the zero value is none.
type Location struct {
	Latitude  float64
	Longitude float64
	Address   string
	Label     string
}

// Referral is the advertisement that led to a message.
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
	ClickID          string `form:"CtwaClid"`
}

// Media is a file of a message. Its SIDs are for client.Media.Download; both are
// "" when the address is none of Twilio's, which then must not be fetched: whoever
// could make you fetch it would choose where.
type Media struct {
	URL         string
	ContentType string // as the sender said: never trust it
	MessageSID  string
	SID         string
}

// maxMedia bounds how many files are read, whatever NumMedia says.
const maxMedia = 100

// ParseMessage reads an incoming message. It fails with a [*PayloadError] when the
// request is none.
func ParseMessage(r *http.Request) (*Message, error) {
	m, err := parse[Message](r, "Message")
	if err != nil {
		return nil, err
	}
	m.Location = Location{number(m.Raw, "Latitude"), number(m.Raw, "Longitude"), m.Raw.Get("Address"), m.Raw.Get("Label")}
	count, _ := strconv.Atoi(m.Raw.Get("NumMedia")) // 0 for nonsense
	for i := range min(count, maxMedia) {
		n := strconv.Itoa(i)
		if address := m.Raw.Get("MediaUrl" + n); address != "" {
			m.Media = append(m.Media, newMedia(address, m.Raw.Get("MediaContentType"+n)))
		}
	}
	return m, nil
}

func number(params url.Values, name string) float64 {
	f, err := strconv.ParseFloat(params.Get(name), 64)
	if err != nil || f != f { // NaN
		return 0
	}
	return f
}

// newMedia takes the SIDs from an address of Twilio's own:
// https://api.twilio.com/2010-04-01/Accounts/AC…/Messages/MM…/Media/ME…
func newMedia(address, contentType string) Media {
	m := Media{URL: address, ContentType: contentType}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || !isTwilio(u.Host) {
		return m
	}
	parts := strings.Split(u.EscapedPath(), "/")
	const length = len("/2010-04-01/Accounts/AC/Messages/MM/Media/ME")
	if len(u.EscapedPath()) > 4*length || len(parts) != 8 ||
		parts[1] != "2010-04-01" || parts[2] != "Accounts" || parts[4] != "Messages" || parts[6] != "Media" {
		return m
	}
	if isSID(parts[5], "MM") || isSID(parts[5], "SM") {
		if sid := parts[7]; isSID(sid, "ME") {
			m.MessageSID, m.SID = parts[5], sid
		}
	}
	return m
}

// isTwilio knows api.twilio.com, and that host in a region, both without a port.
func isTwilio(host string) bool {
	label, ok := strings.CutSuffix(host, ".twilio.com")
	return ok && (label == "api" || strings.HasPrefix(label, "api.")) && strings.Count(label, ".") <= 2
}

func isSID(s, prefix string) bool {
	return len(s) == 34 && strings.HasPrefix(s, prefix) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// DedupeKey is the same for every request about the same message.
func (m *Message) DedupeKey() string { return "message/" + m.MessageSID }

// MessageStatus is a status callback of a message. Callbacks may come twice and in
// any order: see [MessageStatus.Supersedes].
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
type MessageStatus struct {
	Params

	MessageSID           string               `form:"MessageSid,required"`
	AccountSID           string               `form:"AccountSid"`
	MessagingServiceSID  string               `form:"MessagingServiceSid"`
	From                 string               `form:"From"`
	To                   string               `form:"To"`
	Status               twilio.MessageStatus `form:"MessageStatus,required"`
	ErrorCode            twilio.ErrorCode     `form:"ErrorCode"` // of a failed or undelivered message
	ErrorMessage         string               `form:"ErrorMessage"`
	ChannelInstallSID    string               `form:"ChannelInstallSid"`
	ChannelPrefix        string               `form:"ChannelPrefix"` // whatsapp
	ChannelStatusMessage string               `form:"ChannelStatusMessage"`
	EventType            string               `form:"EventType"` // READ
	Done                 time.Time            // when the carrier was done, to the minute; zero if it did not say
}

// ParseMessageStatus reads a status callback. It fails with a [*PayloadError] when
// the request is none.
func ParseMessageStatus(r *http.Request) (*MessageStatus, error) {
	s, err := parse[MessageStatus](r, "MessageStatus")
	if err != nil {
		return nil, err
	}
	if done, err := time.Parse("0601021504", s.Raw.Get("RawDlrDoneDate")); err == nil {
		s.Done = done
	}
	return s, nil
}

// DedupeKey is the same for every request about the same status of a message.
func (s *MessageStatus) DedupeKey() string {
	return "message-status/" + s.MessageSID + "/" + string(s.Status)
}

// Err returns the code of a message that failed, and nil for any other.
func (s *MessageStatus) Err() error {
	if s.ErrorCode == 0 {
		return nil
	}
	return s.ErrorCode
}

// Supersedes reports whether the status is later than prev, which may be nil: a
// message is accepted or scheduled, queued, sending, sent, then delivered,
// undelivered, failed or canceled, and perhaps read. A status that this package
// does not know is later than those that are not final.
func (s *MessageStatus) Supersedes(prev *MessageStatus) bool {
	return prev == nil || rank(s.Status) > rank(prev.Status)
}

func rank(status twilio.MessageStatus) int {
	const unknown, final, read = 10, 20, 30
	switch status {
	case twilio.MessageStatusAccepted, twilio.MessageStatusScheduled, twilio.MessageStatusReceiving:
		return 1
	case twilio.MessageStatusQueued:
		return 2
	case twilio.MessageStatusSending:
		return 3
	case twilio.MessageStatusSent:
		return 4
	case twilio.MessageStatusPartiallyDelivered:
		return unknown
	case twilio.MessageStatusRead:
		return read
	}
	if status.Final() {
		return final
	}
	return unknown
}
