package twiliotest

import "slices"

// checkVerification holds a code against the one that was sent.
// https://www.twilio.com/docs/verify/api/verification-check
func (s *Sim) checkVerification(r *request, service *verifyService) (any, *apiError) {
	if problem := refuseCheck(r, service); problem != nil {
		return nil, problem
	}
	v, problem := s.checkedVerification(r, service)
	switch {
	case problem != nil:
		return nil, problem
	case v == nil:
		return nil, r.absent()
	case v.status == verificationMaxed:
		return nil, tooManyChecks()
	}
	v.updated = s.Clock.Now()
	switch {
	case v.proves(r):
		v.status = verificationApproved
		v.convert(v.updated)
	case v.sna != nil && v.channel == channelSNA && r.form.Get("Code") == "": // the phone may still have to open the URL
	default:
		if v.checks++; v.checks >= maxChecks {
			v.status = verificationMaxed
		}
	}
	s.notify()
	return v.checkJSON(), nil
}

// refuseCheck looks at the parameters of a check. Only a verification by SNA has no
// code to check.
func refuseCheck(r *request, service *verifyService) *apiError {
	code := r.form.Get("Code")
	switch {
	case r.form.Get("To") == "" && r.form.Get("VerificationSid") == "":
		return badRequest(verifyNobody, "No target verification specified: give To or VerificationSid")
	case code != "" && (len(code) < minCode || len(code) > maxCode):
		return r.invalid("Code", "it takes 4 to 10 characters")
	case service.psd2Enabled && (r.form.Get("Amount") == "" || r.form.Get("Payee") == ""):
		return badRequest(verifyNeedsPayment, "'Amount' & 'Payee' params are required")
	}
	return nil
}

// checkedVerification finds the verification that a check is for, nil when there is
// none that is open; s.mu is held.
func (s *Sim) checkedVerification(r *request, service *verifyService) (*verification, *apiError) {
	to, sid := r.form.Get("To"), r.form.Get("VerificationSid")
	name := to
	if sid != "" {
		name = sid
	}
	v := s.namedVerification(service, name)
	if v == nil || to != "" && v.to != to || v.status != verificationPending && v.status != verificationMaxed {
		return nil, nil //nolint:nilnil // there is none
	}
	if r.form.Get("Code") == "" && v.channel != channelSNA {
		return nil, r.invalid("Code", "it is required")
	}
	if problem := s.refuseRecipientRate(r, v.to); problem != nil {
		return nil, problem
	}
	s.countRecipient(r, v.to)
	return v, nil
}

// proves says that a check has the code, or another proof that only the recipient has.
func (v *verification) proves(r *request) bool {
	form := r.form
	if v.service.psd2Enabled && (form.Get("Amount") != v.amount || form.Get("Payee") != v.payee) {
		return false
	}
	if code := form.Get("Code"); code != "" {
		return equal(code, v.code)
	}
	return v.sna.proven(form.Get("SnaClientToken"))
}

type verificationCheckJSON struct {
	SID                   string         `json:"sid"`
	ServiceSID            string         `json:"service_sid"`
	AccountSID            string         `json:"account_sid"`
	To                    string         `json:"to"`
	Channel               string         `json:"channel"`
	Status                string         `json:"status"`
	Valid                 bool           `json:"valid"`
	Amount                *string        `json:"amount"`
	Payee                 *string        `json:"payee"`
	DateCreated           *string        `json:"date_created"`
	DateUpdated           *string        `json:"date_updated"`
	SNAAttemptsErrorCodes []snaErrorJSON `json:"sna_attempts_error_codes"`
}

func (v *verification) checkJSON() verificationCheckJSON {
	return verificationCheckJSON{
		SID: v.sid, ServiceSID: v.service.sid, AccountSID: v.account, To: v.to, Channel: v.channel, Status: v.status,
		Valid: v.status == verificationApproved, Amount: orNull(v.amount), Payee: orNull(v.payee),
		DateCreated: iso8601(v.created), DateUpdated: iso8601(v.updated), SNAAttemptsErrorCodes: v.snaErrors(),
	}
}

// snaErrors lists the errors of the attempts by SNA.
func (v *verification) snaErrors() []snaErrorJSON {
	found := []snaErrorJSON{}
	for _, a := range slices.Backward(v.sends) {
		if a.channel == channelSNA && v.sna != nil && v.status != verificationApproved {
			return append(found, snaErrorJSON{AttemptSID: a.sid, Code: int(v.sna.code())})
		}
	}
	return found
}
