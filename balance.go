package twilio

import (
	"context"
	"net/http"
)

// Balance is the money of an account.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/account-balance
type Balance struct {
	AccountSID string  `json:"account_sid"`
	Amount     Decimal `json:"balance"`  // in units of Currency: "12.34"
	Currency   string  `json:"currency"` // ISO 4217: "USD"
}

// BalanceService reads the account's balance.
type BalanceService struct{ c *Client }

var balanceGet = operation{
	name: "Balance.Get", method: http.MethodGet, host: hostAPI,
	path: accountPrefix + "/Balance.json",
}

// Get returns the balance of the account. Twilio answers for subaccounts with
// an error, because the parent pays.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/account-balance
func (s *BalanceService) Get(ctx context.Context, opts ...CallOption) (*Balance, error) {
	return do[Balance](ctx, s.c, balanceGet.on(), opts)
}
