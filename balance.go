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

// Balances reads the account's balance.
type Balances struct{ c *Client }

var balanceGet = Operation{
	Name: "Balance.Get", Method: http.MethodGet, Host: hostAPI,
	Path: accountPrefix + "/Balance.json",
}

// Get returns the balance of the account. Twilio answers for subaccounts with
// an error, because the parent pays.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/account-balance
func (s *Balances) Get(ctx context.Context, opts ...CallOption) (*Balance, error) {
	return Invoke[Balance](ctx, s.c, balanceGet.On(), opts...)
}
