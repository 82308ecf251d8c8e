package twiliotest

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// accessState is who may act, and with which credentials.
type accessState struct {
	accounts    []*accountRecord       // the main account, then its subaccounts in the order of their creation
	keys        []*apiKey              // of all accounts, in the order of their creation
	apps        []*oauthApp            // of all accounts, in the order of their creation
	tokens      map[string]accessToken // that the OAuth apps have been given; nil until then
	connectApps []*connectApp          // in the order in which they were made
}

// accountRecord is the main account or a subaccount.
type accountRecord struct {
	sid, name string
	token     string         // the primary one, which signs the webhooks
	secondary secondaryToken // which may act as well
	status    accountStatus  // its own: see Sim.statusOf
	created   time.Time
	updated   time.Time
}

func (a *accountRecord) id() string { return a.sid }

// newAccessState is that of a fresh simulator.
func newAccessState(main mainAccount, now time.Time) accessState {
	return accessState{
		accounts: []*accountRecord{{sid: main.sid, name: "Simulated account", token: main.token, status: accountActive, created: now, updated: now}},
		keys:     []*apiKey{{sid: main.keySID, secret: main.keySecret, account: main.sid, name: "Simulated key", created: now, updated: now}},
		apps: []*oauthApp{
			{sid: main.clientID, secret: main.clientSecret, account: main.sid, name: "Simulated app", unlimited: true, life: tokenLife, created: now},
			{sid: main.organizationClientID, secret: main.organizationClientSecret, account: main.sid, name: "Simulated organization app", life: tokenLife, organization: true, created: now},
		},
	}
}

// AccountSID returns the SID of the simulated account.
func (s *Sim) AccountSID() string { return s.main.sid }

// AuthToken returns the primary token of the simulated account: another one after the
// secondary token has been promoted.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/authtoken
func (s *Sim) AuthToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accountOf(s.main.sid).token
}

// TestAccountSID returns the SID of the account's test credentials.
func (s *Sim) TestAccountSID() string { return s.main.testSID }

// TestAuthToken returns the token of the account's test credentials.
func (s *Sim) TestAuthToken() string { return s.main.testToken }

// Client returns a client of the simulated account, over connections in memory
// and with the simulator's clock. Its credential is the primary token, so that a client
// that was returned before another token was promoted is refused, as it would be by
// Twilio, and the next call of Client returns one that is not.
func (s *Sim) Client() *twilio.Client {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token := s.accountOf(s.main.sid).token; token != s.clientToken {
		if client, err := twilio.New(s.main.sid, twilio.AuthToken(token), s.Options()...); err == nil { // as it was for the first token
			s.client, s.clientToken = client, token
		}
	}
	return s.client
}

// Subaccount makes a subaccount, for which the account's own credentials act:
// twilio.OnAccount. It has messages and calls of its own, and uses the account's
// numbers and money. A POST to Accounts.json does the same.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/subaccounts
func (s *Sim) Subaccount() (sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	serial, a := s.serial, s.openSubaccount("")
	s.noteSubaccount(serial, a)
	return a.sid
}

// openSubaccount makes a subaccount; s.mu is held.
func (s *Sim) openSubaccount(name string) *accountRecord {
	sid, now := s.newSID("AC"), s.Clock.Now()
	if name == "" {
		name = "SubAccount Created at " + now.UTC().Format("2006-01-02 03:04 pm")
	}
	a := &accountRecord{sid: sid, name: name, token: s.digest(sid, 0), status: accountActive, created: now, updated: now}
	s.access.accounts = append(s.access.accounts, a)
	return a
}

// SubaccountToken returns the primary token of a subaccount, with which requests to the
// application about its messages and calls are signed; "" when it is none.
//
// Twilio docs: https://www.twilio.com/docs/usage/security#validating-requests
func (s *Sim) SubaccountToken(sid string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.isSubaccount(sid) {
		return ""
	}
	return s.accountOf(sid).token
}

// tokenOf returns the token that signs the webhooks of an account, that of the main
// account when there is no such account.
func (s *Sim) tokenOf(account string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.accountOf(account); a != nil {
		return a.token
	}
	return s.accountOf(s.main.sid).token
}

// accountOf finds an account by its SID, nil when there is none; s.mu is held.
func (s *Sim) accountOf(sid string) *accountRecord { return recordOf(s.access.accounts, sid) }

// isSubaccount says whether there is a subaccount with an SID; s.mu is held.
func (s *Sim) isSubaccount(sid string) bool { return sid != s.main.sid && s.accountOf(sid) != nil }

// SuspendAccount suspends the main account, which the API cannot do, and with it its
// subaccounts: their requests are answered 403 with code 20005, and messages that wait to
// be sent fail with code 30002. The account can still be asked about itself and its
// subaccounts.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/20005
func (s *Sim) SuspendAccount() { s.setMainStatus(accountSuspended) }

// ReactivateAccount ends [Sim.SuspendAccount]. Subaccounts that were suspended by
// themselves stay suspended.
func (s *Sim) ReactivateAccount() { s.setMainStatus(accountActive) }

func (s *Sim) setMainStatus(status accountStatus) {
	s.mu.Lock()
	defer s.mu.Unlock()
	main := s.accountOf(s.main.sid)
	main.status, main.updated = status, s.Clock.Now()
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// newSID returns the next SID; s.mu is held. SIDs look random and are the same
// in every run.
func (s *Sim) newSID(prefix string) string {
	s.serial++
	return s.state.give(prefix + s.digest(prefix, s.serial))
}

// newCredential returns a secret of 32 characters that nobody has yet, the same in every run;
// s.mu is held.
func (s *Sim) newCredential(kind string) string {
	s.serial++
	return s.state.give(s.digest("secret of "+kind, s.serial))
}

func digest(kind string, serial int) string {
	sum := sha256.Sum256([]byte(kind + strconv.Itoa(serial)))
	return hex.EncodeToString(sum[:16])
}

// publishedOf keeps the values that an operation answers with.
func publishedOf(r *request, all map[string]any) map[string]any {
	shown := map[string]any{}
	for _, p := range r.op.Properties {
		if value, known := all[p.Path]; known {
			shown[p.Path] = value
		}
	}
	return shown
}

// ownedBy returns those records that an account has.
func ownedBy[T interface{ owner() string }](all []T, account string) []T {
	return slices.DeleteFunc(slices.Clone(all), func(one T) bool { return one.owner() != account })
}
