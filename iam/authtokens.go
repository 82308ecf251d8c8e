package iam

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// PromotedAuthToken is the auth token of an account after [AuthTokens.Promote].
//
// Twilio docs: https://www.twilio.com/docs/iam/api/authtoken
type PromotedAuthToken struct {
	AccountSID  string        `json:"account_sid"`
	AuthToken   twilio.Secret `json:"auth_token"` // the former secondary token
	DateCreated twilio.Time   `json:"date_created"`
	DateUpdated twilio.Time   `json:"date_updated"`
	URL         string        `json:"url"`
}

// SecondaryAuthToken is a second auth token of an account, which works beside the first
// one until it is promoted or deleted.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/secondary-authtoken
type SecondaryAuthToken struct {
	AccountSID         string        `json:"account_sid"`
	SecondaryAuthToken twilio.Secret `json:"secondary_auth_token"` // shown this once
	DateCreated        twilio.Time   `json:"date_created"`
	DateUpdated        twilio.Time   `json:"date_updated"`
	URL                string        `json:"url"`
}

// AuthTokens rotates the auth token of the account that the client speaks for. An auth
// token is two things: the password of requests, and the key with which Twilio signs
// webhooks. Rotate it in this order:
//
//  1. CreateSecondary makes the new token. Twilio goes on signing with the old one.
//  2. Every program gets the new token: clients take it as their password, and verifiers
//     of webhooks take both.
//  3. Promote makes the new token the only one. Twilio signs with it from then on.
//  4. Verifiers forget the old token.
//
// The addresses of these operations name no account: a client with the subaccount's own
// auth token rotates the token of a subaccount.
type AuthTokens struct{ c *twilio.Client }

const secondaryPath = "/v1/AuthTokens/Secondary"

var (
	// A second create after a lost answer would meet the first one's token, which nobody
	// has read.
	secondaryCreate = twilio.Operation{
		Name: "iam.AuthTokens.CreateSecondary", Method: http.MethodPost, Host: hostAccounts, Path: secondaryPath, Proof: twilio.ProofKey("secondary_auth_token"),
	}
	secondaryDelete = twilio.Operation{Name: "iam.AuthTokens.DeleteSecondary", Method: http.MethodDelete, Host: hostAccounts, Path: secondaryPath}

	// A second promotion would promote another secondary token, if somebody has made one
	// meanwhile. And it would come with a token that the first one has ended, so that its
	// refusal would tell the opposite of the truth.
	authTokenPromote = twilio.Operation{
		Name: "iam.AuthTokens.Promote", Method: http.MethodPost, Host: hostAccounts, Path: "/v1/AuthTokens/Promote", Class: twilio.ClassCreate, Proof: twilio.ProofKey("auth_token"),
	}
)

// SecondaryAuthTokenCreateParams is a new secondary token.
type SecondaryAuthTokenCreateParams struct {
	SuppressEmailNotification bool `form:"SuppressEmailNotification"` // the account's owner gets no email about it

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// CreateSecondary makes a second auth token, which works at once. It is shown in this
// answer alone. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: a token that nobody has read is of no use, so call
// [AuthTokens.DeleteSecondary] and then CreateSecondary again. Nobody uses the secondary
// token at that point, and the first token is not touched.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/secondary-authtoken
func (s *AuthTokens) CreateSecondary(ctx context.Context, params SecondaryAuthTokenCreateParams, opts ...twilio.CallOption) (*SecondaryAuthToken, error) {
	return twilio.Invoke[SecondaryAuthToken](ctx, s.c, secondaryCreate.With(&params), opts...)
}

// AuthTokenPromoteParams says how the secondary token is promoted.
type AuthTokenPromoteParams struct {
	SuppressEmailNotification bool `form:"SuppressEmailNotification"` // the account's owner gets no email about it

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Promote makes the secondary token the auth token of the account. The former token ends
// at once: requests with it are refused with code 20003, webhooks are no longer signed
// with it, and this very client is of no more use if it was made with it.
//
// A promotion is not repeated. When nobody can say whether it was carried out, the error
// is a *[twilio.OutcomeUnknownError]. The new token works in both cases, so that nothing
// stands still: call [Accounts.Get] with a client of the former token, which is refused
// with code 20003 if the promotion was carried out. Promote again, with the new token, if
// the former one still works.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/authtoken
func (s *AuthTokens) Promote(ctx context.Context, params AuthTokenPromoteParams, opts ...twilio.CallOption) (*PromotedAuthToken, error) {
	return twilio.Invoke[PromotedAuthToken](ctx, s.c, authTokenPromote.With(&params), opts...)
}

// DeleteSecondary ends the secondary token, for instance when a rotation is called off.
// The account's auth token stays as it is. Without a secondary token the error matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/api/secondary-authtoken
func (s *AuthTokens) DeleteSecondary(ctx context.Context, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, secondaryDelete.On(), opts...)
}
