package numbers

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// AddOn is an add-on of Twilio's Marketplace that is assigned to a number, and adds its
// results to the webhooks of the number.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddon-resource
type AddOn struct {
	SID             string            `json:"sid"`          // XE…
	ResourceSID     string            `json:"resource_sid"` // PN…, of the number
	AccountSID      string            `json:"account_sid"`
	FriendlyName    string            `json:"friendly_name"`
	UniqueName      string            `json:"unique_name"`
	Description     string            `json:"description"`
	Configuration   json.RawMessage   `json:"configuration"` // each add-on has a shape of its own
	SubresourceURIs map[string]string `json:"subresource_uris"`
	DateCreated     twilio.Time       `json:"date_created"`
	DateUpdated     twilio.Time       `json:"date_updated"`
	URI             string            `json:"uri"`
}

// AddOns manages the add-ons that are assigned to numbers.
type AddOns struct{ c *twilio.Client }

const (
	addOnsPath    = accountPath + "/IncomingPhoneNumbers/{ResourceSid:PN}/AssignedAddOns.json"
	addOnPath     = accountPath + "/IncomingPhoneNumbers/{ResourceSid:PN}/AssignedAddOns/{Sid:XE}.json"
	extensionsAt  = accountPath + "/IncomingPhoneNumbers/{ResourceSid:PN}/AssignedAddOns/{AssignedAddOnSid:XE}/Extensions.json"
	extensionPath = accountPath + "/IncomingPhoneNumbers/{ResourceSid:PN}/AssignedAddOns/{AssignedAddOnSid:XE}/Extensions/{Sid:XF}.json"
)

var (
	// Twilio does not document whether a second assignment of the same add-on is refused, so
	// that it is not repeated.
	addOnCreate = twilio.Operation{Name: "numbers.AddOns.Create", Method: http.MethodPost, Host: hostAPI, Path: addOnsPath}
	addOnGet    = twilio.Operation{Name: "numbers.AddOns.Get", Method: http.MethodGet, Host: hostAPI, Path: addOnPath}
	addOnList   = twilio.Operation{Name: "numbers.AddOns.List", Method: http.MethodGet, Host: hostAPI, Path: addOnsPath, Items: "assigned_add_ons"}
	addOnDelete = twilio.Operation{Name: "numbers.AddOns.Delete", Method: http.MethodDelete, Host: hostAPI, Path: addOnPath}

	extensionGet  = twilio.Operation{Name: "numbers.AddOnExtensions.Get", Method: http.MethodGet, Host: hostAPI, Path: extensionPath}
	extensionList = twilio.Operation{Name: "numbers.AddOnExtensions.List", Method: http.MethodGet, Host: hostAPI, Path: extensionsAt, Items: "extensions"}
)

// AddOnCreateParams names an add-on that the account has installed.
type AddOnCreateParams struct {
	InstalledAddOnSID string `form:"InstalledAddOnSid" check:"required,sid=XE"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create assigns an add-on to a number. When nobody can say whether it was assigned, the
// error is a *[twilio.OutcomeUnknownError]: look with [AddOns.All].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddon-resource
func (s *AddOns) Create(ctx context.Context, numberSID string, params AddOnCreateParams, opts ...twilio.CallOption) (*AddOn, error) {
	return twilio.Invoke[AddOn](ctx, s.c, addOnCreate.On(numberSID).With(&params), opts...)
}

// Get returns an add-on of a number. One that is not assigned matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddon-resource
func (s *AddOns) Get(ctx context.Context, numberSID, sid string, opts ...twilio.CallOption) (*AddOn, error) {
	return twilio.Invoke[AddOn](ctx, s.c, addOnGet.On(numberSID, sid), opts...)
}

// AddOnListParams narrows the lists of add-ons and of their extensions; its zero value
// lists all.
type AddOnListParams struct {
	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// List returns the first page of the add-ons of a number, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddon-resource
func (s *AddOns) List(ctx context.Context, numberSID string, params AddOnListParams, opts ...twilio.CallOption) (*twilio.Page[AddOn], error) {
	return twilio.InvokePage[AddOn](ctx, s.c, addOnList.On(numberSID).With(&params), opts...)
}

// All ranges over the add-ons of a number, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddon-resource
func (s *AddOns) All(ctx context.Context, numberSID string, params AddOnListParams, opts ...twilio.CallOption) iter.Seq2[*AddOn, error] {
	return twilio.InvokeAll[AddOn](ctx, s.c, addOnList.On(numberSID).With(&params), opts...)
}

// Delete takes an add-on off a number. The account keeps it installed.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddon-resource
func (s *AddOns) Delete(ctx context.Context, numberSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, addOnDelete.On(numberSID, sid), opts...)
}

// AddOnExtension is a product of Twilio's to which an assigned add-on applies.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddonextension-resource
type AddOnExtension struct {
	SID          string `json:"sid"`                 // XF…
	AddOnSID     string `json:"assigned_add_on_sid"` // XE…
	ResourceSID  string `json:"resource_sid"`        // PN…, of the number
	AccountSID   string `json:"account_sid"`
	FriendlyName string `json:"friendly_name"`
	ProductName  string `json:"product_name"` // "Programmable Voice"
	UniqueName   string `json:"unique_name"`  // "voice-incoming"
	Enabled      bool   `json:"enabled"`
	URI          string `json:"uri"`
}

// AddOnExtensions reads to which products the add-ons of numbers apply.
type AddOnExtensions struct{ c *twilio.Client }

// Get returns an extension of an add-on. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddonextension-resource
func (s *AddOnExtensions) Get(ctx context.Context, numberSID, addOnSID, sid string, opts ...twilio.CallOption) (*AddOnExtension, error) {
	return twilio.Invoke[AddOnExtension](ctx, s.c, extensionGet.On(numberSID, addOnSID, sid), opts...)
}

// List returns the first page of the extensions of an add-on, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddonextension-resource
func (s *AddOnExtensions) List(ctx context.Context, numberSID, addOnSID string, params AddOnListParams, opts ...twilio.CallOption) (*twilio.Page[AddOnExtension], error) {
	return twilio.InvokePage[AddOnExtension](ctx, s.c, extensionList.On(numberSID, addOnSID).With(&params), opts...)
}

// All ranges over the extensions of an add-on, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumberassignedaddonextension-resource
func (s *AddOnExtensions) All(ctx context.Context, numberSID, addOnSID string, params AddOnListParams, opts ...twilio.CallOption) iter.Seq2[*AddOnExtension, error] {
	return twilio.InvokeAll[AddOnExtension](ctx, s.c, extensionList.On(numberSID, addOnSID).With(&params), opts...)
}
