package numbers

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// PortIn is a request to move phone numbers from another carrier to Twilio.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-request-api
type PortIn struct {
	PortInRequestSID           string         `json:"port_in_request_sid"` // KW…
	AccountSID                 string         `json:"account_sid"`         // to which the numbers go
	PortInRequestStatus        PortInStatus   `json:"port_in_request_status"`
	OrderCancellationReason    string         `json:"order_cancellation_reason"`
	PhoneNumbers               []PortInNumber `json:"phone_numbers"`
	LosingCarrierInformation   LosingCarrier  `json:"losing_carrier_information"`
	Documents                  []string       `json:"documents"`           // RD…
	NotificationEmails         []string       `json:"notification_emails"` // receive copies of the signed letter
	SignatureRequestURL        string         `json:"signature_request_url"`
	TargetPortInDate           twilio.Time    `json:"target_port_in_date"`
	TargetPortInTimeRangeStart string         `json:"target_port_in_time_range_start"` // "10:15:00Z"
	TargetPortInTimeRangeEnd   string         `json:"target_port_in_time_range_end"`
	BundleSID                  string         `json:"bundle_sid"`
	PortabilityAdvanceCarrier  string         `json:"portability_advance_carrier"`  // in Japan
	AutoCancelApprovalNumbers  string         `json:"auto_cancel_approval_numbers"` // in Japan
	SupportTicketID            twilio.Int     `json:"support_ticket_id"`
	DateCreated                twilio.Time    `json:"date_created"`
	URL                        string         `json:"url"`
}

// Err returns a *[RejectedError] for a request that needs action, was canceled or has
// expired, and nil for all others. For a request that needs action it has the reason of
// the first number that was turned down.
func (p *PortIn) Err() error {
	rejected := &RejectedError{Kind: "port-in request", SID: p.PortInRequestSID, Status: string(p.PortInRequestStatus), Reason: p.OrderCancellationReason}
	switch p.PortInRequestStatus.is() {
	case PortInCanceled, PortInExpired:
		rejected.Remedy = "make a new port-in request"
		return rejected
	case PortInActionRequired:
		rejected.Remedy = "mend what the carrier names, and ask Twilio to submit the number again"
		for i := range p.PhoneNumbers {
			if reason := p.PhoneNumbers[i].reason(); reason != "" && rejected.Reason == "" {
				rejected.Reason = reason
			}
		}
		return rejected
	}
	return nil
}

// PortInNumber is a phone number of a port-in request.
type PortInNumber struct {
	PortInPhoneNumberSID               string             `json:"port_in_phone_number_sid"` // PU…
	PhoneNumber                        string             `json:"phone_number"`
	NumberType                         string             `json:"number_type"` // "LOCAL"
	PortInPhoneNumberStatus            PortInNumberStatus `json:"port_in_phone_number_status"`
	StatusLastTimeUpdatedTimestamp     string             `json:"status_last_time_updated_timestamp"`
	PortDate                           twilio.Time        `json:"port_date"` // zero until the carriers have agreed on it
	Portable                           bool               `json:"portable"`
	NotPortabilityReason               string             `json:"not_portability_reason"`
	NotPortabilityReasonCode           twilio.ErrorCode   `json:"not_portability_reason_code"`
	RejectionReason                    string             `json:"rejection_reason"` // of the carrier that is left
	RejectionReasonCode                string             `json:"rejection_reason_code"`
	ExternalPortingVendorPhoneNumberID string             `json:"external_porting_vendor_phone_number_id"`
}

func (n *PortInNumber) reason() string {
	if n.RejectionReason != "" {
		return n.RejectionReason
	}
	return n.NotPortabilityReason
}

// Err returns a *[RejectedError] for a number that the carrier has rejected, that was
// canceled or has expired, and nil for all others.
func (n *PortInNumber) Err() error {
	return portInNumberErr(n.PortInPhoneNumberSID, n.PortInPhoneNumberStatus, n.reason(), n.NotPortabilityReasonCode)
}

func portInNumberErr(sid string, status PortInNumberStatus, reason string, code twilio.ErrorCode) error {
	switch status.is() {
	case PortInNumberRejected, PortInNumberCanceled, PortInNumberExpired:
		return &RejectedError{
			Kind: "port-in phone number", SID: sid, Status: string(status), Reason: reason, Code: code,
			Remedy: "mend what the reason names and ask for the number again",
		}
	}
	return nil
}

// LosingCarrier is the contract with the carrier that is left. It has to be as the
// carrier has it: the letter of authorization is made from it.
type LosingCarrier struct {
	CustomerType                     CustomerType   `json:"customer_type"`
	CustomerName                     string         `json:"customer_name" check:"required"`
	AccountNumber                    string         `json:"account_number"`
	AccountTelephoneNumber           string         `json:"account_telephone_number"`
	AuthorizedRepresentative         string         `json:"authorized_representative" check:"required"` // signs the letter
	AuthorizedRepresentativeEmail    string         `json:"authorized_representative_email" check:"required,email"`
	AuthorizedRepresentativeKatakana string         `json:"authorized_representative_katakana"` // in Japan
	Address                          CarrierAddress `json:"address"`                            // or AddressSID
	AddressSID                       string         `json:"address_sid"`
	SubMunicipality                  string         `json:"sub_municipality"` // in Japan
	Building                         string         `json:"building"`         // in Japan
	KatakanaName                     string         `json:"katakana_name"`    // in Japan
}

// CarrierAddress is the address of the customer of the carrier that is left.
type CarrierAddress struct {
	Street  string `json:"street" check:"required"`
	Street2 string `json:"street_2"`
	City    string `json:"city" check:"required"`
	State   string `json:"state" check:"required"`
	ZIP     string `json:"zip" check:"required"`
	Country string `json:"country" check:"required,country"` // "US"
}

// CustomerType says who has the contract with the carrier.
type CustomerType string

// The types of customers.
const (
	CustomerBusiness   CustomerType = "Business"
	CustomerIndividual CustomerType = "Individual"
)

// PortInStatus is how far a port-in request has come. Twilio spells it in several ways,
// which Is makes equal.
type PortInStatus string

// The statuses of port-in requests.
const (
	PortInInReview            PortInStatus = "In review"
	PortInWaitingForSignature PortInStatus = "Waiting for Signature"
	PortInInProgress          PortInStatus = "In progress"
	PortInActionRequired      PortInStatus = "Action Required"
	PortInCompleted           PortInStatus = "Completed"
	PortInCanceled            PortInStatus = "Canceled"
	PortInExpired             PortInStatus = "Expired" // nobody has signed the letter in time
)

// Is reports the same status in another spelling: "in-review" for "In review".
func (s PortInStatus) Is(other PortInStatus) bool { return fold(string(s)) == fold(string(other)) }

// is is the constant for a status, and the status itself when there is none.
func (s PortInStatus) is() PortInStatus {
	for _, known := range [...]PortInStatus{PortInInReview, PortInWaitingForSignature, PortInInProgress, PortInActionRequired, PortInCompleted, PortInCanceled, PortInExpired} {
		if s.Is(known) {
			return known
		}
	}
	return s
}

// Final reports that nothing more happens to the request.
func (s PortInStatus) Final() bool {
	known := s.is()
	return known == PortInCompleted || known == PortInCanceled || known == PortInExpired
}

// PortInNumberStatus is how far the port of one number has come. Twilio spells it in
// several ways, which Is makes equal.
type PortInNumberStatus string

// The statuses of phone numbers in port-in requests.
const (
	PortInNumberInReview            PortInNumberStatus = "In Review"
	PortInNumberWaitingForSignature PortInNumberStatus = "Waiting for Signature"
	PortInNumberSubmitted           PortInNumberStatus = "Submitted" // to the carrier that is left
	PortInNumberPending             PortInNumberStatus = "Pending"   // that carrier has agreed
	PortInNumberCompleted           PortInNumberStatus = "Completed"
	PortInNumberRejected            PortInNumberStatus = "Rejected"
	PortInNumberCanceled            PortInNumberStatus = "Canceled"
	PortInNumberExpired             PortInNumberStatus = "Expired"
)

// Is reports the same status in another spelling: "in-review" for "In Review".
func (s PortInNumberStatus) Is(other PortInNumberStatus) bool {
	return fold(string(s)) == fold(string(other))
}

func (s PortInNumberStatus) is() PortInNumberStatus {
	for _, known := range [...]PortInNumberStatus{
		PortInNumberInReview, PortInNumberWaitingForSignature, PortInNumberSubmitted, PortInNumberPending, PortInNumberCompleted,
		PortInNumberRejected, PortInNumberCanceled, PortInNumberExpired,
	} {
		if s.Is(known) {
			return known
		}
	}
	return s
}

// Final reports that nothing more happens to the number by itself.
func (s PortInNumberStatus) Final() bool {
	known := s.is()
	return known == PortInNumberCompleted || known == PortInNumberCanceled || known == PortInNumberExpired
}

// PortIns manages the port-in requests of the account.
type PortIns struct{ c *twilio.Client }

const (
	portInsPath = "/v1/Porting/PortIn"
	portInPath  = portInsPath + "/{PortInRequestSid:KW}"
)

var (
	// The answer names the request by port_in_request_sid.
	portInCreate = twilio.Operation{
		Name: "numbers.PortIns.Create", Method: http.MethodPost, Host: host, Path: portInsPath, Body: twilio.BodyJSON,
		Proof: twilio.ProofKey("port_in_request_sid"),
	}
	portInGet    = twilio.Operation{Name: "numbers.PortIns.Get", Method: http.MethodGet, Host: host, Path: portInPath}
	portInList   = twilio.Operation{Name: "numbers.PortIns.List", Method: http.MethodGet, Host: host, Path: portInsPath + "/PortInRequests"}
	portInCancel = twilio.Operation{Name: "numbers.PortIns.Cancel", Method: http.MethodDelete, Host: host, Path: portInPath}
)

// PortInCreateParams is a new port-in request.
type PortInCreateParams struct {
	AccountSID                 string               `json:"account_sid" check:"required,sid=AC"` // to which the numbers go
	PhoneNumbers               []PortInNumberParams `json:"phone_numbers" check:"max=1000"`      // of one country
	LosingCarrierInformation   LosingCarrier        `json:"losing_carrier_information" check:"required"`
	Documents                  []string             `json:"documents" check:"required"` // of PortingDocuments: a UtilityBill in the United States
	NotificationEmails         []string             `json:"notification_emails" check:"email"`
	TargetPortInDate           time.Time            `json:"target_port_in_date,date"`        //nolint:staticcheck // an option of this module: 7 days from now at the earliest, in Japan 10
	TargetPortInTimeRangeStart string               `json:"target_port_in_time_range_start"` // with its offset: "10:15:00-08:00"
	TargetPortInTimeRangeEnd   string               `json:"target_port_in_time_range_end"`
	BundleSID                  string               `json:"bundle_sid"`
	PortabilityAdvanceCarrier  string               `json:"portability_advance_carrier"`  // in Japan
	AutoCancelApprovalNumbers  string               `json:"auto_cancel_approval_numbers"` // in Japan

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// PortInNumberParams is a number to move.
type PortInNumberParams struct {
	PhoneNumber string `json:"phone_number" check:"required,e164"`
	PIN         string `json:"pin"` // where Portability says that one is needed
}

// timeOfDay is how Twilio takes the hours of a port.
const timeOfDay = "15:04:05Z07:00"

// Validate refuses a request without a number, and hours and addresses that Twilio does
// not take.
func (p *PortInCreateParams) Validate(problems *twilio.Problems) {
	if _, given := p.Extra["phone_numbers"]; len(p.PhoneNumbers) == 0 && !given {
		problems.Add("PhoneNumbers", "is empty", "give at least one number to move")
	}
	carrier := &p.LosingCarrierInformation
	checkKind(problems, "Documents", "RD", p.Documents...)
	checkKind(problems, "BundleSID", "BU", p.BundleSID)
	checkKind(problems, "LosingCarrierInformation.AddressSID", "AD", carrier.AddressSID)
	for _, hour := range [...]struct{ field, value string }{
		{"TargetPortInTimeRangeStart", p.TargetPortInTimeRangeStart}, {"TargetPortInTimeRangeEnd", p.TargetPortInTimeRangeEnd},
	} {
		if _, err := time.Parse(timeOfDay, hour.value); hour.value != "" && err != nil {
			problems.Add(hour.field, "is not a time of day with an offset", "write it as 10:15:00-08:00")
		}
	}
}

// Create asks for numbers to be moved to Twilio. The authorized representative receives
// a letter by email, and the port goes on when it is signed. [Portabilities.Get] says
// before which numbers can be moved.
//
// When nobody can say whether it was asked, the error is a *[twilio.OutcomeUnknownError]:
// look for the request with [PortIns.List], CreatedAfter the day of the call, before you
// ask again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-request-api
func (s *PortIns) Create(ctx context.Context, params PortInCreateParams, opts ...twilio.CallOption) (*PortIn, error) {
	return twilio.Invoke[PortIn](ctx, s.c, portInCreate.With(&params), opts...)
}

// Get returns a request with its numbers as they stand now. One that does not exist
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-request-api
func (s *PortIns) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*PortIn, error) {
	return twilio.Invoke[PortIn](ctx, s.c, portInGet.On(sid), opts...)
}

// PortInSummary is a request as the list shows it.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-request-api
type PortInSummary struct {
	PortInRequestSID           string       `json:"port_in_request_sid"` // KW…
	PortInRequestStatus        PortInStatus `json:"port_in_request_status"`
	StatusLastUpdatedTimestamp string       `json:"status_last_updated_timestamp"`
	PhoneNumbersRequested      twilio.Int   `json:"phone_numbers_requested"`
	PhoneNumbersPorted         twilio.Int   `json:"phone_numbers_ported"`
	SuggestedAction            string       `json:"suggested_action"`
}

// PortInList is one page of requests.
type PortInList struct {
	PortInRequests []PortInSummary `json:"port_in_requests"`
	Meta           PortInListMeta  `json:"meta"`
}

// PortInListMeta leads to the pages around a page.
type PortInListMeta struct {
	NextToken     string `json:"next_token"` // the Token of the next page, "" on the last one
	PreviousToken string `json:"previous_token"`
}

// PortInListParams narrows [PortIns.List]; its zero value lists everything.
type PortInListParams struct {
	PortInRequestStatus PortInStatus `form:"PortInRequestStatus"`
	PortInRequestSID    string       `form:"PortInRequestSid"` // KW…, or several with commas between them
	CreatedAfter        string       `form:"CreatedAfter"`     // a day: "2026-04-14"
	CreatedBefore       string       `form:"CreatedBefore"`
	Size                int          `form:"Size"`  // of a page: 1 to 100; 0 leaves it to Twilio, which uses 20
	Token               string       `form:"Token"` // NextToken of an earlier page

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses days that Twilio does not read.
func (p *PortInListParams) Validate(problems *twilio.Problems) {
	for _, day := range [...]struct{ field, value string }{{"CreatedAfter", p.CreatedAfter}, {"CreatedBefore", p.CreatedBefore}} {
		if _, err := time.Parse(time.DateOnly, day.value); day.value != "" && err != nil {
			problems.Add(day.field, "is not a day", "write it as 2026-04-14")
		}
	}
}

// List returns one page of the account's requests, in the shape that Twilio gives this
// list alone: the Token of the next page is Meta.NextToken.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-request-api
func (s *PortIns) List(ctx context.Context, params PortInListParams, opts ...twilio.CallOption) (*PortInList, error) {
	return twilio.Invoke[PortInList](ctx, s.c, portInList.With(&params), opts...)
}

// Cancel ends a request with all its numbers. One that is too far on is refused as a
// conflict.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-request-api
func (s *PortIns) Cancel(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, portInCancel.On(sid), opts...)
}
