package verify

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// AccessToken lets a device make a push factor by itself, once and for a short time.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/access-token
type AccessToken struct {
	SID                string          `json:"sid"` // YK…
	AccountSID         string          `json:"account_sid"`
	ServiceSID         string          `json:"service_sid"`
	EntityIdentity     string          `json:"entity_identity"`
	FactorType         FactorType      `json:"factor_type"`
	FactorFriendlyName string          `json:"factor_friendly_name"`
	Token              string          `json:"token"` // secret: for the device alone
	URL                string          `json:"url"`
	TTL                twilio.Duration `json:"ttl"` // how long the token is valid
	DateCreated        twilio.Time     `json:"date_created"`
}

// AccessTokens makes tokens for devices.
type AccessTokens struct{ c *twilio.Client }

const accessTokensPath = servicePath + "/AccessTokens"

var (
	// A token that nobody received does no harm: it ends within five minutes.
	accessTokenCreate = twilio.Operation{
		Name: "verify.AccessTokens.Create", Method: http.MethodPost, Host: host, Path: accessTokensPath, Class: twilio.ClassIdempotent,
	}
	accessTokenGet = twilio.Operation{Name: "verify.AccessTokens.Get", Method: http.MethodGet, Host: host, Path: accessTokensPath + "/{Sid:YK}"}
)

// AccessTokenCreateParams says for whom a token is.
type AccessTokenCreateParams struct {
	Identity           string        `form:"Identity" check:"required"`   // of the entity
	FactorType         FactorType    `form:"FactorType" check:"required"` // FactorPush
	FactorFriendlyName string        `form:"FactorFriendlyName"`          // of the factor that the device will make
	TTL                time.Duration `form:"Ttl,seconds"`                 // 60 s to 300 s; 0 leaves it to Twilio, which uses 60 s

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a token for a device. It is repeated after failures that may pass: a
// token that nobody received ends by itself.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/access-token
func (s *AccessTokens) Create(ctx context.Context, serviceSID string, params AccessTokenCreateParams, opts ...twilio.CallOption) (*AccessToken, error) {
	return twilio.Invoke[AccessToken](ctx, s.c, accessTokenCreate.On(serviceSID).With(&params), opts...)
}

// Get returns a token that was made.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/access-token
func (s *AccessTokens) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*AccessToken, error) {
	return twilio.Invoke[AccessToken](ctx, s.c, accessTokenGet.On(serviceSID, sid), opts...)
}
