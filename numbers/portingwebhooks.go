package numbers

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// PortingWebhook is the addresses that Twilio tells of ports. There is one for the
// account and its subaccounts.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/porting-webhooks
type PortingWebhook struct {
	PortInTargetURL          string         `json:"port_in_target_url"`
	PortOutTargetURL         string         `json:"port_out_target_url"`
	NotificationsOf          []PortingEvent `json:"notifications_of"` // empty for all events
	PortInTargetDateCreated  twilio.Time    `json:"port_in_target_date_created"`
	PortOutTargetDateCreated twilio.Time    `json:"port_out_target_date_created"`
	URL                      string         `json:"url"`
}

// PortingWebhookSetting is the addresses as they were set.
type PortingWebhookSetting struct {
	PortInTargetURL  string         `json:"port_in_target_url"`
	PortOutTargetURL string         `json:"port_out_target_url"`
	NotificationsOf  []PortingEvent `json:"notifications_of"`
	URL              string         `json:"url"`
}

// PortingEvent is something that happens to a port.
type PortingEvent string

// The events of requests and of their numbers.
const (
	PortInEventWaitingForSignature            PortingEvent = "PortInWaitingForSignature"
	PortInEventInProgress                     PortingEvent = "PortInInProgress"
	PortInEventCompleted                      PortingEvent = "PortInCompleted"
	PortInEventActionRequired                 PortingEvent = "PortInActionRequired"
	PortInEventCanceled                       PortingEvent = "PortInCanceled"
	PortInEventExpired                        PortingEvent = "PortInExpired"
	PortInEventPhoneNumberWaitingForSignature PortingEvent = "PortInPhoneNumberWaitingForSignature"
	PortInEventPhoneNumberSubmitted           PortingEvent = "PortInPhoneNumberSubmitted"
	PortInEventPhoneNumberPending             PortingEvent = "PortInPhoneNumberPending"
	PortInEventPhoneNumberCompleted           PortingEvent = "PortInPhoneNumberCompleted"
	PortInEventPhoneNumberRejected            PortingEvent = "PortInPhoneNumberRejected"
	PortInEventPhoneNumberCanceled            PortingEvent = "PortInPhoneNumberCanceled"
	PortOutEventPhoneNumberCompleted          PortingEvent = "PortOutPhoneNumberCompleted"
)

// PortingDirection is one of the two addresses.
type PortingDirection string

// The directions of ports.
const (
	PortingIn  PortingDirection = "PORT_IN"
	PortingOut PortingDirection = "PORT_OUT"
)

// PortingWebhooks manages the addresses that are told of ports.
type PortingWebhooks struct{ c *twilio.Client }

const portingWebhookPath = "/v1/Porting/Configuration/Webhook"

var (
	// The addresses that are set take the place of those before, once as twice.
	portingWebhookSet = twilio.Operation{
		Name: "numbers.PortingWebhooks.Set", Method: http.MethodPost, Host: host, Path: portingWebhookPath, Body: twilio.BodyJSON, Class: twilio.ClassIdempotent,
	}
	portingWebhookGet    = twilio.Operation{Name: "numbers.PortingWebhooks.Get", Method: http.MethodGet, Host: host, Path: portingWebhookPath}
	portingWebhookDelete = twilio.Operation{Name: "numbers.PortingWebhooks.Delete", Method: http.MethodDelete, Host: host, Path: portingWebhookPath + "/{WebhookType}"}
)

// PortingWebhookSetParams is the addresses to tell.
type PortingWebhookSetParams struct {
	PortInTargetURL  string         `json:"port_in_target_url" check:"url"`
	PortOutTargetURL string         `json:"port_out_target_url" check:"url"`
	NotificationsOf  []PortingEvent `json:"notifications_of"` // empty for all events

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Validate refuses a setting without an address.
func (p *PortingWebhookSetParams) Validate(problems *twilio.Problems) {
	if p.PortInTargetURL == "" && p.PortOutTargetURL == "" && len(p.Extra) == 0 {
		problems.Add("PortInTargetURL", "is empty, and so is PortOutTargetURL", "give at least one address")
	}
}

// Set gives the account its addresses, in place of those before. It converges, so that
// it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/porting-webhooks
func (s *PortingWebhooks) Set(ctx context.Context, params PortingWebhookSetParams, opts ...twilio.CallOption) (*PortingWebhookSetting, error) {
	return twilio.Invoke[PortingWebhookSetting](ctx, s.c, portingWebhookSet.With(&params), opts...)
}

// Get returns the addresses that are set.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/porting-webhooks
func (s *PortingWebhooks) Get(ctx context.Context, opts ...twilio.CallOption) (*PortingWebhook, error) {
	return twilio.Invoke[PortingWebhook](ctx, s.c, portingWebhookGet.On(), opts...)
}

// Delete removes the address for one direction.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/porting-webhooks
func (s *PortingWebhooks) Delete(ctx context.Context, direction PortingDirection, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, portingWebhookDelete.On(string(direction)), opts...)
}
