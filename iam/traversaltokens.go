package iam

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// TraversalToken is a short-lived credential for Twilio's STUN and TURN servers, through
// which two browsers find a way to each other.
//
// Twilio docs: https://www.twilio.com/docs/stun-turn/api
type TraversalToken struct {
	AccountSID  string          `json:"account_sid"`
	ICEServers  []ICEServer     `json:"ice_servers"`
	Username    string          `json:"username"`
	Password    twilio.Secret   `json:"password"`
	TTL         twilio.Duration `json:"ttl"` // how long the credential is good for
	DateCreated twilio.Time     `json:"date_created"`
	DateUpdated twilio.Time     `json:"date_updated"`
}

// ICEServer is one of the servers, as a browser's RTCPeerConnection takes it. A STUN
// server has neither a username nor a credential.
//
// Twilio docs: https://www.twilio.com/docs/stun-turn/api
type ICEServer struct {
	URLs       string        `json:"urls"` // "turn:global.turn.twilio.com:3478?transport=udp"
	URL        string        `json:"url"`  // the same, for old browsers
	Username   string        `json:"username"`
	Credential twilio.Secret `json:"credential"`
}

// TraversalTokens makes credentials of Twilio's Network Traversal Service.
type TraversalTokens struct{ c *twilio.Client }

// A token more does no harm: it ends by itself, and costs nothing before it is used.
var traversalTokenCreate = twilio.Operation{
	Name: "iam.TraversalTokens.Create", Method: http.MethodPost, Host: hostAPI, Path: accountPrefix + "/Tokens.json", Class: twilio.ClassIdempotent,
}

// TraversalTokenCreateParams says how long the token is good for.
type TraversalTokenCreateParams struct {
	TTL time.Duration `form:"Ttl,seconds"` // 0 leaves it to Twilio, which uses 24 hours

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a credential and lists the servers that take it. It is repeated after
// failures that may pass, because a token more does no harm. Hand the servers to the
// browser, field by field with Reveal: encoding/json redacts the credentials.
//
// Twilio docs: https://www.twilio.com/docs/stun-turn/api#create-a-token-resource
func (s *TraversalTokens) Create(ctx context.Context, params TraversalTokenCreateParams, opts ...twilio.CallOption) (*TraversalToken, error) {
	return twilio.Invoke[TraversalToken](ctx, s.c, traversalTokenCreate.With(&params), opts...)
}
