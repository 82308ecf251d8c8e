package messaging

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// SafeListNumber is a phone number that Twilio's protection against fraud always lets
// through.
//
// Twilio docs: https://www.twilio.com/docs/usage/global-safe-list
type SafeListNumber struct {
	SID         string `json:"sid"`          // GN…
	PhoneNumber string `json:"phone_number"` // E.164, or "+1415555xxx" for a thousand numbers
}

// SafeList manages the numbers that no protection against fraud blocks: neither SMS
// Pumping Protection (30450) and the checks that 30453 speaks of, nor those of Verify.
type SafeList struct{ c *twilio.Client }

const safeListPath = "/v1/SafeList/Numbers"

var (
	// A number stands on the list once: to add it twice is refused as a conflict.
	safeListCreate = twilio.Operation{
		Name: "messaging.SafeList.Create", Method: http.MethodPost, Host: accountsHost, Path: safeListPath, Class: twilio.ClassIdempotent,
	}
	safeListGet    = twilio.Operation{Name: "messaging.SafeList.Get", Method: http.MethodGet, Host: accountsHost, Path: safeListPath}
	safeListDelete = twilio.Operation{Name: "messaging.SafeList.Delete", Method: http.MethodDelete, Host: accountsHost, Path: safeListPath}
)

// SafeListCreateParams is a number that is to be let through.
type SafeListCreateParams struct {
	PhoneNumber string `form:"PhoneNumber" check:"required"` // E.164, or "+1415555xxx" for a thousand numbers

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses what is neither a number nor the beginning of a thousand.
func (p *SafeListCreateParams) Validate(problems *twilio.Problems) {
	checkSafeListNumber(problems, p.PhoneNumber)
}

// Create puts a number on the list, or a thousand numbers that differ in the last three
// digits. A create converges, because a number stands on the list once: it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/usage/global-safe-list
func (s *SafeList) Create(ctx context.Context, params SafeListCreateParams, opts ...twilio.CallOption) (*SafeListNumber, error) {
	return twilio.InvokeConverging(ctx, s.c, safeListCreate.With(&params),
		func() (*SafeListNumber, error) {
			return s.Get(ctx, SafeListGetParams{PhoneNumber: params.PhoneNumber}, opts...)
		},
		func(n *SafeListNumber) bool { return n.PhoneNumber == params.PhoneNumber }, opts...)
}

// SafeListGetParams is a number that may stand on the list.
type SafeListGetParams struct {
	PhoneNumber string `form:"PhoneNumber" check:"required"` // as it was added

	Extra url.Values `form:"-"`
}

// Validate refuses what is neither a number nor the beginning of a thousand.
func (p *SafeListGetParams) Validate(problems *twilio.Problems) {
	checkSafeListNumber(problems, p.PhoneNumber)
}

// Get returns a number of the list. One that does not stand there matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/global-safe-list
func (s *SafeList) Get(ctx context.Context, params SafeListGetParams, opts ...twilio.CallOption) (*SafeListNumber, error) {
	return twilio.Invoke[SafeListNumber](ctx, s.c, safeListGet.With(&params), opts...)
}

// SafeListDeleteParams is a number that leaves the list.
type SafeListDeleteParams struct {
	PhoneNumber string `form:"PhoneNumber" check:"required"` // as it was added

	Extra url.Values `form:"-"`
}

// Validate refuses what is neither a number nor the beginning of a thousand.
func (p *SafeListDeleteParams) Validate(problems *twilio.Problems) {
	checkSafeListNumber(problems, p.PhoneNumber)
}

// Delete takes a number off the list.
//
// Twilio docs: https://www.twilio.com/docs/usage/global-safe-list
func (s *SafeList) Delete(ctx context.Context, params SafeListDeleteParams, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, safeListDelete.With(&params), opts...)
}

// checkSafeListNumber takes a number in E.164. The last three digits may be xxx when the
// number has ten characters, the plus among them.
func checkSafeListNumber(problems *twilio.Problems, number string) {
	const shortest = 10
	beginning, isThousand := strings.CutSuffix(number, "xxx")
	fits := isE164(number) || isThousand && len(number) >= shortest && isE164(beginning+"000")
	if number != "" && !problems.Has("PhoneNumber") && !fits {
		problems.Add("PhoneNumber", "is neither a phone number in E.164 nor the beginning of a thousand", "give +14155551234, or +14155551xxx for all that begin so")
	}
}
