package twiliotest

import (
	"fmt"
	"strconv"
	"strings"
)

// money is an amount in hundred-thousandths of the account's currency, the
// precision of Twilio's prices.
type money int64

const dollar money = 100_000

// parseMoney reads a decimal number with at most five decimals.
func parseMoney(s string) (money, bool) {
	sign := money(1)
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		s, sign = rest, -1
	}
	whole, fraction, _ := strings.Cut(s, ".")
	const decimals, maxDigits = 5, 10
	if whole == "" || len(whole) > maxDigits || len(fraction) > decimals {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 62)
	return sign * money(n), err == nil
}

// String writes five decimals.
func (m money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%05d", sign, m/dollar, m%dollar)
}

type balanceJSON struct {
	AccountSID string `json:"account_sid"`
	Balance    string `json:"balance"`
	Currency   string `json:"currency"`
}

func (s *Sim) fetchBalance(r *request) (any, *apiError) {
	if r.account != s.main.sid {
		return nil, notFound(accountPath(r.account, "/Balance.json")) // the parent pays
	}
	return balanceJSON{AccountSID: s.main.sid, Balance: s.balance.String(), Currency: s.config.currency}, nil
}
