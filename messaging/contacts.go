package messaging

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Contact says where somebody lives, so that Twilio knows the local time for quiet
// hours.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/contact-api
type Contact struct {
	ContactID      string `json:"contact_id" check:"required,e164"`           // the phone number
	CorrelationID  string `json:"correlation_id" check:"required"`            // a UUID of 32 characters, by which the answer names the item
	CountryISOCode string `json:"country_iso_code,omitempty" check:"country"` // "US"
	ZIPCode        string `json:"zip_code" check:"required"`                  // "94105"
}

// Contacts tells Twilio where people live.
type Contacts struct{ c *twilio.Client }

// Twilio keeps one contact for each phone number: a value that is set twice is set.
var contactUpsert = twilio.Operation{
	Name: "messaging.Contacts.Upsert", Method: http.MethodPost, Host: accountsHost, Path: "/v1/Contacts/Bulk", Class: twilio.ClassIdempotent,
}

// ContactUpsertParams are several contacts.
type ContactUpsertParams struct {
	Items []Contact `form:"Items,items" check:"required,max=25"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses items that the answer could not tell apart.
func (p *ContactUpsertParams) Validate(problems *twilio.Problems) {
	seen := map[string]bool{}
	for i, item := range p.Items {
		checkCorrelation(problems, i, item.CorrelationID, seen)
	}
}

// Upsert adds up to 25 contacts, or changes them. Twilio takes each item by itself: ask
// Err of the answer, which names those that were not taken. It converges, so that it is
// repeated after failures that may pass. Twilio takes 100 requests a minute.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/contact-api
func (s *Contacts) Upsert(ctx context.Context, params ContactUpsertParams, opts ...twilio.CallOption) (*BulkResult, error) {
	return twilio.Invoke[BulkResult](ctx, s.c, contactUpsert.With(&params), opts...)
}
