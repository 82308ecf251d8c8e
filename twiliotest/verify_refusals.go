package twiliotest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Limits of the platform, for one recipient and for one verification.
// https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts
var (
	recipientLimits = [...]window{{60, time.Minute}, {180, time.Hour}}
	statusLimits    = [...]window{{60, time.Minute}, {180, time.Hour}, {250, 24 * time.Hour}}
)

// blockLasts is how long Fraud Guard blocks a prefix.
// https://www.twilio.com/docs/api/errors/60410
const blockLasts = 12 * time.Hour

// refuseDestination looks at whether codes may go to the recipient by the channel.
func (s *Sim) refuseDestination(r *request, service *verifyService) *apiError {
	to, channel := r.form.Get("To"), s.channelFor(r)
	c, _ := countryOf(to)
	switch {
	case slices.Contains(s.config.verify.channels, channel):
		return badRequest(channelDisabled, "Delivery channel disabled: %s", strings.ToUpper(channel))
	case s.balance <= 0:
		return accountNotActive()
	case channel == channelEmail:
		return nil
	case slices.Contains(s.config.verify.countries, c.iso):
		return badRequestStatus(403, countryBlocked, "The destination phone number has been blocked by Verify Geo-Permissions.")
	case s.isBlocked(r, to, channel):
		return badRequestStatus(403, twilio.CodeVerifyFraudBlocked, "The destination phone number has been temporarily blocked by Twilio due to fraudulent activities.")
	case channel == channelSMS && service.skipLandlines && s.lookedUp(to).LineTypeIntelligence.Type == "landline":
		return badRequestStatus(403, verifyLandline, "SMS is not supported by landline phone number")
	}
	return nil
}

// isBlocked says that Fraud Guard stands in the way.
func (s *Sim) isBlocked(r *request, to, channel string) bool {
	paid := channel == channelSMS || channel == channelCall
	over := s.Clock.Now().Sub(s.begun) >= blockLasts
	if !paid || over || s.safeNumber(r.account, to) != nil || r.form.Get("RiskCheck") == "disable" {
		return false
	}
	return slices.ContainsFunc(s.config.verify.fraud, func(prefix string) bool { return strings.HasPrefix(to, prefix) })
}

// refuseRate holds a new code against the limits of the platform and of the service.
func (s *Sim) refuseRate(r *request, service *verifyService) *apiError {
	if problem := s.refuseRecipientRate(r, r.form.Get("To")); problem != nil {
		return problem
	}
	return s.refuseServiceRate(r, service)
}

// countRates counts a new code towards the limits of the platform and of the service.
func (s *Sim) countRates(r *request, service *verifyService) {
	s.countRecipient(r, r.form.Get("To"))
	for _, key := range rateKeys(r, service) {
		s.countTowards(key.name)
	}
}

func (s *Sim) refuseRecipientRate(r *request, to string) *apiError {
	if wait := s.overLimit(recipientKey(r, to), recipientLimits[:]...); wait > 0 {
		return tooMany(wait, "")
	}
	return nil
}

func (s *Sim) countRecipient(r *request, to string) { s.countTowards(recipientKey(r, to)) }

func recipientKey(r *request, to string) string { return "recipient " + r.account + " " + to }
