package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// AuthorizationDocument is the letter by which the owner of numbers lets Twilio carry
// their texts. Twilio sends it by email for an electronic signature.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
type AuthorizationDocument struct {
	SID         string              `json:"sid"` // PX…
	AddressSID  string              `json:"address_sid"`
	Status      AuthorizationStatus `json:"status"`
	Email       string              `json:"email"` // to which the letter goes
	CCEmails    []string            `json:"cc_emails"`
	DateCreated twilio.Time         `json:"date_created"`
	DateUpdated twilio.Time         `json:"date_updated"`
	URL         string              `json:"url"`
	Links       map[string]string   `json:"links"` // addresses of what belongs to it, by name
}

// Err returns a *[RejectedError] for a letter that will not be signed, and nil for all
// others.
func (d *AuthorizationDocument) Err() error {
	if d.Status != AuthorizationFailed && d.Status != AuthorizationCanceled {
		return nil
	}
	return &RejectedError{
		Kind: "authorization document", SID: d.SID, Status: string(d.Status),
		Remedy: "make a new authorization document for the orders",
	}
}

// AuthorizationStatus is how far the signature of a letter has come.
type AuthorizationStatus string

// The statuses of authorization documents.
const (
	AuthorizationOpened   AuthorizationStatus = "opened"
	AuthorizationSigning  AuthorizationStatus = "signing"
	AuthorizationSigned   AuthorizationStatus = "signed"
	AuthorizationCanceled AuthorizationStatus = "canceled"
	AuthorizationFailed   AuthorizationStatus = "failed"
)

// Final reports that the letter is signed, or will not be.
func (s AuthorizationStatus) Final() bool {
	return s == AuthorizationSigned || s == AuthorizationCanceled || s == AuthorizationFailed
}

// AuthorizationDocuments manages the letters of the account.
type AuthorizationDocuments struct{ c *twilio.Client }

const (
	authorizationDocumentsPath = hostedPath + "/AuthorizationDocuments"
	authorizationDocumentPath  = authorizationDocumentsPath + "/{Sid:PX}"
	dependentOrdersPath        = authorizationDocumentsPath + "/{SigningDocumentSid:PX}/DependentHostedNumberOrders"
)

var (
	authorizationDocumentCreate = twilio.Operation{Name: "numbers.AuthorizationDocuments.Create", Method: http.MethodPost, Host: host, Path: authorizationDocumentsPath, Mints: "PX"}
	authorizationDocumentGet    = twilio.Operation{Name: "numbers.AuthorizationDocuments.Get", Method: http.MethodGet, Host: host, Path: authorizationDocumentPath}
	authorizationDocumentList   = twilio.Operation{Name: "numbers.AuthorizationDocuments.List", Method: http.MethodGet, Host: host, Path: authorizationDocumentsPath, Items: "items"}
	authorizationDocumentDelete = twilio.Operation{Name: "numbers.AuthorizationDocuments.Delete", Method: http.MethodDelete, Host: host, Path: authorizationDocumentPath}

	dependentOrderList = twilio.Operation{Name: "numbers.DependentHostedNumberOrders.List", Method: http.MethodGet, Host: host, Path: dependentOrdersPath, Items: "items"}
)

// AuthorizationDocumentCreateParams is a new letter for one order or several.
type AuthorizationDocumentCreateParams struct {
	HostedNumberOrderSIDs []string `form:"HostedNumberOrderSids" check:"required"` // of verified orders
	AddressSID            string   `form:"AddressSid" check:"required,sid=AD"`
	Email                 string   `form:"Email" check:"required,email"` // of whoever signs
	ContactPhoneNumber    string   `form:"ContactPhoneNumber" check:"required,e164"`
	ContactTitle          string   `form:"ContactTitle"`
	CCEmails              []string `form:"CcEmails" check:"email"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses SIDs that are none of orders.
func (p *AuthorizationDocumentCreateParams) Validate(problems *twilio.Problems) {
	checkKind(problems, "HostedNumberOrderSIDs", "HR", p.HostedNumberOrderSIDs...)
}

// Create sends a letter for signature. Its orders go on when it is signed.
//
// When nobody can say whether it was sent, the error is a *[twilio.OutcomeUnknownError]:
// look for the Email with [AuthorizationDocuments.All] before you send another one.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
func (s *AuthorizationDocuments) Create(ctx context.Context, params AuthorizationDocumentCreateParams, opts ...twilio.CallOption) (*AuthorizationDocument, error) {
	return twilio.Invoke[AuthorizationDocument](ctx, s.c, authorizationDocumentCreate.With(&params), opts...)
}

// Get returns a letter as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
func (s *AuthorizationDocuments) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*AuthorizationDocument, error) {
	return twilio.Invoke[AuthorizationDocument](ctx, s.c, authorizationDocumentGet.On(sid), opts...)
}

// AuthorizationDocumentListParams narrows [AuthorizationDocuments.List] and
// [AuthorizationDocuments.All]; its zero value lists everything.
type AuthorizationDocumentListParams struct {
	Status   AuthorizationStatus `form:"Status"`
	Email    string              `form:"Email"`
	PageSize int                 `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's letters, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
func (s *AuthorizationDocuments) List(ctx context.Context, params AuthorizationDocumentListParams, opts ...twilio.CallOption) (*twilio.Page[AuthorizationDocument], error) {
	return twilio.InvokePage[AuthorizationDocument](ctx, s.c, authorizationDocumentList.With(&params), opts...)
}

// All ranges over the account's letters, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
func (s *AuthorizationDocuments) All(ctx context.Context, params AuthorizationDocumentListParams, opts ...twilio.CallOption) iter.Seq2[*AuthorizationDocument, error] {
	return twilio.InvokeAll[AuthorizationDocument](ctx, s.c, authorizationDocumentList.With(&params), opts...)
}

// Delete takes back a letter that nobody has signed.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
func (s *AuthorizationDocuments) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, authorizationDocumentDelete.On(sid), opts...)
}

// DependentHostedNumberOrder is an order as the letter that it depends on shows it.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
type DependentHostedNumberOrder struct {
	SID                    string                  `json:"sid"` // HR…
	AccountSID             string                  `json:"account_sid"`
	PhoneNumber            string                  `json:"phone_number"`
	IncomingPhoneNumberSID string                  `json:"incoming_phone_number_sid"` // PN…, of the number at Twilio
	AddressSID             string                  `json:"address_sid"`
	SigningDocumentSID     string                  `json:"signing_document_sid"`     // PX…
	BulkHostingRequestSID  string                  `json:"bulk_hosting_request_sid"` // BH…, "" for an order of its own
	FriendlyName           string                  `json:"friendly_name"`
	Capabilities           HostedCapabilities      `json:"capabilities"`
	Status                 HostedNumberOrderStatus `json:"status"`
	FailureReason          string                  `json:"failure_reason"`
	NextStep               string                  `json:"next_step"`
	Email                  string                  `json:"email"`
	CCEmails               []string                `json:"cc_emails"`
	ContactPhoneNumber     string                  `json:"contact_phone_number"`
	ContactTitle           string                  `json:"contact_title"`
	DateCreated            twilio.Time             `json:"date_created"`
	DateUpdated            twilio.Time             `json:"date_updated"`
}

// Err returns a *[RejectedError] for an order that has failed or needs action, and nil
// for all others.
func (o *DependentHostedNumberOrder) Err() error {
	return hostedErr(o.SID, o.Status, o.FailureReason, o.NextStep)
}

// DependentHostedNumberOrders lists the orders of a letter.
type DependentHostedNumberOrders struct{ c *twilio.Client }

// DependentHostedNumberOrderListParams narrows [DependentHostedNumberOrders.List] and
// [DependentHostedNumberOrders.All]; its zero value lists everything.
type DependentHostedNumberOrderListParams struct {
	Status                 HostedNumberOrderStatus `form:"Status"`
	PhoneNumber            string                  `form:"PhoneNumber"`
	IncomingPhoneNumberSID string                  `form:"IncomingPhoneNumberSid" check:"sid=PN"`
	FriendlyName           string                  `form:"FriendlyName"`
	PageSize               int                     `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of a letter's orders, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
func (s *DependentHostedNumberOrders) List(ctx context.Context, signingDocumentSID string, params DependentHostedNumberOrderListParams, opts ...twilio.CallOption) (*twilio.Page[DependentHostedNumberOrder], error) {
	return twilio.InvokePage[DependentHostedNumberOrder](ctx, s.c, dependentOrderList.On(signingDocumentSID).With(&params), opts...)
}

// All ranges over a letter's orders, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/authorization-document-resource
func (s *DependentHostedNumberOrders) All(ctx context.Context, signingDocumentSID string, params DependentHostedNumberOrderListParams, opts ...twilio.CallOption) iter.Seq2[*DependentHostedNumberOrder, error] {
	return twilio.InvokeAll[DependentHostedNumberOrder](ctx, s.c, dependentOrderList.On(signingDocumentSID).With(&params), opts...)
}
