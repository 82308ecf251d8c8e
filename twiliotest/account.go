package twiliotest

import (
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strconv"
)

// credentials of the simulated account: the same in every simulator, and of no
// use anywhere else.
const (
	accountSID     = "AC5a1d0000000000000000000000000001"
	authToken      = "5a1d00000000000000000000000000a1"
	keySID         = "SK5a1d0000000000000000000000000001"
	keySecret      = "5a1dSimulatedKeySecret0000000001"
	testAccountSID = "AC5a1d00000000000000000000000000ff"
	testAuthToken  = "5a1d00000000000000000000000000b1"
)

// AccountSID returns the SID of the simulated account.
func (s *Sim) AccountSID() string { return accountSID }

// AuthToken returns the token of the simulated account.
func (s *Sim) AuthToken() string { return authToken }

// APIKey returns the SID and the secret of an API key of the simulated account.
func (s *Sim) APIKey() (sid, secret string) { return keySID, keySecret }

// TestAccountSID returns the SID of the account's test credentials.
func (s *Sim) TestAccountSID() string { return testAccountSID }

// TestAuthToken returns the token of the account's test credentials.
func (s *Sim) TestAuthToken() string { return testAuthToken }

// Subaccount makes a subaccount, for which the account's own credentials act:
// twilio.OnAccount. It has messages and calls of its own, and uses the account's
// numbers and money.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/subaccounts
func (s *Sim) Subaccount() (sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sid = s.newSID("AC")
	s.subaccounts[sid] = digest(sid, 0)
	return sid
}

// SubaccountToken returns the token of a subaccount, with which requests to the
// application about its messages and calls are signed; "" when it is none.
//
// Twilio docs: https://www.twilio.com/docs/usage/security#validating-requests
func (s *Sim) SubaccountToken(sid string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.subaccounts[sid]
}

// tokenOf returns the token that signs the webhooks of an account.
func (s *Sim) tokenOf(account string) string {
	return cmp.Or(s.SubaccountToken(account), authToken)
}

// mayActFor says whether credentials of one account reach another; s.mu is held.
func (s *Sim) mayActFor(account, other string) bool {
	return account == other || account == accountSID && s.subaccounts[other] != ""
}

// authenticate returns the account that the credentials of a request are for, ""
// when they are none; s.mu is held.
func (s *Sim) authenticate(r *http.Request) string {
	user, secret, _ := r.BasicAuth()
	if token := s.subaccounts[user]; token != "" && equal(secret, token) {
		return user
	}
	for _, known := range [...]struct{ user, secret, account string }{
		{accountSID, authToken, accountSID},
		{keySID, keySecret, accountSID},
		{testAccountSID, testAuthToken, testAccountSID},
	} {
		if equal(user, known.user) && equal(secret, known.secret) {
			return known.account
		}
	}
	return s.bearer(r)
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// newSID returns the next SID; s.mu is held. SIDs look random and are the same
// in every run.
func (s *Sim) newSID(prefix string) string {
	s.serial++
	return prefix + digest(prefix, s.serial)
}

func digest(kind string, serial int) string {
	sum := sha256.Sum256([]byte(kind + strconv.Itoa(serial)))
	return hex.EncodeToString(sum[:16])
}
