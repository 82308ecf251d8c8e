package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ConnectionPolicyTarget is an address of a carrier. Twilio tries the enabled targets of
// the lowest Priority first, and divides the calls among those of one priority by their
// Weight.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
type ConnectionPolicyTarget struct {
	SID                 string      `json:"sid"` // NE…
	AccountSID          string      `json:"account_sid"`
	ConnectionPolicySID string      `json:"connection_policy_sid"` // NY…
	FriendlyName        string      `json:"friendly_name"`
	Target              string      `json:"target"`   // sip:sbc.example.com:5060
	Priority            twilio.Int  `json:"priority"` // 0 to 65,535; the lowest comes first
	Weight              twilio.Int  `json:"weight"`   // 1 to 65,535
	Enabled             bool        `json:"enabled"`
	DateCreated         twilio.Time `json:"date_created"`
	DateUpdated         twilio.Time `json:"date_updated"`
	URL                 string      `json:"url"`
}

// ConnectionPolicyTargets manages the targets of a connection policy.
type ConnectionPolicyTargets struct{ c *twilio.Client }

const (
	connectionPolicyTargetsPath = "/v1/ConnectionPolicies/{ConnectionPolicySid:NY}/Targets"
	connectionPolicyTargetPath  = "/v1/ConnectionPolicies/{ConnectionPolicySid:NY}/Targets/{Sid:NE}"
)

var (
	connectionPolicyTargetCreate = twilio.Operation{Name: "sip.ConnectionPolicyTargets.Create", Method: http.MethodPost, Host: hostVoice, Path: connectionPolicyTargetsPath, Mints: "NE"}
	connectionPolicyTargetGet    = twilio.Operation{Name: "sip.ConnectionPolicyTargets.Get", Method: http.MethodGet, Host: hostVoice, Path: connectionPolicyTargetPath}
	connectionPolicyTargetList   = twilio.Operation{Name: "sip.ConnectionPolicyTargets.List", Method: http.MethodGet, Host: hostVoice, Path: connectionPolicyTargetsPath, Items: "targets"}
	connectionPolicyTargetDelete = twilio.Operation{Name: "sip.ConnectionPolicyTargets.Delete", Method: http.MethodDelete, Host: hostVoice, Path: connectionPolicyTargetPath}

	// An update converges: a value that is set twice is set.
	connectionPolicyTargetUpdate  = twilio.Operation{Name: "sip.ConnectionPolicyTargets.Update", Method: http.MethodPost, Host: hostVoice, Path: connectionPolicyTargetPath, Class: twilio.ClassIdempotent}
	connectionPolicyTargetEnable  = twilio.Operation{Name: "sip.ConnectionPolicyTargets.Enable", Method: http.MethodPost, Host: hostVoice, Path: connectionPolicyTargetPath, Class: twilio.ClassIdempotent}
	connectionPolicyTargetDisable = twilio.Operation{Name: "sip.ConnectionPolicyTargets.Disable", Method: http.MethodPost, Host: hostVoice, Path: connectionPolicyTargetPath, Class: twilio.ClassIdempotent}
)

// ConnectionPolicyTargetCreateParams is a new target of a policy.
type ConnectionPolicyTargetCreateParams struct {
	Target       string `form:"Target" check:"required"` // sip:sbc.example.com:5060; Twilio does not take sips:
	FriendlyName string `form:"FriendlyName" check:"max=255"`
	Priority     *int   `form:"Priority"` // 0 to 65,535, the lowest comes first; nil leaves it to Twilio, which uses 10
	Weight       int    `form:"Weight"`   // 1 to 65,535, the share of the calls among targets of one priority; 0 leaves it to Twilio, which uses 10
	Enabled      *bool  `form:"Enabled"`  // nil leaves it to Twilio, which enables the target

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses addresses that are no SIP addresses, and figures out of bounds.
func (p *ConnectionPolicyTargetCreateParams) Validate(problems *twilio.Problems) {
	checkTarget(problems, p.Target)
	checkShare(problems, p.Priority, p.Weight)
}

// Create adds a target to a policy. When nobody can say whether it was made, the error
// is a *[twilio.OutcomeUnknownError]: look for it with [ConnectionPolicyTargets.All]
// before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func (s *ConnectionPolicyTargets) Create(ctx context.Context, connectionPolicySID string, params ConnectionPolicyTargetCreateParams, opts ...twilio.CallOption) (*ConnectionPolicyTarget, error) {
	return twilio.Invoke[ConnectionPolicyTarget](ctx, s.c, connectionPolicyTargetCreate.On(connectionPolicySID).With(&params), opts...)
}

// Get returns a target of a policy. A target that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func (s *ConnectionPolicyTargets) Get(ctx context.Context, connectionPolicySID, sid string, opts ...twilio.CallOption) (*ConnectionPolicyTarget, error) {
	return twilio.Invoke[ConnectionPolicyTarget](ctx, s.c, connectionPolicyTargetGet.On(connectionPolicySID, sid), opts...)
}

// ConnectionPolicyTargetListParams are the pages of a list of targets.
type ConnectionPolicyTargetListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the targets of a connection policy, or the page that
// Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func (s *ConnectionPolicyTargets) List(ctx context.Context, connectionPolicySID string, params ConnectionPolicyTargetListParams, opts ...twilio.CallOption) (*twilio.Page[ConnectionPolicyTarget], error) {
	return twilio.InvokePage[ConnectionPolicyTarget](ctx, s.c, connectionPolicyTargetList.On(connectionPolicySID).With(&params), opts...)
}

// All ranges over the targets of a connection policy, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func (s *ConnectionPolicyTargets) All(ctx context.Context, connectionPolicySID string, params ConnectionPolicyTargetListParams, opts ...twilio.CallOption) iter.Seq2[*ConnectionPolicyTarget, error] {
	return twilio.InvokeAll[ConnectionPolicyTarget](ctx, s.c, connectionPolicyTargetList.On(connectionPolicySID).With(&params), opts...)
}

// ConnectionPolicyTargetUpdateParams changes a target. A field that is zero stays as it
// is.
type ConnectionPolicyTargetUpdateParams struct {
	Target       string `form:"Target"` // sip:sbc.example.com:5060
	FriendlyName string `form:"FriendlyName" check:"max=255"`
	Priority     *int   `form:"Priority"` // 0 to 65,535, the lowest comes first
	Weight       int    `form:"Weight"`   // 1 to 65,535
	Enabled      *bool  `form:"Enabled"`

	Extra url.Values `form:"-"`
}

// Validate refuses addresses that are no SIP addresses, and figures out of bounds.
func (p *ConnectionPolicyTargetUpdateParams) Validate(problems *twilio.Problems) {
	checkTarget(problems, p.Target)
	checkShare(problems, p.Priority, p.Weight)
}

// Update changes a target and returns it as it is afterwards. An update converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func (s *ConnectionPolicyTargets) Update(ctx context.Context, connectionPolicySID, sid string, params ConnectionPolicyTargetUpdateParams, opts ...twilio.CallOption) (*ConnectionPolicyTarget, error) {
	return twilio.Invoke[ConnectionPolicyTarget](ctx, s.c, connectionPolicyTargetUpdate.On(connectionPolicySID, sid).With(&params), opts...)
}

// Enable sends calls to a target again.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func (s *ConnectionPolicyTargets) Enable(ctx context.Context, connectionPolicySID, sid string, opts ...twilio.CallOption) (*ConnectionPolicyTarget, error) {
	return twilio.Invoke[ConnectionPolicyTarget](ctx, s.c, connectionPolicyTargetEnable.On(connectionPolicySID, sid).With(url.Values{"Enabled": {"true"}}), opts...)
}

// Disable sends no more calls to a target, for the time of its maintenance for example.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func (s *ConnectionPolicyTargets) Disable(ctx context.Context, connectionPolicySID, sid string, opts ...twilio.CallOption) (*ConnectionPolicyTarget, error) {
	return twilio.Invoke[ConnectionPolicyTarget](ctx, s.c, connectionPolicyTargetDisable.On(connectionPolicySID, sid).With(url.Values{"Enabled": {"false"}}), opts...)
}

// Delete removes a target from a policy.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func (s *ConnectionPolicyTargets) Delete(ctx context.Context, connectionPolicySID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, connectionPolicyTargetDelete.On(connectionPolicySID, sid), opts...)
}
