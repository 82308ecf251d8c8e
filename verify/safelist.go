package verify

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// SafeListNumber is a phone number that Fraud Guard always lets through.
//
// Twilio docs: https://www.twilio.com/docs/verify/preventing-toll-fraud/safe-list
type SafeListNumber struct {
	SID         string `json:"sid"`          // GN…
	PhoneNumber string `json:"phone_number"` // E.164
	URL         string `json:"url"`
}

// SafeList manages the numbers that Fraud Guard always lets through. They are the whole
// account's.
type SafeList struct{ c *twilio.Client }

const (
	safeListPath       = "/v2/SafeList/Numbers"
	safeListNumberPath = safeListPath + "/{PhoneNumber}"
)

var (
	// A number stands on the list once: to add it twice is refused as a conflict.
	safeListCreate = twilio.Operation{
		Name: "verify.SafeList.Create", Method: http.MethodPost, Host: host, Path: safeListPath, Class: twilio.ClassIdempotent,
	}
	safeListGet    = twilio.Operation{Name: "verify.SafeList.Get", Method: http.MethodGet, Host: host, Path: safeListNumberPath}
	safeListDelete = twilio.Operation{Name: "verify.SafeList.Delete", Method: http.MethodDelete, Host: host, Path: safeListNumberPath}
)

// SafeListCreateParams is a number that is to be let through.
type SafeListCreateParams struct {
	PhoneNumber string `form:"PhoneNumber" check:"required,e164"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create puts a number on the list. A number that stands there already is refused with
// code 60411. A create converges, because a number stands there once: it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/verify/preventing-toll-fraud/safe-list
func (s *SafeList) Create(ctx context.Context, params SafeListCreateParams, opts ...twilio.CallOption) (*SafeListNumber, error) {
	return twilio.InvokeConverging(ctx, s.c, safeListCreate.With(&params),
		func() (*SafeListNumber, error) { return s.Get(ctx, params.PhoneNumber, opts...) },
		func(*SafeListNumber) bool { return true }, opts...)
}

// Get returns a number of the list. One that does not stand there matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/verify/preventing-toll-fraud/safe-list
func (s *SafeList) Get(ctx context.Context, phoneNumber string, opts ...twilio.CallOption) (*SafeListNumber, error) {
	return twilio.Invoke[SafeListNumber](ctx, s.c, safeListGet.On(phoneNumber), opts...)
}

// Delete takes a number off the list.
//
// Twilio docs: https://www.twilio.com/docs/verify/preventing-toll-fraud/safe-list
func (s *SafeList) Delete(ctx context.Context, phoneNumber string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, safeListDelete.On(phoneNumber), opts...)
}
