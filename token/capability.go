package token

import (
	"log/slog"
	"net/url"
	"strings"
	"time"
)

// LegacySigner makes the tokens of earlier SDKs: capability tokens
// for Twilio Client, which is the Voice JavaScript SDK, and for TaskRouter.js v1.
// It is safe for concurrent use and prints without the auth token.
//
// Deprecated: it needs the account's auth token and knows one region, us1. Use a
// [Signer] wherever the client takes access tokens.
type LegacySigner struct {
	accountSID string
	now        func() time.Time
	encoder    encoder
}

// NewLegacySigner takes the account's SID and its auth token. It fails with a
// [*ParamError] when an argument has the form of another one.
//
// Deprecated: use [NewSigner], see [LegacySigner].
func NewLegacySigner(accountSID, authToken string, opts ...Option) (*LegacySigner, error) {
	var problems checks
	problems.accountSID(accountSID)
	problems.secret("authToken", authToken, "copy the account's auth token from the Console; it comes second")
	s := newSettings(&problems, opts, false, HS256)
	if err := problems.err("NewLegacySigner"); err != nil {
		return nil, err
	}
	encoder, err := newEncoder(header{Algorithm: HS256, Type: "JWT"}, hmacSigner(HS256, authToken))
	if err != nil {
		return nil, err
	}
	return &LegacySigner{accountSID, s.now, encoder}, nil
}

// String names the account, never the auth token.
func (s *LegacySigner) String() string {
	if s == nil {
		return "token.LegacySigner(nil)"
	}
	return "token.LegacySigner(" + s.accountSID + ", auth token)"
}

// GoString returns the same as String, so that %#v shows no auth token.
func (s *LegacySigner) GoString() string { return s.String() }

// LogValue returns the same as String, so that slog shows no auth token.
func (s *LegacySigner) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Capability holds the contents of a capability token: the permissions of a browser with
// the Voice JavaScript SDK (Twilio Client).
//
// Deprecated: use [Access] with a [VoiceGrant].
type Capability struct {
	ClientName     string            // who it is
	Incoming       bool              // may be called as client:ClientName
	ApplicationSID string            // AP…, the TwiML app that its calls go to; "" makes no calls
	AppParams      map[string]string // sent to that app with every call
	Events         bool              // may follow the account's events
	EventFilters   map[string]string // narrow those
	TTL            time.Duration     // whole seconds, up to [MaxTTL]; 0 is [DefaultTTL]
}

// capabilityClaims is the payload of a capability token.
type capabilityClaims struct {
	Scope   string `json:"scope"`
	Issuer  string `json:"iss"`
	Expires int64  `json:"exp"`
}

// SignCapability returns a capability token as a JWT. It fails with a
// [*ParamError] when the token would allow nothing or would be refused.
//
// Twilio docs: https://www.twilio.com/docs/voice/sdks/javascript/migrating-capability-token
//
// Deprecated: use [Signer.Sign] with a [VoiceGrant].
func (s *LegacySigner) SignCapability(capability Capability) (string, error) {
	if s == nil || s.now == nil {
		return "", notConstructed("SignCapability", "NewLegacySigner")
	}
	var problems checks
	capability.check(&problems)
	_, expires := lifetime(&problems, s.now(), capability.TTL)
	if err := problems.err("SignCapability"); err != nil {
		return "", err
	}
	return s.encoder.encode("SignCapability", &capabilityClaims{capability.scope(), s.accountSID, expires})
}

func (c Capability) check(problems *checks) {
	problems.name("ClientName", c.ClientName)
	problems.texts("AppParams", c.AppParams)
	problems.texts("EventFilters", c.EventFilters)
	if c.Incoming && c.ClientName == "" {
		problems.add("ClientName", "is empty", "name the client: calls come in under its name")
	}
	problems.sid("ApplicationSID", c.ApplicationSID, "AP", "a TwiML app")
	if len(c.AppParams) > 0 && c.ApplicationSID == "" {
		problems.add("AppParams", "has no application", "give ApplicationSID too: they are sent to it")
	}
	if len(c.EventFilters) > 0 && !c.Events {
		problems.add("EventFilters", "narrows no events", "set Events too")
	}
	if !c.Incoming && c.ApplicationSID == "" && !c.Events {
		problems.add("Capability", "allows nothing", "set Incoming, ApplicationSID or Events")
	}
}

// scope returns the scope claim, one part for each permission. Names are sorted within each
// part, as in Twilio's Python library.
func (c Capability) scope() string {
	var parts []string
	if c.Incoming {
		parts = append(parts, "scope:client:incoming?"+url.Values{"clientName": {c.ClientName}}.Encode())
	}
	if c.ApplicationSID != "" {
		query := url.Values{"appSid": {c.ApplicationSID}}
		if c.ClientName != "" {
			query.Set("clientName", c.ClientName)
		}
		parts = append(parts, "scope:client:outgoing?"+withParams(query, "appParams", c.AppParams))
	}
	if c.Events {
		parts = append(parts, "scope:stream:subscribe?"+withParams(url.Values{"path": {"/2010-04-01/Events"}}, "params", c.EventFilters))
	}
	return strings.Join(parts, " ")
}

// withParams adds params as one value, a query within the query.
func withParams(query url.Values, name string, params map[string]string) string {
	inner := url.Values{}
	for key, value := range params {
		inner.Set(key, value)
	}
	if len(inner) > 0 {
		query.Set(name, inner.Encode())
	}
	return query.Encode()
}
