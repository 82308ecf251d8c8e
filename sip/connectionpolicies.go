package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ConnectionPolicy is the way that calls take to a carrier: a list of
// [ConnectionPolicyTarget]. A [BYOCTrunk] names its policy.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource
type ConnectionPolicy struct {
	SID          string      `json:"sid"` // NY…
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`

	Links map[string]string `json:"links"` // the address of the targets, by name
}

// ConnectionPolicies manages the connection policies of the account.
// [ConnectionPolicyTargets] manages the targets of a policy.
type ConnectionPolicies struct{ c *twilio.Client }

const (
	connectionPoliciesPath = "/v1/ConnectionPolicies"
	connectionPolicyPath   = "/v1/ConnectionPolicies/{Sid:NY}"
)

var (
	connectionPolicyCreate = twilio.Operation{Name: "sip.ConnectionPolicies.Create", Method: http.MethodPost, Host: hostVoice, Path: connectionPoliciesPath, Mints: "NY"}
	connectionPolicyGet    = twilio.Operation{Name: "sip.ConnectionPolicies.Get", Method: http.MethodGet, Host: hostVoice, Path: connectionPolicyPath}
	connectionPolicyList   = twilio.Operation{Name: "sip.ConnectionPolicies.List", Method: http.MethodGet, Host: hostVoice, Path: connectionPoliciesPath, Items: "connection_policies"}
	connectionPolicyDelete = twilio.Operation{Name: "sip.ConnectionPolicies.Delete", Method: http.MethodDelete, Host: hostVoice, Path: connectionPolicyPath}

	// An update converges: a value that is set twice is set.
	connectionPolicyUpdate = twilio.Operation{Name: "sip.ConnectionPolicies.Update", Method: http.MethodPost, Host: hostVoice, Path: connectionPolicyPath, Class: twilio.ClassIdempotent}
)

// ConnectionPolicyCreateParams is a new connection policy.
type ConnectionPolicyCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=255"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a policy without targets. Names of policies are not unique. When nobody
// can say whether it was made, the error is a *[twilio.OutcomeUnknownError]: look for it
// with [ConnectionPolicies.All] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource
func (s *ConnectionPolicies) Create(ctx context.Context, params ConnectionPolicyCreateParams, opts ...twilio.CallOption) (*ConnectionPolicy, error) {
	return twilio.Invoke[ConnectionPolicy](ctx, s.c, connectionPolicyCreate.With(&params), opts...)
}

// Get returns a policy as it stands now. A policy that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource
func (s *ConnectionPolicies) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*ConnectionPolicy, error) {
	return twilio.Invoke[ConnectionPolicy](ctx, s.c, connectionPolicyGet.On(sid), opts...)
}

// ConnectionPolicyListParams are the pages of a list of connection policies.
type ConnectionPolicyListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the connection policies of the account, or the page
// that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource
func (s *ConnectionPolicies) List(ctx context.Context, params ConnectionPolicyListParams, opts ...twilio.CallOption) (*twilio.Page[ConnectionPolicy], error) {
	return twilio.InvokePage[ConnectionPolicy](ctx, s.c, connectionPolicyList.With(&params), opts...)
}

// All ranges over the connection policies of the account, page by page as the loop gets
// to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource
func (s *ConnectionPolicies) All(ctx context.Context, params ConnectionPolicyListParams, opts ...twilio.CallOption) iter.Seq2[*ConnectionPolicy, error] {
	return twilio.InvokeAll[ConnectionPolicy](ctx, s.c, connectionPolicyList.With(&params), opts...)
}

// ConnectionPolicyUpdateParams is another name of a policy.
type ConnectionPolicyUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=255"`

	Extra url.Values `form:"-"`
}

// Update gives a policy another name. An update converges, so that it is repeated after
// failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource
func (s *ConnectionPolicies) Update(ctx context.Context, sid string, params ConnectionPolicyUpdateParams, opts ...twilio.CallOption) (*ConnectionPolicy, error) {
	return twilio.Invoke[ConnectionPolicy](ctx, s.c, connectionPolicyUpdate.On(sid).With(&params), opts...)
}

// Delete removes a policy and its targets.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource
func (s *ConnectionPolicies) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, connectionPolicyDelete.On(sid), opts...)
}
