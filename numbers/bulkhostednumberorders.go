package numbers

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// BulkHostedNumberOrder is a request to host many numbers at once.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers
type BulkHostedNumberOrder struct {
	BulkHostingSID    string             `json:"bulk_hosting_sid"` // BH…
	FriendlyName      string             `json:"friendly_name"`
	NotificationEmail string             `json:"notification_email"`
	RequestStatus     BulkStatus         `json:"request_status"`
	TotalCount        twilio.Int         `json:"total_count"` // of numbers
	Results           []BulkHostedResult `json:"results"`     // one for each status that an order has
	DateCreated       twilio.Time        `json:"date_created"`
	DateCompleted     twilio.Time        `json:"date_completed"` // zero until then
	URL               string             `json:"url"`
}

// BulkHostedResult is the orders of a bulk request that have one status.
type BulkHostedResult struct {
	OrderStatus string            `json:"order_status"` // as HostedNumberOrderStatus, but with underscores
	Count       twilio.Int        `json:"count"`
	GetMoreInfo string            `json:"get_more_info"`
	Orders      []BulkHostedOrder `json:"orders"`
}

// BulkHostedOrder is one order of a bulk request.
type BulkHostedOrder struct {
	HostingOrderSID    string `json:"hosting_order_sid"` // HR…
	AccountSID         string `json:"account_sid"`
	PhoneNumber        string `json:"phone_number"`
	FailureReason      string `json:"failure_reason"`
	NextStep           string `json:"next_step"`
	Email              string `json:"email"`
	SigningDocumentSID string `json:"signing_document_sid"` // PX…
	URL                string `json:"url"`
}

// BulkStatus is how far a bulk request has come.
type BulkStatus string

// The statuses of bulk requests.
const (
	BulkQueued     BulkStatus = "QUEUED"
	BulkInProgress BulkStatus = "IN_PROGRESS"
	BulkProcessed  BulkStatus = "PROCESSED"
)

// Final reports that all numbers have an order, or a reason why there is none.
func (s BulkStatus) Final() bool { return s == BulkProcessed }

// BulkHostedNumberOrders manages the bulk requests of the account.
type BulkHostedNumberOrders struct{ c *twilio.Client }

const bulkHostedNumberOrdersPath = hostedNumberOrdersPath + "/Bulk"

var (
	// The answer has the SID of the request and no other SID.
	bulkHostedNumberOrderCreate = twilio.Operation{
		Name: "numbers.BulkHostedNumberOrders.Create", Method: http.MethodPost, Host: host, Path: bulkHostedNumberOrdersPath,
		Body: twilio.BodyJSON, Proof: twilio.ProofKey("bulk_hosting_sid"),
	}
	bulkHostedNumberOrderGet = twilio.Operation{
		Name: "numbers.BulkHostedNumberOrders.Get", Method: http.MethodGet, Host: host, Path: bulkHostedNumberOrdersPath + "/{BulkHostingSid:BH}",
	}
)

// BulkHostedNumberOrderCreateParams is a new bulk request.
type BulkHostedNumberOrderCreateParams struct {
	FriendlyName      string           `json:"friendly_name" check:"max=128"`
	NotificationEmail string           `json:"notification_email" check:"email"`
	RequestItems      []BulkHostedItem `json:"request_items"` // one for each owner

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// BulkHostedItem is the numbers of one owner.
type BulkHostedItem struct {
	Email              string             `json:"email" check:"required,email"` // of the owner, who signs
	AddressSID         string             `json:"address_sid" check:"required,sid=AD"`
	ContactPhoneNumber string             `json:"contact_phone_number" check:"required,e164"`
	ContactTitle       string             `json:"contact_title"`
	Numbers            []BulkHostedNumber `json:"numbers" check:"required"`
}

// BulkHostedNumber is one number to host.
type BulkHostedNumber struct {
	PhoneNumber       string `json:"phone_number" check:"required,e164"`
	StatusCallbackURL string `json:"status_callback_url" check:"url"`
}

// Validate refuses a request without numbers.
func (p *BulkHostedNumberOrderCreateParams) Validate(problems *twilio.Problems) {
	if _, given := p.Extra["request_items"]; len(p.RequestItems) == 0 && !given {
		problems.Add("RequestItems", "is empty", "give an owner with at least one number")
	}
}

// Create asks for many numbers at once. Twilio makes the orders one by one:
// [BulkHostedNumberOrders.Get] shows how far they are.
//
// When nobody can say whether it was asked, the error is a *[twilio.OutcomeUnknownError].
// Bulk requests cannot be listed, but their orders can: look for the numbers with
// [HostedNumberOrders.All] before you ask again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers
func (s *BulkHostedNumberOrders) Create(ctx context.Context, params BulkHostedNumberOrderCreateParams, opts ...twilio.CallOption) (*BulkHostedNumberOrder, error) {
	return twilio.Invoke[BulkHostedNumberOrder](ctx, s.c, bulkHostedNumberOrderCreate.With(&params), opts...)
}

// BulkHostedNumberOrderGetParams narrows the orders that are shown.
type BulkHostedNumberOrderGetParams struct {
	OrderStatus HostedNumberOrderStatus `form:"OrderStatus"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns a bulk request with its orders as they stand now. One that does not exist
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers
func (s *BulkHostedNumberOrders) Get(ctx context.Context, sid string, params BulkHostedNumberOrderGetParams, opts ...twilio.CallOption) (*BulkHostedNumberOrder, error) {
	return twilio.Invoke[BulkHostedNumberOrder](ctx, s.c, bulkHostedNumberOrderGet.On(sid).With(&params), opts...)
}
