package messaging

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ExternalCampaign is a campaign that was registered with The Campaign Registry
// elsewhere and is used by a Messaging Service.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
type ExternalCampaign struct {
	SID                 string      `json:"sid"` // QE…, of the Campaign that it becomes
	AccountSID          string      `json:"account_sid"`
	MessagingServiceSID string      `json:"messaging_service_sid"` // MG…
	CampaignID          string      `json:"campaign_id"`           // of The Campaign Registry
	DateCreated         twilio.Time `json:"date_created"`
}

// ExternalCampaigns gives Messaging Services campaigns that were registered elsewhere.
type ExternalCampaigns struct{ c *twilio.Client }

// It stays a create: Twilio examines the campaign each time.
var externalCampaignCreate = twilio.Operation{
	Name: "messaging.ExternalCampaigns.Create", Method: http.MethodPost, Host: host, Path: "/v1/Services/PreregisteredUsa2p", Mints: "QE",
}

// ExternalCampaignCreateParams names the campaign and the service.
type ExternalCampaignCreateParams struct {
	CampaignID          string `form:"CampaignId" check:"required,max=64"` // of The Campaign Registry, which has shared it with Twilio
	MessagingServiceSID string `form:"MessagingServiceSid" check:"required,sid=MG"`
	CNPMigration        bool   `form:"CnpMigration"` // the campaign moves to Twilio from another connectivity partner

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create gives a Messaging Service a campaign that was registered elsewhere, and has
// Twilio look at it. [Campaigns.Get] tells where that stands. When nobody can say
// whether it was done, the error is a *[twilio.OutcomeUnknownError]: [Campaigns.List]
// shows the campaign of the service.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
func (s *ExternalCampaigns) Create(ctx context.Context, params ExternalCampaignCreateParams, opts ...twilio.CallOption) (*ExternalCampaign, error) {
	return twilio.Invoke[ExternalCampaign](ctx, s.c, externalCampaignCreate.With(&params), opts...)
}
