package simapi

import "time"

// Call is a call in its state at the time.
type Call struct {
	SID           string    `json:"sid"`
	ParentCallSID string    `json:"parent_call_sid"`
	From          string    `json:"from"`
	To            string    `json:"to"`
	Direction     string    `json:"direction"`
	Status        string    `json:"status"`
	AnsweredBy    string    `json:"answered_by"`
	URL           string    `json:"url"`
	TwiML         string    `json:"twiml"`
	DateCreated   time.Time `json:"date_created"`
	StartTime     time.Time `json:"start_time,omitzero"`
	EndTime       time.Time `json:"end_time,omitzero"`
	Listens       Listens   `json:"listens"`
	Transcript    []Line    `json:"transcript,omitempty"`
}

// Listens says what a call listens to.
type Listens struct {
	Keys  bool `json:"keys"`
	Words bool `json:"words"`
}

// Line is one thing that the person at a phone has heard or done.
type Line struct {
	Index    int       `json:"index"`
	At       time.Time `json:"at"`
	Kind     string    `json:"kind"`
	Text     string    `json:"text"`
	Lasts    Duration  `json:"lasts"`
	From     string    `json:"from"`
	Voice    string    `json:"voice"`
	Language string    `json:"language"`
}

// CallPage is a page of calls, the newest first.
type CallPage struct {
	Calls []Call `json:"calls"`
	Next  string `json:"next"`
}

// Dial is a call from a phone.
type Dial struct {
	To     string            `json:"to"`
	Params map[string]string `json:"params,omitempty"`
}

// Keys are keys that a person presses.
type Keys struct {
	Keys string    `json:"keys"`
	Wait *Duration `json:"wait,omitempty"`
}

// Speech is words that a person says.
type Speech struct {
	Words string    `json:"words"`
	Wait  *Duration `json:"wait,omitempty"`
}

// Voicemail is a message that a person leaves.
type Voicemail struct {
	Words string    `json:"words"`
	Lasts Duration  `json:"lasts"`
	Wait  *Duration `json:"wait,omitempty"`
}

// Number is one of the account's own senders.
type Number struct {
	Number     string `json:"number"`
	SID        string `json:"sid"`
	AccountSID string `json:"account_sid"`
	SMSURL     string `json:"sms_url"`
	VoiceURL   string `json:"voice_url"`
}

// NumberChange sets who answers for a number; a field that is left out stays as it is.
type NumberChange struct {
	Number   string  `json:"number,omitempty"`
	SMSURL   *string `json:"sms_url,omitempty"`
	VoiceURL *string `json:"voice_url,omitempty"`
}

// NumberList has all numbers.
type NumberList struct {
	Numbers []Number `json:"numbers"`
}

// Conference is a conference and who is in it.
type Conference struct {
	SID          string        `json:"sid"`
	FriendlyName string        `json:"friendly_name"`
	Status       string        `json:"status"`
	DateCreated  time.Time     `json:"date_created"`
	Participants []Participant `json:"participants"`
}

// Participant is a call in a conference.
type Participant struct {
	CallSID  string    `json:"call_sid"`
	Number   string    `json:"number"`
	Label    string    `json:"label"`
	Joined   time.Time `json:"joined,omitzero"`
	Muted    bool      `json:"muted"`
	Hold     bool      `json:"hold"`
	Coaching bool      `json:"coaching"`
}

// ConferenceList has all conferences.
type ConferenceList struct {
	Conferences []Conference `json:"conferences"`
}

// Queue is a queue and who waits in it.
type Queue struct {
	SID          string        `json:"sid"`
	FriendlyName string        `json:"friendly_name"`
	MaxSize      int           `json:"max_size"`
	Members      []QueueMember `json:"members"`
}

// QueueMember is a call that waits.
type QueueMember struct {
	CallSID string    `json:"call_sid"`
	Number  string    `json:"number"`
	Since   time.Time `json:"since"`
}

// QueueList has all queues.
type QueueList struct {
	Queues []Queue `json:"queues"`
}

// Recording is a recording of a call or of a conference.
type Recording struct {
	SID           string    `json:"sid"`
	CallSID       string    `json:"call_sid"`
	ConferenceSID string    `json:"conference_sid"`
	Status        string    `json:"status"`
	StartTime     time.Time `json:"start_time"`
	Lasts         Duration  `json:"lasts"`
	Words         string    `json:"words"`
}

// RecordingList has all recordings.
type RecordingList struct {
	Recordings []Recording `json:"recordings"`
}
