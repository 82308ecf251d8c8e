package verify

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Notification is a push notification about a challenge that was sent again.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge#notifications
type Notification struct {
	SID          string          `json:"sid"` // NT…
	AccountSID   string          `json:"account_sid"`
	ServiceSID   string          `json:"service_sid"`
	EntitySID    string          `json:"entity_sid"`
	Identity     string          `json:"identity"`
	ChallengeSID string          `json:"challenge_sid"`
	Priority     string          `json:"priority"` // "high"
	TTL          twilio.Duration `json:"ttl"`      // how long its delivery is tried
	DateCreated  twilio.Time     `json:"date_created"`
}

// Notifications sends push notifications again.
type Notifications struct{ c *twilio.Client }

var notificationCreate = twilio.Operation{
	Name: "verify.Notifications.Create", Method: http.MethodPost, Host: host, Mints: "NT",
	Path: challengesPath + "/{ChallengeSid:YC}/Notifications",
}

// NotificationCreateParams says how long the delivery is tried.
type NotificationCreateParams struct {
	TTL *time.Duration `form:"Ttl,seconds"` // 0 to 300 s, 0 for once and at once; nil leaves it to Twilio, which uses 300 s

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create sends the notification of a pending challenge again, three times at most. It is
// not repeated, because the device would ring twice. When its answer is lost the error is
// a *[twilio.OutcomeUnknownError], and nothing that Twilio shows says whether it was
// sent.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge#notifications
func (s *Notifications) Create(ctx context.Context, serviceSID, identity, challengeSID string, params NotificationCreateParams, opts ...twilio.CallOption) (*Notification, error) {
	return twilio.Invoke[Notification](ctx, s.c, notificationCreate.On(serviceSID, identity, challengeSID).With(&params), opts...)
}
