package numbers

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// SenderIDRegistration registers a name as a sender of messages in a country that asks
// for it. Its owner completes it in Twilio's embedded form, which EmbeddedSession opens.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/how-to-use-alphanumeric-sender-id
type SenderIDRegistration struct {
	ID                      string          `json:"id"` // BU…
	RegulationID            string          `json:"regulationId"`
	RegulationVersion       twilio.Int      `json:"regulationVersion"`
	FriendlyName            string          `json:"friendlyName"`
	Status                  SenderIDStatus  `json:"status"`
	StatusNotificationEmail string          `json:"statusNotificationEmail"`
	StatusCallbackURL       string          `json:"statusCallbackUrl"`
	Comments                string          `json:"comments"`
	EmbeddedSession         EmbeddedSession `json:"embeddedSession"`
	Data                    Attributes      `json:"data"` // by section: alphanumericSender, business, useCase, …
	DateCreated             twilio.Time     `json:"dateCreated"`
	DateUpdated             twilio.Time     `json:"dateUpdated"`
}

// Err returns a *[RejectedError] for a registration that Twilio has rejected, and nil
// for all others.
func (r *SenderIDRegistration) Err() error {
	if r.Status != SenderIDRejected {
		return nil
	}
	return &RejectedError{
		Kind: "sender ID registration", SID: r.ID, Status: string(r.Status),
		Remedy: "open a new session with CreateSession and mend the answers",
	}
}

// EmbeddedSession opens Twilio's form in a page of the application.
type EmbeddedSession struct {
	SessionID    string `json:"sessionId"`
	SessionToken string `json:"sessionToken"` // a secret of whoever fills in the form
}

// SenderIDStatus is how far a registration has come.
type SenderIDStatus string

// The statuses of registrations.
const (
	SenderIDDraft         SenderIDStatus = "DRAFT"
	SenderIDPendingReview SenderIDStatus = "PENDING_REVIEW"
	SenderIDInReview      SenderIDStatus = "IN_REVIEW"
	SenderIDApproved      SenderIDStatus = "TWILIO_APPROVED"
	SenderIDRejected      SenderIDStatus = "TWILIO_REJECTED"
)

// Final reports that the review is over.
func (s SenderIDStatus) Final() bool { return s == SenderIDApproved || s == SenderIDRejected }

// SenderIDRegistrations registers names as senders.
type SenderIDRegistrations struct{ c *twilio.Client }

const senderIDRegistrationsPath = "/v1/SenderIdRegistrations"

var (
	// The answers name the registration by id.
	senderIDRegistrationCreate = twilio.Operation{
		Name: "numbers.SenderIDRegistrations.Create", Method: http.MethodPost, Host: host, Path: senderIDRegistrationsPath, Body: twilio.BodyJSON,
		Proof: twilio.ProofKey("id"),
	}
	senderIDSessionCreate = twilio.Operation{
		Name: "numbers.SenderIDRegistrations.CreateSession", Method: http.MethodPost, Host: host,
		Path: senderIDRegistrationsPath + "/{BundleSid:BU}/EmbeddedSessions", Body: twilio.BodyJSON, Proof: twilio.ProofKey("sessionId"),
	}
)

// SenderIDRegistrationCreateParams is a new registration.
type SenderIDRegistrationCreateParams struct {
	FriendlyName            string     `json:"friendlyName" check:"required"`
	RegulationID            string     `json:"regulationId" check:"required,sid=RN"`
	RegulationVersion       int        `json:"regulationVersion" check:"required"` // from 1
	Data                    Attributes `json:"data" check:"required"`              // by section, as the regulation asks: alphanumericSender, business, useCase, …
	StatusNotificationEmail string     `json:"statusNotificationEmail" check:"email"`
	StatusCallbackURL       string     `json:"statusCallbackUrl" check:"url"`
	Comments                string     `json:"comments"`
	ThemeSetID              string     `json:"themeSetId"` // the look of the embedded form

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Create makes a registration, a draft, and opens a session of the embedded form.
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError].
// A registration is a bundle: look for its FriendlyName with [Bundles.All], and open a
// session with [SenderIDRegistrations.CreateSession], before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/how-to-use-alphanumeric-sender-id
func (s *SenderIDRegistrations) Create(ctx context.Context, params SenderIDRegistrationCreateParams, opts ...twilio.CallOption) (*SenderIDRegistration, error) {
	return twilio.Invoke[SenderIDRegistration](ctx, s.c, senderIDRegistrationCreate.With(&params), opts...)
}

// SenderIDSession is a new session of the embedded form of a registration.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/how-to-use-alphanumeric-sender-id
type SenderIDSession struct {
	ID           string `json:"id"` // BU…, of the registration
	SessionID    string `json:"sessionId"`
	SessionToken string `json:"sessionToken"` // a secret of whoever fills in the form
}

// SenderIDSessionCreateParams is the look of the form.
type SenderIDSessionCreateParams struct {
	ThemeSetID string `json:"themeSetId"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// CreateSession opens the form of a registration again, which must be a draft or
// rejected. Any other one is refused as a conflict. A session whose answer was lost does
// no harm: open another one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/how-to-use-alphanumeric-sender-id
func (s *SenderIDRegistrations) CreateSession(ctx context.Context, bundleSID string, params SenderIDSessionCreateParams, opts ...twilio.CallOption) (*SenderIDSession, error) {
	return twilio.Invoke[SenderIDSession](ctx, s.c, senderIDSessionCreate.On(bundleSID).With(&params), opts...)
}
