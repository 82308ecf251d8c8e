package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Webhook is an address that hears of factors and challenges. Twilio tells of
// verifications by Event Streams instead.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks
type Webhook struct {
	SID           string         `json:"sid"` // YW…
	ServiceSID    string         `json:"service_sid"`
	AccountSID    string         `json:"account_sid"`
	FriendlyName  string         `json:"friendly_name"`
	EventTypes    []WebhookEvent `json:"event_types"`
	Status        WebhookStatus  `json:"status"`
	Version       WebhookVersion `json:"version"`
	WebhookURL    string         `json:"webhook_url"`
	WebhookMethod twilio.Method  `json:"webhook_method"`
	DateCreated   twilio.Time    `json:"date_created"`
	DateUpdated   twilio.Time    `json:"date_updated"`
	URL           string         `json:"url"` // of the webhook in Twilio's API
}

// WebhookEvent is something that a webhook hears of.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks
type WebhookEvent string

// The events.
const (
	WebhookEventAll               WebhookEvent = "*"
	WebhookEventFactorCreated     WebhookEvent = "factor.created"
	WebhookEventFactorVerified    WebhookEvent = "factor.verified"
	WebhookEventFactorDeleted     WebhookEvent = "factor.deleted"
	WebhookEventChallengeApproved WebhookEvent = "challenge.approved"
	WebhookEventChallengeDenied   WebhookEvent = "challenge.denied"
)

// WebhookStatus says whether a webhook is called.
type WebhookStatus string

// The statuses of webhooks.
const (
	WebhookEnabled  WebhookStatus = "enabled"
	WebhookDisabled WebhookStatus = "disabled"
)

// WebhookVersion is the shape of the requests.
type WebhookVersion string

// The versions of webhooks.
const (
	WebhookV1 WebhookVersion = "v1"
	WebhookV2 WebhookVersion = "v2"
)

// Webhooks manages the webhooks of a service.
type Webhooks struct{ c *twilio.Client }

const (
	webhooksPath = servicePath + "/Webhooks"
	webhookPath  = webhooksPath + "/{Sid:YW}"
)

var (
	webhookCreate = twilio.Operation{Name: "verify.Webhooks.Create", Method: http.MethodPost, Host: host, Path: webhooksPath, Mints: "YW"}
	webhookGet    = twilio.Operation{Name: "verify.Webhooks.Get", Method: http.MethodGet, Host: host, Path: webhookPath}
	webhookList   = twilio.Operation{Name: "verify.Webhooks.List", Method: http.MethodGet, Host: host, Path: webhooksPath, Items: "webhooks"}
	webhookDelete = twilio.Operation{Name: "verify.Webhooks.Delete", Method: http.MethodDelete, Host: host, Path: webhookPath}

	// An update converges: a value that is set twice is set.
	webhookUpdate = twilio.Operation{
		Name: "verify.Webhooks.Update", Method: http.MethodPost, Host: host, Path: webhookPath, Class: twilio.ClassIdempotent,
	}
)

// WebhookCreateParams is a new webhook.
type WebhookCreateParams struct {
	FriendlyName string         `form:"FriendlyName" check:"required"` // no personal data
	EventTypes   []WebhookEvent `form:"EventTypes" check:"required"`
	WebhookURL   string         `form:"WebhookUrl" check:"required,url"`
	Status       WebhookStatus  `form:"Status"`  // "" is WebhookEnabled
	Version      WebhookVersion `form:"Version"` // "" leaves it to Twilio

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a webhook. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for its WebhookURL with [Webhooks.All] before you
// make another one.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks#create-a-webhook
func (s *Webhooks) Create(ctx context.Context, serviceSID string, params WebhookCreateParams, opts ...twilio.CallOption) (*Webhook, error) {
	return twilio.Invoke[Webhook](ctx, s.c, webhookCreate.On(serviceSID).With(&params), opts...)
}

// Get returns a webhook as it stands now. One that was deleted matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks#fetch-a-webhook
func (s *Webhooks) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*Webhook, error) {
	return twilio.Invoke[Webhook](ctx, s.c, webhookGet.On(serviceSID, sid), opts...)
}

// WebhookListParams are the pages of a list of webhooks.
type WebhookListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's webhooks, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks#list-all-webhooks
func (s *Webhooks) List(ctx context.Context, serviceSID string, params WebhookListParams, opts ...twilio.CallOption) (*twilio.Page[Webhook], error) {
	return twilio.InvokePage[Webhook](ctx, s.c, webhookList.On(serviceSID).With(&params), opts...)
}

// All ranges over all webhooks of a service, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks#list-all-webhooks
func (s *Webhooks) All(ctx context.Context, serviceSID string, params WebhookListParams, opts ...twilio.CallOption) iter.Seq2[*Webhook, error] {
	return twilio.InvokeAll[Webhook](ctx, s.c, webhookList.On(serviceSID).With(&params), opts...)
}

// WebhookUpdateParams changes a webhook. A field that is zero stays as it is.
type WebhookUpdateParams struct {
	FriendlyName string         `form:"FriendlyName"`
	EventTypes   []WebhookEvent `form:"EventTypes"` // all of them, not only those that are new
	WebhookURL   string         `form:"WebhookUrl" check:"url"`
	Status       WebhookStatus  `form:"Status"`
	Version      WebhookVersion `form:"Version"`

	Extra url.Values `form:"-"`
}

// Update changes a webhook. An update converges, so that it is repeated after failures
// that may pass.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks#update-a-webhook
func (s *Webhooks) Update(ctx context.Context, serviceSID, sid string, params WebhookUpdateParams, opts ...twilio.CallOption) (*Webhook, error) {
	return twilio.Invoke[Webhook](ctx, s.c, webhookUpdate.On(serviceSID, sid).With(&params), opts...)
}

// Delete removes a webhook.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks#delete-a-webhook
func (s *Webhooks) Delete(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, webhookDelete.On(serviceSID, sid), opts...)
}
