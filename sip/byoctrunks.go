package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// BYOCTrunk is a trunk to a carrier of the customer's own: bring your own carrier. Calls
// from the carrier are answered by VoiceURL, and calls to it go to the targets of a
// [ConnectionPolicy].
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource
type BYOCTrunk struct {
	SID                  string        `json:"sid"` // BY…
	AccountSID           string        `json:"account_sid"`
	FriendlyName         string        `json:"friendly_name"`
	ConnectionPolicySID  string        `json:"connection_policy_sid"` // NY…
	FromDomainSID        string        `json:"from_domain_sid"`       // SD…, the domain in the From of calls to the carrier; "" for sip.twilio.com
	CNAMLookupEnabled    bool          `json:"cnam_lookup_enabled"`   // whether the names of callers from the US and Canada are looked up
	VoiceURL             string        `json:"voice_url"`
	VoiceMethod          twilio.Method `json:"voice_method"`
	VoiceFallbackURL     string        `json:"voice_fallback_url"`
	VoiceFallbackMethod  twilio.Method `json:"voice_fallback_method"`
	StatusCallbackURL    string        `json:"status_callback_url"`
	StatusCallbackMethod twilio.Method `json:"status_callback_method"`
	DateCreated          twilio.Time   `json:"date_created"`
	DateUpdated          twilio.Time   `json:"date_updated"`
	URL                  string        `json:"url"`
}

// BYOCTrunks manages the BYOC trunks of the account. A domain names its trunk: see
// BYOCTrunkSID of [DomainCreateParams].
type BYOCTrunks struct{ c *twilio.Client }

const (
	byocTrunksPath = "/v1/ByocTrunks"
	byocTrunkPath  = "/v1/ByocTrunks/{Sid:BY}"
)

var (
	byocTrunkCreate = twilio.Operation{Name: "sip.BYOCTrunks.Create", Method: http.MethodPost, Host: hostVoice, Path: byocTrunksPath, Mints: "BY"}
	byocTrunkGet    = twilio.Operation{Name: "sip.BYOCTrunks.Get", Method: http.MethodGet, Host: hostVoice, Path: byocTrunkPath}
	byocTrunkList   = twilio.Operation{Name: "sip.BYOCTrunks.List", Method: http.MethodGet, Host: hostVoice, Path: byocTrunksPath, Items: "byoc_trunks"}
	byocTrunkDelete = twilio.Operation{Name: "sip.BYOCTrunks.Delete", Method: http.MethodDelete, Host: hostVoice, Path: byocTrunkPath}

	// An update converges: a value that is set twice is set.
	byocTrunkUpdate = twilio.Operation{Name: "sip.BYOCTrunks.Update", Method: http.MethodPost, Host: hostVoice, Path: byocTrunkPath, Class: twilio.ClassIdempotent}
)

// BYOCTrunkCreateParams is a new trunk.
type BYOCTrunkCreateParams struct {
	FriendlyName        string `form:"FriendlyName" check:"max=255"`
	ConnectionPolicySID string `form:"ConnectionPolicySid" check:"sid=NY"` // the way of calls to the carrier
	FromDomainSID       string `form:"FromDomainSid" check:"sid=SD"`       // the domain in the From of calls to the carrier
	CNAMLookupEnabled   bool   `form:"CnamLookupEnabled"`                  // costs money for each call

	VoiceURL             string        `form:"VoiceUrl" check:"url"` // returns the TwiML for a call over the trunk
	VoiceMethod          twilio.Method `form:"VoiceMethod" check:"method"`
	VoiceFallbackURL     string        `form:"VoiceFallbackUrl" check:"url"` // is asked when VoiceURL fails
	VoiceFallbackMethod  twilio.Method `form:"VoiceFallbackMethod" check:"method"`
	StatusCallbackURL    string        `form:"StatusCallbackUrl" check:"url"` // is told when a call ends
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a trunk. The connection policy and the domain have to exist. Names of
// trunks are not unique. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [BYOCTrunks.All] before you make
// another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource
func (s *BYOCTrunks) Create(ctx context.Context, params BYOCTrunkCreateParams, opts ...twilio.CallOption) (*BYOCTrunk, error) {
	return twilio.Invoke[BYOCTrunk](ctx, s.c, byocTrunkCreate.With(&params), opts...)
}

// Get returns a trunk as it stands now. A trunk that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource
func (s *BYOCTrunks) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*BYOCTrunk, error) {
	return twilio.Invoke[BYOCTrunk](ctx, s.c, byocTrunkGet.On(sid), opts...)
}

// BYOCTrunkListParams are the pages of a list of BYOC trunks.
type BYOCTrunkListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the BYOC trunks of the account, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource
func (s *BYOCTrunks) List(ctx context.Context, params BYOCTrunkListParams, opts ...twilio.CallOption) (*twilio.Page[BYOCTrunk], error) {
	return twilio.InvokePage[BYOCTrunk](ctx, s.c, byocTrunkList.With(&params), opts...)
}

// All ranges over the BYOC trunks of the account, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource
func (s *BYOCTrunks) All(ctx context.Context, params BYOCTrunkListParams, opts ...twilio.CallOption) iter.Seq2[*BYOCTrunk, error] {
	return twilio.InvokeAll[BYOCTrunk](ctx, s.c, byocTrunkList.With(&params), opts...)
}

// BYOCTrunkUpdateParams changes a trunk. A field that is zero stays as it is. To take a
// setting away, send it empty in Extra.
type BYOCTrunkUpdateParams struct {
	FriendlyName        string `form:"FriendlyName" check:"max=255"`
	ConnectionPolicySID string `form:"ConnectionPolicySid" check:"sid=NY"`
	FromDomainSID       string `form:"FromDomainSid" check:"sid=SD"`
	CNAMLookupEnabled   *bool  `form:"CnamLookupEnabled"`

	VoiceURL             string        `form:"VoiceUrl" check:"url"` // returns the TwiML for a call over the trunk
	VoiceMethod          twilio.Method `form:"VoiceMethod" check:"method"`
	VoiceFallbackURL     string        `form:"VoiceFallbackUrl" check:"url"` // is asked when VoiceURL fails
	VoiceFallbackMethod  twilio.Method `form:"VoiceFallbackMethod" check:"method"`
	StatusCallbackURL    string        `form:"StatusCallbackUrl" check:"url"` // is told when a call ends
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"`

	Extra url.Values `form:"-"`
}

// Update changes a trunk and returns it as it is afterwards. An update converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource
func (s *BYOCTrunks) Update(ctx context.Context, sid string, params BYOCTrunkUpdateParams, opts ...twilio.CallOption) (*BYOCTrunk, error) {
	return twilio.Invoke[BYOCTrunk](ctx, s.c, byocTrunkUpdate.On(sid).With(&params), opts...)
}

// Delete removes a trunk. Its connection policy stays.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource
func (s *BYOCTrunks) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, byocTrunkDelete.On(sid), opts...)
}
