package twiliotest

import (
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Codes of the attempts by SNA in a check. https://www.twilio.com/docs/verify/best-practices-for-verify-sna-error-handling
const (
	snaMismatch = 60500 // another phone has opened the URL
	snaPending  = 60519 // nobody has opened the URL
)

// silentAuth is the proof that the network gives for a phone.
type silentAuth struct {
	url       string
	token     string // of the client, "" when none was asked for
	openedBy  string // the number of the phone that opened the URL last, "" for none
	recipient string
}

type snaErrorJSON struct {
	AttemptSID string `json:"attempt_sid"`
	Code       int    `json:"code"`
}

// newSilentAuth makes the URL that a phone has to open; s.mu is held.
func (s *Sim) newSilentAuth(r *request) *silentAuth {
	s.serial++
	auth := &silentAuth{url: "https://sna.example.com/m/id/" + s.digest("sna", s.serial), recipient: r.form.Get("To")}
	if isTrue(r.form.Get("EnableSnaClientToken")) {
		auth.token = s.digest("sna token", s.serial)
	}
	return auth
}

// proven says that the recipient's phone has opened the URL, and that its client gave
// the token back if there is one.
func (a *silentAuth) proven(token string) bool {
	return a != nil && a.openedBy == a.recipient && (a.token == "" || equal(token, a.token))
}

func (a *silentAuth) code() twilio.ErrorCode {
	if a.openedBy == "" {
		return snaPending
	}
	return snaMismatch
}

// OpenSNA opens the URL of a verification by Silent Network Auth from the phone, over
// its mobile network, and returns the answer: a query string with ErrorCode,
// ErrorDescription and Carrier, and with ClientToken if the verification asked for a
// token. The phone of somebody else can open it as well, and then proves nothing. An
// address that is none of a verification fails the test; in a program the answer is
// "".
//
// Twilio docs: https://www.twilio.com/docs/verify/sna
func (p *Phone) OpenSNA(address string) string {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	if answer := p.sim.openSNA(p.number, address); answer != "" {
		return answer
	}
	p.sim.fatalf("twiliotest: %s opened %s, which belongs to no verification", p.number, shown(address))
	return ""
}

func (s *Sim) openSNA(number, address string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.verify.verifications {
		if v.sna == nil || v.sna.url != address {
			continue
		}
		v.sna.openedBy = number
		answer := url.Values{"ErrorCode": {"0"}, "ErrorDescription": {"Success"}, "Carrier": {s.lookedUp(number).LineTypeIntelligence.CarrierName}}
		if v.sna.token != "" {
			answer.Set("ClientToken", v.sna.token)
		}
		return answer.Encode()
	}
	return ""
}
