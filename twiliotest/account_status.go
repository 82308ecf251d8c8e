package twiliotest

import (
	"cmp"
	"slices"

	"github.com/seed15d99369/twilio"
)

// accountStatus is the state of an account.
type accountStatus string

// The states of accounts. Closed is final.
const (
	accountActive    accountStatus = "active"
	accountSuspended accountStatus = "suspended"
	accountClosed    accountStatus = "closed"
)

func (status accountStatus) isKnown() bool {
	return status == accountActive || status == accountSuspended || status == accountClosed
}

// statusOf returns the status of an account, which is suspended as well while the main
// account is; active for the test credentials; s.mu is held.
func (s *Sim) statusOf(sid string) accountStatus {
	a := s.accountOf(sid)
	switch {
	case a == nil:
		return accountActive
	case a.status == accountActive:
		return s.access.accounts[0].status
	}
	return a.status
}

// setStatus gives a subaccount another status. Calls under way go on: Twilio leaves it to
// the main account to end them.
func (s *Sim) setStatus(a *accountRecord, status accountStatus) {
	if a.status = status; status == accountClosed {
		s.releaseAll(a.sid)
	}
}

// releaseAll gives up the numbers of an account that is closed.
func (s *Sim) releaseAll(account string) {
	for _, n := range slices.Clone(s.owned) {
		if n.record.account == account {
			s.release(n)
		}
	}
}

// refusesInbound says whether nobody can reach a number because its account is not active.
func (s *Sim) refusesInbound(n *Number) bool {
	return n != nil && s.statusOf(cmp.Or(n.record.account, s.main.sid)) != accountActive
}

// whyAccountFails is the code of a message whose account is not active any more, 0 for any
// other. https://www.twilio.com/docs/api/errors/30002
func (s *Sim) whyAccountFails(m *message) twilio.ErrorCode {
	if s.statusOf(m.account) != accountActive {
		return twilio.CodeAccountSuspendedAfterAccept
	}
	return 0
}

// callOfInactiveAccount is the alert for a call to a number of an account that is not
// active. https://www.twilio.com/docs/api/errors/10003
const callOfInactiveAccount = 10003
