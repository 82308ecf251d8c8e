package messaging

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Consent says that somebody wants messages of a sender, or does not want them.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/consent-api
type Consent struct {
	ContactID     string        `json:"contact_id" check:"required,e164"`  // the phone number
	CorrelationID string        `json:"correlation_id" check:"required"`   // a UUID of 32 characters, by which the answer names the item
	SenderID      string        `json:"sender_id" check:"required,sender"` // the SID of a Service, or a phone number
	Status        ConsentStatus `json:"status" check:"required"`           // what the person wants
	Source        ConsentSource `json:"source" check:"required"`           // how the person said so
	DateOfConsent time.Time     `json:"date_of_consent,omitzero"`          // when the person said so; zero leaves it empty
}

// ConsentStatus is what a person wants.
type ConsentStatus string

// The consent statuses.
const (
	ConsentOptIn  ConsentStatus = "opt-in" // also after an earlier opt-out
	ConsentOptOut ConsentStatus = "opt-out"
)

// ConsentSource is how a person said so.
type ConsentSource string

// The sources of consents.
const (
	ConsentSourceWebsite       ConsentSource = "website"
	ConsentSourceOffline       ConsentSource = "offline"
	ConsentSourceOptInMessage  ConsentSource = "opt-in-message"
	ConsentSourceOptOutMessage ConsentSource = "opt-out-message"
	ConsentSourceOthers        ConsentSource = "others"
)

// Consents tells Twilio who wants messages.
type Consents struct{ c *twilio.Client }

// Twilio keeps one consent for each person and sender: a value that is set twice is
// set.
var consentUpsert = twilio.Operation{
	Name: "messaging.Consents.Upsert", Method: http.MethodPost, Host: accountsHost, Path: "/v1/Consents/Bulk", Class: twilio.ClassIdempotent,
}

// ConsentUpsertParams are the consents of several people.
type ConsentUpsertParams struct {
	Items []Consent `form:"Items,items" check:"required,max=25"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses what cannot tell the items apart.
func (p *ConsentUpsertParams) Validate(problems *twilio.Problems) {
	seen := map[string]bool{}
	for i, item := range p.Items {
		checkCorrelation(problems, i, item.CorrelationID, seen)
	}
}

// Upsert adds the consents of up to 25 people, or changes them. Twilio takes each item
// by itself: ask Err of the answer, which names those that were not taken. It converges,
// so that it is repeated after failures that may pass. Twilio takes 100 requests a
// minute.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/consent-api
func (s *Consents) Upsert(ctx context.Context, params ConsentUpsertParams, opts ...twilio.CallOption) (*BulkResult, error) {
	return twilio.Invoke[BulkResult](ctx, s.c, consentUpsert.With(&params), opts...)
}
