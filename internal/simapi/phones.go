package simapi

import "time"

// Phone is how a phone is set.
type Phone struct {
	Number      string   `json:"number"`
	Name        string   `json:"name"`
	Habit       string   `json:"habit"`
	AnswerAfter Duration `json:"answer_after"`
	AnsweredBy  string   `json:"answered_by"`
	Unreachable int      `json:"unreachable"`
	OptedOut    bool     `json:"opted_out"`
}

// PhoneChange sets a phone; a field that is left out stays as it is.
type PhoneChange struct {
	Name        *string   `json:"name,omitempty"`
	Habit       *string   `json:"habit,omitempty"`
	AnswerAfter *Duration `json:"answer_after,omitempty"`
	AnsweredBy  *string   `json:"answered_by,omitempty"`
	Unreachable *int      `json:"unreachable,omitempty"`
	OptedOut    *bool     `json:"opted_out,omitempty"`
}

// PhoneList has all phones.
type PhoneList struct {
	Phones []Phone `json:"phones"`
}

// Message is a message in its state at the time.
type Message struct {
	SID                 string            `json:"sid"`
	AccountSID          string            `json:"account_sid"`
	From                string            `json:"from"`
	To                  string            `json:"to"`
	Body                string            `json:"body"`
	Direction           string            `json:"direction"`
	Status              string            `json:"status"`
	ErrorCode           int               `json:"error_code,omitempty"`
	DateCreated         time.Time         `json:"date_created"`
	SendAt              time.Time         `json:"send_at,omitzero"`
	DateSent            time.Time         `json:"date_sent,omitzero"`
	NumSegments         int               `json:"num_segments"`
	Price               string            `json:"price"`
	MessagingServiceSID string            `json:"messaging_service_sid"`
	ContentSID          string            `json:"content_sid"`
	ContentVariables    map[string]string `json:"content_variables,omitempty"`
	Content             *Content          `json:"content,omitempty"`
	Media               []Media           `json:"media"`
}

// Media is a file of a message.
type Media struct {
	SID         string `json:"sid"`
	ContentType string `json:"content_type"`
	URL         string `json:"url"`
	Size        int    `json:"size"`
}

// Content is a template as the recipient of a message sees it.
type Content struct {
	Type    string     `json:"type"`
	Buttons []Button   `json:"buttons"`
	Items   []ListItem `json:"items"`
	Cards   []Card     `json:"cards"`
}

// Button is one that a person can press.
type Button struct {
	Type  string `json:"type"`
	Title string `json:"title"`
	ID    string `json:"id"`
	URL   string `json:"url"`
	Phone string `json:"phone"`
	Code  string `json:"code"`
}

// ListItem is one of a list picker.
type ListItem struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

// Card is one of a carousel.
type Card struct {
	Title    string   `json:"title"`
	Body     string   `json:"body"`
	MediaURL string   `json:"media_url"`
	Buttons  []Button `json:"buttons"`
}

// MessagePage is a page of messages, the newest first.
type MessagePage struct {
	Messages []Message `json:"messages"`
	Next     string    `json:"next"`
}

// Inbound is a message from a phone.
type Inbound struct {
	To      string            `json:"to"`
	Body    string            `json:"body"`
	Media   []string          `json:"media,omitempty"`
	Channel string            `json:"channel,omitempty"`
	Params  map[string]string `json:"params,omitempty"`
}

// InboundAnswer is a message from a phone and the answer of the application.
type InboundAnswer struct {
	Message  *Message  `json:"message,omitempty"`
	Callback *Callback `json:"callback,omitempty"`
}

// Code is a one-time code and where it stands.
type Code struct {
	Code string    `json:"code"`
	SID  string    `json:"sid"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}
