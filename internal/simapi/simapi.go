// Package simapi has the JSON of the control API of twilio-sim, which the server writes and
// package twiliotest reads. The schema of the API says of every field what it means.
//
// Names are in snake_case, as in Twilio's own JSON. Times are in RFC 3339, on the simulator's
// clock. A time that does not exist yet is left out, and so is an error code of 0.
package simapi

import "time"

// Prefix is what the paths of the control API begin with.
const Prefix = "/_sim/v1/"

// Duration is a time span, in JSON as Go writes it: "10s", "1m30s".
type Duration time.Duration

// MarshalText writes the time span.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads a time span.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

// ErrorAnswer is the body of every answer with a status of 400 and above.
type ErrorAnswer struct {
	Error Error `json:"error"`
}

// Error says what is wrong with a request, and what to do about it.
type Error struct {
	Message string `json:"message"`
	Field   string `json:"field"`
	Remedy  string `json:"remedy"`
}

// Status is who answers.
type Status struct {
	Name        string    `json:"name"`
	AccountSID  string    `json:"account_sid"`
	Now         time.Time `json:"now"`
	Speed       float64   `json:"speed"`
	EventSerial int64     `json:"event_serial"`
}

// Event says that something is new or has changed.
type Event struct {
	Serial int64     `json:"serial"`
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	SID    string    `json:"sid"`
	Phone  string    `json:"phone"`
}

// Clock is the simulator's time.
type Clock struct {
	Now   time.Time `json:"now"`
	Speed float64   `json:"speed"`
}

// ClockChange moves the clock on, or lets it run at another speed.
type ClockChange struct {
	Advance *Duration `json:"advance,omitempty"`
	Speed   *float64  `json:"speed,omitempty"`
}

// Cleared counts what was forgotten.
type Cleared struct {
	Cleared int `json:"cleared"`
}

// Nothing is the body of a write without parameters: {}.
type Nothing struct{}

// SearchPage is a page of messages and calls.
type SearchPage struct {
	Results []Found `json:"results"`
	Next    string  `json:"next"`
}

// Found is a message or a call.
type Found struct {
	Message *Message `json:"message,omitempty"`
	Call    *Call    `json:"call,omitempty"`
}

// Export is everything that the simulator shows.
type Export struct {
	Status      Status       `json:"status"`
	Phones      []Phone      `json:"phones"`
	Numbers     []Number     `json:"numbers"`
	Messages    []Message    `json:"messages"`
	Calls       []Call       `json:"calls"`
	Conferences []Conference `json:"conferences"`
	Queues      []Queue      `json:"queues"`
	Recordings  []Recording  `json:"recordings"`
	Requests    []Request    `json:"requests"`
	Callbacks   []Callback   `json:"callbacks"`
	Alerts      []Alert      `json:"alerts"`
	Faults      []FaultState `json:"faults"`
}
