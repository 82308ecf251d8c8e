package simapi

import (
	"encoding/json"
	"net/url"
	"time"
)

// Request is a request to Twilio's API that the simulator received.
type Request struct {
	ID         int             `json:"id"`
	SID        string          `json:"sid"`
	At         time.Time       `json:"at"`
	AccountSID string          `json:"account_sid"`
	By         string          `json:"by"`
	Method     string          `json:"method"`
	Host       string          `json:"host"`
	Path       string          `json:"path"`
	Query      url.Values      `json:"query,omitempty"`
	Form       url.Values      `json:"form,omitempty"`
	JSON       json.RawMessage `json:"json,omitempty"`
	Status     int             `json:"status"`
	Code       int             `json:"code,omitempty"`
	Fault      string          `json:"fault"`
	Took       Duration        `json:"took"`
	Answer     string          `json:"answer"`
}

// RequestPage is a page of requests, the newest first.
type RequestPage struct {
	Requests []Request `json:"requests"`
	Next     string    `json:"next"`
}

// Callback is a request that the simulator made to the application.
type Callback struct {
	ID          int        `json:"id"`
	At          time.Time  `json:"at"`
	About       string     `json:"about"`
	Method      string     `json:"method"`
	URL         string     `json:"url"`
	Form        url.Values `json:"form,omitempty"`
	Status      int        `json:"status"`
	ContentType string     `json:"content_type"`
	Body        string     `json:"body"`
	Error       string     `json:"error"`
	Took        Duration   `json:"took"`
	Limit       Duration   `json:"limit"`
	SignedURL   string     `json:"signed_url"`
	Signature   string     `json:"signature"`
}

// CallbackPage is a page of callbacks, the newest first.
type CallbackPage struct {
	Callbacks []Callback `json:"callbacks"`
	Next      string     `json:"next"`
}

// Alert is something that Twilio's debugger would show.
type Alert struct {
	ID         int       `json:"id"`
	At         time.Time `json:"at"`
	Kind       string    `json:"kind"`
	Code       int       `json:"code,omitempty"`
	URL        string    `json:"url"`
	Message    string    `json:"message"`
	About      string    `json:"about"`
	CallbackID int       `json:"callback_id,omitempty"`
}

// AlertPage is a page of alerts, the newest first.
type AlertPage struct {
	Alerts []Alert `json:"alerts"`
	Next   string  `json:"next"`
}

// Fault is something that goes wrong, and with which requests.
type Fault struct {
	Method      string   `json:"method,omitempty"`
	Path        string   `json:"path,omitempty"`
	To          string   `json:"to,omitempty"`
	Nth         int      `json:"nth,omitempty"`
	Times       int      `json:"times,omitempty"`
	Rate        *float64 `json:"rate,omitempty"`
	Seed        uint64   `json:"seed,omitempty"`
	AfterCommit bool     `json:"after_commit,omitempty"`
	Effect      Effect   `json:"effect"`
}

// Effect is what happens. Each kind takes those of the other fields that its description names.
type Effect struct {
	Kind       string   `json:"kind"`
	Status     int      `json:"status,omitempty"`
	Code       int      `json:"code,omitempty"`
	Stage      string   `json:"stage,omitempty"`
	Delay      Duration `json:"delay,omitzero"`
	RetryAfter string   `json:"retry_after,omitempty"`
	Location   string   `json:"location,omitempty"`
	Count      int      `json:"count,omitempty"`
}

// FaultState is a fault that is set, and what it has met.
type FaultState struct {
	ID     int     `json:"id"`
	Name   string  `json:"name"`
	Method string  `json:"method"`
	Path   string  `json:"path"`
	To     string  `json:"to"`
	Nth    int     `json:"nth"`
	Times  int     `json:"times"`
	Rate   float64 `json:"rate"`
	Seen   int     `json:"seen"`
	Struck int     `json:"struck"`
}

// FaultList has all faults.
type FaultList struct {
	Faults []FaultState `json:"faults"`
}
